//! Draws from a kept list, through the session as the window's thread uses it.

use crate::fixture::{Book, NOW, new_audits, started};
use plumbline::app::draws::{Allocation, Listed};
use plumbline::app::edit::{Edit, NewAudits};
use plumbline::app::session::Session;
use plumbline::model::audit::{Audit, Method, Status};
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Fields, Value};
use plumbline::model::draw::{self, Auditor, Dimension, Draw, Numbers, Rule, Settings};
use plumbline::model::time::Moment;
use plumbline::store::AuditFilter;

/// Twelve children of North and eight of South, as a list keeps them.
pub fn list_body() -> String {
    let children: Vec<String> = (0..20)
        .map(|n| {
            let team = if n < 12 { "North" } else { "South" };
            let kind = if n % 2 == 0 {
                "child_in_need"
            } else {
                "child_protection"
            };
            format!(
                r#"{{"reference":"C-{n:02}","kind":"{kind}","team":"{team}","worker":"W-{n}","sex":"Female",
                   "legal_status":"Care order","age":{},"rows":[{{"sheet":"","row":{}}}],"due":null}}"#,
                n % 18,
                n + 2
            )
        })
        .collect();
    format!(
        r#"{{"source":"list.csv","children":[{}],"notes":[]}}"#,
        children.join(",")
    )
}

pub fn keep_list(book: &mut Book, name: &str, body: &str) -> i64 {
    let fields = [
        ("name", Value::from(name)),
        ("children", Value::Int(20)),
        ("body", Value::from(body)),
    ];
    let keep = Edit::Keep {
        entity: Entity::List,
        fields: fields.map(|(name, value)| (name.to_owned(), value)).into(),
    };
    let done = book.session.apply(&keep).unwrap();
    done.touched[0].row
}

pub fn add_person(book: &mut Book, name: &str, team: &str) -> i64 {
    let done = book
        .session
        .apply(&Edit::AddPerson {
            name: name.to_owned(),
            role: "Manager".to_owned(),
        })
        .unwrap();
    let row = done.touched[0].row;
    book.apply(Edit::SetFields {
        entity: Entity::Person,
        row,
        fields: Fields::from([("team".to_owned(), Value::from(team))]),
    });
    row
}

fn settings() -> Settings {
    Settings {
        by: vec![Dimension::Team],
        numbers: Numbers::Each(2),
        seed: "4829 1376".to_owned(),
        auditors: vec![Auditor {
            id: 1,
            name: "A. Auditor".to_owned(),
            teams: vec!["West".to_owned()],
            most: None,
        }],
        ..Settings::default()
    }
}

fn drawn(session: &Session, listed: &Listed) -> Draw {
    let history = session.store().audited().unwrap();
    draw::draw(&listed.candidates, &history, &settings(), NOW.date()).unwrap()
}

fn allocation(session: &mut Session, list: i64, draw: Draw) -> Allocation {
    Allocation {
        list,
        name: "November".to_owned(),
        draw,
        kind: None,
        framework: session.framework_number("case-audit").unwrap().unwrap(),
        method: Method::File,
        theme: "Planning".to_owned(),
        period_from: None,
        period_to: None,
        due: Some("2026-12-10".parse().unwrap()),
    }
}

fn audits(session: &Session) -> Vec<(Audit, String)> {
    session.store().audits(AuditFilter::All).unwrap()
}

