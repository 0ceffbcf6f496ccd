//! Invented reports, for tests and measurements.

use super::model::{
    Action, Answer, Area, AuditReport, Direction, Evidence, Fact, Grade, Judgement, Letterhead, SafeNow, UrgentConcern,
};
use super::summary::{AreaLine, Breakdown, Grid, SummaryReport, TagLine};
use super::suppress::suppress;

const GRADES: [(&str, &str); 4] = [
    ("Outstanding", "Out"),
    ("Good", "Good"),
    ("Requires improvement", "RI"),
    ("Inadequate", "Inad"),
];

const SECTIONS: [&str; 10] = [
    "Chronology and case data",
    "Referral and threshold",
    "Assessment and analysis",
    "Plan and review",
    "Visits and direct work",
    "Child’s voice and lived experience",
    "Family and network, fathers",
    "Identity and diversity",
    "Management oversight and supervision",
    "Impact and outcome",
];

const JUDGEMENTS: [&str; 4] = [
    "The impact of leaders on social work practice with children and families",
    "The experiences and progress of children who need help and protection",
    "The experiences and progress of children in care",
    "The experiences and progress of care leavers",
];

const QUESTIONS: [&str; 6] = [
    "Is there an assessment for the child’s present circumstances?",
    "Was it done in time?",
    "Are harm and protection weighed: what happens if nothing changes?",
    "Is harm that adds up over time recognised?",
    "Was the view tested against other explanations?",
    "Was the child seen alone, at home and elsewhere, as often as the plan asks?",
];

const NOTES: [&str; 4] = [
    "Due 14 September by the 45-day limit, done 9 September.",
    "",
    "History is listed, not weighed. The two earlier referrals for neglect are named in one line and play no part in \
     what follows.",
    "",
];

const SEEN: [(&str, &str, Direction); 5] = [
    (
        "Analysis section is four lines; two earlier periods of neglect are listed but not weighed.",
        "Case record, assessment",
        Direction::ToDevelop,
    ),
    (
        "Worker could describe the child’s day in detail and used play to hear her views.",
        "Conversation with worker",
        Direction::Strength,
    ),
    (
        "Supervision in July and September asks what has changed for the child, and sets who does what by when. The \
         August record is missing; the manager says the meeting took place and will add it.",
        "Supervision file",
        Direction::Neutral,
    ),
    (
        "Father was visited twice and his account is set beside the mother’s.",
        "Case record, visits",
        Direction::Strength,
    ),
    (
        "The plan says “improve routines”. No one could tell from it whether things are better.",
        "Plan",
        Direction::ToDevelop,
    ),
];

const FOUND: &str = "History and the father’s views are set out well. The analysis repeats the referral and does not \
    weigh the two earlier neglect episodes, so the plan is general.\n\nThe worker knows the family and visits more \
    often than the plan asks.";

const STRENGTHS: [&str; 2] = [
    "The worker’s visits are regular and have a purpose.",
    "The school was asked early and its account is used.",
];

/// The value of this rank on a scale of four.
fn grade(rank: usize) -> Grade {
    let (name, short) = GRADES.get(rank.saturating_sub(1)).copied().unwrap_or_default();
    Grade {
        name: name.into(),
        short: short.into(),
        rank: rank as u32,
        of: 4,
    }
}

fn letterhead(framework: &str) -> Letterhead {
    Letterhead {
        council: "North Council".into(),
        title: "Practice audits".into(),
        marking: "OFFICIAL-SENSITIVE".into(),
        framework: vec![framework.into()],
        attribution: vec!["Contains public sector information licensed under the Open Government Licence v3.0.".into()],
        unverified: vec!["Two questions on time limits are our reading of local procedures.".into()],
        report_code: "7c1e-90ab".into(),
        made_on: "22 November 2026".into(),
        example_data: true,
    }
}

fn answer(section: usize, place: usize) -> Answer {
    let turn = section * 3 + place;
    let (words, rank) = match turn % 5 {
        0 | 3 => ("Yes", Some(1)),
        1 => ("Partly", Some(2)),
        2 => ("No", Some(3)),
        _ => ("Not applicable", None),
    };
    Answer {
        id: format!("{}.{}", section + 1, place + 1),
        question: pick(&QUESTIONS, turn),
        answer: words.into(),
        rank,
        of: 3,
        note: pick(&NOTES, turn),
    }
}

fn evidence(turn: usize) -> Evidence {
    let (text, source, direction) = SEEN.get(turn % SEEN.len()).copied().unwrap_or_default();
    Evidence {
        text: text.into(),
        source: source.into(),
        direction,
        happened: format!("{} September 2026", turn % 28 + 1),
        seen: "12 November 2026".into(),
        reference: if turn.is_multiple_of(4) {
            "C&F assessment v2".into()
        } else {
            String::new()
        },
        criteria: if turn.is_multiple_of(3) {
            vec!["4.2".into(), "10.3".into()]
        } else {
            Vec::new()
        },
        tags: vec!["Assessment".into(), "Neglect".into(), "Child’s voice".into()],
    }
}

