//! A CSV set is of one moment, whatever is done while it is read, and nothing is left of one that was given up.

use crate::fixture::{NOW, clock, evidence, key};
use crate::generated;
use plumbline::app::edit::{Edit, NewAction};
use plumbline::app::evidence_list::EvidenceView;
use plumbline::app::export::evidence::{EvidenceFileAsk, Pieces, export_evidence};
use plumbline::app::export::set::{Ended, Going, Job};
use plumbline::app::export::{ExportAsk, Include, What, export};
use plumbline::app::session::Session;
use plumbline::app::worker::{Ask, Start, Tell, Worker};
use plumbline::exchange::csv;
use plumbline::model::audit::Subject;
use plumbline::model::change::{Entity, Fields, Place, Value};
use plumbline::model::evidence::Direction;
use plumbline::model::facets::{Filter, Order};
use plumbline::model::time::StepClock;
use plumbline::store::{Key, Store};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

fn ask(folder: &Path, name: &str) -> ExportAsk {
    ExportAsk {
        choice: plumbline::model::analysis::Choice::default(),
        tags: None,
        what: What::Csv(None),
        include: Include::ALL,
        path: folder.join(name),
        replace: false,
    }
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            (entry.file_name().into_string().unwrap(), text)
        })
        .collect()
}

/// What stands in a folder beside the workbook.
fn beside(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.starts_with("generated.plumb")).collect()
}

/// The child's audit with most in it, opened to change.
fn fullest(session: &mut Session) -> i64 {
    let rows = session.audit_rows().unwrap();
    let children = rows.iter().filter(|row| row.subject == Subject::Child);
    let pieces = |audit: i64| session.store().evidence(audit).unwrap().len();
    let row = children.max_by_key(|row| pieces(row.id)).unwrap();
    if !row.status.open_to_change() {
        let status = row.status.next()[0];
        session.apply(&Edit::SetStatus { audit: row.id, status }).unwrap();
    }
    row.id
}

/// Changes something in every table.
fn change_everything(session: &mut Session, audit: i64, n: i64) {
    let view = session.audit_view(audit).unwrap().unwrap();
    let set = |entity, row, field: &str, value: Value| Edit::Set(Place::row(entity, row, field), value);
    let piece = |at: usize| view.evidence[at].id;
    let (criterion, _) = view.answers.first_key_value().unwrap();
    let (judgement, _) = view.judgements.first_key_value().unwrap();
    let mut edits = vec![
        evidence(audit, &format!("written meanwhile {n}")),
        set(
            Entity::Evidence,
            piece(0),
            "text",
            format!("changed meanwhile {n}").into(),
        ),
        Edit::Tag {
            evidence: piece(1),
            tag: n % 90 + 1,
            on: true,
        },
        Edit::Delete(Entity::Evidence, piece(2)),
        Edit::Set(
            Place::answer(audit, criterion, "note"),
            format!("noted meanwhile {n}").into(),
        ),
        Edit::Set(
            Place::judgement(audit, judgement, "found"),
            format!("found meanwhile {n}").into(),
        ),
        Edit::AddAction(Box::new(NewAction {
            text: format!("meanwhile {n}"),
            ..NewAction::of(audit)
        })),
        set(Entity::Audit, audit, "team", format!("Team {n}").into()),
        set(
            Entity::Person,
            view.audit.auditor,
            "name",
            format!("M. Auditor {n}").into(),
        ),
        set(Entity::Tag, 3, "name", format!("meanwhile {n}").into()),
    ];
    edits.extend(
        view.case
            .iter()
            .map(|case| set(Entity::Case, case.id, "reference", format!("M-{n}").into())),
    );
    edits.extend(view.areas.iter().map(|area| Edit::Delete(Entity::Area, area.id)));
    edits.extend(session.action_rows().unwrap().first().map(|row| {
        set(
            Entity::Action,
            row.action.id,
            "progress",
            format!("meanwhile {n}").into(),
        )
    }));
    edits.push(Edit::SetFields {
        entity: Entity::Workbook,
        row: 1,
        fields: Fields::from([("title".to_owned(), format!("meanwhile {n}").into())]),
    });
    for edit in edits {
        session.apply(&edit).unwrap();
    }
    session.undo().unwrap();
}