#[test]
fn a_draw_is_allocated_as_one_action_and_taken_back_as_one() {
    let mut book = Book::new();
    let list = keep_list(&mut book, "Open cases", &list_body());
    let listed = book.session.listed(list).unwrap().unwrap();
    let draw = drawn(&book.session, &listed);
    assert_eq!(draw.picked.len(), 4);
    let ask = allocation(&mut book.session, list, draw.clone());
    let edit = book.session.allocation(&listed, &ask).unwrap();
    let done = book.session.apply(&edit).unwrap();
    assert_eq!(done.label, "4 audits allocated");
    let made = audits(&book.session);
    assert_eq!(made.len(), 4);
    for ((audit, reference), picked) in made.iter().zip(&draw.picked) {
        assert_eq!(reference, &picked.reference);
        assert_eq!((audit.kind, &audit.team), (picked.kind, &picked.team));
        assert_eq!((audit.status, audit.auditor), (Status::Allocated, 1));
        assert_eq!(
            (audit.theme.as_str(), audit.legal_status.as_str()),
            ("Planning", "Care order")
        );
        assert!(audit.worker.starts_with("W-"));
        let case = book.session.store().case(audit.case_id.unwrap()).unwrap().unwrap();
        assert_eq!(case.sex, "Female");
    }
    assert_eq!(book.session.store().people().unwrap()[0].team, "West");
    let draws = book.session.store().draws().unwrap();
    assert_eq!(
        (draws.len(), draws[0].name.as_str(), draws[0].of),
        (1, "November", list)
    );
    // Across a restart it is there, and comes out the same though its own audits are open now.
    let mut book = book.reopen();
    let kept = book.session.kept_draw(draws[0].id).unwrap().unwrap();
    assert_eq!(kept, draw);
    let listed = book.session.listed(list).unwrap().unwrap();
    assert!(draw::again(&kept, &listed.candidates).same);
    let history = book.session.store().audited().unwrap();
    let next = draw::preview(&listed.candidates, &history, &settings(), NOW.date());
    assert_eq!(next.counts[0].left_out_by(Rule::BeingAudited), 2);
    // A list that was drawn from stays; the draw can be taken back with its audits.
    assert!(book.session.apply(&Edit::Delete(Entity::List, list)).is_err());
    book.session.undo().unwrap().unwrap();
    assert!(audits(&book.session).is_empty());
    assert!(book.session.store().draws().unwrap().is_empty());
    assert!(book.session.store().people().unwrap()[0].team.is_empty());
    book.session.redo().unwrap().unwrap();
    assert_eq!(audits(&book.session).len(), 4);
    assert_eq!(book.session.store().draws().unwrap(), draws);
    assert_eq!(book.session.store().verify().unwrap().faults, [] as [String; 0]);
}

#[test]
fn a_drawn_case_is_changed_after_its_audit_was_made() {
    let mut book = Book::new();
    let list = keep_list(&mut book, "Open cases", &list_body());
    let listed = book.session.listed(list).unwrap().unwrap();
    let first = drawn(&book.session, &listed);
    let ask = allocation(&mut book.session, list, first.clone());
    let edit = book.session.allocation(&listed, &ask).unwrap();
    book.apply(edit);
    let id = book.session.store().draws().unwrap()[0].id;
    let out = first.picked[0].reference.clone();
    let swap = |session: &Session, out: &str, reason: &str| session.swap_edit(id, out, reason, NOW.date());
    assert!(
        swap(&book.session, &out, " ")
            .unwrap_err()
            .to_string()
            .contains("Say why")
    );
    let edit = swap(&book.session, &out, "The family moved away").unwrap();
    book.apply(edit);
    let kept = book.session.kept_draw(id).unwrap().unwrap();
    assert_eq!(
        (kept.swaps[0].out.as_str(), kept.swaps[0].by.as_str()),
        (out.as_str(), "A. Auditor")
    );
    let into = kept.swaps[0].into.clone();
    let made = audits(&book.session);
    let status = |reference: &str| made.iter().find(|(_, of)| of == reference).unwrap().0.status;
    assert_eq!((status(&out), status(&into)), (Status::Withdrawn, Status::Allocated));
    let new = &made.iter().find(|(_, of)| *of == into).unwrap().0;
    assert_eq!(
        (new.due, new.theme.as_str()),
        (Some("2026-12-10".parse().unwrap()), "Planning")
    );
    // One action: one undo brings back the audit, the draw and its reserve.
    book.session.undo().unwrap().unwrap();
    assert_eq!(book.session.kept_draw(id).unwrap().unwrap(), first);
    assert_eq!(audits(&book.session).len(), 4);
    // What was handed in is not changed any more.
    let audit = audits(&book.session)[1].0.id;
    for status in [Status::Draft, Status::Submitted] {
        book.apply(Edit::SetStatus { audit, status });
    }
    let late = swap(&book.session, &first.picked[1].reference, "Too late").unwrap_err();
    assert!(late.to_string().contains("No audit of"), "{late}");
}

