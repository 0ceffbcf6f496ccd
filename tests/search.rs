//! Search over a whole workbook: what was written, what has a name, and only what may be seen.

use crate::fixture::{Book, evidence};
use plumbline::app::edit::{Edit, NewAction};
use plumbline::app::search::{Go, Known, SearchAsk, SearchHit, SearchView, Spot};
use plumbline::app::worker::{Ask, Start, Tell, Worker};
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Place, Value};
use plumbline::model::search::Narrow;
use std::sync::Arc;
use std::time::Duration;

fn search(book: &Book, ask: &SearchAsk) -> SearchView {
    let known = Known {
        workbook: Arc::new(book.session.workbook_view().unwrap()),
        audits: Arc::new(book.session.audit_rows().unwrap().into_iter().collect()),
    };
    book.session.search(ask, &known).unwrap()
}

fn typed(typed: &str) -> SearchAsk {
    SearchAsk {
        typed: typed.into(),
        ..SearchAsk::default()
    }
}

fn kinds(view: &SearchView) -> Vec<(&str, &str)> {
    view.hits.iter().map(|hit| (hit.kind, hit.text.as_str())).collect()
}

/// Two children in two teams, with something of each kind about return interviews.
fn book() -> (Book, i64, i64) {
    let mut book = Book::new();
    let one = book.child("4220", CaseKind::ChildProtection);
    let two = book.child("3980", CaseKind::ChildInCare);
    let set = |place, words: &str| Edit::Set(place, Value::from(words));
    book.apply(evidence(
        one,
        "No return home interview recorded for the second episode.",
    ));
    book.apply(set(
        Place::answer(one, "3.1", "note"),
        "Interviews on return are offered.",
    ));
    let judgement = book.session.audit_view(one).unwrap().unwrap().sections[0].id.clone();
    book.apply(set(
        Place::judgement(one, &judgement, "impact"),
        "She was not interviewed on her return.",
    ));
    book.apply(Edit::AddAction(Box::new(NewAction {
        text: "Return home interview offered within 72 hours".into(),
        owner: "B. Manager".into(),
        ..NewAction::of(two)
    })));
    book.apply(Edit::SetFields {
        entity: Entity::Audit,
        row: two,
        fields: [("team".to_owned(), "West".into())].into(),
    });
    (book, one, two)
}

fn of<'v>(view: &'v SearchView, kind: &str) -> &'v SearchHit {
    let hit = view.hits.iter().find(|hit| hit.kind == kind);
    hit.unwrap_or_else(|| panic!("{kind} in {:?}", kinds(view)))
}

#[test]
fn each_kind_of_thing_is_found_and_leads_to_its_place() {
    let (book, one, two) = book();
    let view = search(&book, &typed("return interview"));
    assert_eq!(view.count, view.hits.len());
    let piece = of(&view, "Evidence");
    assert!(matches!(&piece.go, Go::Audit(audit, Spot::Evidence(..)) if *audit == one));
    assert!(piece.quiet.starts_with("Case 4220, "), "{}", piece.quiet);
    let marked: Vec<&str> = piece.marks.iter().map(|at| &piece.text[at.clone()]).collect();
    assert_eq!(marked, ["return", "interview"]);
    let note = of(&view, "Note");
    assert_eq!(note.quiet, "Case 4220, 3.1");
    assert!(matches!(&note.go, Go::Audit(audit, Spot::Question(_, criterion)) if *audit == one && criterion == "3.1"));
    let impact = of(&view, "Impact");
    assert!(matches!(&impact.go, Go::Audit(_, Spot::Words(_, "impact"))));
    let action = of(&view, "Action");
    assert!(matches!(&action.go, Go::Audit(audit, Spot::Action(_)) if *audit == two));
    assert!(action.quiet.contains("B. Manager"));
}

