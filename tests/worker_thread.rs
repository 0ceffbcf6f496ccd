//! The store's thread: what is told, and what survives a kill.

use crate::fixture::{Book, NOW, key, open};
use plumbline::app::edit::Edit;
use plumbline::app::view::AuditRow;
use plumbline::app::worker::{Ask, Start, Tell, Undid, Worker};
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Place, Value};
use plumbline::model::time::StepClock;
use std::sync::Arc;
use std::time::Duration;

fn start(path: &std::path::Path) -> Worker {
    Worker::start(Start::Open(path.to_owned(), key()), Arc::new(StepClock::at(NOW)), || {}).unwrap()
}

fn until<T>(worker: &Worker, mut wanted: impl FnMut(Tell) -> Option<T>) -> T {
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
fn words_being_typed_become_a_change_on_leaving_and_before_anything_else() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let (path, _folder, clock) = book.close();
    let mut worker = start(&path);
    worker.ask(Ask::Watch(Some(audit)));
    let found = Place::judgement(audit, "assessment", "found");
    for words in ["H", "Hi", "History is set out well."] {
        worker.ask(Ask::Typing(found.clone(), words.into()));
    }
    worker.ask(Ask::Apply(Edit::Set(
        Place::answer(audit, "3.6", "value"),
        Value::from("partly"),
    )));
    let labels: Vec<String> = (0..2)
        .map(|_| {
            until(&worker, |tell| {
                if let Tell::Done { label, .. } = tell {
                    Some(label)
                } else {
                    None
                }
            })
        })
        .collect();
    assert_eq!(labels, ["What we found", "Answer 3.6"]);
    worker.ask(Ask::Undo);
    let undone = until(&worker, |tell| {
        if let Tell::Done { undo, .. } = tell {
            Some(undo)
        } else {
            None
        }
    });
    assert_eq!(undone, Some(Undid::Undo));
    worker.ask(Ask::Typing(found, "History is set out very well.".into()));
    worker.close();
    let session = open(&path, &clock);
    let judged = &session.store().judgements(audit).unwrap()["assessment"];
    assert_eq!(judged.found, "History is set out very well.");
    assert!(session.store().drafts().unwrap().is_empty());
}

#[test]
fn a_draft_is_saved_every_two_seconds_and_recovered_after_a_crash() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let clock = book.clock.clone();
    // What a crash leaves: drafts that nobody sealed.
    book.session
        .save_draft(
            &Place::judgement(audit, "assessment", "impact"),
            "She still misses breakfast club",
        )
        .unwrap();
    book.session
        .save_draft(&Place::new_evidence(audit, "assessment"), "A line not entered")
        .unwrap();
    let (path, _folder, _) = book.close();
    // The command line never seals.
    assert_eq!(open(&path, &clock).store().drafts().unwrap().len(), 2);
    let mut worker = start(&path);
    let recovered = until(&worker, |tell| {
        if let Tell::Opened { recovered, .. } = tell {
            Some(recovered)
        } else {
            None
        }
    });
    // The text is a change again; the line waits in its field until it is entered.
    assert_eq!(recovered, 1);
    let place = Place::judgement(audit, "assessment", "why");
    worker.ask(Ask::Typing(place, "Because".into()));
    let began = std::time::Instant::now();
    until(
        &worker,
        |tell| if let Tell::DraftSaved(_) = tell { Some(()) } else { None },
    );
    assert!(began.elapsed() >= Duration::from_millis(1500));
    worker.close();
    let session = open(&path, &clock);
    let judged = &session.store().judgements(audit).unwrap()["assessment"];
    assert_eq!(
        (judged.impact.as_str(), judged.why.as_str()),
        ("She still misses breakfast club", "Because")
    );
    assert!(session.store().evidence(audit).unwrap().is_empty());
    let view = session.audit_view(audit).unwrap().unwrap();
    assert_eq!(
        view.unentered(&Place::new_evidence(audit, "assessment")),
        "A line not entered"
    );
}

#[test]
fn a_line_of_evidence_waits_for_enter() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let (path, _folder, clock) = book.close();
    let mut worker = start(&path);
    worker.ask(Ask::Typing(
        Place::new_evidence(audit, "assessment"),
        "half a line".into(),
    ));
    worker.ask(Ask::Left);
    worker.close();
    let session = open(&path, &clock);
    assert!(session.store().evidence(audit).unwrap().is_empty());
    assert_eq!(session.store().drafts().unwrap().len(), 1);
}

