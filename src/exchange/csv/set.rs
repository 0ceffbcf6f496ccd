//! The CSV set: one folder, one file a table, written row by row as the rows come.

use super::columns::{self, AboutRow, AnswerRow, AuditRow, JudgementRow, PairRow};
use super::dip_samples::DipSamples;
use super::sheet::Sheet;
use crate::model::action::Action;
use crate::model::area::Area;
use crate::model::audit::{Audit, Subject};
use crate::model::case::Case;
use crate::model::dip::DipSample;
use crate::model::evidence::Evidence;
use crate::model::framework::Framework;
use crate::model::judged::{Answer, Judged};
use crate::model::time::Moment;
use crate::model::urgent::UrgentConcern;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// What the rows of a set speak of, read at its moment.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The workbook's title.
    pub title: String,
    /// The council.
    pub council: String,
    /// The protective marking.
    pub marking: String,
    /// The state of the workbook, as reports carry it.
    pub report_code: String,
    /// When it was last changed.
    pub last_change: Option<Moment>,
    /// Names of people, by number.
    pub people: BTreeMap<i64, String>,
    /// Names of tags, by number.
    pub tags: BTreeMap<i64, String>,
    /// Dip samples.
    pub dip_samples: Vec<DipSample>,
    /// Frameworks, by number.
    pub frameworks: BTreeMap<i64, Arc<Framework>>,
}

/// Some rows of one table. Cases come before audits, audits before everything else.
#[derive(Debug)]
pub enum Rows {
    /// Cases.
    Cases(Vec<Case>),
    /// Audits.
    Audits(Vec<Audit>),
    /// Judgements, each with its audit and its id in the framework.
    Judgements(Vec<(i64, String, Judged)>),
    /// Answers, each with its audit and its criterion.
    Answers(Vec<(i64, String, Answer)>),
    /// Evidence.
    Evidence(Vec<Evidence>),
    /// Areas for improvement.
    Areas(Vec<Area>),
    /// Actions.
    Actions(Vec<Action>),
    /// Urgent concerns.
    Concerns(Vec<UrgentConcern>),
}

/// A set that is being written.
pub struct Set {
    about: About,
    cases: HashMap<i64, Case>,
    /// The framework of each audit.
    audits: HashMap<i64, Arc<Framework>>,
    dip_samples: DipSamples,
    files: Files,
    dictionary: Vec<[&'static str; 3]>,
}

/// The files that rows come into.
struct Files {
    audits: Sheet,
    judgements: Sheet,
    answers: Sheet,
    evidence: Sheet,
    criteria: Sheet,
    tags: Sheet,
    areas: Sheet,
    actions: Sheet,
    concerns: Sheet,
    dip_samples: Sheet,
}

impl Set {
    /// Begins a set in an empty folder.
    pub fn begin(folder: &Path, about: About) -> io::Result<Self> {
        let mut known = Vec::new();
        let dictionary = &mut known;
        let columns = columns::about();
        let mut workbook = Sheet::begin(folder, "workbook", &columns, dictionary)?;
        let row = AboutRow {
            report_code: &about.report_code,
            last_change: about.last_change,
            title: &about.title,
            council: &about.council,
            marking: &about.marking,
        };
        workbook.put(&columns, &row)?;
        workbook.end()?;
        let files = Files {
            audits: Sheet::begin(folder, "audits", &columns::audits(), dictionary)?,
            judgements: Sheet::begin(folder, "judgements", &columns::judgements(), dictionary)?,
            answers: Sheet::begin(folder, "answers", &columns::answers(), dictionary)?,
            evidence: Sheet::begin(folder, "evidence", &columns::EVIDENCE, dictionary)?,
            criteria: Sheet::begin(folder, "evidence_criteria", &columns::criteria(), dictionary)?,
            tags: Sheet::begin(folder, "evidence_tags", &columns::tags(), dictionary)?,
            areas: Sheet::begin(folder, "areas", &columns::AREAS, dictionary)?,
            actions: Sheet::begin(folder, "actions", &columns::ACTIONS, dictionary)?,
            concerns: Sheet::begin(folder, "urgent_concerns", &columns::CONCERNS, dictionary)?,
            dip_samples: Sheet::begin(folder, "dip_samples", &columns::dip_samples(), dictionary)?,
        };
        Ok(Self {
            dip_samples: DipSamples::new(&about.dip_samples),
            about,
            cases: HashMap::new(),
            audits: HashMap::new(),
            files,
            dictionary: known,
        })
    }

