//! The tables of the CSV set: every column with its meaning, from which the data dictionary is written, and its cell.

use super::{answer_name, grade_name};
use crate::model::action::Action;
use crate::model::area::Area;
use crate::model::audit::Audit;
use crate::model::case::Case;
use crate::model::dip::DipSample;
use crate::model::evidence::Evidence;
use crate::model::framework::{Criterion, Framework, Judgement};
use crate::model::judged::{Answer, Judged};
use crate::model::time::Moment;
use crate::model::urgent::UrgentConcern;
use crate::model::vocabulary;
use std::borrow::Cow;

/// What stands in a cell.
type Cell<'c> = Cow<'c, str>;

/// A column: its name, what it means, and its cell.
pub(super) type Column<T> = (&'static str, &'static str, for<'r> fn(&'r T) -> Cell<'r>);

/// An audit with what is named of it.
pub(super) struct AuditRow<'a> {
    pub(super) audit: &'a Audit,
    pub(super) case: Option<&'a Case>,
    pub(super) auditor: &'a str,
    pub(super) moderator: &'a str,
    pub(super) dip_sample: &'a str,
    pub(super) framework: &'a Framework,
}

/// A judgement of an audit.
pub(super) struct JudgementRow<'a> {
    pub(super) audit: i64,
    pub(super) framework: &'a Framework,
    pub(super) judgement: &'a Judgement,
    pub(super) judged: &'a Judged,
}

/// An answer of an audit.
pub(super) struct AnswerRow<'a> {
    pub(super) audit: i64,
    pub(super) framework: &'a Framework,
    pub(super) judgement: &'a Judgement,
    pub(super) criterion: &'a Criterion,
    pub(super) answer: &'a Answer,
}

/// A piece of evidence with one of its criteria or tags: its id and its words.
pub(super) struct PairRow<'a> {
    pub(super) evidence: i64,
    pub(super) id: Cow<'a, str>,
    pub(super) words: &'a str,
}

/// A piece of evidence beside whose audit it is of.
pub(super) struct PieceRow<'a> {
    pub(super) piece: &'a Evidence,
    pub(super) audit: &'a Audit,
    pub(super) case: Option<&'a Case>,
    pub(super) auditor: &'a str,
    pub(super) framework: &'a Framework,
    pub(super) tags: String,
}

/// One answer to one question of one dip sample.
pub(super) struct DipRow<'a> {
    pub(super) sample: &'a DipSample,
    pub(super) framework: &'a str,
    pub(super) place: usize,
    pub(super) criterion: &'a str,
    pub(super) question: &'a str,
    pub(super) answer: String,
    pub(super) files: usize,
}

/// From which moment of the workbook the set is.
pub(super) struct AboutRow<'a> {
    pub(super) report_code: &'a str,
    pub(super) last_change: Option<Moment>,
    pub(super) title: &'a str,
    pub(super) council: &'a str,
    pub(super) marking: &'a str,
}

fn text(text: &str) -> Cell<'_> {
    Cow::Borrowed(text)
}

fn number(number: i64) -> Cell<'static> {
    Cow::Owned(number.to_string())
}

fn date(date: Option<jiff::civil::Date>) -> Cell<'static> {
    date.map_or(Cow::Borrowed(""), |date| Cow::Owned(date.to_string()))
}

fn moment(moment: Option<Moment>) -> Cell<'static> {
    moment.map_or(Cow::Borrowed(""), |moment| Cow::Owned(moment.iso()))
}

fn optional(row: Option<i64>) -> Cell<'static> {
    row.map_or(Cow::Borrowed(""), number)
}

