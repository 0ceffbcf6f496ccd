//! The example data, and the published inspection that must come out as it went in.

use crate::fixture::{NOW, key};
use plumbline::app::example;
use plumbline::app::export::{ExportAsk, Include, What, export, prepare, write};
use plumbline::app::session::Session;
use plumbline::exchange::csv;
use plumbline::model::audit::{Status, Subject};
use plumbline::model::time::StepClock;
use std::collections::BTreeSet;
use std::sync::Arc;

fn made() -> (Session, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("example.plumb");
    let clock = Arc::new(StepClock::at(NOW));
    example::write(&path, &key(), &*clock).unwrap();
    (Session::open(&path, &key(), clock).unwrap(), folder)
}

#[test]
fn it_shows_every_status_and_holds_the_log() {
    let (session, _folder) = made();
    let rows = session.audit_rows().unwrap();
    let children: Vec<_> = rows.iter().filter(|row| row.subject == Subject::Child).collect();
    let (dipped, full): (Vec<_>, Vec<_>) = children.into_iter().partition(|row| row.dip_sample.is_some());
    assert_eq!((full.len(), dipped.len()), (24, 12));
    let distinct = |get: fn(&&plumbline::app::view::AuditRow) -> String| {
        rows.iter()
            .map(|r| get(&r))
            .filter(|t| !t.is_empty())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(distinct(|row| row.team.clone()).len(), 3);
    assert_eq!(distinct(|row| row.auditor.clone()).len(), 3);
    for status in Status::ALL {
        assert!(rows.iter().any(|row| row.status == *status), "{status:?}");
    }
    assert_eq!(session.workbook_view().unwrap().open_concerns.len(), 1);
    let hours = session.workbook_view().unwrap().open_concerns[0].0.hours(NOW);
    assert!((50..60).contains(&hours), "{hours}");
    assert!(
        rows.iter().any(|row| row.agreed.is_some() && row.agreed != row.first),
        "one is moderated"
    );
    assert!(session.workbook_view().unwrap().workbook.example);
    assert_eq!(session.store().verify().unwrap().faults, Vec::<String>::new());
    for row in &rows {
        let view = session.audit_view(row.id).unwrap().unwrap();
        assert!(
            view.evidence
                .iter()
                .all(|piece| view.framework.judgement(&piece.judgement).is_some()),
            "{}",
            row.who
        );
        assert!(
            view.evidence
                .iter()
                .flat_map(|piece| &piece.criteria)
                .all(|id| view.framework.criterion(id).is_some()),
            "{}",
            row.who
        );
        if row.status.counts() && row.subject == Subject::Child {
            assert!(
                row.first.is_some() || row.dip_sample.is_some(),
                "{} has no overall",
                row.who
            );
            assert_eq!(row.answered, Some(row.asked), "{}", row.who);
        }
    }
}

#[test]
fn its_dip_sample_shows_complete_and_open_files_and_a_percentage() {
    let (session, _folder) = made();
    let samples = session.store().dip_samples().unwrap();
    assert_eq!(samples.len(), 1);
    let view = session.dip_view(samples[0].id).unwrap().unwrap();
    assert_eq!((view.rows.len(), view.questions().count()), (12, 3));
    assert_eq!(view.rows.iter().filter(|row| row.to_submit()).count(), 4);
    assert_eq!(
        view.rows.iter().filter(|row| row.status == Status::Submitted).count(),
        6
    );
    assert!(view.tallies[0].percent().is_some());
    // A child of the dip sample was audited in full too.
    assert!(
        !session
            .audit_view(view.rows[2].audit)
            .unwrap()
            .unwrap()
            .other_audits
            .is_empty()
    );
}

/// The facts of the published inspection of Westminster, 9 to 13 September 2019, as its front table and text give them.
#[test]
fn the_published_inspection_comes_out_as_it_went_in() {
    let (mut session, folder) = made();
    let rows = session.audit_rows().unwrap();
    let row = rows.iter().find(|row| row.subject == Subject::Service).unwrap();
    let leaders = "The impact of leaders on social work practice with children and families";
    let names = [
        leaders,
        "The experiences and progress of children who need help and protection",
        "The experiences and progress of children in care and care leavers",
    ];
    let pdf = folder.path().join("w.pdf");
    let ask = |what, path: &std::path::Path| ExportAsk {
        choice: plumbline::model::analysis::Choice::default(),
        tags: None,
        what,
        include: Include::ALL,
        path: path.to_owned(),
        replace: false,
    };
    write(prepare(&session, &ask(What::AuditPdf(row.id), &pdf)).unwrap()).unwrap();
    let text = pdf_text(&pdf);
    for wanted in names.iter().chain(&[
        "Overall effectiveness",
        "9 Sep 2019 to 13 Sep 2019",
        "Outstanding",
        "Open Government Licence",
    ]) {
        assert!(text.contains(wanted), "{wanted} is not in the PDF");
    }
    // The front table stands in the published order, the body in the report's.
    let first = |name: &str| text.find(name).unwrap();
    assert!(first(names[0]) < first(names[1]) && first(names[1]) < first(names[2]));
    assert!(
        text.rfind(names[1]).unwrap() < text.rfind(names[2]).unwrap()
            && text.rfind(names[2]).unwrap() < text.rfind(names[0]).unwrap()
    );

    let set = folder.path().join("set");
    export(&mut session, &ask(What::Csv(Some(row.id)), &set)).unwrap();
    let table = |name: &str| csv::read(&std::fs::read(set.join(format!("{name}.csv"))).unwrap()).unwrap();
    let column = |name: &str, column: &str| {
        let (columns, rows) = table(name);
        let at = columns.iter().position(|known| known == column).unwrap();
        rows.into_iter().map(|row| row[at].clone()).collect::<Vec<_>>()
    };
    assert_eq!(column("judgements", "judgement"), names);
    assert_eq!(column("judgements", "grade"), ["Outstanding"; 3]);
    assert_eq!(column("audits", "overall"), ["Outstanding"]);
    assert_eq!(column("audits", "framework"), ["ilacs-2018"]);
    assert_eq!(
        (column("audits", "period_from"), column("audits", "period_to")),
        (vec!["2019-09-09".to_owned()], vec!["2019-09-13".to_owned()])
    );
    assert_eq!(column("areas", "judgement_id"), ["children_in_care_and_care_leavers"]);
    assert!(column("evidence", "text").len() >= 12);
    assert!(
        column("evidence", "reference")
            .iter()
            .all(|reference| reference.starts_with("Paragraph "))
    );
}

/// The text of a PDF, page after page, with line breaks as spaces.
fn pdf_text(path: &std::path::Path) -> String {
    let text = pdf_extract::extract_text(path).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