fn pick(list: &[&str], turn: usize) -> String {
    list.get(turn % list.len().max(1))
        .copied()
        .unwrap_or_default()
        .to_owned()
}

fn area(text: &str, tag: &str) -> Area {
    Area {
        text: text.into(),
        tag: tag.into(),
    }
}

fn section(place: usize, name: &str, answers: usize, pieces: usize) -> Judgement {
    let rank = [2, 2, 3, 3, 1, 2, 4, 2, 3, 2].get(place % 10).copied().unwrap_or(2);
    Judgement {
        number: (place + 1).to_string(),
        name: name.into(),
        grade: Some(grade(rank)),
        first_grade: (rank == 3).then(|| grade(2)),
        why: "Children live with adults who know them, and help came when it was asked for. The record does not yet \
              show how the risk was weighed."
            .into(),
        found: FOUND.into(),
        impact: "Four months on, she still misses breakfast club on Mondays and nobody has asked her why.".into(),
        strengths: STRENGTHS.map(str::to_owned).into(),
        areas: vec![
            area(
                "Weigh history: what does a third period of neglect mean for this child?",
                "Analysis",
            ),
            area("Write the plan so that the family can tell when it is met.", ""),
        ],
        answered: format!("{answers} of {answers} core questions answered"),
        answers: (0..answers).map(|i| answer(place, i)).collect(),
        evidence: (0..pieces).map(|i| evidence(place * 2 + i)).collect(),
        warnings: if rank == 4 {
            vec![
                "Inadequate here: the overall grade would be at most Requires improvement. Say why, or look again."
                    .into(),
            ]
        } else {
            Vec::new()
        },
    }
}

fn action(turn: usize) -> Action {
    Action {
        what: "Complete the return home interview for 3 September and use it in the next plan.".into(),
        owner: if turn == 3 {
            String::new()
        } else {
            "Team manager, North".into()
        },
        due: format!("{} November 2026", turn % 28 + 1),
        done: if turn == 1 {
            "14 November 2026".into()
        } else {
            String::new()
        },
        evidence: if turn == 1 {
            "Interview on the record; plan of 16 November quotes it.".into()
        } else {
            String::new()
        },
        overdue: turn == 0,
    }
}

/// A full audit of a child's case: ten sections, 38 answers, 20 pieces of evidence, one open urgent concern.
pub fn case_audit() -> AuditReport {
    let judgements: Vec<Judgement> = SECTIONS
        .iter()
        .enumerate()
        .map(|(place, name)| section(place, name, if place < 8 { 4 } else { 3 }, 2))
        .collect();
    AuditReport {
        letterhead: letterhead("Case audit 2026, version 1.2"),
        heading: "Case audit".into(),
        judgements_word: "Sections".into(),
        overall_word: "Overall grade of practice".into(),
        impact_word: "Impact on the child".into(),
        facts: vec![
            Fact::new("Reference", "4417"),
            Fact::new("Type of case", "Child protection"),
            Fact::new("Team", "North"),
            Fact::new("Period looked at", "1 May to 31 October 2026"),
            Fact::new("How", "Beside the worker, with the record open"),
            Fact::new("Who took part", "Social worker, mother"),
            Fact::new("Auditor", "Team manager, East"),
            Fact::new("Audited on", "12 November 2026"),
            Fact::new("Status", "Agreed after moderation"),
        ],
        safe_now: Some(SafeNow {
            question: "Is the child safe now?".into(),
            answer: "Yes, with the plan in place".into(),
            when: "12 November 2026, 13:40".into(),
            why: "Seen alone at school on 11 November. Grandmother is at home each evening this week.".into(),
            alarm: false,
            safe: true,
        }),
        urgent_concerns: vec![UrgentConcern {
            title: "Missing from home overnight on 3 September; no return interview on the record".into(),
            open: true,
            lines: vec![
                Fact::new("Raised", "12 November 2026, 13:52, by the auditor"),
                Fact::new("Told", "Team manager, North, by telephone, 13:58"),
                Fact::new("Answer", "Worker will visit today"),
                Fact::new("Child seen", ""),
                Fact::new("Safety confirmed", "Not yet"),
            ],
        }],
        overall: Some(grade(3)),
        overall_first: Some(grade(2)),
        overall_why: "Good direct work and a child who is heard. History is not weighed and the plan cannot be \
                      measured, so drift would go unseen."
            .into(),
        overall_warnings: Vec::new(),
        judgement_table: (0..judgements.len()).collect(),
        judgements,
        feedback: vec![
            Fact::new(
                "Worker’s reflection",
                "I knew the history and had not written down what I make of it.",
            ),
            Fact::new("What the child said", "“She comes when she says she will.”"),
            Fact::new(
                "What the parents said",
                "Mother: the meetings are easier since they are at school.",
            ),
        ],
        actions: (0..4).map(action).collect(),
    }
}