pub(super) fn audits<'a>() -> Vec<Column<AuditRow<'a>>> {
    fn of_case<'r>(row: &AuditRow<'r>, of: fn(&'r Case) -> &'r str) -> Cell<'r> {
        row.case.map_or(Cow::Borrowed(""), |case| text(of(case)))
    }
    vec![
        (
            "audit_id",
            "The audit’s number in the workbook; never used again",
            |row| number(row.audit.id),
        ),
        ("subject", "child, team or service", |row| text(row.audit.subject.key())),
        ("reference", "The child’s reference as the council uses it", |row| {
            of_case(row, |case| &case.reference)
        }),
        ("type", "Type of case in the period audited", |row| {
            row.audit.kind.map_or(Cow::Borrowed(""), |kind| text(kind.name()))
        }),
        ("overlays", "Disabled, unaccompanied, exploitation or missing", |row| {
            Cow::Owned(row.audit.overlays.names())
        }),
        ("team", "Team in the period audited", |row| text(&row.audit.team)),
        ("worker", "Worker’s code in the period audited", |row| {
            text(&row.audit.worker)
        }),
        ("sex", "Sex as recorded", |row| of_case(row, |case| &case.sex)),
        ("ethnicity", "Broad ethnic group as recorded", |row| {
            of_case(row, |case| &case.ethnicity)
        }),
        ("disability", "Whether disabled, as recorded", |row| {
            of_case(row, |case| &case.disability)
        }),
        ("legal_status", "Legal status in the period audited", |row| {
            text(&row.audit.legal_status)
        }),
        ("sibling_group", "Shared by brothers and sisters", |row| {
            of_case(row, |case| &case.sibling_group)
        }),
        ("framework", "Framework version", |row| text(&row.framework.id)),
        ("method", "How it was done", |row| text(row.audit.method.name())),
        ("theme", "Theme, where it is on one", |row| text(&row.audit.theme)),
        ("took_part", "Who took part", |row| text(&row.audit.took_part)),
        ("period_from", "First day of the period audited", |row| {
            date(row.audit.period_from)
        }),
        ("period_to", "Last day of the period audited", |row| {
            date(row.audit.period_to)
        }),
        ("due", "When it is due", |row| date(row.audit.due)),
        ("auditor", "Who audited", |row| text(row.auditor)),
        ("status", "Only submitted and later count in figures", |row| {
            text(row.audit.status.name())
        }),
        ("safe_now", "Is the child safe now?", |row| {
            text(row.audit.safe_now.name())
        }),
        ("safe_now_at", "When that was answered", |row| {
            moment(row.audit.safe_now_at)
        }),
        ("safe_now_why", "On what it rests", |row| text(&row.audit.safe_now_why)),
        ("overall", "First overall grade, entered", |row| {
            grade_name(row.framework, &row.audit.overall)
        }),
        ("overall_why", "Why", |row| text(&row.audit.overall_why)),
        ("agreed_overall", "Overall grade agreed at moderation", |row| {
            grade_name(row.framework, &row.audit.agreed_overall)
        }),
        ("agreed_why", "Why the agreed grade", |row| text(&row.audit.agreed_why)),
        ("moderator", "Who moderated", |row| text(row.moderator)),
        ("worker_view", "Whether the worker agrees", |row| {
            text(row.audit.worker_view.name())
        }),
        ("worker_reflection", "The worker’s reflection", |row| {
            text(&row.audit.worker_reflection)
        }),
        ("child_asked", "Whether the child was asked", |row| {
            row.audit
                .child_asked
                .map_or(Cow::Borrowed(""), |asked| text(asked.name()))
        }),
        ("child_said", "What the child said", |row| text(&row.audit.child_said)),
        ("parents_asked", "Whether the parents or carers were asked", |row| {
            row.audit
                .parents_asked
                .map_or(Cow::Borrowed(""), |asked| text(asked.name()))
        }),
        ("parents_said", "What the parents or carers said", |row| {
            text(&row.audit.parents_said)
        }),
        (
            "dip_sample_id",
            "The dip sample it is a part of, by its number in the workbook",
            |row| optional(row.audit.dip_sample.as_ref().map(|part| part.id)),
        ),
        ("dip_sample", "The dip sample’s name", |row| text(row.dip_sample)),
        ("comment", "The comment on it in its dip sample", |row| {
            text(&row.audit.comment)
        }),
    ]
}

pub(super) fn judgements<'a>() -> Vec<Column<JudgementRow<'a>>> {
    vec![
        ("audit_id", "The audit", |row| number(row.audit)),
        ("judgement_id", "The judgement’s id in the framework", |row| {
            text(&row.judgement.id)
        }),
        ("judgement", "Its name, as published", |row| text(&row.judgement.name)),
        ("grade", "First grade, entered", |row| {
            grade_name(row.framework, &row.judged.grade)
        }),
        ("agreed_grade", "Grade agreed at moderation", |row| {
            grade_name(row.framework, &row.judged.agreed_grade)
        }),
        ("why", "Why this grade", |row| text(&row.judged.why)),
        ("found", "What was found", |row| text(&row.judged.found)),
        ("impact", "Impact on the child", |row| text(&row.judged.impact)),
        ("strengths", "Strengths", |row| text(&row.judged.strengths)),
    ]
}

