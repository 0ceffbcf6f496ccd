//! The fields of the log by their names on screen.

use crate::model::change::Entity;

/// What kind of thing a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Words, or none.
    Words,
    /// Words that are always there: a name, a reference.
    Name,
    /// One of a list of words.
    Choice,
    /// A grade of the framework.
    Grade,
    /// An answer of the framework.
    Answer,
    /// A judgement of the framework.
    Section,
    /// Criteria of the framework.
    Criteria,
    /// A key with a name.
    Key,
    /// Kinds of overlay.
    Overlays,
    /// A source of evidence.
    Source,
    /// A day.
    Date,
    /// A moment.
    Moment,
    /// A person.
    Person,
    /// A tag.
    Tag,
    /// Several tags.
    Tags,
    /// A tag's colour.
    Colour,
    /// Something with no words of its own: that it changed is all there is to say.
    Other,
}

/// A field as history tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name on screen.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether an earlier value can be put back by itself. What has a way of its own (where an audit stands) cannot.
    pub put_back: bool,
}

impl Known {
    /// Whether words of it can be removed for good.
    pub fn removable(self) -> bool {
        matches!(self.holds, Holds::Words | Holds::Name)
    }
}

const fn field(name: &'static str, holds: Holds) -> Known {
    Known {
        name,
        holds,
        put_back: true,
    }
}

/// A field that is shown and not put back by itself.
const fn shown(name: &'static str, holds: Holds) -> Known {
    Known {
        name,
        holds,
        put_back: false,
    }
}

/// What is known of a field; nothing for one that history does not show.
pub fn known(entity: Entity, name: &str) -> Option<Known> {
    Some(match entity {
        Entity::Judgement => judgement(name)?,
        Entity::Answer => match name {
            "value" => field("Answer", Holds::Answer),
            "note" => field("Note", Holds::Words),
            _ => return None,
        },
        Entity::Evidence => evidence(name)?,
        Entity::Area => match name {
            "text" => field("What needs to improve", Holds::Words),
            "national_framework" => field("National Framework", Holds::Choice),
            "judgement" => shown("Section", Holds::Section),
            _ => return None,
        },
        Entity::Action => action(name)?,
        Entity::UrgentConcern => urgent_concern(name)?,
        Entity::Audit => audit(name)?,
        Entity::Case => match name {
            "reference" => field("Reference", Holds::Name),
            "sex" => field("Sex", Holds::Choice),
            "ethnicity" => field("Ethnicity", Holds::Choice),
            "disability" => field("Disability", Holds::Choice),
            "sibling_group" => field("Brothers and sisters", Holds::Words),
            _ => return None,
        },
        Entity::Tag => match name {
            "name" => field("Name", Holds::Name),
            "description" => field("What it is for", Holds::Words),
            "tag_group" => shown("Group", Holds::Choice),
            "colour" => field("Colour", Holds::Colour),
            "parent" => shown("Under", Holds::Tag),
            "place" => shown("Place in the order", Holds::Other),
            _ => return None,
        },
        Entity::Person => match name {
            "name" => field("Name", Holds::Name),
            "role" => field("Role", Holds::Words),
            "team" => field("Team", Holds::Words),
            _ => return None,
        },
        Entity::Workbook => match name {
            "council" => field("Council", Holds::Name),
            "title" => field("Title", Holds::Name),
            "marking" => field("Protective marking", Holds::Choice),
            _ => return None,
        },
        Entity::SavedView | Entity::List | Entity::Draw | Entity::DipSample => match name {
            "name" => field("Name", Holds::Name),
            "body" | "questions" => shown("What it holds", Holds::Other),
            "children" => shown("Children", Holds::Choice),
            _ => return None,
        },
        Entity::Framework => match name {
            "title" => shown("Title", Holds::Choice),
            _ => return None,
        },
    })
}

fn judgement(name: &str) -> Option<Known> {
    Some(match name {
        "grade" => field("Grade", Holds::Grade),
        "agreed_grade" => field("Agreed grade", Holds::Grade),
        "why" => field("Why this grade", Holds::Words),
        "found" => field("What we found", Holds::Words),
        "impact" => field("Impact", Holds::Words),
        "strengths" => field("Strengths", Holds::Words),
        _ => return None,
    })
}

