//! The long lists of a workbook, kept while it is open: read once, then patched by row from each commit.
//!
//! What takes long to count, how far each audit is and how often each tag is used, is counted in slices after the
//! lists are shown.

use super::listed::Listed;
use super::session::Session;
use super::view::{ActionRow, AuditRow, WorkbookView, grade_view, who};
use crate::model::audit::{Audit, Subject};
use crate::model::case::CaseKind;
use crate::model::change::Entity;
use crate::model::rules;
use crate::model::time::Moment;
use crate::store::{AuditFilter, Committed, Result};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The long lists, as they are shown.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Every audit, in the order they were started.
    pub audits: Arc<Listed<AuditRow>>,
    /// Every action, in the order they were written.
    pub actions: Arc<Listed<ActionRow>>,
    /// Teams by name, with how many audits name them.
    teams: BTreeMap<String, usize>,
    /// How many pieces of evidence carry each tag, of those that were counted.
    uses: BTreeMap<i64, i64>,
    /// What is still to be counted.
    ahead: Ahead,
}

/// What a patch or a slice changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// The list of audits.
    pub audits: bool,
    /// The list of actions.
    pub actions: bool,
    /// What is told of the workbook as a whole.
    pub workbook: bool,
}

/// What is still to be counted, the last first.
#[derive(Clone, Debug, Default)]
struct Ahead {
    /// The last answer that was looked at, while there are more.
    answers: Option<i64>,
    /// Core questions answered so far, by audit.
    answered: HashMap<i64, usize>,
    /// Which questions are core, by audit.
    cores: HashMap<i64, Arc<BTreeSet<String>>>,
    /// Tags whose uses are not counted.
    tags: Vec<i64>,
}

/// What decides which questions are core: few distinct ones.
type Shape = (i64, Subject, Option<CaseKind>, String, Option<i64>);

/// So many answers are looked at in a slice: some ten milliseconds.
const ANSWERS: i64 = 20_000;

/// More audits than this in one commit, and everything is read anew.
const MANY: usize = 400;

/// How many audits are counted before the list is first shown: more than fit on a screen.
const FIRST: usize = 60;

/// How a row of the list of audits is made.
struct Maker<'s> {
    session: &'s Session,
    people: BTreeMap<i64, String>,
    cores: BTreeMap<Shape, Arc<BTreeSet<String>>>,
}

impl<'s> Maker<'s> {
    fn new(session: &'s Session) -> Result<Self> {
        let people = session.store.people()?.into_iter().map(|p| (p.id, p.name)).collect();
        Ok(Self {
            session,
            people,
            cores: BTreeMap::new(),
        })
    }

    fn core(&mut self, audit: &Audit) -> Option<Arc<BTreeSet<String>>> {
        let framework = self.session.framework(audit.framework)?;
        let part = audit.dip_sample.as_ref().map(|part| part.id);
        let shape = (
            audit.framework,
            audit.subject,
            audit.kind,
            audit.overlays.stored(),
            part,
        );
        let core = self.cores.entry(shape).or_insert_with(|| {
            let ids = rules::core_ids(&framework, audit);
            Arc::new(ids.into_iter().map(str::to_owned).collect())
        });
        Some(core.clone())
    }

    /// A row, whose answers and concerns are not looked at yet, with its core questions.
    fn row(&mut self, audit: Audit, reference: &str) -> Option<(AuditRow, Arc<BTreeSet<String>>)> {
        let framework = self.session.framework(audit.framework)?;
        let core = self.core(&audit)?;
        let row = AuditRow {
            id: audit.id,
            who: who(&audit, reference),
            subject: audit.subject,
            kind: audit
                .kind
                .filter(|_| audit.subject == Subject::Child)
                .map_or_else(|| framework.title.clone(), |k| k.name().to_owned()),
            case_kind: audit.kind,
            auditor: self.people.get(&audit.auditor).cloned().unwrap_or_default(),
            auditor_id: audit.auditor,
            due: audit.due,
            answered: None,
            asked: core.len(),
            safe_now: audit.safe_now,
            concern: None,
            safe_since: None,
            first: grade_view(&framework, &audit.overall),
            agreed: grade_view(&framework, &audit.agreed_overall),
            status: audit.status,
            framework: framework.title.clone(),
            dip_sample: audit.dip_sample.as_ref().map(|part| part.id),
            team: audit.team,
            worker: audit.worker,
        };
        Some((row, core))
    }

    fn answered(&self, audit: i64, core: &BTreeSet<String>) -> Result<usize> {
        let answered = self.session.store.answered(audit)?;
        Ok(answered.iter().filter(|criterion| core.contains(*criterion)).count())
    }

    /// What urgent concerns say of an audit.
    fn concerns(&self, audit: Option<i64>, put: &mut impl FnMut(i64, bool, Option<Moment>)) -> Result<()> {
        for concern in self.session.store.urgent_concerns(audit)? {
            if concern.open() {
                put(concern.audit, true, concern.told_at);
            } else if concern.safe_confirmed_at.is_some() {
                put(concern.audit, false, concern.safe_confirmed_at);
            }
        }
        Ok(())
    }
}