#[test]
fn a_second_process_with_the_right_passphrase_is_refused_while_the_first_has_the_workbook() {
    use plumbline::app::edit::Edit;
    use plumbline::app::session::{NewWorkbook, Session, Unlock};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.plumb");
    let secret = "orchid tractor velvet moonlight";
    let unlock = Unlock::Passphrase(zeroize::Zeroizing::new(secret.to_owned()));
    let mut session = Session::create(&path, &unlock, &NewWorkbook::default(), crate::fixture::clock()).unwrap();
    let info = || {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_plumbline"))
            .arg("info")
            .arg(&path)
            .env("PLUMBLINE_PASSPHRASE", secret)
            .output()
            .unwrap();
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    // Asking for the file's identity here, and reading its first bytes there, must not drop the lock.
    for n in 0..3 {
        assert!(plumbline::store::is_open_here(&path));
        assert!(Session::open(&path, &unlock, crate::fixture::clock()).is_err());
        let (code, said) = info();
        assert!(code == Some(1) && said.contains("open in another window"), "{said}");
        session
            .apply(&Edit::AddPerson {
                name: format!("Person {n}"),
                role: String::new(),
            })
            .unwrap();
    }
    drop(session);
    let (code, said) = info();
    assert_eq!(code, Some(0), "{said}");
}

/// A form or line that the disk does not take is kept and tried again, and nothing says that it is saved.
#[cfg(unix)]
#[test]
fn a_draft_the_disk_does_not_take_is_not_called_saved() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let (path, folder, clock) = book.close();
    let aside = folder.path().join("aside");
    let mut worker = start(&path);
    until(&worker, |tell| matches!(tell, Tell::Opened { .. }).then_some(()));
    // Its drive is gone.
    std::fs::rename(&path, &aside).unwrap();
    let place = Place::new_evidence(audit, "assessment");
    worker.ask(Ask::Typing(place.clone(), "The chronology stops in May.".into()));
    worker.ask(Ask::Left);
    let saved_or_not = |tell: Tell| match tell {
        Tell::CouldNotSave(_) => Some(false),
        Tell::SavedAfterAll(_) | Tell::DraftSaved(_) => Some(true),
        _ => None,
    };
    assert!(!until(&worker, saved_or_not));
    worker.ask(Ask::TryAgain);
    assert!(!until(&worker, saved_or_not));
    worker.ask(Ask::Settle);
    assert!(!until(&worker, |tell| if let Tell::Settled(all) = tell {
        Some(all)
    } else {
        None
    }));
    std::fs::rename(&aside, &path).unwrap();
    worker.ask(Ask::Settle);
    assert!(until(&worker, |tell| if let Tell::Settled(all) = tell {
        Some(all)
    } else {
        None
    }));
    worker.close();
    let view = open(&path, &clock).audit_view(audit).unwrap().unwrap();
    assert_eq!(view.unentered(&place), "The chronology stops in May.");
}

#[test]
fn the_list_is_shown_first_and_how_far_each_audit_is_a_moment_later() {
    let (session, folder) = crate::generated::workbook(10, 300, 3);
    let afresh = session.audit_rows().unwrap();
    drop(session);
    let mut worker = start(&folder.path().join("generated.plumb"));
    let mut told = Vec::new();
    until(&worker, |tell| {
        if let Tell::Audits(rows) = &tell {
            told.push(rows.clone());
        }
        matches!(tell, Tell::Opened { .. }).then_some(())
    });
    let first = told.pop().unwrap();
    assert_eq!(first.len(), afresh.len());
    let uncounted = first.iter().filter(|row| row.answered.is_none()).count();
    assert!(
        (1..afresh.len()).contains(&uncounted),
        "{uncounted} of {}",
        afresh.len()
    );
    // What needs someone first is what is counted first.
    let last_of = |counted: bool| {
        first
            .iter()
            .filter(move |row| row.answered.is_some() == counted)
            .map(AuditRow::work)
    };
    assert!(last_of(true).max() <= last_of(false).min());
    // An edit is answered while the rest is counted.
    let open = afresh.iter().find(|row| row.status.open_to_change()).unwrap().id;
    let place = Place::judgement(open, "assessment", "found");
    worker.ask(Ask::Apply(Edit::Set(place, "Written meanwhile".into())));
    let (mut done, mut rows, mut counted) = (false, None, false);
    until(&worker, |tell| {
        match tell {
            Tell::Done { .. } => done = true,
            Tell::Audits(told) => rows = Some(told),
            Tell::Workbook(view) => counted = view.tags_counted,
            _ => {}
        }
        let all = rows
            .as_ref()
            .is_some_and(|rows| rows.iter().all(|row| row.answered.is_some()));
        (all && done && counted).then_some(())
    });
    let rows: Vec<AuditRow> = rows.unwrap().iter().cloned().collect();
    assert_eq!(rows, afresh);
    worker.close();
}