#[test]
fn what_is_done_while_a_set_is_read_is_not_in_it_not_even_half() {
    let (mut session, folder) = generated::workbook(12, 500, 5);
    let audit = fullest(&mut session);
    for steps in 0..9 {
        let at_once = ask(folder.path(), &format!("at-once-{steps}"));
        export(&mut session, &at_once).unwrap();
        let meanwhile = ask(folder.path(), &format!("meanwhile-{steps}"));
        let (tell, told) = channel();
        let mut job = Job::begin(&mut session, &meanwhile, move |ended| tell.send(ended).unwrap()).unwrap();
        let (mut n, mut before) = (0, -1.0);
        loop {
            if n == steps {
                change_everything(&mut session, audit, i64::from(steps));
            }
            n += 1;
            match job.go_on(&session).unwrap() {
                Going::On => {}
                Going::Waits => std::thread::sleep(Duration::from_millis(1)),
                Going::Read => break,
            }
            assert!(job.share() >= before, "progress goes one way");
            before = job.share();
        }
        assert!(
            !meanwhile.path.exists(),
            "nothing stands there before all of it is written"
        );
        job.wait();
        assert!(matches!(told.recv().unwrap(), Ended::Written(_)));
        let (one, other) = (files(&at_once.path), files(&meanwhile.path));
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (name, text) in &one {
            assert!(text == &other[name], "{name} differs when changed after {steps} slices");
        }
        assert!(one["evidence.csv"].lines().count() > 400);
    }
    let after = ask(folder.path(), "after");
    export(&mut session, &after).unwrap();
    let after = files(&after.path);
    assert!(after["evidence.csv"].contains("written meanwhile 8") && after["audits.csv"].contains("M-8"));
}