/// Takes an urgent concern into its audit's row.
fn put_concern(row: &mut AuditRow, open: bool, at: Option<Moment>) {
    if open {
        row.concern = Some(at);
        row.safe_since = None;
    } else if row.concern.is_none() {
        row.safe_since = row.safe_since.max(at);
    }
}

impl Session {
    /// The list of audits, in the order they were started.
    pub fn audit_rows(&self) -> Result<Vec<AuditRow>> {
        let mut lists = Lists::read(self)?;
        while lists.ahead.answers.is_some() {
            lists.count_answers(self)?;
        }
        Ok(lists.audits.iter().cloned().collect())
    }
}

/// The actions that came from these pieces of evidence.
fn of_evidence(session: &Session, evidence: &BTreeSet<i64>) -> Result<Vec<i64>> {
    if evidence.len() > MANY {
        let all = session.store.actions_of_evidence()?.into_iter();
        return Ok(all
            .filter(|(_, from)| evidence.contains(from))
            .map(|(action, _)| action)
            .collect());
    }
    let mut actions = Vec::new();
    for piece in evidence {
        actions.extend(session.store.actions_from_evidence(*piece)?);
    }
    Ok(actions)
}

impl Lists {
    /// Reads the lists. How far each audit is and how often each tag is used is still to be counted, but for the audits
    /// that stand first.
    pub fn read(session: &Session) -> Result<Self> {
        let mut maker = Maker::new(session)?;
        let mut lists = Self::default();
        let mut rows: BTreeMap<i64, AuditRow> = BTreeMap::new();
        for (audit, reference) in session.store.audits(AuditFilter::All)? {
            if let Some((row, core)) = maker.row(audit, &reference) {
                lists.ahead.cores.insert(row.id, core);
                rows.insert(row.id, row);
            }
        }
        maker.concerns(None, &mut |audit, open, at| {
            if let Some(row) = rows.get_mut(&audit) {
                put_concern(row, open, at);
            }
        })?;
        let mut first: Vec<(u8, bool, Option<jiff::civil::Date>, i64)> = rows
            .values()
            .map(|row| (row.work(), row.due.is_none(), row.due, row.id))
            .collect();
        if first.len() > FIRST {
            first.select_nth_unstable(FIRST);
        }
        for (.., audit) in first.into_iter().take(FIRST) {
            if let (Some(row), Some(core)) = (rows.get_mut(&audit), lists.ahead.cores.get(&audit)) {
                row.answered = Some(maker.answered(audit, core)?);
            }
        }
        lists.ahead.answers = Some(0);
        lists.ahead.tags = session.store.tags_uncounted()?.into_iter().map(|tag| tag.id).collect();
        for row in rows.values().filter(|row| !row.team.is_empty()) {
            *lists.teams.entry(row.team.clone()).or_default() += 1;
        }
        lists.actions = Arc::new(session.action_rows()?.into_iter().collect());
        lists.audits = Arc::new(rows.into_values().collect());
        Ok(lists)
    }

    /// Whether something is still to be counted.
    pub fn counting(&self) -> bool {
        self.ahead.answers.is_some() || !self.ahead.tags.is_empty()
    }

    /// Counts some more.
    pub fn count_on(&mut self, session: &Session) -> Result<Changed> {
        if self.ahead.answers.is_some() {
            let audits = self.count_answers(session)?;
            return Ok(Changed {
                audits,
                ..Changed::default()
            });
        }
        if let Some(tag) = self.ahead.tags.pop() {
            self.uses.insert(tag, session.store.tag_uses(tag)?);
            let workbook = self.ahead.tags.is_empty();
            return Ok(Changed {
                workbook,
                ..Changed::default()
            });
        }
        Ok(Changed::default())
    }

    /// Gives up counting, when it cannot be read.
    pub fn stop_counting(&mut self) {
        self.ahead = Ahead::default();
    }

    /// Counts some more answers; whether all are counted now.
    fn count_answers(&mut self, session: &Session) -> Result<bool> {
        let Some(after) = self.ahead.answers else {
            return Ok(false);
        };
        let answers = session.store.answered_after(after, ANSWERS)?;
        for (_, audit, criterion) in &answers {
            if self.ahead.cores.get(audit).is_some_and(|core| core.contains(criterion)) {
                *self.ahead.answered.entry(*audit).or_default() += 1;
            }
        }
        if let Some((last, ..)) = answers.last().filter(|_| answers.len() as i64 == ANSWERS) {
            self.ahead.answers = Some(*last);
            return Ok(false);
        }
        let counted = std::mem::take(&mut self.ahead.answered);
        (self.ahead.answers, self.ahead.cores) = (None, HashMap::new());
        // A row that was patched meanwhile is counted already, and rightly.
        Arc::make_mut(&mut self.audits).change(
            |row| row.answered.is_none(),
            |row| row.answered = Some(counted.get(&row.id).copied().unwrap_or(0)),
        );
        Ok(true)
    }

