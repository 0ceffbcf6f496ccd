//! The council: its teams and auditors, its children, and when each of them is audited over ten years.

use super::dice::{Dice, Skew};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use plumbline::model::case::{CaseKind, ETHNICITIES, LEGAL_STATUSES, Overlay, Overlays};

/// How many people audit.
pub const AUDITORS: usize = 200;

/// A child.
pub struct Child {
    pub reference: String,
    pub sex: &'static str,
    pub ethnicity: &'static str,
    pub disability: &'static str,
    pub sibling_group: String,
    pub overlays: Overlays,
}

/// What is audited.
pub enum About {
    /// The child at this place of the list, as this kind of case.
    Child(usize, CaseKind),
    Team,
    Service,
    /// One file of a dip sample, by its place in the list of them.
    Dip(usize, usize, CaseKind),
}

/// An audit to come.
pub struct Planned {
    /// The day it is worked on.
    pub day: Date,
    pub about: About,
    pub team: String,
    pub worker: String,
    pub legal_status: &'static str,
    /// 1 to 200.
    pub auditor: i64,
    /// How much evidence it has beside the others.
    pub weight: f64,
}

/// The council as it was over ten years.
pub struct Council {
    pub first: Date,
    pub last: Date,
    pub children: Vec<Child>,
    /// In the order they are worked on.
    pub audits: Vec<Planned>,
    /// Name and day of each dip sample.
    pub dips: Vec<(String, Date)>,
}

const QUARTERS: [&str; 8] = ["North", "East", "South", "West", "Central", "Coast", "Hill", "Vale"];

/// The teams a kind of case is worked by, forty in all.
pub fn teams(kind: CaseKind) -> Vec<String> {
    let of = |name: &str, n: usize| {
        QUARTERS
            .iter()
            .take(n)
            .map(|quarter| format!("{name} {quarter}"))
            .collect()
    };
    match kind {
        CaseKind::FrontDoor => of("Front door", 2),
        CaseKind::Assessment | CaseKind::PrivateFostering => of("Assessment", 6),
        CaseKind::EarlyHelp | CaseKind::FamilyHelp => of("Family Help", 8),
        CaseKind::ChildInNeed | CaseKind::ChildProtection | CaseKind::PreProceedings | CaseKind::Closed => {
            of("Safeguarding", 8)
        }
        CaseKind::ChildInCare => of("Children in care", 6),
        CaseKind::CareLeaver => of("Leaving care", 5),
        CaseKind::Adoption => of("Permanence", 3),
        CaseKind::YouthJustice => of("Youth justice", 2),
    }
}

/// The two letters an auditor has before their name.
pub fn auditor_name(number: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    format!("{}. {}. Auditor", letter(number / 26), letter(number))
}

const KINDS: [(CaseKind, u32); 13] = [
    (CaseKind::ChildInNeed, 22),
    (CaseKind::ChildProtection, 18),
    (CaseKind::ChildInCare, 16),
    (CaseKind::Assessment, 13),
    (CaseKind::FamilyHelp, 9),
    (CaseKind::CareLeaver, 7),
    (CaseKind::EarlyHelp, 4),
    (CaseKind::FrontDoor, 4),
    (CaseKind::PreProceedings, 2),
    (CaseKind::YouthJustice, 2),
    (CaseKind::Closed, 1),
    (CaseKind::Adoption, 1),
    (CaseKind::PrivateFostering, 1),
];

/// What a case may have become by its next audit.
fn later(dice: &mut Dice, kind: CaseKind) -> CaseKind {
    if dice.chance(0.45) {
        return kind;
    }
    match kind {
        CaseKind::FrontDoor => CaseKind::Assessment,
        CaseKind::Assessment | CaseKind::EarlyHelp | CaseKind::FamilyHelp => CaseKind::ChildInNeed,
        CaseKind::ChildInNeed | CaseKind::PrivateFostering => CaseKind::ChildProtection,
        CaseKind::ChildProtection => *dice.one(&[CaseKind::PreProceedings, CaseKind::ChildInNeed, CaseKind::Closed]),
        CaseKind::PreProceedings => CaseKind::ChildInCare,
        CaseKind::ChildInCare => *dice.one(&[CaseKind::CareLeaver, CaseKind::Adoption, CaseKind::ChildInCare]),
        other => other,
    }
}

fn working_day(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => day.saturating_add(2.days()),
        Weekday::Sunday => day.saturating_add(1.day()),
        _ => day,
    }
}

/// A number around 1, now and then far above it.
fn weight(dice: &mut Dice) -> f64 {
    let bell: f64 = (0..12).map(|_| dice.share()).sum::<f64>() - 6.0;
    (0.55 * bell).exp()
}

impl Council {
    pub fn new(dice: &mut Dice, cases: usize, last: Date) -> Self {
        let mut council = Self {
            first: last.saturating_sub(10.years()),
            last,
            children: Vec::new(),
            audits: Vec::new(),
            dips: Vec::new(),
        };
        council.children(dice, cases);
        council.of_children(dice);
        council.of_the_service(dice);
        council.dip_samples(dice, cases);
        council.audits.sort_by_key(|audit| audit.day);
        council.give_out(dice);
        council
    }