#[test]
fn words_that_are_removed_for_good_meanwhile_go_into_no_set() {
    let (mut session, folder) = generated::workbook(12, 500, 11);
    let audit = fullest(&mut session);
    let piece = session.store().evidence(audit).unwrap()[0].id;
    let mut job = Job::begin(&mut session, &ask(folder.path(), "set"), |_| {}).unwrap();
    session.remove_words(Entity::Evidence, piece, "text", false).unwrap();
    let refused = loop {
        match job.go_on(&session) {
            Ok(Going::Read) => panic!("it was given up"),
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert!(refused.to_string().contains("removed for good"), "{refused}");
    drop(job);
    assert_eq!(beside(folder.path()), Vec::<String>::new());
}

fn start(path: &Path) -> Worker {
    Worker::start(Start::Open(path.to_owned(), key()), Arc::new(StepClock::at(NOW)), || {}).unwrap()
}

fn until<T>(worker: &Worker, mut wanted: impl FnMut(Tell) -> Option<T>) -> T {
    loop {
        let tell = worker
            .tells
            .recv_timeout(Duration::from_mins(1))
            .expect("the thread tells");
        if let Some(found) = wanted(tell) {
            return found;
        }
    }
}

#[test]
fn typing_is_answered_while_a_set_is_written() {
    let (session, folder) = generated::workbook(12, 500, 6);
    let rows = session.audit_rows().unwrap();
    let audit = rows.iter().find(|row| row.status.open_to_change()).unwrap().id;
    drop(session);
    let mut worker = start(&folder.path().join("generated.plumb"));
    let set = ask(folder.path(), "set");
    worker.ask(Ask::Export(set.clone()));
    worker.ask(Ask::Export(ask(folder.path(), "second")));
    let place = Place::judgement(audit, "assessment", "found");
    worker.ask(Ask::Typing(place, "Typed while it was written".into()));
    worker.ask(Ask::Left);
    let (mut sealed, mut progress, mut refused) = (false, 0, None);
    let written = until(&worker, |tell| match tell {
        Tell::Sealed(..) => {
            sealed = true;
            None
        }
        Tell::Exporting(path, _) => {
            assert_eq!(path, set.path);
            progress += 1;
            None
        }
        Tell::Exported(path, done) if path == set.path => Some(done),
        Tell::Exported(_, done) => {
            refused = done.err();
            None
        }
        _ => None,
    });
    assert!(written.is_ok() && sealed && progress >= 2, "{sealed} {progress}");
    // One at a time, and that is said.
    assert!(refused.unwrap().to_string().contains("Another export"));
    let found = std::fs::read_to_string(set.path.join("judgements.csv")).unwrap();
    assert!(!found.contains("Typed while it was written"));
    worker.close();
    let session = Session::open(&folder.path().join("generated.plumb"), &key(), clock()).unwrap();
    assert!(format!("{:?}", session.store().judgements(audit).unwrap()).contains("Typed while"));
    let code = plumbline::model::change::report_code(&session.store().head().unwrap());
    let (_, rows) = csv::read(&std::fs::read(set.path.join("workbook.csv")).unwrap()).unwrap();
    assert_ne!(
        rows[0][0], code,
        "the set names the state it was read from, not the one after"
    );
}

#[test]
fn nothing_is_left_of_a_set_that_was_given_up() {
    let (session, folder) = generated::workbook(12, 500, 7);
    drop(session);
    let path = folder.path().join("generated.plumb");
    let mut worker = start(&path);
    worker.ask(Ask::Export(ask(folder.path(), "set")));
    worker.ask(Ask::CancelExport);
    let cancelled = until(&worker, |tell| match tell {
        Tell::ExportCancelled(path) => Some(path),
        Tell::Exported(..) => panic!("it was given up"),
        _ => None,
    });
    assert_eq!(cancelled, folder.path().join("set"));
    assert_eq!(beside(folder.path()), Vec::<String>::new());
    // Another can be begun after it, and closing gives it up too.
    worker.ask(Ask::Export(ask(folder.path(), "set")));
    worker.close();
    assert_eq!(beside(folder.path()), Vec::<String>::new());
}

#[test]
fn what_a_crash_left_of_a_set_is_taken_away_and_nothing_else() {
    let (session, folder) = generated::workbook(2, 20, 8);
    drop(session);
    let path = folder.path().join("generated.plumb");
    for (name, other, stays) in [
        (".plumbline-left", None, false),
        (".plumbline-more", Some("mine.txt"), true),
        ("mine", None, true),
    ] {
        let left = folder.path().join(name);
        std::fs::create_dir(&left).unwrap();
        for file in ["evidence.csv", "audits.csv"].into_iter().chain(other) {
            std::fs::write(left.join(file), "words").unwrap();
        }
        let mut store = Store::open(&path, Key::from_bytes([7; 32]), clock()).unwrap();
        store.remember("export_under_way", &left.to_string_lossy()).unwrap();
        drop(store);
        let mut worker = start(&path);
        until(&worker, |tell| matches!(tell, Tell::Opened { .. }).then_some(()));
        worker.close();
        assert_eq!(left.exists(), stays, "{name}");
        assert_eq!(left.join("evidence.csv").exists(), name == "mine", "{name}");
    }
    for (name, stays) in [
        (".plumbline-left.csv", false),
        ("mine.csv", true),
        (".plumbline.plumb", true),
    ] {
        let left = folder.path().join(name);
        std::fs::write(&left, "words").unwrap();
        let mut store = Store::open(&path, Key::from_bytes([7; 32]), clock()).unwrap();
        store.remember("export_under_way", &left.to_string_lossy()).unwrap();
        drop(store);
        let mut worker = start(&path);
        until(&worker, |tell| matches!(tell, Tell::Opened { .. }).then_some(()));
        worker.close();
        assert_eq!(left.exists(), stays, "{name}");
    }
}

/// What the list shows of all evidence that is narrowed so.
fn shown(session: &Session, filter: &Filter, order: Order) -> Arc<EvidenceView> {
    let found = session.facets().unwrap().find(filter, order, None);
    Arc::new(EvidenceView {
        ids: found.ids,
        ..EvidenceView::default()
    })
}

#[test]
fn a_file_of_evidence_is_what_the_list_shows() {
    let (mut session, folder) = generated::workbook(12, 500, 9);
    for (n, order) in [(1, Order::Newest), (2, Order::Oldest)] {
        let strengths = Filter {
            directions: [Direction::Strength].into(),
            ..Filter::default()
        };
        let view = shown(&session, &strengths, order);
        let (all, shown) = (session.store().evidence_count().unwrap(), view.ids.len());
        assert!(shown > 20 && shown < all);
        let file = EvidenceFileAsk {
            pieces: Pieces::Shown(view.clone()),
            path: folder.path().join(format!("{n}.csv")),
        };
        export_evidence(&mut session, &file).unwrap();
        let (columns, rows) = csv::read(&std::fs::read(&file.path).unwrap()).unwrap();
        let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
        let ids: Vec<i64> = view.ids.iter().map(|id| i64::from(*id)).collect();
        let listed = session.evidence_rows(&ids).unwrap();
        assert_eq!(rows.len(), listed.len());
        for (row, listed) in rows.iter().zip(&listed) {
            let piece = &listed.evidence;
            assert_eq!(row[at("evidence_id")], piece.id.to_string());
            assert_eq!(row[at("text")], piece.text);
            assert_eq!(row[at("direction")], "Strength");
            assert_eq!(row[at("criteria")], piece.criteria.join("; "));
            assert_eq!(row[at("team")], listed.team);
            assert_eq!(
                row[at("tags")].split("; ").filter(|tag| !tag.is_empty()).count(),
                piece.tags.len()
            );
            let (audit, reference) = session.store().audit(piece.audit).unwrap().unwrap();
            assert_eq!(row[at("subject")], audit.subject.key());
            assert_eq!(row[at("child_reference")], reference);
        }
        // The columns of the set are the first, and say the same.
        export(&mut session, &ask(folder.path(), &format!("set-{n}"))).unwrap();
        let set = std::fs::read(folder.path().join(format!("set-{n}")).join("evidence.csv")).unwrap();
        let (of_set, rows_of_set) = csv::read(&set).unwrap();
        assert_eq!(columns[..of_set.len()], of_set);
        for row in &rows {
            let same = rows_of_set.iter().find(|known| known[0] == row[0]).unwrap();
            assert_eq!(row[..of_set.len()], same[..]);
        }
    }
}

#[test]
fn a_file_of_evidence_is_of_one_moment_and_replaces_nothing() {
    let (mut session, folder) = generated::workbook(12, 500, 10);
    let audit = fullest(&mut session);
    let mut ids: Vec<i64> = session.store().evidence(audit).unwrap().iter().map(|p| p.id).collect();
    // Pieces that are gone are left out.
    ids.push(1_000_000);
    let file = |name: &str| EvidenceFileAsk {
        pieces: Pieces::Marked(Arc::new(ids.clone())),
        path: folder.path().join(name),
    };
    export_evidence(&mut session, &file("before.csv")).unwrap();
    let (tell, told) = channel();
    let meanwhile = file("meanwhile.csv");
    let mut job = Job::begin_evidence(&mut session, &meanwhile, move |ended| tell.send(ended).unwrap()).unwrap();
    change_everything(&mut session, audit, 1);
    while job.go_on(&session).unwrap() != Going::Read {}
    job.wait();
    assert!(matches!(told.recv().unwrap(), Ended::Written(exported) if !exported.folder));
    let before = std::fs::read(folder.path().join("before.csv")).unwrap();
    assert!(before == std::fs::read(&meanwhile.path).unwrap());
    export_evidence(&mut session, &file("after.csv")).unwrap();
    assert!(before != std::fs::read(folder.path().join("after.csv")).unwrap());

    let again = export_evidence(&mut session, &meanwhile).unwrap_err();
    assert!(again.to_string().contains("already something of this name"), "{again}");
    let job = Job::begin_evidence(&mut session, &file("cancelled.csv"), |_| {}).unwrap();
    assert!(job.cancel());
    let mut left = beside(folder.path());
    left.sort();
    assert_eq!(left, ["after.csv", "before.csv", "meanwhile.csv"]);
}