pub(super) fn answers<'a>() -> Vec<Column<AnswerRow<'a>>> {
    vec![
        ("audit_id", "The audit", |row| number(row.audit)),
        ("judgement_id", "The judgement it stands under", |row| {
            text(&row.judgement.id)
        }),
        ("criterion", "The criterion’s id in the framework", |row| {
            text(&row.criterion.id)
        }),
        ("topic", "The topic it is about, shared between frameworks", |row| {
            text(&row.criterion.topic)
        }),
        ("question", "Its question", |row| text(&row.criterion.question)),
        (
            "answer",
            "The answer; not applicable and not enough evidence are different things",
            |row| Cow::Owned(answer_name(row.framework, &row.answer.value)),
        ),
        ("note", "The answer’s own note", |row| text(&row.answer.note)),
    ]
}

pub(super) const EVIDENCE: [Column<Evidence>; 9] = [
    (
        "evidence_id",
        "The evidence’s number in the workbook; never used again",
        |row| number(row.id),
    ),
    ("audit_id", "The audit", |row| number(row.audit)),
    ("judgement_id", "The judgement under which it was written", |row| {
        text(&row.judgement)
    }),
    ("text", "What was seen", |row| text(&row.text)),
    ("source", "Where it was seen", |row| {
        text(vocabulary::source_name(&row.source))
    }),
    ("direction", "Strength, to develop or neutral", |row| {
        text(row.direction.name())
    }),
    ("happened", "The day it happened", |row| date(row.happened)),
    ("seen", "The day the auditor saw it", |row| date(row.seen)),
    ("reference", "Where to find it again", |row| text(&row.reference)),
];

/// What a file of evidence has after the columns of the set.
pub(super) fn pieces<'a>() -> Vec<Column<PieceRow<'a>>> {
    vec![
        ("judgement", "The judgement’s name, as published", |row| {
            let judgement = row.framework.judgement(&row.piece.judgement);
            judgement.map_or(Cow::Borrowed(""), |judgement| text(&judgement.name))
        }),
        (
            "criteria",
            "The criteria it speaks to, by their ids in the framework",
            |row| Cow::Owned(row.piece.criteria.join("; ")),
        ),
        ("tags", "Its tags by name", |row| text(&row.tags)),
        ("subject", "child, team or service", |row| text(row.audit.subject.key())),
        (
            "child_reference",
            "The child’s reference as the council uses it",
            |row| row.case.map_or(Cow::Borrowed(""), |case| text(&case.reference)),
        ),
        ("type", "Type of case in the period audited", |row| {
            row.audit.kind.map_or(Cow::Borrowed(""), |kind| text(kind.name()))
        }),
        ("team", "Team in the period audited", |row| text(&row.audit.team)),
        ("framework", "Framework version", |row| text(&row.framework.id)),
        ("theme", "Theme, where it is on one", |row| text(&row.audit.theme)),
        ("auditor", "Who audited", |row| text(row.auditor)),
        ("status", "Only submitted and later count in figures", |row| {
            text(row.audit.status.name())
        }),
    ]
}

pub(super) fn criteria<'a>() -> Vec<Column<PairRow<'a>>> {
    vec![
        ("evidence_id", "The piece of evidence", |row| number(row.evidence)),
        (
            "criterion",
            "The criterion it speaks to, by its id in the framework",
            |row| text(&row.id),
        ),
        ("question", "The criterion’s question", |row| text(row.words)),
    ]
}

pub(super) fn tags<'a>() -> Vec<Column<PairRow<'a>>> {
    vec![
        ("evidence_id", "The piece of evidence", |row| number(row.evidence)),
        ("tag_id", "The tag’s number in the workbook", |row| text(&row.id)),
        ("tag", "The tag’s name", |row| text(row.words)),
    ]
}

pub(super) const AREAS: [Column<Area>; 5] = [
    (
        "area_id",
        "The area’s number in the workbook; never used again",
        |row| number(row.id),
    ),
    ("audit_id", "The audit", |row| number(row.audit)),
    ("judgement_id", "The judgement it stands under", |row| {
        text(&row.judgement)
    }),
    ("text", "What needs to improve", |row| text(&row.text)),
    ("national_framework", "The National Framework tag as printed", |row| {
        text(&row.national_framework)
    }),
];