#[test]
fn the_day_of_an_audit_is_the_day_it_was_handed_in() {
    let mut book = Book::new();
    let day = |days: i64| Moment(NOW.0 + days * 86_400_000);
    let audit = book.child("C-01", CaseKind::ChildInNeed);
    book.clock.set(day(30));
    for status in [Status::Draft, Status::Submitted, Status::Draft] {
        book.apply(Edit::SetStatus { audit, status });
    }
    let past = |book: &Book, reference: &str| {
        book.session
            .store()
            .audited()
            .unwrap()
            .get(reference)
            .copied()
            .unwrap_or_default()
    };
    assert_eq!((past(&book, "C-01").last, past(&book, "C-01").open), (None, true));
    book.clock.set(day(60));
    for status in [Status::Submitted, Status::InModeration] {
        book.apply(Edit::SetStatus { audit, status });
    }
    book.clock.set(day(90));
    book.apply(Edit::SetStatus {
        audit,
        status: Status::Agreed,
    });
    assert_eq!(
        (past(&book, "C-01").last, past(&book, "C-01").open),
        (Some(day(60).date()), false)
    );
    // A withdrawn audit and a dip sample are no audit of a file.
    let gone = book.child("C-02", CaseKind::ChildInNeed);
    book.apply(Edit::SetStatus {
        audit: gone,
        status: Status::Withdrawn,
    });
    let dip = NewAudits {
        method: Method::DipSample,
        ..new_audits(&mut book.session, &["C-03"], CaseKind::ChildInNeed)
    };
    started(&mut book.session, dip);
    assert_eq!(book.session.store().audited().unwrap().len(), 1);
}

#[test]
fn lists_are_read_as_they_were_kept_and_damaged_ones_are_told() {
    let mut book = Book::new();
    let plain = keep_list(&mut book, "Plain", r#"[{"reference":"A","kind":"no such kind"},{}]"#);
    let listed = book.session.listed(plain).unwrap().unwrap();
    assert_eq!(listed.candidates.len(), 2);
    assert_eq!(listed.candidates[0].kind, None);
    let damaged = keep_list(&mut book, "Damaged", "{\"children\":7}");
    assert!(book.session.listed(damaged).unwrap().is_none());
    assert!(book.session.listed(99).unwrap().is_none());
    // The type of case must be said for those whose type the list does not tell.
    let draw = drawn_of(&listed);
    let mut ask = allocation(&mut book.session, plain, draw);
    let why = book.session.allocation(&listed, &ask).unwrap_err().to_string();
    assert!(why.contains("type of every drawn case"), "{why}");
    ask.kind = Some(CaseKind::ChildInNeed);
    let edit = book.session.allocation(&listed, &ask).unwrap();
    book.apply(edit);
    ask.draw.settings.auditors.clear();
    ask.draw.picked[0].auditor = None;
    let why = book.session.allocation(&listed, &ask).unwrap_err().to_string();
    assert!(why.contains("No drawn case has an auditor"), "{why}");
}

fn drawn_of(listed: &Listed) -> Draw {
    let settings = Settings {
        numbers: Numbers::Total(1),
        by: Vec::new(),
        ..settings()
    };
    draw::draw(&listed.candidates, &draw::History::new(), &settings, NOW.date()).unwrap()
}

#[test]
fn brothers_and_sisters_are_known_from_the_workbook_and_a_long_draw_is_kept() {
    let mut book = Book::new();
    let mut new = new_audits(&mut book.session, &["C-01"], CaseKind::ChildInNeed);
    new.about.sibling_group = "plum".to_owned();
    started(&mut book.session, new);
    let list = keep_list(&mut book, "Open cases", &list_body());
    let listed = book.session.listed(list).unwrap().unwrap();
    assert_eq!(listed.candidates[1].siblings, "plum");
    // A draw that leaves out thousands is longer than a field, and can still be changed.
    let mut draw = drawn(&book.session, &listed);
    let many = (0..20_000).map(|n| format!("LCS {n}")).collect();
    draw.excluded.insert(Rule::AuditedLately, many);
    let ask = allocation(&mut book.session, list, draw.clone());
    let edit = book.session.allocation(&listed, &ask).unwrap();
    book.apply(edit);
    let id = book.session.store().draws().unwrap()[0].id;
    let edit = book
        .session
        .swap_edit(id, &draw.picked[0].reference, "Closed", NOW.date())
        .unwrap();
    book.apply(edit);
    assert_eq!(book.session.kept_draw(id).unwrap().unwrap().swaps.len(), 1);
}