fn evidence(name: &str) -> Option<Known> {
    Some(match name {
        "text" => field("What was seen", Holds::Words),
        "reference" => field("Where to find it again", Holds::Words),
        "source" => field("Source", Holds::Source),
        "direction" => field("Direction", Holds::Key),
        "happened" => field("Happened on", Holds::Date),
        "seen" => field("Seen on", Holds::Date),
        "tags" => field("Tags", Holds::Tags),
        "criteria" => field("Questions it speaks to", Holds::Criteria),
        "judgement" => shown("Section", Holds::Section),
        _ => return None,
    })
}

fn action(name: &str) -> Option<Known> {
    Some(match name {
        "text" => field("What must change", Holds::Words),
        "owner" => field("Owner", Holds::Words),
        "due" => field("Due", Holds::Date),
        "done" => field("Done", Holds::Date),
        "done_evidence" => field("Evidence it was done", Holds::Words),
        "priority" => field("Priority", Holds::Key),
        "stage" => field("How far it is", Holds::Key),
        "progress" => field("Notes of progress", Holds::Words),
        "verified" => field("Verified on", Holds::Date),
        "verified_by" => field("Verified by", Holds::Words),
        "difference" => field("Did it make a difference?", Holds::Key),
        "difference_why" => field("What shows the difference", Holds::Words),
        "reaudit" => field("To be audited again", Holds::Date),
        "judgement" => shown("Section", Holds::Section),
        "criterion" => shown("From question", Holds::Choice),
        "area" => shown("From an area for improvement", Holds::Other),
        "evidence" => shown("From a piece of evidence", Holds::Other),
        _ => return None,
    })
}

fn urgent_concern(name: &str) -> Option<Known> {
    Some(match name {
        "seen" => field("What was seen", Holds::Words),
        "raised" => shown("Raised", Holds::Moment),
        "raised_by" => shown("Raised by", Holds::Person),
        "told_who" => field("Who was told", Holds::Words),
        "told_role" => field("Their role", Holds::Words),
        "told_how" => field("How they were told", Holds::Words),
        "told_at" => field("When they were told", Holds::Moment),
        "on_record_at" => field("On the child’s record", Holds::Moment),
        "child_seen_by" => field("Who saw the child", Holds::Words),
        "child_seen_at" => field("When the child was seen", Holds::Moment),
        "safe_confirmed_by" => field("Who confirmed safety", Holds::Words),
        "safe_confirmed_at" => field("When safety was confirmed", Holds::Moment),
        "head_told_at" => field("When the head of service was told", Holds::Moment),
        _ => return None,
    })
}

fn audit(name: &str) -> Option<Known> {
    Some(match name {
        "subject" => shown("What is audited", Holds::Key),
        "kind" => field("Type of case", Holds::Key),
        "overlays" => field("Also", Holds::Overlays),
        "team" => field("Team", Holds::Words),
        "worker" => field("Worker", Holds::Words),
        "legal_status" => field("Legal status", Holds::Words),
        "method" => field("How", Holds::Key),
        "theme" => field("Theme", Holds::Words),
        "took_part" => field("Who took part", Holds::Words),
        "period_from" => field("Period from", Holds::Date),
        "period_to" => field("Period to", Holds::Date),
        "due" => field("Due", Holds::Date),
        "auditor" => field("Auditor", Holds::Person),
        "moderator" => shown("Moderator", Holds::Person),
        "status" => shown("Status", Holds::Key),
        "safe_now" => field("Safe now", Holds::Key),
        "safe_now_at" => shown("Answered at", Holds::Moment),
        "safe_now_why" => field("On what this rests", Holds::Words),
        "overall" => field("Overall grade", Holds::Grade),
        "overall_why" => field("Why this overall grade", Holds::Words),
        "agreed_overall" => field("Agreed overall grade", Holds::Grade),
        "agreed_why" => field("Why the agreed grade", Holds::Words),
        "worker_reflection" => field("The worker’s reflection", Holds::Words),
        "worker_view" => field("The worker’s view", Holds::Key),
        "child_asked" => field("Whether the child was asked", Holds::Key),
        "child_said" => field("What the child said", Holds::Words),
        "parents_asked" => field("Whether the parents or carers were asked", Holds::Key),
        "parents_said" => field("What the parents or carers said", Holds::Words),
        "comment" => field("Comment", Holds::Words),
        _ => return None,
    })
}
