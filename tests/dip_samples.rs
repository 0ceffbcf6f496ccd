//! Dip samples in a workbook: started, answered, added to, submitted, exported, taken back.

use crate::fixture::{Book, NOW, key, new_audits};
use plumbline::app::edit::{Edit, NewConcern, NewDipSample};
use plumbline::app::export::{ExportAsk, Include, What, export, prepare, write};
use plumbline::app::view::dip::DipView;
use plumbline::app::worker::{Ask, Start, Tell, Worker};
use plumbline::exchange::csv;
use plumbline::model::audit::{Method, Status};
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Fields, Place, Value};
use plumbline::model::time::StepClock;
use proptest::prelude::*;
use std::sync::Arc;
use std::time::Duration;

const QUESTIONS: [&str; 3] = ["1.3", "3.6", "1.5"];

fn view(book: &Book, id: i64) -> DipView {
    book.session.dip_view(id).unwrap().unwrap()
}

fn answer(book: &mut Book, audit: i64, question: &str, value: &str) {
    book.apply(Edit::Set(Place::answer(audit, question, "value"), Value::from(value)));
}

/// Answers every question of a row.
fn complete(book: &mut Book, audit: i64, value: &str) {
    for question in QUESTIONS {
        answer(book, audit, question, value);
    }
}

#[test]
fn a_dip_sample_and_its_audits_are_one_action_and_one_undo() {
    let mut book = Book::new();
    let before = book.session.store().head().unwrap();
    let id = book.dip_sample(&["4417", " 4391 ", "4417", ""], &QUESTIONS);
    let shown = view(&book, id);
    assert_eq!(shown.sample.questions, QUESTIONS);
    assert_eq!(
        shown.rows.iter().map(|row| row.who.as_str()).collect::<Vec<_>>(),
        ["4417", "4391"]
    );
    let rows = book.session.audit_rows().unwrap();
    assert!(
        rows.iter().all(|row| row.dip_sample == Some(id) && row.asked == 3),
        "{rows:?}"
    );
    let (audit, _) = book.session.store().audit(rows[0].id).unwrap().unwrap();
    assert_eq!((audit.method, audit.team.as_str()), (Method::DipSample, "North"));
    assert_eq!(book.session.undo().unwrap().unwrap().label, "Dip sample started");
    assert!(book.session.dip_view(id).unwrap().is_none());
    assert!(book.session.audit_rows().unwrap().is_empty());
    assert_ne!(
        book.session.store().head().unwrap(),
        before,
        "nothing is taken out of the log"
    );
    book.session.redo().unwrap();
    assert_eq!(view(&book, id).rows.len(), 2);
    let book = book.reopen();
    assert_eq!(view(&book, id).rows.len(), 2);
    assert_eq!(book.session.store().verify().unwrap().faults, Vec::<String>::new());
}

#[test]
fn what_no_dip_sample_can_be_is_refused_whole() {
    let mut book = Book::new();
    let audits = new_audits(&mut book.session, &["4417"], CaseKind::ChildProtection);
    let good = NewDipSample {
        name: "Chronologies".into(),
        questions: QUESTIONS.map(str::to_owned).to_vec(),
        audits,
    };
    let seven: Vec<String> = ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"]
        .map(str::to_owned)
        .to_vec();
    let with = |change: &dyn Fn(&mut NewDipSample)| {
        let mut new = good.clone();
        change(&mut new);
        new
    };
    let before = book.session.store().head().unwrap();
    for (new, why) in [
        (with(&|new| new.name = " ".into()), "name"),
        (with(&|new| new.questions.clear()), "at least one"),
        (with(&|new| new.questions.clone_from(&seven)), "at most six"),
        (with(&|new| new.questions = vec!["1.3".into(), "1.3".into()]), "twice"),
        (with(&|new| new.questions = vec!["99.9".into()]), "not in its framework"),
        (with(&|new| new.audits.references.clear()), "reference"),
        (with(&|new| new.audits.kind = None), "type of case"),
        (with(&|new| new.audits.framework = 77), "no longer"),
    ] {
        let refused = book.session.apply(&Edit::StartDipSample(Box::new(new))).unwrap_err();
        assert!(refused.to_string().contains(why), "{refused}");
    }
    assert_eq!(book.session.store().head().unwrap(), before);
    assert!(book.session.store().dip_samples().unwrap().is_empty());
}