    /// Writes some rows. What belongs to no audit of the set is left out.
    pub fn put(&mut self, rows: Rows) -> io::Result<()> {
        match rows {
            Rows::Cases(rows) => self.cases.extend(rows.into_iter().map(|case| (case.id, case))),
            Rows::Audits(rows) => self.audits(&rows)?,
            Rows::Judgements(rows) => self.judgements(&rows)?,
            Rows::Answers(rows) => self.answers(&rows)?,
            Rows::Evidence(rows) => self.evidence(&rows)?,
            Rows::Areas(rows) => {
                for row in rows.iter().filter(|row| self.audits.contains_key(&row.audit)) {
                    self.files.areas.put(&columns::AREAS, row)?;
                }
            }
            Rows::Actions(rows) => {
                for row in rows.iter().filter(|row| self.audits.contains_key(&row.audit)) {
                    self.files.actions.put(&columns::ACTIONS, row)?;
                }
            }
            Rows::Concerns(rows) => {
                for row in rows.iter().filter(|row| self.audits.contains_key(&row.audit)) {
                    self.files.concerns.put(&columns::CONCERNS, row)?;
                }
            }
        }
        Ok(())
    }

    fn audits(&mut self, rows: &[Audit]) -> io::Result<()> {
        let about = &self.about;
        for audit in rows {
            if let Some(framework) = about.frameworks.get(&audit.framework) {
                self.audits.insert(audit.id, framework.clone());
                self.dip_samples.audit(audit, framework);
            }
        }
        let (columns, dip_samples) = (columns::audits(), &self.dip_samples);
        let name = |person: i64| about.people.get(&person).map_or("", String::as_str);
        for audit in rows {
            let Some(framework) = about.frameworks.get(&audit.framework) else {
                continue;
            };
            let case = audit.case_id.filter(|_| audit.subject == Subject::Child);
            let row = AuditRow {
                audit,
                case: case.and_then(|case| self.cases.get(&case)),
                auditor: name(audit.auditor),
                moderator: audit.moderator.map_or("", name),
                // As it was called then.
                dip_sample: audit.dip_sample.as_ref().map_or("", |part| dip_samples.name(part.id)),
                framework,
            };
            self.files.audits.put(&columns, &row)?;
        }
        Ok(())
    }

    fn judgements(&mut self, rows: &[(i64, String, Judged)]) -> io::Result<()> {
        let columns = columns::judgements();
        for (audit, id, judged) in rows {
            let Some(framework) = self.audits.get(audit) else {
                continue;
            };
            let Some(judgement) = framework.judgement(id) else {
                continue;
            };
            let row = JudgementRow {
                audit: *audit,
                framework,
                judgement,
                judged,
            };
            self.files.judgements.put(&columns, &row)?;
        }
        Ok(())
    }

    fn answers(&mut self, rows: &[(i64, String, Answer)]) -> io::Result<()> {
        let columns = columns::answers();
        for (audit, id, answer) in rows {
            let Some(framework) = self.audits.get(audit) else {
                continue;
            };
            let Some((judgement, criterion)) = framework.criterion(id) else {
                continue;
            };
            let row = AnswerRow {
                audit: *audit,
                framework,
                judgement,
                criterion,
                answer,
            };
            self.dip_samples.answer(*audit, id, answer);
            self.files.answers.put(&columns, &row)?;
        }
        Ok(())
    }

    fn evidence(&mut self, rows: &[Evidence]) -> io::Result<()> {
        let (criteria, tags) = (columns::criteria(), columns::tags());
        for piece in rows {
            let Some(framework) = self.audits.get(&piece.audit) else {
                continue;
            };
            self.files.evidence.put(&columns::EVIDENCE, piece)?;
            for id in &piece.criteria {
                let row = PairRow {
                    evidence: piece.id,
                    id: Cow::Borrowed(id),
                    words: framework.criterion(id).map_or("", |(_, one)| one.question.as_str()),
                };
                self.files.criteria.put(&criteria, &row)?;
            }
            for tag in &piece.tags {
                let row = PairRow {
                    evidence: piece.id,
                    id: Cow::Owned(tag.to_string()),
                    words: self.about.tags.get(tag).map_or("", String::as_str),
                };
                self.files.tags.put(&tags, &row)?;
            }
        }
        Ok(())
    }

    /// Ends every file and writes the data dictionary; all of it is on disk when it returns.
    pub fn end(mut self, folder: &Path) -> io::Result<()> {
        let columns = columns::dip_samples();
        for line in self.dip_samples.lines() {
            self.files.dip_samples.put(&columns, &line)?;
        }
        let name = "data_dictionary";
        let mut dictionary = Sheet::begin_with(folder, name, &["table", "column", "meaning"])?;
        let own = [
            [name, "table", "The file"],
            [name, "column", "The column"],
            [
                name,
                "meaning",
                "What it holds. Times are UTC, dates are year-month-day, an empty cell was not written",
            ],
        ];
        for line in self.dictionary.iter().chain(&own) {
            dictionary.write(line)?;
        }
        dictionary.end()?;
        let Files {
            audits,
            judgements,
            answers,
            evidence,
            criteria,
            tags,
            areas,
            actions,
            concerns,
            dip_samples,
        } = self.files;
        for sheet in [
            audits,
            judgements,
            answers,
            evidence,
            criteria,
            tags,
            areas,
            actions,
            concerns,
            dip_samples,
        ] {
            sheet.end()?;
        }
        Ok(())
    }
}