/// An audit of the service with four judgements.
pub fn service_audit() -> AuditReport {
    let judgements: Vec<Judgement> = JUDGEMENTS
        .iter()
        .enumerate()
        .map(|(place, name)| Judgement {
            number: String::new(),
            ..section(place + 3, name, 6, 4)
        })
        .collect();
    AuditReport {
        letterhead: letterhead("Inspecting local authority children’s services (ILACS), evaluation criteria, 2026"),
        heading: "Audit of the service".into(),
        judgements_word: "Judgements".into(),
        facts: vec![
            Fact::new("Period looked at", "April to September 2026"),
            Fact::new("Auditor", "Audit lead"),
            Fact::new("Status", "Draft"),
        ],
        overall: Some(grade(2)),
        overall_why: "Leaders know their services and act on what they find.".into(),
        judgement_table: vec![1, 2, 3, 0],
        judgements,
        actions: (0..2).map(action).collect(),
        ..AuditReport::default()
    }
}

/// An audit that was only just begun.
pub fn empty_audit() -> AuditReport {
    AuditReport {
        letterhead: Letterhead {
            example_data: false,
            unverified: Vec::new(),
            ..letterhead("Case audit 2026, version 1.2")
        },
        heading: "Case audit".into(),
        judgements_word: "Sections".into(),
        facts: vec![Fact::new("Reference", "5102"), Fact::new("Status", "Draft")],
        judgements: SECTIONS
            .iter()
            .take(3)
            .enumerate()
            .map(|(place, name)| Judgement {
                number: (place + 1).to_string(),
                name: (*name).into(),
                ..Judgement::default()
            })
            .collect(),
        judgement_table: vec![0, 1, 2],
        ..AuditReport::default()
    }
}

/// An audit of some 400 pages, for measuring.
pub fn long_audit() -> AuditReport {
    let judgements: Vec<Judgement> = (0..100)
        .map(|place| section(place, &pick(&SECTIONS, place), 40, 25))
        .collect();
    AuditReport {
        judgement_table: (0..judgements.len()).collect(),
        judgements,
        ..case_audit()
    }
}

/// A summary of 180 audits.
pub fn summary() -> SummaryReport {
    let scale: Vec<Grade> = (1..=4).map(grade).collect();
    let rows = |rows: &[(&str, [u32; 5])]| {
        rows.iter()
            .map(|(name, counts)| ((*name).into(), counts.to_vec()))
            .collect()
    };
    let by_type: [(&str, [u32; 5]); 4] = [
        ("Child protection", [6, 41, 22, 9, 0]),
        ("Child in care", [14, 38, 9, 3, 0]),
        ("Care leaver", [5, 16, 8, 4, 0]),
        ("Early help", [1, 3, 1, 0, 0]),
    ];
    let by_team: [(&str, [u32; 5]); 5] = [
        ("North", [9, 30, 12, 2, 0]),
        ("West", [5, 25, 11, 6, 0]),
        ("East", [6, 18, 9, 7, 0]),
        ("Disabled children", [2, 11, 3, 1, 0]),
        ("Care leavers", [4, 14, 5, 0, 0]),
    ];
    let sections: Vec<(String, Vec<u32>)> = SECTIONS
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let i = i as u32;
            (
                (*name).into(),
                vec![12 + i, 90 - 3 * i, 50 + 2 * i, 20 - 2 * i, 8 + 2 * i],
            )
        })
        .collect();
    SummaryReport {
        period: "July to September 2026".into(),
        facts: vec![
            Fact::new("Teams", "All"),
            Fact::new("Chosen", "At random, with every audit graded Inadequate"),
        ],
        not_counted: 12,
        by_type: Breakdown::parts(scale.clone(), rows(&by_type)),
        by_team: Breakdown::parts(scale.clone(), rows(&by_team)),
        judgements_word: "Sections".into(),
        by_judgement: Breakdown::alone(scale.clone(), sections),
        by_quarter: Breakdown::parts(
            scale.clone(),
            rows(&[
                ("Apr to Jun 2026", [10, 40, 25, 9, 0]),
                ("Jul to Sep 2026", [16, 58, 15, 7, 0]),
            ]),
        ),
        sections_by_team: Grid {
            columns: ["North", "West", "East"].map(str::to_owned).to_vec(),
            rows: SECTIONS
                .iter()
                .map(|name| {
                    (
                        (*name).into(),
                        ["Good (14)", "RI (12)", "<5"].map(str::to_owned).to_vec(),
                    )
                })
                .collect(),
        },
        moderated: Breakdown::parts(
            scale.clone(),
            rows(&[("Good", [0, 18, 6, 0, 0]), ("Inadequate", [0, 0, 0, 7, 0])]),
        ),
        tags: ["Child’s voice", "Analysis"]
            .into_iter()
            .map(|name| TagLine {
                name: name.into(),
                strengths: suppress(258),
                develop: suppress(3),
            })
            .collect(),
        urgent_concerns: case_audit().urgent_concerns,
        areas: (0..12)
            .map(|i| AreaLine {
                reference: Some(format!("44{i:02}")),
                judgement: pick(&SECTIONS, i),
                text: "Weigh history: what does a third period of neglect mean for this child?".into(),
            })
            .collect(),
        actions: (0..4).map(action).collect(),
        ..SummaryReport::new(
            letterhead("Case audit 2026, version 1.2"),
            "Summary of case audits",
            scale,
            &[26, 98, 40, 16, 0],
        )
    }
}
