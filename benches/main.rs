//! The figures of `BENCHMARKS.md`: what the program does to a workbook and makes of it, without a window.

mod facets;

use criterion::{BatchSize, Criterion, Throughput};
use plumbline::app::edit::{Edit, NewAudits};
use plumbline::app::export::{ExportAsk, Include, What, export};
use plumbline::app::session::{NewWorkbook, Session, Unlock};
use plumbline::app::{example, passphrase};
use plumbline::model::audit::{Method, Subject};
use plumbline::model::case::{Case, CaseKind, Overlays};
use plumbline::model::change::{Entity, Fields, Place, Value};
use plumbline::model::framework::Judgement;
use plumbline::model::shipped;
use plumbline::model::time::{Clock, Moment, StepClock};
use plumbline::report::{audit_pdf, example as invented};
use plumbline::store::{Key, Salt, Store};
use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

type Done = Result<(), Box<dyn Error>>;

/// 12 November 2026, 13:40 UTC.
const NOW: Moment = Moment(1_794_490_800_000);

/// How many audits the long list has, and how many answers each of them.
const MANY: usize = 2000;
const ANSWERS_EACH: usize = 20;

fn main() -> Done {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .measurement_time(Duration::from_secs(5))
        .configure_from_args();
    let folder = tempfile::tempdir()?;
    edits(&mut criterion, folder.path())?;
    views(&mut criterion, folder.path())?;
    reports(&mut criterion)?;
    csv(&mut criterion, folder.path())?;
    facets::facets(&mut criterion);
    rest(&mut criterion)?;
    criterion.final_summary();
    Ok(())
}

fn key() -> Key {
    Key::from_bytes([7; 32])
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(StepClock::at(NOW))
}

/// A workbook with audits of children's cases.
fn workbook(path: &Path, audits: usize) -> Result<Session, Box<dyn Error>> {
    let new = NewWorkbook {
        council: "North Council".into(),
        title: "Practice audits".into(),
        auditor: "A. Auditor".into(),
        frameworks: vec!["case-audit".into()],
        ..NewWorkbook::default()
    };
    let mut session = Session::create(path, &Unlock::Key(key()), &new, clock())?;
    let framework = session.framework_number("case-audit")?.unwrap_or(1);
    let started = NewAudits {
        subject: Subject::Child,
        references: (0..audits).map(|n| (4000 + n).to_string()).collect(),
        about: Case::default(),
        kind: Some(CaseKind::ChildProtection),
        overlays: Overlays::default(),
        team: "North".into(),
        worker: "W-31".into(),
        legal_status: String::new(),
        framework,
        method: Method::File,
        theme: String::new(),
        took_part: String::new(),
        period_from: None,
        period_to: None,
        due: None,
        auditor: 1,
    };
    session.apply(&Edit::StartAudits(Box::new(started)))?;
    Ok(session)
}

/// One edit: the row, its change and the group in one transaction, on disk when it returns.
fn edits(criterion: &mut Criterion, folder: &Path) -> Done {
    let mut session = workbook(&folder.join("edits.plumb"), 1)?;
    let place = Place::judgement(1, "assessment", "found");
    let mut n = 0_u64;
    criterion.bench_function("one edit committed with its change", |bench| {
        bench.iter(|| {
            n += 1;
            let words = Value::from(format!("History is listed, not weighed. Looked at {n} times."));
            session.apply(&Edit::Set(place.clone(), words))
        });
    });
    criterion.bench_function("one draft saved", |bench| {
        bench.iter(|| {
            n += 1;
            session.save_draft(&place, &format!("History is listed, not weighed. Typed {n} times."))
        });
    });
    Ok(())
}