#[test]
fn what_has_a_name_is_found_by_it() {
    let (book, one, _) = book();
    let child = search(&book, &typed("42"));
    assert_eq!((child.hits[0].kind, child.hits[0].text.as_str()), ("Child", "4220"));
    assert_eq!(child.hits[0].go, Go::Audit(one, Spot::Any));
    assert!(matches!(of(&search(&book, &typed("neglect")), "Tag").go, Go::Tag(_)));
    assert_eq!(of(&search(&book, &typed("wes")), "Team").go, Go::Team("West".into()));
    assert!(matches!(
        of(&search(&book, &typed("expo")), "Command").go,
        Go::Command(_)
    ));
    assert!(matches!(
        of(&search(&book, &typed("chronology")), "Question").go,
        Go::Criterion(_)
    ));
}

#[test]
fn narrowing_leaves_a_team_or_a_kind() {
    let (book, _, two) = book();
    let west = search(&book, &typed("return team:west"));
    assert_eq!(
        kinds(&west),
        [("Action", "Return home interview offered within 72 hours")]
    );
    let mut chip = typed("return");
    chip.narrow = vec![Narrow::Kind("Note".into())];
    assert_eq!(
        kinds(&search(&book, &chip)),
        [("Note", "Interviews on return are offered.")]
    );
    let all = search(&book, &typed("team:West"));
    assert_eq!(kinds(&all), [("Child", "3980")]);
    assert_eq!(all.hits[0].go, Go::Audit(two, Spot::Any));
    assert!(search(&book, &typed("return team:Nowhere")).hits.is_empty());
}

#[test]
fn only_this_audit_shows_nothing_of_another() {
    let (book, one, two) = book();
    for typed in [
        "return",
        "interview",
        "4220",
        "3980",
        "West",
        "offered",
        "case",
        "missing",
    ] {
        let ask = SearchAsk {
            typed: typed.into(),
            narrow: Vec::new(),
            only: Some(one),
        };
        let view = search(&book, &ask);
        for hit in &view.hits {
            match &hit.go {
                Go::Audit(audit, _) => assert_eq!(*audit, one, "{hit:?}"),
                Go::Command(_) => {}
                other => panic!("{other:?}"),
            }
            assert!(!hit.said().contains("3980"), "{hit:?}");
        }
        assert!(view.hits.iter().all(|hit| hit.go != Go::Audit(two, Spot::Any)));
    }
}

#[test]
fn a_workbook_of_version_1_can_be_searched_once_it_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let session = crate::older_workbooks::opened(folder.path());
    assert!(session.store().verify().unwrap().faults.is_empty());
    let rows = session.audit_rows().unwrap();
    let written: Vec<String> = rows
        .iter()
        .flat_map(|row| session.store().evidence(row.id).unwrap())
        .map(|piece| piece.text)
        .collect();
    assert!(!written.is_empty());
    for text in written {
        let found = session.store().evidence_with(&format!("\"{text}\"")).unwrap();
        assert!(!found.is_empty(), "{text}");
    }
}

/// Words typed faster than they are searched do not queue up: the newest is answered, and anew when something changes.
#[test]
fn only_the_newest_search_is_answered() {
    let (book, one, _) = book();
    let (path, _folder, clock) = book.close();
    let worker = Worker::start(Start::Open(path, crate::fixture::key()), clock, || {}).unwrap();
    let found = |worker: &Worker| -> Arc<SearchView> {
        loop {
            if let Tell::Found(view) = worker.tells.recv_timeout(Duration::from_secs(20)).unwrap() {
                return view;
            }
        }
    };
    loop {
        if matches!(
            worker.tells.recv_timeout(Duration::from_secs(20)).unwrap(),
            Tell::Opened { .. }
        ) {
            break;
        }
    }
    let mut seen = 0;
    for at in 0..200 {
        worker.ask(Ask::Search(Some(typed(&format!("interview w{at}")))));
    }
    worker.ask(Ask::Search(Some(typed("interview"))));
    let last = loop {
        let view = found(&worker);
        seen += 1;
        if view.ask.typed == "interview" {
            break view;
        }
    };
    assert!(seen < 200, "{seen} searches were answered");
    assert!(last.count >= 4);
    worker.ask(Ask::Apply(evidence(one, "Another interview.")));
    assert_eq!(found(&worker).count, last.count + 1);
}
