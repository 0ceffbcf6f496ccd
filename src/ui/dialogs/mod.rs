//! One file a dialog. A dialog holds its live edit buffers; it is open or it is gone.

pub mod action;
pub mod add_tag;
pub mod add_to_dip_sample;
pub mod audit_details;
mod audit_facts;
pub mod change_passphrase;
pub mod copy_elsewhere;
pub mod delete_tag;
mod destination;
pub mod evidence;
pub mod export;
pub mod export_evidence;
pub mod export_plan;
pub mod export_tags;
pub mod history;
pub mod import_list;
pub mod import_tags;
pub mod keep_example;
pub mod keys;
pub mod merge_tags;
pub mod read_plan;
pub mod recovery_code;
mod references;
pub mod remove_words;
pub mod rename_dip_sample;
pub mod search;
pub mod settings;
pub mod split_tag;
pub mod start_audit;
pub mod start_dip_sample;
pub mod submit;
pub mod tag_group;
pub mod urgent_concern;
mod versions;
pub mod who;
pub mod workbook_details;

use super::files::Browse;
use super::views::Views;
use super::wish::Wishes;
use crate::model::change::{Place, Target};
use eframe::egui::{Context, Id};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts dialogs, so that a field never brings back what was typed in one before it.
static OPENED: AtomicU64 = AtomicU64::new(0);

/// An id of this opening of a dialog.
fn opening() -> Id {
    Id::unique(("dialog", OPENED.fetch_add(1, Ordering::Relaxed)))
}

/// What became of a form that was not finished.
pub enum Restored {
    /// It is here again.
    Open(Box<Dialog>),
    /// It needs this audit to be open first.
    Needs(i64),
    /// It cannot be read, or what it was about is gone.
    No,
}

/// The dialog that is open, with what is being typed in it.
pub enum Dialog {
    /// Who is auditing.
    Who(who::State),
    /// The recovery code, to print and check.
    RecoveryCode(recovery_code::State),
    /// Start or allocate audits.
    StartAudit(Box<start_audit::State>),
    /// A list read in.
    ImportList(Box<import_list::State>),
    /// Start a dip sample.
    StartDipSample(Box<start_dip_sample::State>),
    /// More files for a dip sample.
    AddToDipSample(Box<add_to_dip_sample::State>),
    /// Another name for a dip sample.
    RenameDipSample(rename_dip_sample::State),
    /// What is known of an audit.
    AuditDetails(Box<audit_details::State>),
    /// What is missing in an audit that is to be submitted.
    Submit(submit::State),
    /// An urgent concern, raised or followed up.
    UrgentConcern(Box<urgent_concern::State>),
    /// A piece of evidence, in full.
    Evidence(evidence::State),
    /// An action, raised or put otherwise.
    Action(Box<action::State>),
    /// A new tag.
    AddTag(add_tag::State),
    /// The name of a group of tags.
    TagGroup(tag_group::State),
    /// Two tags made one.
    MergeTags(merge_tags::State),
    /// One tag made two.
    SplitTag(Box<split_tag::State>),
    /// A tag taken away.
    DeleteTag(delete_tag::State),
    /// A file of tags, in.
    ImportTags(import_tags::State),
    /// The tags, out.
    ExportTags(export_tags::State),
    /// History.
    History(history::State),
    /// Removing words for good.
    RemoveWords(remove_words::State),
    /// Export.
    Export(export::State),
    /// Evidence out as one file.
    ExportEvidence(Box<export_evidence::State>),
    /// The action plan, out.
    ExportPlan(Box<export_plan::State>),
    /// The action plan, back.
    ReadPlan(Box<read_plan::State>),
    /// Keep a copy elsewhere, when the disk does not take a change.
    CopyElsewhere(copy_elsewhere::State),
    /// Keep example data as a workbook of one's own.
    KeepExample(keep_example::State),
    /// What the workbook says of itself.
    WorkbookDetails(workbook_details::State),
    /// Another passphrase.
    ChangePassphrase(change_passphrase::State),
    /// Settings of this computer.
    Settings(settings::State),
    /// Search over everything.
    Search(Box<search::State>),
    /// The list of keys.
    Keys,
}

