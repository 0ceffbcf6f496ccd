//! One file a dialog. A dialog holds its live edit buffers; it is open or it is gone.

pub mod audit_details;
mod audit_facts;
pub mod copy_elsewhere;
pub mod evidence;
pub mod export;
pub mod keep_example;
pub mod keys;
pub mod recovery_code;
pub mod settings;
pub mod start_audit;
pub mod urgent_concern;
pub mod who;

use super::files::Browse;
use super::views::Views;
use super::wish::Wishes;
use eframe::egui::Context;
use std::path::Path;

/// The dialog that is open, with what is being typed in it.
pub enum Dialog {
    /// Who is auditing.
    Who(who::State),
    /// The recovery code, to print and check.
    RecoveryCode(recovery_code::State),
    /// Start or allocate audits.
    StartAudit(Box<start_audit::State>),
    /// What is known of an audit.
    AuditDetails(Box<audit_details::State>),
    /// An urgent concern, raised or followed up.
    UrgentConcern(Box<urgent_concern::State>),
    /// A piece of evidence, in full.
    Evidence(evidence::State),
    /// Export.
    Export(export::State),
    /// Keep a copy elsewhere, when the disk does not take a change.
    CopyElsewhere(copy_elsewhere::State),
    /// Keep example data as a workbook of one's own.
    KeepExample(keep_example::State),
    /// Settings of this computer.
    Settings(settings::State),
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
            Self::AuditDetails(state) => audit_details::show(ctx, state, views, wishes),
            Self::UrgentConcern(state) => urgent_concern::show(ctx, state, views, wishes),
            Self::Evidence(state) => evidence::show(ctx, state, views, wishes),
            Self::Export(state) => export::show(ctx, state, views, wishes),
            Self::CopyElsewhere(state) => copy_elsewhere::show(ctx, state, wishes),
            Self::KeepExample(state) => keep_example::show(ctx, state, views, wishes),
            Self::Settings(state) => settings::show(ctx, state, views, wishes),
            Self::Keys => keys::show(ctx, wishes),
        }
    }

    /// A path was chosen with the computer's own dialog.
    pub fn chosen(&mut self, what: Browse, path: &Path) {
        match self {
            Self::Export(state) => state.chosen(what, path),
            Self::CopyElsewhere(state) => state.chosen(path),
            Self::KeepExample(state) => state.chosen(path),
            _ => {}
        }
    }
}