    fn children(&mut self, dice: &mut Dice, cases: usize) {
        let mut siblings = 0;
        let mut group = String::new();
        let mut number = 100_000;
        for n in 0..cases {
            number += dice.between(1, 60);
            if siblings > 0 {
                siblings -= 1;
            } else if dice.chance(0.14) {
                siblings = dice.between(1, 3);
                group = format!("S-{}", 1000 + n);
            } else {
                group.clear();
            }
            let disabled = dice.chance(0.11);
            let mut overlays = Overlays::default();
            for (overlay, share) in [(Overlay::Exploitation, 0.09), (Overlay::Unaccompanied, 0.02)] {
                if dice.chance(share) {
                    overlays = overlays.with(overlay);
                }
            }
            if disabled {
                overlays = overlays.with(Overlay::Disability);
            }
            self.children.push(Child {
                reference: number.to_string(),
                sex: dice.weighed(&[("Male", 51), ("Female", 48), ("Not recorded", 1)]),
                ethnicity: ETHNICITIES[dice.weighed(&[(3, 64), (2, 11), (1, 10), (0, 8), (4, 4), (6, 2), (5, 1)])],
                disability: if disabled { "Yes" } else { "No" },
                sibling_group: group.clone(),
                overlays,
            });
        }
    }

    /// A day of the ten years; auditing grew over them.
    fn day(&self, dice: &mut Dice) -> Date {
        working_day(
            self.first
                .saturating_add(((3652.0 * dice.share().powf(0.7)) as i64).days()),
        )
    }

    fn of_children(&mut self, dice: &mut Dice) {
        for child in 0..self.children.len() {
            let mut day = self.day(dice);
            let mut kind = dice.weighed(&KINDS);
            let worker = dice.between(100, 900);
            for _ in 0..dice.weighed(&[(1, 76), (2, 16), (3, 5), (4, 2), (6, 1)]) {
                if day > self.last {
                    break;
                }
                let legal_status = match kind {
                    CaseKind::ChildInCare => LEGAL_STATUSES[dice.weighed(&[(3, 55), (2, 20), (1, 20), (4, 5)])],
                    CaseKind::Adoption => LEGAL_STATUSES[9],
                    _ => "",
                };
                self.audits.push(Planned {
                    day,
                    about: About::Child(child, kind),
                    team: dice.one(&teams(kind)).clone(),
                    worker: format!("W-{}", (worker + dice.between(0, 1)) % 1000),
                    legal_status,
                    auditor: 1,
                    weight: weight(dice),
                });
                day = working_day(day.saturating_add(dice.between(150, 900).days()));
                kind = later(dice, kind);
            }
        }
    }

    /// Each year a look at the whole service, and at a dozen teams.
    fn of_the_service(&mut self, dice: &mut Dice) {
        let all: Vec<String> = KINDS.iter().flat_map(|(kind, _)| teams(*kind)).collect();
        for year in 0..10 {
            for n in 0..13 {
                let day = self.first.saturating_add((365 * year + 27 * n + 9).days());
                self.audits.push(Planned {
                    day: working_day(day),
                    about: if n == 12 { About::Service } else { About::Team },
                    team: if n == 12 { String::new() } else { dice.one(&all).clone() },
                    worker: String::new(),
                    legal_status: "",
                    auditor: 1,
                    weight: 2.0,
                });
            }
        }
    }

    /// Two dip samples a year, of as many files as the council can look at in an afternoon.
    fn dip_samples(&mut self, dice: &mut Dice, cases: usize) {
        let kinds = [
            (CaseKind::ChildProtection, "Child protection: seen alone"),
            (CaseKind::ChildInCare, "Children in care: health and education"),
            (CaseKind::ChildInNeed, "Children in need: plans"),
        ];
        for half in 0..20 {
            let day = working_day(self.first.saturating_add((182 * half + 40).days()));
            let (kind, name) = *dice.one(&kinds);
            self.dips.push((format!("{name}, {}", day.strftime("%B %Y")), day));
            for _ in 0..(cases / 200).clamp(2, 25) {
                self.audits.push(Planned {
                    day,
                    about: About::Dip(half as usize, dice.below(cases), kind),
                    team: dice.one(&teams(kind)).clone(),
                    worker: format!("W-{}", dice.between(100, 999)),
                    legal_status: "",
                    auditor: 1,
                    weight: 0.0,
                });
            }
        }
    }

    /// Who audits: some do many, and over the years others take their place.
    fn give_out(&mut self, dice: &mut Dice) {
        let at_once = 80;
        let skew = Skew::new(at_once, 0.5);
        let mut dip: Option<(usize, i64)> = None;
        let years = self.audits.len().max(1);
        for (n, audit) in self.audits.iter_mut().enumerate() {
            let began = (AUDITORS - at_once) * n / years;
            let one = 1 + ((began + skew.pick(dice)) % AUDITORS) as i64;
            audit.auditor = match audit.about {
                // A dip sample is one afternoon of one auditor.
                About::Dip(sample, ..) => match dip {
                    Some((known, auditor)) if known == sample => auditor,
                    _ => one,
                },
                _ => one,
            };
            if let About::Dip(sample, ..) = audit.about {
                dip = Some((sample, audit.auditor));
            }
        }
    }
}