#[test]
fn files_are_added_once_and_a_removed_one_comes_back_with_its_answers() {
    let mut book = Book::new();
    let id = book.dip_sample(&["1", "2"], &QUESTIONS);
    let first = view(&book, id).rows[0].audit;
    complete(&mut book, first, "no");
    book.apply(Edit::SetStatus {
        audit: first,
        status: Status::Withdrawn,
    });
    let removed = view(&book, id);
    assert_eq!((removed.rows.len(), removed.removed), (1, vec!["1".to_owned()]));
    assert_eq!(removed.tallies[0].all(), 1);
    let add = |book: &mut Book, references: &[&str]| {
        let audits = Box::new(new_audits(&mut book.session, references, CaseKind::ChildInNeed));
        book.session.apply(&Edit::AddToDipSample { dip_sample: id, audits })
    };
    let done = add(&mut book, &["1", "2", "3", "3", " "]).unwrap();
    assert_eq!(done.label, "2 files added to the dip sample");
    let shown = view(&book, id);
    assert_eq!(
        shown.rows.iter().map(|row| row.who.as_str()).collect::<Vec<_>>(),
        ["1", "2", "3"]
    );
    assert_eq!(
        (shown.rows[0].audit, shown.rows[0].answers.clone()),
        (first, vec!["no".to_owned(); 3])
    );
    assert_eq!(shown.last.unwrap().kind, Some(CaseKind::ChildInNeed));
    let refused = add(&mut book, &["3", "1"]).unwrap_err();
    assert!(refused.to_string().contains("already"), "{refused}");
    book.session.undo().unwrap();
    assert_eq!(view(&book, id).rows.len(), 1);
}

#[test]
fn complete_files_are_submitted_together_and_taken_back_together() {
    let mut book = Book::new();
    let id = book.dip_sample(&["1", "2", "3"], &QUESTIONS);
    let audits: Vec<i64> = view(&book, id).rows.iter().map(|row| row.audit).collect();
    complete(&mut book, audits[0], "yes");
    complete(&mut book, audits[1], "na");
    answer(&mut book, audits[2], "1.3", "yes");
    book.apply(Edit::Set(
        Place::row(Entity::Audit, audits[2], "comment"),
        Value::from("Ask for the file."),
    ));
    let ready: Vec<i64> = view(&book, id)
        .rows
        .iter()
        .filter(|row| row.to_submit())
        .map(|row| row.audit)
        .collect();
    assert_eq!(ready, audits[..2]);
    book.apply(Edit::Together {
        label: "2 audits submitted".into(),
        edits: ready
            .iter()
            .map(|audit| Edit::SetStatus {
                audit: *audit,
                status: Status::Submitted,
            })
            .collect(),
    });
    let status = |book: &Book| view(book, id).rows.iter().map(|row| row.status).collect::<Vec<_>>();
    assert_eq!(status(&book), [Status::Submitted, Status::Submitted, Status::Draft]);
    // Nothing more is asked of a file of a dip sample but whether the child is safe.
    let whole = book.session.audit_view(audits[0]).unwrap().unwrap();
    assert_eq!(whole.progress(), (3, 3));
    assert_eq!(whole.warnings.len(), 1, "{:?}", whole.warnings);
    book.session.undo().unwrap();
    assert_eq!(status(&book), [Status::Draft; 3]);
    let shown = view(&book, id);
    assert_eq!(shown.tallies[0].values, [2, 0, 0]);
    assert_eq!((shown.tallies[1].unanswered, shown.tallies[1].not_applicable), (1, 1));
    assert_eq!(shown.rows[2].comment, "Ask for the file.");
}

#[test]
fn a_name_can_be_put_right_and_never_taken_away() {
    let mut book = Book::new();
    let id = book.dip_sample(&["1"], &QUESTIONS);
    let rename = |name: &str| Edit::SetFields {
        entity: Entity::DipSample,
        row: id,
        fields: Fields::from([("name".to_owned(), Value::from(name))]),
    };
    book.apply(rename("Chronologies"));
    assert_eq!(view(&book, id).sample.name, "Chronologies");
    assert!(book.session.apply(&rename(" ")).is_err());
}