    /// Takes in what a commit touched.
    pub fn patch(&mut self, session: &Session, committed: &Committed) -> Result<Changed> {
        let mut changed = Changed {
            workbook: true,
            ..Changed::default()
        };
        for (tag, by) in &committed.uses {
            if !self.ahead.tags.contains(tag) {
                *self.uses.entry(*tag).or_default() += by;
            }
        }
        let (mut audits, mut actions) = (BTreeSet::new(), BTreeSet::new());
        // What a row of the actions says of its audit, and of what it came from.
        let (mut about, mut evidence) = (BTreeSet::new(), BTreeSet::new());
        let mut people = BTreeSet::new();
        for touched in &committed.touched {
            match touched.entity {
                Entity::Audit => {
                    audits.insert(touched.row);
                    about.insert(touched.row);
                }
                Entity::Area => about.extend(touched.audit),
                Entity::Evidence => drop(evidence.insert(touched.row)),
                Entity::Answer | Entity::UrgentConcern => audits.extend(touched.audit),
                Entity::Case => {
                    let of_case = session.store.audits(AuditFilter::OfCase(touched.row))?;
                    audits.extend(of_case.iter().map(|(audit, _)| audit.id));
                    about.extend(of_case.iter().map(|(audit, _)| audit.id));
                }
                Entity::Action => drop(actions.insert(touched.row)),
                Entity::Person => drop(people.insert(touched.row)),
                _ => {}
            }
        }
        for audit in about {
            actions.extend(session.store.actions(Some(audit))?.iter().map(|action| action.id));
        }
        actions.extend(of_evidence(session, &evidence)?);
        if audits.len() + actions.len() > MANY {
            *self = Self {
                uses: std::mem::take(&mut self.uses),
                ..Self::read(session)?
            };
            self.ahead.tags.retain(|tag| !self.uses.contains_key(tag));
            return Ok(Changed {
                audits: true,
                actions: true,
                workbook: true,
            });
        }
        if !people.is_empty() {
            changed.audits |= self.rename(session, &people)?;
        }
        let mut maker = Maker::new(session)?;
        for audit in audits {
            changed.audits |= self.read_audit(&mut maker, audit)?;
        }
        for action in actions {
            changed.actions |= self.read_action(session, action)?;
        }
        Ok(changed)
    }

    /// People have other names.
    fn rename(&mut self, session: &Session, people: &BTreeSet<i64>) -> Result<bool> {
        let names: BTreeMap<i64, String> = session.store.people()?.into_iter().map(|p| (p.id, p.name)).collect();
        let name = |row: &AuditRow| names.get(&row.auditor_id).map_or("", String::as_str);
        Ok(Arc::make_mut(&mut self.audits).change(
            |row| people.contains(&row.auditor_id) && row.auditor != name(row),
            |row| row.auditor = name(row).to_owned(),
        ))
    }

    /// Reads one audit anew; whether its row is another.
    fn read_audit(&mut self, maker: &mut Maker<'_>, id: i64) -> Result<bool> {
        let found = maker.session.store.audit(id)?;
        let made = found.and_then(|(audit, reference)| maker.row(audit, &reference));
        let before = self.audits.find(id);
        let Some((mut row, core)) = made else {
            let gone = before
                .is_some()
                .then(|| Arc::make_mut(&mut self.audits).remove(id))
                .flatten();
            self.team(gone.as_ref(), None);
            return Ok(gone.is_some());
        };
        row.answered = Some(maker.answered(id, &core)?);
        maker.concerns(Some(id), &mut |_, open, at| put_concern(&mut row, open, at))?;
        if before == Some(&row) {
            return Ok(false);
        }
        let after = row.clone();
        let before = Arc::make_mut(&mut self.audits).put(row);
        self.team(before.as_ref(), Some(&after));
        Ok(true)
    }

    /// Counts the teams of a row before and after.
    fn team(&mut self, before: Option<&AuditRow>, after: Option<&AuditRow>) {
        if let Some(row) = after.filter(|row| !row.team.is_empty()) {
            *self.teams.entry(row.team.clone()).or_default() += 1;
        }
        if let Some(row) = before
            && let Some(n) = self.teams.get_mut(&row.team)
        {
            *n -= 1;
            if *n == 0 {
                self.teams.remove(&row.team);
            }
        }
    }

    /// Reads one action anew; whether its row is another.
    fn read_action(&mut self, session: &Session, id: i64) -> Result<bool> {
        let row = session.action_row(id)?;
        if self.actions.find(id) == row.as_ref() {
            return Ok(false);
        }
        let actions = Arc::make_mut(&mut self.actions);
        match row {
            Some(row) => drop(actions.put(row)),
            None => drop(actions.remove(id)),
        }
        Ok(true)
    }

    /// What every screen shows of the workbook.
    pub fn workbook(&self, session: &Session) -> Result<WorkbookView> {
        let mut tags = session.store.tags_uncounted()?;
        for tag in &mut tags {
            tag.uses = self.uses.get(&tag.id).copied().unwrap_or(0);
        }
        let teams = self.teams.keys().cloned().collect();
        session.workbook_view_of(tags, self.ahead.tags.is_empty(), teams)
    }
}