fn views(criterion: &mut Criterion, folder: &Path) -> Done {
    let path = folder.join("example.plumb");
    example::write(&path, &Unlock::Key(key()), &StepClock::at(NOW))?;
    let session = Session::open(&path, &Unlock::Key(key()), clock())?;
    let rows = session.audit_rows()?;
    let fullest = rows.iter().max_by_key(|row| row.answered).map_or(1, |row| row.id);
    criterion.bench_function("view of a full audit", |bench| {
        bench.iter(|| session.audit_view(black_box(fullest)));
    });
    let mut lists = criterion.benchmark_group("list of audits");
    lists.throughput(Throughput::Elements(rows.len() as u64));
    lists.bench_function("example data", |bench| bench.iter(|| session.audit_rows()));
    drop(session);
    let path = folder.join("many.plumb");
    let session = many(&path)?;
    lists.throughput(Throughput::Elements(MANY as u64));
    lists.bench_function("2,000 audits with 20 answers each", |bench| {
        bench.iter(|| session.audit_rows());
    });
    lists.finish();
    Ok(())
}

/// A workbook with many audits; their answers are one group, so that making it takes seconds.
fn many(path: &Path) -> Result<Session, Box<dyn Error>> {
    let session = workbook(path, MANY)?;
    let criteria: Vec<String> = session
        .framework(1)
        .map(|framework| {
            let all = framework.judgements.iter().flat_map(Judgement::criteria);
            all.take(ANSWERS_EACH).map(|criterion| criterion.id.clone()).collect()
        })
        .unwrap_or_default();
    drop(session);
    let mut store = Store::open(path, key(), clock())?;
    store.act(1, |act| {
        for audit in 1..=MANY as i64 {
            for criterion in &criteria {
                let fields = [
                    ("audit", Value::Int(audit)),
                    ("criterion", Value::from(criterion.as_str())),
                    ("value", Value::from("yes")),
                ];
                let fields: Fields = fields.map(|(name, value)| (name.to_owned(), value)).into();
                act.create(Entity::Answer, fields)?;
            }
        }
        Ok("Answers".to_owned())
    })?;
    drop(store);
    Ok(Session::open(path, &Unlock::Key(key()), clock())?)
}

fn reports(criterion: &mut Criterion) -> Done {
    let one = invented::case_audit();
    audit_pdf(&one)?;
    criterion.bench_function("PDF of one audit", |bench| bench.iter(|| audit_pdf(black_box(&one))));
    let long = invented::long_audit();
    let mut group = criterion.benchmark_group("long PDF");
    group.sample_size(10).measurement_time(Duration::from_secs(30));
    group.bench_function("400 pages", |bench| bench.iter(|| audit_pdf(black_box(&long))));
    group.finish();
    Ok(())
}

/// The CSV set, from the workbook to files on disk.
fn csv(criterion: &mut Criterion, folder: &Path) -> Done {
    let mut session = Session::open(&folder.join("example.plumb"), &Unlock::Key(key()), clock())?;
    let mut n = 0_u64;
    criterion.bench_function("CSV set of the example data", |bench| {
        bench.iter_batched(
            || {
                n += 1;
                ExportAsk {
                    choice: plumbline::model::analysis::Choice::default(),
                    tags: None,
                    what: What::Csv(None),
                    include: Include::ALL,
                    path: folder.join(format!("csv-{n}")),
                    replace: false,
                }
            },
            |ask| export(&mut session, &ask),
            BatchSize::PerIteration,
        );
    });
    Ok(())
}

fn rest(criterion: &mut Criterion) -> Done {
    let text = include_str!("../assets/frameworks/case-audit.toml");
    criterion.bench_function("framework read from TOML", |bench| {
        bench.iter(|| shipped::parse("case-audit.toml", black_box(text)));
    });
    criterion.bench_function("passphrase weighed", |bench| {
        bench.iter(|| {
            passphrase::weigh(
                black_box("orchid tractor velvet moonlight"),
                "North Wessex Council",
                "Practice audits",
                "A. Auditor",
            )
        });
    });
    let salt = Salt::new()?;
    criterion.bench_function("key from passphrase", |bench| {
        bench.iter(|| Key::from_passphrase(black_box("orchid tractor velvet moonlight"), &salt));
    });
    Ok(())
}
