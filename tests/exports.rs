//! Exports: what they hold, and that they are whole or absent.

use crate::fixture::{Book, evidence};
use plumbline::app::edit::{Edit, NewConcern};
use plumbline::app::export::{ExportAsk, Include, What, describe, export, prepare, write};
use plumbline::exchange::csv;
use plumbline::model::case::CaseKind;
use plumbline::model::change::{Entity, Place, Value};

fn ask(book: &Book, what: What, name: &str) -> ExportAsk {
    ExportAsk {
        choice: plumbline::model::analysis::Choice::default(),
        tags: None,
        what,
        include: Include::ALL,
        path: book.folder.path().join(name),
        replace: false,
    }
}

#[test]
fn what_the_file_will_hold_is_said_truthfully() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    for n in 0..14 {
        book.apply(evidence(audit, &format!("piece {n}")));
    }
    let said = describe(&book.session, &ask(&book, What::AuditPdf(audit), "a.pdf")).unwrap();
    assert_eq!(
        said,
        "1 child by reference, 14 pieces of evidence, 1 worker by code, 1 auditor by name; free text not checked for names."
    );
    let mut without = ask(&book, What::AuditPdf(audit), "a.pdf");
    without.include.evidence = false;
    assert!(!describe(&book.session, &without).unwrap().contains("evidence"));
    let service = book.service("ilacs-2026");
    let said = describe(&book.session, &ask(&book, What::AuditPdf(service), "a.pdf")).unwrap();
    assert_eq!(
        said,
        "no child’s reference, 0 pieces of evidence, 1 auditor by name; free text not checked for names."
    );
}

#[test]
fn the_csv_set_comes_back_as_it_was_and_an_urgent_concern_is_in_it() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    book.apply(evidence(audit, "=HYPERLINK(\"x\"), \"quoted\"\r\nand a second line"));
    book.apply(Edit::Set(Place::answer(audit, "3.6", "value"), Value::from("nee")));
    book.apply(Edit::RaiseConcern(Box::new(NewConcern {
        audit,
        seen: "Not seen.".into(),
        ..NewConcern::default()
    })));
    let ask = ask(&book, What::Csv(None), "set");
    let done = export(&mut book.session, &ask).unwrap();
    let table = |name: &str| csv::read(&std::fs::read(done.path.join(format!("{name}.csv"))).unwrap()).unwrap();
    let cell = |name: &str, column: &str, row: usize| {
        let (columns, rows) = table(name);
        let at = columns
            .iter()
            .position(|known| known == column)
            .unwrap_or_else(|| panic!("{name}.{column}"));
        rows[row][at].clone()
    };
    assert_eq!(
        cell("evidence", "text", 0),
        "=HYPERLINK(\"x\"), \"quoted\"\r\nand a second line"
    );
    assert_eq!(cell("answers", "answer", 0), "Not enough evidence");
    assert_eq!(cell("urgent_concerns", "open", 0), "yes");
    assert_eq!(table("evidence_tags").1.len(), 2);
    let (_, dictionary) = table("data_dictionary");
    for name in [
        "audits",
        "judgements",
        "answers",
        "evidence",
        "evidence_criteria",
        "evidence_tags",
        "areas",
        "actions",
        "urgent_concerns",
        "dip_samples",
        "workbook",
        "data_dictionary",
    ] {
        for column in table(name).0 {
            assert!(
                dictionary.iter().any(|row| row[0] == name && row[1] == column),
                "{name}.{column} is not described"
            );
        }
    }
}

#[test]
fn an_export_is_whole_or_absent_and_never_the_workbook() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let workbook = book.path();
    let before = std::fs::metadata(&workbook).unwrap().len();
    let mut over = ask(&book, What::AuditPdf(audit), "book.plumb");
    over.replace = true;
    assert!(
        write(prepare(&book.session, &over).unwrap())
            .unwrap_err()
            .to_string()
            .contains("open workbook")
    );
    assert_eq!(std::fs::metadata(&workbook).unwrap().len(), before);
    for what in [What::AuditPdf(audit), What::Csv(None)] {
        let mut nowhere = ask(&book, what, "x");
        nowhere.path = book.folder.path().join("no/such/place");
        let error = export(&mut book.session, &nowhere).unwrap_err().to_string();
        assert!(error.contains("folder"), "{error}");
    }
    let left: Vec<_> = std::fs::read_dir(book.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter().all(|name| name.to_string_lossy().starts_with("book.plumb")),
        "{left:?}"
    );
    book.apply(evidence(audit, "the lock still holds"));
}

#[test]
fn an_audit_exports_as_pdf_at_every_stage() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    let done = write(prepare(&book.session, &ask(&book, What::AuditPdf(audit), "empty.pdf")).unwrap()).unwrap();
    assert!(std::fs::read(done.path).unwrap().starts_with(b"%PDF-"));
    book.apply(evidence(audit, "Ünïcode 中文 🎈 \u{202e}\u{0} عربي"));
    book.apply(Edit::Set(
        Place::row(Entity::Audit, audit, "safe_now"),
        Value::from("no"),
    ));
    write(prepare(&book.session, &ask(&book, What::AuditPdf(audit), "full.pdf")).unwrap()).unwrap();
    write(prepare(&book.session, &ask(&book, What::SummaryPdf, "summary.pdf")).unwrap()).unwrap();
}

#[test]
fn only_an_earlier_export_is_ever_replaced() {
    let mut book = Book::new();
    let audit = book.child("4417", CaseKind::ChildProtection);
    for (name, bytes, replaced) in [
        ("a.pdf", b"%PDF-1.7 old".as_slice(), true),
        ("other.plumb", b"PLMB\x01 a workbook", false),
    ] {
        let mut ask = ask(&book, What::AuditPdf(audit), name);
        ask.replace = true;
        std::fs::write(&ask.path, bytes).unwrap();
        let done = write(prepare(&book.session, &ask).unwrap());
        assert_eq!(done.is_ok(), replaced, "{name}");
        assert_eq!(std::fs::read(&ask.path).unwrap() == bytes, !replaced, "{name}");
    }
}