impl Dialog {
    /// Shows the dialog.
    pub fn show(&mut self, ctx: &Context, views: &Views, wishes: &mut Wishes) {
        match self {
            Self::Who(state) => who::show(ctx, state, views, wishes),
            Self::RecoveryCode(state) => recovery_code::show(ctx, state, wishes),
            Self::StartAudit(state) => start_audit::show(ctx, state, views, wishes),
            Self::ImportList(state) => import_list::show(ctx, state, views, wishes),
            Self::StartDipSample(state) => start_dip_sample::show(ctx, state, views, wishes),
            Self::AddToDipSample(state) => add_to_dip_sample::show(ctx, state, views, wishes),
            Self::RenameDipSample(state) => rename_dip_sample::show(ctx, state, wishes),
            Self::AuditDetails(state) => audit_details::show(ctx, state, views, wishes),
            Self::Submit(state) => submit::show(ctx, state, wishes),
            Self::UrgentConcern(state) => urgent_concern::show(ctx, state, views, wishes),
            Self::Evidence(state) => evidence::show(ctx, state, views, wishes),
            Self::Action(state) => action::show(ctx, state, views, wishes),
            Self::AddTag(state) => add_tag::show(ctx, state, views, wishes),
            Self::TagGroup(state) => tag_group::show(ctx, state, views, wishes),
            Self::MergeTags(state) => merge_tags::show(ctx, state, views, wishes),
            Self::SplitTag(state) => split_tag::show(ctx, state, views, wishes),
            Self::DeleteTag(state) => delete_tag::show(ctx, state, views, wishes),
            Self::ImportTags(state) => import_tags::show(ctx, state, views, wishes),
            Self::ExportTags(state) => export_tags::show(ctx, state, views, wishes),
            Self::History(state) => history::show(ctx, state, views, wishes),
            Self::RemoveWords(state) => remove_words::show(ctx, state, wishes),
            Self::Export(state) => export::show(ctx, state, views, wishes),
            Self::ExportEvidence(state) => export_evidence::show(ctx, state, views, wishes),
            Self::ExportPlan(state) => export_plan::show(ctx, state, views, wishes),
            Self::ReadPlan(state) => read_plan::show(ctx, state, views, wishes),
            Self::CopyElsewhere(state) => copy_elsewhere::show(ctx, state, wishes),
            Self::KeepExample(state) => keep_example::show(ctx, state, views, wishes),
            Self::WorkbookDetails(state) => workbook_details::show(ctx, state, wishes),
            Self::ChangePassphrase(state) => change_passphrase::show(ctx, state, views, wishes),
            Self::Settings(state) => settings::show(ctx, state, views, wishes),
            Self::Search(state) => search::show(ctx, state, views, wishes),
            Self::Keys => keys::show(ctx, wishes),
        }
    }

    /// What is being filled in, to be kept as a draft. Secrets and choices that are made again at once are not.
    pub fn draft(&self) -> Option<(Place, String)> {
        match self {
            Self::StartAudit(state) => state.draft(),
            Self::StartDipSample(state) => state.draft(),
            Self::AddToDipSample(state) => state.draft(),
            Self::AuditDetails(state) => state.draft(),
            Self::UrgentConcern(state) => state.draft(),
            Self::Evidence(state) => state.draft(),
            Self::Action(state) => state.draft(),
            _ => None,
        }
    }

    /// Opens a form again that was not finished, from its draft.
    pub fn restore(place: &Place, words: &str, views: &Views) -> Restored {
        let Target::Form(name, row) = &place.target else {
            return Restored::No;
        };
        let open = |dialog: Option<Self>| dialog.map_or(Restored::No, |dialog| Restored::Open(Box::new(dialog)));
        match name.as_str() {
            start_audit::FORM => {
                let state = start_audit::State::restored(words);
                open(state.map(|state| Self::StartAudit(Box::new(state))))
            }
            start_dip_sample::FORM => {
                let state = start_dip_sample::State::restored(words);
                open(state.map(|state| Self::StartDipSample(Box::new(state))))
            }
            add_to_dip_sample::FORM if views.workbook.dip_samples.iter().any(|known| known.id == *row) => {
                let state = add_to_dip_sample::State::restored(words);
                open(state.map(|state| Self::AddToDipSample(Box::new(state))))
            }
            audit_details::FORM => match views.audit.as_ref().filter(|view| view.audit.id == *row) {
                Some(view) => {
                    let state = audit_details::State::restored(view, words);
                    open(state.map(|state| Self::AuditDetails(Box::new(state))))
                }
                None => Restored::Needs(*row),
            },
            urgent_concern::RAISE | urgent_concern::FOLLOW_UP => {
                let state = urgent_concern::State::restored(words);
                open(state.map(|state| Self::UrgentConcern(Box::new(state))))
            }
            action::RAISE | action::EDIT => {
                let state = action::State::restored(words).filter(|state| state.stands(views));
                open(state.map(|state| Self::Action(Box::new(state))))
            }
            evidence::FORM => match evidence::State::restored(words) {
                Some(state) => match views.audit.as_ref().filter(|view| view.audit.id == state.audit()) {
                    Some(_) => Restored::Open(Box::new(Self::Evidence(state))),
                    None => Restored::Needs(state.audit()),
                },
                None => Restored::No,
            },
            _ => Restored::No,
        }
    }

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, what: Browse, path: &Path) {
        match self {
            Self::Export(state) => state.chosen(what, path),
            Self::ExportEvidence(state) => state.chosen(path),
            Self::ExportPlan(state) => state.chosen(what, path),
            Self::ReadPlan(state) => state.chosen(path),
            Self::CopyElsewhere(state) => state.chosen(path),
            Self::KeepExample(state) => state.chosen(path),
            Self::ImportList(state) => state.chosen(path),
            Self::Settings(state) => state.chosen(path),
            Self::ImportTags(state) => state.chosen(path),
            Self::ExportTags(state) => state.chosen(path),
            _ => {}
        }
    }
}
