//! An urgent concern: raised, then followed up until someone else confirms that the child is safe.

use super::opening;
use crate::app::edit::{Edit, NewConcern};
use crate::app::view::AuditView;
use crate::model::change::{Entity, Fields, Place, Value};
use crate::model::time::{Moment, shown_dates};
use crate::model::urgent::{UrgentConcern, same_person};
use crate::ui::theme::{space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::modal::{Choice, Dialog};
use crate::ui::widgets::{Button, Card, Field, banner, date_field, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A time as it is typed, `dd/mm/yyyy hh:mm`, and what is wrong with it.
#[derive(Default, Serialize, Deserialize)]
struct Time {
    words: String,
    #[serde(skip)]
    wrong: bool,
}

/// The names of its drafts: of one that is raised, by its audit, and of one that is followed up.
pub(super) use crate::model::change::form::{FOLLOW_UP, RAISE};

/// What is being typed.
#[derive(Serialize, Deserialize)]
pub struct State {
    /// Of this opening of the dialog; fields are named from it.
    #[serde(skip, default = "opening")]
    id: Id,
    audit: i64,
    who: String,
    /// Whom it is about, in a word.
    whom: String,
    /// The concern that is followed up; none while it is raised.
    row: Option<i64>,
    raised: Option<Moment>,
    raised_by: Option<i64>,
    seen: String,
    told_who: String,
    told_role: String,
    told_how: String,
    told_at: Time,
    on_record_at: Time,
    child_seen_by: String,
    child_seen_at: Time,
    safe_confirmed_by: String,
    safe_confirmed_at: Time,
    head_told_at: Time,
    #[serde(skip)]
    missing: bool,
    #[serde(skip)]
    same: bool,
}

impl Time {
    fn of(moment: Option<Moment>) -> Self {
        Self {
            words: moment.map(Moment::typed).unwrap_or_default(),
            wrong: false,
        }
    }

    /// The moment typed; `None` for an empty field. A day without a time is midday.
    fn read(&mut self, today: Date) -> Option<Moment> {
        let words = self.words.trim();
        self.wrong = false;
        if words.is_empty() {
            return None;
        }
        let read = || {
            let (day, time) = words.split_once(' ').unwrap_or((words, "12:00"));
            let day = date_field::parse(day, today).ok()??;
            let time = jiff::civil::Time::strptime("%H:%M", time.trim()).ok()?;
            let zoned = day.to_datetime(time).to_zoned(jiff::tz::TimeZone::system()).ok()?;
            Some(Moment(zoned.timestamp().as_millisecond()))
        };
        let moment = read();
        self.wrong = moment.is_none();
        moment
    }
}

impl State {
    /// Raises a concern in this audit.
    pub fn raise(view: &AuditView) -> Self {
        let open = view.concerns.iter().find(|concern| concern.open());
        Self::about(view.audit.id, open, &view.who, view.audit.whom())
    }

    /// Raises a concern about `who`, a child or young person (`whom`), in an audit. One that is open is followed up: a
    /// second would split its record.
    pub fn about(audit: i64, open: Option<&UrgentConcern>, who: &str, whom: &str) -> Self {
        if let Some(open) = open {
            return Self::follow_up(open, who, whom);
        }
        let new = UrgentConcern {
            audit,
            ..UrgentConcern::default()
        };
        Self::filled(&new, who, whom, None)
    }

    /// Follows up a concern about `who`, a child or young person (`whom`).
    pub fn follow_up(concern: &UrgentConcern, who: &str, whom: &str) -> Self {
        Self::filled(concern, who, whom, Some(concern.id))
    }

    fn filled(concern: &UrgentConcern, who: &str, whom: &str, row: Option<i64>) -> Self {
        Self {
            id: opening(),
            audit: concern.audit,
            who: who.to_owned(),
            whom: whom.to_owned(),
            row,
            raised: row.map(|_| concern.raised),
            raised_by: row.map(|_| concern.raised_by),
            seen: concern.seen.clone(),
            told_who: concern.told_who.clone(),
            told_role: concern.told_role.clone(),
            told_how: concern.told_how.clone(),
            told_at: Time::of(concern.told_at),
            on_record_at: Time::of(concern.on_record_at),
            child_seen_by: concern.child_seen_by.clone(),
            child_seen_at: Time::of(concern.child_seen_at),
            safe_confirmed_by: concern.safe_confirmed_by.clone(),
            safe_confirmed_at: Time::of(concern.safe_confirmed_at),
            head_told_at: Time::of(concern.head_told_at),
            missing: false,
            same: false,
        }
    }

    /// What was typed before; nothing when it cannot be read.
    pub fn restored(words: &str) -> Option<Self> {
        serde_json::from_str(words).ok()
    }

    /// What is typed, to be kept as a draft.
    pub fn draft(&self) -> Option<(Place, String)> {
        let place = match self.row {
            None => Place::form(RAISE, self.audit),
            Some(row) => Place::form(FOLLOW_UP, row),
        };
        Some((place, serde_json::to_string(self).ok()?))
    }

    fn field(&self, name: &'static str) -> Id {
        self.id.with(name)
    }

    /// The first field that is at fault.
    fn fault(&self) -> Option<&'static str> {
        [
            (self.missing, "seen"),
            (self.told_at.wrong, "told at"),
            (self.on_record_at.wrong, "record"),
            (self.child_seen_at.wrong, "seen at"),
            (self.head_told_at.wrong, "head"),
            (self.same, "confirmed by"),
            (self.safe_confirmed_at.wrong, "confirmed at"),
        ]
        .iter()
        .find_map(|(wrong, name)| wrong.then_some(*name))
    }

    /// The edit that saves what is typed, unless something in it is wrong.
    fn edit(&mut self, auditors: &[String], today: Date) -> Option<Edit> {
        let told_at = self.told_at.read(today);
        self.missing = self.seen.trim().is_empty();
        let Some(row) = self.row else {
            if self.missing || self.told_at.wrong {
                return None;
            }
            return Some(Edit::RaiseConcern(Box::new(NewConcern {
                audit: self.audit,
                seen: self.seen.clone(),
                told_who: self.told_who.clone(),
                told_role: self.told_role.clone(),
                told_how: self.told_how.clone(),
                told_at,
            })));
        };
        let (on_record, child_seen) = (self.on_record_at.read(today), self.child_seen_at.read(today));
        let (safe, head) = (self.safe_confirmed_at.read(today), self.head_told_at.read(today));
        self.same = auditors
            .iter()
            .any(|auditor| same_person(auditor, &self.safe_confirmed_by));
        let times = [
            &self.told_at,
            &self.on_record_at,
            &self.child_seen_at,
            &self.safe_confirmed_at,
            &self.head_told_at,
        ];
        if self.missing || self.same || times.iter().any(|time| time.wrong) {
            return None;
        }
        let text = |text: &str| Value::from(text.trim());
        let fields: Fields = [
            ("seen", text(&self.seen)),
            ("told_who", text(&self.told_who)),
            ("told_role", text(&self.told_role)),
            ("told_how", text(&self.told_how)),
            ("told_at", Value::from(told_at)),
            ("on_record_at", Value::from(on_record)),
            ("child_seen_by", text(&self.child_seen_by)),
            ("child_seen_at", Value::from(child_seen)),
            ("safe_confirmed_by", text(&self.safe_confirmed_by)),
            ("safe_confirmed_at", Value::from(safe)),
            ("head_told_at", Value::from(head)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        Some(Edit::SetFields {
            entity: Entity::UrgentConcern,
            row,
            fields,
        })
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let (title, save) = match state.row {
        None => (format!("Urgent concern: {}", state.who), "Raise this concern"),
        Some(_) => (format!("Urgent concern: {}", state.who), "Save what was done"),
    };
    let primary = if state.row.is_none() {
        Button::alarm(save)
    } else {
        Button::primary(save)
    };
    let shown = Dialog::new(Id::unique("urgent concern"), &title)
        .width(640.0)
        .cancel("Cancel")
        .primary(primary)
        .show(ctx, |ui| body(ui, state, views));
    match shown.choice {
        Some(Choice::Primary) => {
            let people = &views.workbook.people;
            let raiser = people
                .iter()
                .find(|person| Some(person.id) == state.raised_by)
                .map(|person| person.name.clone());
            let auditor = views
                .audits
                .iter()
                .find(|row| row.id == state.audit)
                .map(|row| row.auditor.clone());
            let auditors: Vec<String> = [raiser, auditor].into_iter().flatten().collect();
            if let Some(edit) = state.edit(&auditors, views.today) {
                wishes.push(Wish::edit(edit));
                wishes.push(Wish::CloseWhenDone);
            } else if let Some(at) = state.fault() {
                wishes.push(Wish::Focus(state.field(at)));
            }
        }
        Some(_) => wishes.push(Wish::Close),
        None => {}
    }
}

fn body(ui: &mut Ui, state: &mut State, views: &Views) {
    let colors = tokens(ui);
    let words = match state.raised {
        None => {
            format!(
                "Plumbline alerts no one. If the {} may be unsafe now, phone the team manager first, then write it here.",
                state.whom
            )
        }
        Some(raised) => {
            let ago = match raised.hours_until(views.now) {
                0 => "less than an hour ago".to_owned(),
                1 => "1 hour ago".to_owned(),
                hours => format!("{hours} hours ago"),
            };
            format!(
                "Raised {}, {ago}. Plumbline alerts no one: phone, then record it here.",
                raised.day_and_time()
            )
        }
    };
    banner::warning(ui, &words, None);
    ui.add_space(space::M);
    let form = state.id;
    let id = |name: &'static str| form.with(name);
    let error = state.missing.then_some("Say what was seen.");
    Field::new(id("seen"), "What was seen")
        .rows(3)
        .error(error)
        .show(ui, &mut state.seen);
    ui.add_space(space::M);
    told(ui, state, views);
    if state.row.is_none() {
        text::quiet(
            ui,
            "What follows can be recorded as it happens: on the record, who saw them, safety confirmed, head of service told.",
        );
        return;
    }
    let whom = if state.whom == "child" { "Child" } else { "Young person" };
    let (on_record, seen_by, seen) = (
        format!("On the {}’s record", state.whom),
        format!("{whom} seen by"),
        format!("{whom} seen"),
    );
    section(ui, "What was done", |ui| {
        pair(
            ui,
            |ui, state: &mut State| {
                time(ui, id("record"), &on_record, &mut state.on_record_at, views);
            },
            |ui, state: &mut State| {
                time(ui, id("head"), "Head of service told", &mut state.head_told_at, views);
            },
            state,
        );
        ui.add_space(space::S);
        pair(
            ui,
            |ui, state: &mut State| {
                Field::new(id("seen by"), &seen_by).show(ui, &mut state.child_seen_by);
            },
            |ui, state: &mut State| {
                time(ui, id("seen at"), &seen, &mut state.child_seen_at, views);
            },
            state,
        );
    });
    section(ui, &format!("Is the {} safe?", state.whom), |ui| {
        text::line(
            ui,
            "Confirmed by someone other than the auditor",
            crate::ui::widgets::paint::Weight::Regular,
            crate::ui::theme::size::QUIET,
            colors.muted,
        );
        ui.add_space(space::XS);
        pair(
            ui,
            |ui, state: &mut State| {
                let error = state
                    .same
                    .then_some("Safety is confirmed by someone other than the auditor.");
                Field::new(id("confirmed by"), "Safety confirmed by")
                    .error(error)
                    .show(ui, &mut state.safe_confirmed_by);
            },
            |ui, state: &mut State| {
                time(
                    ui,
                    id("confirmed at"),
                    "When it was confirmed",
                    &mut state.safe_confirmed_at,
                    views,
                );
            },
            state,
        );
    });
}

/// Who was told, how and when.
fn told(ui: &mut Ui, state: &mut State, views: &Views) {
    let form = state.id;
    let id = |name: &'static str| form.with(name);
    section(ui, "Who was told", |ui| {
        // Row by row, so that Tab goes the way one reads.
        pair(
            ui,
            |ui, state: &mut State| {
                Field::new(id("told who"), "Who was told").show(ui, &mut state.told_who);
            },
            |ui, state: &mut State| {
                Field::new(id("told role"), "Their role").show(ui, &mut state.told_role);
            },
            state,
        );
        ui.add_space(space::S);
        pair(
            ui,
            |ui, state: &mut State| {
                Field::new(id("told how"), "How")
                    .placeholder("By phone, in person")
                    .show(ui, &mut state.told_how);
            },
            |ui, state: &mut State| {
                time(ui, id("told at"), "When they were told", &mut state.told_at, views);
            },
            state,
        );
    });
}

fn section(ui: &mut Ui, heading: &str, contents: impl FnOnce(&mut Ui)) {
    Card::quiet().show(ui, |ui| {
        text::strong(ui, heading);
        ui.add_space(space::XS);
        contents(ui);
    });
    ui.add_space(space::M);
}

/// Two columns, or one under the other where there is no room.
fn pair(
    ui: &mut Ui,
    left: impl FnOnce(&mut Ui, &mut State),
    right: impl FnOnce(&mut Ui, &mut State),
    state: &mut State,
) {
    if ui.available_width() < 420.0 {
        left(ui, state);
        ui.add_space(space::S);
        right(ui, state);
        return;
    }
    ui.columns(2, |columns| {
        let [one, two] = columns else { return };
        left(one, state);
        right(two, state);
    });
}

/// A time that is typed, with *Now* beside it.
fn time(ui: &mut Ui, id: Id, label: &str, time: &mut Time, views: &Views) {
    let example = format!("Write it as {}.", views.now.typed());
    let error = time.wrong.then_some(example.as_str());
    Field::new(id, label)
        .placeholder(&format!("{} hh:mm", shown_dates().hint()))
        .error(error)
        .show(ui, &mut time.words);
    if (time.words.trim().is_empty() || time.wrong)
        && Button::quiet("Now")
            .small()
            .name(&format!("{label}: now"))
            .show(ui)
            .clicked()
    {
        time.words = views.now.typed();
        time.wrong = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2026, 11, 12);

    #[test]
    fn times_are_read_as_typed_and_slips_are_noticed() {
        let mut time = Time {
            words: "12/11/2026 13:40".into(),
            wrong: false,
        };
        assert_eq!(Time::of(time.read(TODAY)).words, "12/11/2026 13:40");
        time.words = "12/11/2026".into();
        assert!(time.read(TODAY).is_some() && !time.wrong);
        time.words = "12/11/26 13:40".into();
        assert_eq!(Time::of(time.read(TODAY)).words, "12/11/2026 13:40");
        for wrong in ["last week", "12/11/1826 13:40", "31/02/2026", "12/11/2026 25:00"] {
            time.words = wrong.into();
            assert!(time.read(TODAY).is_none() && time.wrong, "{wrong}");
        }
        time.words = " ".into();
        assert!(time.read(TODAY).is_none() && !time.wrong);
    }
}