pub(super) const ACTIONS: [Column<Action>; 21] = [
    (
        "action_id",
        "The action’s number in the workbook; never used again",
        |row| number(row.id),
    ),
    ("audit_id", "The audit", |row| number(row.audit)),
    (
        "judgement_id",
        "The judgement it stands under; empty for the whole audit",
        |row| text(&row.judgement),
    ),
    ("text", "What must change", |row| text(&row.text)),
    ("owner", "Who sees to it", |row| text(&row.owner)),
    ("due", "When it is due", |row| date(row.due)),
    ("done", "When it was done", |row| date(row.done)),
    ("done_evidence", "The evidence that it was done", |row| {
        text(&row.done_evidence)
    }),
    (
        "action_uuid",
        "The same in every copy of the workbook; the action id of a plan",
        |row| Cow::Owned(row.uuid.hyphenated().to_string()),
    ),
    ("raised", "When it was raised", |row| moment(row.raised())),
    ("priority", "How much it matters: high, normal or low", |row| {
        text(row.priority.name())
    }),
    ("stage", "How far it is while it is not done", |row| {
        text(row.stage.name())
    }),
    ("progress", "Notes of progress", |row| text(&row.progress)),
    ("verified", "When someone other than its owner verified it", |row| {
        date(row.verified)
    }),
    ("verified_by", "Who verified it", |row| text(&row.verified_by)),
    (
        "difference",
        "Whether it made a difference for the child; empty while nobody said",
        |row| row.difference.map_or(Cow::Borrowed(""), |made| text(made.name())),
    ),
    ("difference_why", "What shows that", |row| text(&row.difference_why)),
    ("reaudit", "When it is audited again", |row| date(row.reaudit)),
    (
        "criterion",
        "The criterion it came from, by its id in the framework; empty for none",
        |row| text(&row.criterion),
    ),
    (
        "area_id",
        "The area for improvement it came from; empty for none",
        |row| optional(row.area),
    ),
    (
        "evidence_id",
        "The piece of evidence it came from; empty for none",
        |row| optional(row.evidence),
    ),
];

pub(super) const CONCERNS: [Column<UrgentConcern>; 15] = [
    (
        "concern_id",
        "The concern’s number in the workbook; never used again",
        |row| number(row.id),
    ),
    ("audit_id", "The audit", |row| number(row.audit)),
    (
        "open",
        "yes until someone other than the auditor confirmed that the child is safe",
        |row| text(if row.open() { "yes" } else { "no" }),
    ),
    ("raised", "When it was raised", |row| Cow::Owned(row.raised.iso())),
    ("seen", "What was seen", |row| text(&row.seen)),
    ("told_who", "Who was told", |row| text(&row.told_who)),
    ("told_role", "Their role", |row| text(&row.told_role)),
    ("told_how", "How", |row| text(&row.told_how)),
    ("told_at", "When", |row| moment(row.told_at)),
    ("on_record_at", "When it was put on the child’s record", |row| {
        moment(row.on_record_at)
    }),
    ("child_seen_by", "Who saw the child", |row| text(&row.child_seen_by)),
    ("child_seen_at", "When", |row| moment(row.child_seen_at)),
    ("safe_confirmed_by", "Who confirmed that the child is safe", |row| {
        text(&row.safe_confirmed_by)
    }),
    ("safe_confirmed_at", "When", |row| moment(row.safe_confirmed_at)),
    ("head_told_at", "When the head of service was told", |row| {
        moment(row.head_told_at)
    }),
];

pub(super) fn dip_samples<'a>() -> Vec<Column<DipRow<'a>>> {
    vec![
        (
            "dip_sample_id",
            "The dip sample’s number in the workbook; never used again",
            |line| number(line.sample.id),
        ),
        ("dip_sample", "Its name", |line| text(&line.sample.name)),
        ("made", "When it was started", |line| Cow::Owned(line.sample.made.iso())),
        ("framework", "Framework version", |line| text(line.framework)),
        ("place", "The place of the question in the dip sample", |line| {
            Cow::Owned(line.place.to_string())
        }),
        ("criterion", "The criterion’s id in the framework", |line| {
            text(line.criterion)
        }),
        ("question", "Its question", |line| text(line.question)),
        ("answer", "An answer to it; empty for not answered", |line| {
            text(&line.answer)
        }),
        (
            "files",
            "How many of its files in this export have that answer; those removed from it are not counted",
            |line| Cow::Owned(line.files.to_string()),
        ),
    ]
}

pub(super) fn about<'a>() -> Vec<Column<AboutRow<'a>>> {
    vec![
        (
            "report_code",
            "The state of the workbook this set was read from, as reports carry it",
            |row| text(row.report_code),
        ),
        ("last_change", "When the workbook was last changed before it", |row| {
            moment(row.last_change)
        }),
        ("workbook", "The workbook’s title", |row| text(row.title)),
        ("council", "The council", |row| text(row.council)),
        ("marking", "The protective marking", |row| text(row.marking)),
    ]
}