#[test]
fn exports_name_the_dip_sample_and_the_summary_keeps_it_apart() {
    let mut book = Book::new();
    let id = book.dip_sample(&["1", "2", "3", "4", "5", "6"], &QUESTIONS);
    let audits: Vec<i64> = view(&book, id).rows.iter().map(|row| row.audit).collect();
    for audit in &audits {
        complete(&mut book, *audit, "partly");
        book.apply(Edit::SetStatus {
            audit: *audit,
            status: Status::Submitted,
        });
    }
    answer(&mut book, audits[0], "3.6", "nee");
    book.apply(Edit::SetStatus {
        audit: audits[5],
        status: Status::Withdrawn,
    });
    book.apply(Edit::Set(
        Place::row(Entity::Audit, audits[0], "comment"),
        Value::from("=Thin"),
    ));
    let whole = book.child("4417", CaseKind::ChildProtection);
    for status in [Status::Draft, Status::Submitted] {
        book.apply(Edit::SetStatus { audit: whole, status });
    }
    let folder = book.folder.path().to_owned();
    let ask = |what, name: &str| ExportAsk {
        choice: plumbline::model::analysis::Choice::default(),
        tags: None,
        what,
        include: Include::ALL,
        path: folder.join(name),
        replace: false,
    };
    let set = export(&mut book.session, &ask(What::Csv(None), "set")).unwrap().path;
    let read = |name: &str| csv::read(&std::fs::read(set.join(format!("{name}.csv"))).unwrap()).unwrap();
    let (columns, rows) = read("dip_samples");
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let count = |criterion: &str, answer: &str| {
        let fits = |row: &&Vec<String>| row[at("criterion")] == criterion && row[at("answer")] == answer;
        rows.iter().find(fits).unwrap()[at("files")].clone()
    };
    assert_eq!(
        (count("1.3", "Partly"), count("1.3", "")),
        ("5".to_owned(), "0".to_owned())
    );
    assert_eq!(
        (count("3.6", "Partly"), count("3.6", "Not enough evidence")),
        ("4".to_owned(), "1".to_owned())
    );
    assert_eq!(rows[0][at("dip_sample")], "Chronologies, November");
    let (columns, rows) = read("audits");
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
    assert_eq!(rows[0][at("dip_sample")], "Chronologies, November");
    assert_eq!(
        (rows[0][at("method")].as_str(), rows[0][at("comment")].as_str()),
        ("Dip sample", "=Thin")
    );
    assert_eq!(rows[6][at("dip_sample_id")], "");

    let text = |what, name: &str| {
        let done = write(prepare(&book.session, &ask(what, name)).unwrap()).unwrap();
        let text = pdf_extract::extract_text(done.path).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let one = text(What::AuditPdf(audits[0]), "one.pdf");
    for wanted in [
        "Chronologies, November",
        "Questions answered",
        "3 of 3",
        "=Thin",
        "Not enough evidence",
    ] {
        assert!(one.contains(wanted), "{wanted} is not in {one}");
    }
    let summary = text(What::SummaryPdf, "summary.pdf");
    assert!(
        summary
            .replace("apart5", "apart 5")
            .contains("Dip samples, counted apart 5"),
        "{summary}"
    );
    let said = plumbline::app::export::describe(&book.session, &ask(What::SummaryPdf, "x.pdf")).unwrap();
    assert!(said.starts_with("1 submitted audit "), "{said}");
}

fn wait<T>(worker: &Worker, mut wanted: impl FnMut(Tell) -> Option<T>) -> T {
    loop {
        let tell = worker
            .tells
            .recv_timeout(Duration::from_secs(20))
            .expect("the thread tells");
        if let Some(found) = wanted(tell) {
            return found;
        }
    }
}

#[test]
fn the_dip_sample_that_is_watched_is_told_whenever_a_commit_touches_it() {
    let mut book = Book::new();
    let id = book.dip_sample(&["1", "2"], &QUESTIONS);
    let audit = view(&book, id).rows[0].audit;
    let other = book.child("4417", CaseKind::ChildProtection);
    let more = new_audits(&mut book.session, &["9"], CaseKind::ChildProtection);
    let (path, _folder, _clock) = book.close();
    let mut worker = Worker::start(Start::Open(path, key()), Arc::new(StepClock::at(NOW)), || {}).unwrap();
    worker.ask(Ask::WatchDip(Some(id)));
    let dip = |tell| if let Tell::Dip(view) = tell { Some(view) } else { None };
    assert_eq!(wait(&worker, dip).rows.len(), 2);
    worker.ask(Ask::Apply(Edit::Set(
        Place::answer(audit, "1.3", "value"),
        Value::from("yes"),
    )));
    assert_eq!(wait(&worker, dip).tallies[0].values, [1, 0, 0]);
    worker.ask(Ask::Apply(Edit::RaiseConcern(Box::new(NewConcern {
        audit,
        seen: "Not seen for a month".into(),
        ..NewConcern::default()
    }))));
    assert!(wait(&worker, dip).rows[0].concern.is_some());
    // What is written elsewhere tells nothing here; the next that is told is of the words typed after it.
    worker.ask(Ask::Apply(Edit::Set(
        Place::answer(other, "1.3", "value"),
        Value::from("no"),
    )));
    worker.ask(Ask::Typing(Place::row(Entity::Audit, audit, "comment"), "Thin".into()));
    worker.ask(Ask::Left);
    let mut told = Vec::new();
    wait(&worker, |tell| {
        match tell {
            Tell::Dip(view) => told.push(view.rows[0].comment.clone()),
            Tell::Done { label, .. } if label == "Comment" => return Some(()),
            _ => {}
        }
        None
    });
    // Answering began the other audit, and an audit that changed may be one more file.
    assert_eq!(told.last().map(String::as_str), Some("Thin"));
    worker.ask(Ask::Apply(Edit::StartDipSample(Box::new(NewDipSample {
        name: "Another".into(),
        questions: vec!["1.3".into()],
        audits: more,
    }))));
    let made = wait(
        &worker,
        |tell| if let Tell::DipMade(id) = tell { Some(id) } else { None },
    );
    assert_ne!(made, id);
    worker.ask(Ask::WatchDip(Some(made)));
    assert_eq!(
        wait(&worker, |tell| dip(tell).filter(|view| view.sample.id == made))
            .rows
            .len(),
        1
    );
    worker.ask(Ask::Undo);
    wait(&worker, |tell| matches!(tell, Tell::DipGone).then_some(()));
    worker.close();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Whatever is answered, cleared, removed, taken back and brought back: every tally is a plain count of the rows.
    #[test]
    fn the_tally_equals_a_plain_count(steps in proptest::collection::vec((0..4_usize, 0..3_usize, 0..8_usize), 1..30)) {
        let mut book = Book::new();
        let id = book.dip_sample(&["1", "2", "3", "4"], &QUESTIONS);
        let audits: Vec<i64> = view(&book, id).rows.iter().map(|row| row.audit).collect();
        for (row, question, what) in steps {
            let audit = audits[row];
            let value = ["yes", "partly", "no", "na", "nee", ""].get(what);
            match value {
                Some(value) => {
                    let place = Place::answer(audit, QUESTIONS[question], "value");
                    // A removed file is closed to change.
                    drop(book.session.apply(&Edit::Set(place, Value::from(*value))));
                }
                None if what == 6 => drop(book.session.apply(&Edit::SetStatus { audit, status: Status::Withdrawn })),
                None => {
                    let last = book.session.store().undo_and_redo(1).unwrap();
                    let start = last.0.is_some_and(|step| step.label == "Dip sample started");
                    if last.1.is_some() { drop(book.session.redo()); } else if !start { drop(book.session.undo()); }
                }
            }
            let shown = view(&book, id);
            for (at, question) in QUESTIONS.iter().enumerate() {
                let mut plain = [0_usize; 6];
                for audit in &audits {
                    let (whole, _) = book.session.store().audit(*audit).unwrap().unwrap();
                    if whole.status != Status::Withdrawn {
                        let answers = book.session.store().answers(*audit).unwrap();
                        let value = answers.get(*question).map_or("", |answer| answer.value.as_str());
                        plain[["yes", "partly", "no", "na", "nee", ""].iter().position(|v| *v == value).unwrap()] += 1;
                    }
                }
                let tally = &shown.tallies[at];
                let counts = [tally.values[0], tally.values[1], tally.values[2], tally.not_applicable, tally.unclear, tally.unanswered];
                prop_assert_eq!(counts, plain);
            }
        }
    }
}
