//! The generated workbook: small ones, made as the large ones are, to test what only shows in a workbook in use.

#[path = "../examples/generate/actions.rs"]
mod actions;
#[path = "../examples/generate/council.rs"]
mod council;
#[path = "../examples/generate/dice.rs"]
mod dice;
#[path = "../examples/generate/groups.rs"]
mod groups;
#[path = "../examples/generate/history.rs"]
mod history;
#[path = "../examples/generate/make.rs"]
mod make;
#[path = "../examples/generate/sitting.rs"]
mod sitting;
#[path = "../examples/generate/words.rs"]
mod words;

use crate::fixture::{NOW, clock, key};
use make::{Size, make};
use plumbline::app::session::Session;
use plumbline::model::judged::{NOT_APPLICABLE, NOT_ENOUGH_EVIDENCE};
use plumbline::model::vocabulary::source_name;
use std::collections::BTreeMap;

/// A workbook of `cases` children and `evidence` pieces of evidence, and the folder it is gone with.
pub fn workbook(cases: usize, evidence: usize, seed: u64) -> (Session, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("generated.plumb");
    let size = Size {
        cases,
        evidence,
        seed,
        now: NOW,
    };
    make(&path, key, size).unwrap();
    (Session::open(&path, &key(), clock()).unwrap(), folder)
}

/// What a workbook says, without what is random by nature.
fn said(session: &Session) -> String {
    let mut text = format!("{:?}", session.audit_rows().unwrap());
    for row in session.audit_rows().unwrap() {
        let view = session.audit_view(row.id).unwrap().unwrap();
        text.push_str(&format!(
            "{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}",
            view.audit,
            view.case,
            view.answers,
            view.judgements,
            view.evidence,
            view.areas,
            view.actions,
            view.concerns
        ));
    }
    text
}

#[test]
fn the_generated_workbook_checks_and_is_the_same_for_the_same_seed() {
    let (one, _one) = workbook(12, 400, 1);
    let verdict = one.store().verify().unwrap();
    assert_eq!(verdict.faults, Vec::<String>::new());
    let pieces = |session: &Session| -> usize {
        let rows = session.audit_rows().unwrap();
        let of = |audit: i64| session.store().evidence(audit).unwrap().len();
        rows.iter().map(|row| of(row.id)).sum()
    };
    assert_eq!(pieces(&one), 400, "as much evidence as was asked for");
    // What is not of the vocabulary would be shown as what is usual.
    let (mut directions, mut answers) = (BTreeMap::new(), 0);
    for row in one.audit_rows().unwrap() {
        let view = one.audit_view(row.id).unwrap().unwrap();
        for piece in &view.evidence {
            *directions.entry(piece.direction).or_insert(0) += 1;
            assert!(view.framework.judgement(&piece.judgement).is_some() && !piece.text.contains(['{', '}']));
            assert_ne!(source_name(&piece.source), piece.source);
        }
        for (criterion, answer) in &view.answers {
            assert!(view.framework.criterion(criterion).is_some());
            let odd = [NOT_APPLICABLE, NOT_ENOUGH_EVIDENCE].contains(&answer.value.as_str());
            assert!(
                odd || view.framework.answer(&answer.value).is_some(),
                "{}",
                answer.value
            );
            answers += 1;
        }
        for judged in view.judgements.values() {
            assert!(view.framework.grade(&judged.grade).is_some(), "{}", judged.grade);
        }
    }
    assert!(
        directions.values().all(|n| *n > 20) && directions.len() == 3,
        "{directions:?}"
    );
    assert!(answers > 100);
    let (again, _again) = workbook(12, 400, 1);
    assert_eq!(said(&one), said(&again));
    let (other, _other) = workbook(12, 400, 2);
    assert_ne!(said(&one), said(&other));
}
