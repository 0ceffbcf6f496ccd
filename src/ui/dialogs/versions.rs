//! Which framework an audit is against: one of the workbook's own, or a shipped one that is added to it first.

use crate::app::edit::Edit;
use crate::model::audit::Subject;
use crate::model::framework::{Framework, FrameworkKind};
use crate::model::shipped;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::{Select, banner};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Id, Ui};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A framework of the workbook, or a shipped one that is kept in it first.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Version {
    Kept(i64),
    Shipped(String),
}

impl Version {
    /// Its number, once it is in the workbook.
    pub(super) fn number(&self, views: &Views) -> Option<i64> {
        let kept = &views.workbook.frameworks;
        match self {
            Self::Kept(number) => Some(*number),
            Self::Shipped(id) => kept.iter().find(|(_, one)| one.id == *id).map(|(number, _)| *number),
        }
    }
}

/// A framework that is offered.
pub(super) type Offered = (Version, Arc<Framework>);

/// The frameworks offered for a subject: the workbook's own, then shipped ones that are not in it yet.
pub(super) fn offered(subject: Subject, views: &Views) -> Vec<Offered> {
    let kept = views.workbook.frameworks.iter();
    let shipped = shipped::frameworks()
        .iter()
        .filter(|one| !views.workbook.frameworks.iter().any(|(_, kept)| kept.id == one.id));
    kept.map(|(number, one)| (Version::Kept(*number), one.clone()))
        .chain(shipped.map(|one| (Version::Shipped(one.id.clone()), one.clone())))
        // A case audit's questions are about one child.
        .filter(|(_, one)| subject == Subject::Child || one.kind == FrameworkKind::Inspection)
        .collect()
}

/// The newest of the kind that is usual for a subject, the workbook's own first.
pub(super) fn usual(subject: Subject, offered: &[Offered]) -> Option<Version> {
    let kind = if subject == Subject::Child {
        FrameworkKind::CaseAudit
    } else {
        FrameworkKind::Inspection
    };
    offered
        .iter()
        .filter(|(_, one)| one.kind == kind)
        .max_by_key(|(version, one)| (matches!(version, Version::Kept(_)), one.in_force_from))
        .or(offered.first())
        .map(|(version, _)| version.clone())
}

/// The one that was chosen, while it is offered; else the usual one.
pub(super) fn chosen(version: Option<&Version>, subject: Subject, offered: &[Offered]) -> Option<Version> {
    let known = version.filter(|version| offered.iter().any(|(known, _)| known == *version));
    known.cloned().or_else(|| usual(subject, offered))
}

/// Starts what the dialog is for; it closes when that is done.
pub(super) fn start(edit: Edit, wishes: &mut Wishes) {
    wishes.push(Wish::edit(edit));
    wishes.push(Wish::CloseWhenDone);
}

/// The framework of a version.
pub(super) fn framework<'o>(offered: &'o [Offered], version: Option<&Version>) -> Option<&'o Arc<Framework>> {
    let found = offered.iter().find(|(known, _)| Some(known) == version);
    found.map(|(_, one)| one)
}

/// The framework to choose; says so when it was not in force on `when`. Gives the one that was picked.
pub(super) fn select(
    ui: &mut Ui,
    id: Id,
    offered: &[Offered],
    version: Option<&Version>,
    when: Date,
) -> Option<Version> {
    let titles: Vec<String> = offered
        .iter()
        .map(|(version, one)| match version {
            Version::Kept(_) => one.title.clone(),
            Version::Shipped(_) => format!("{}, not in this workbook yet: it will be added", one.title),
        })
        .collect();
    let options: Vec<(Version, &str)> = offered
        .iter()
        .zip(&titles)
        .map(|((version, _), title)| (version.clone(), title.as_str()))
        .collect();
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let picked = Select::new(id, "Framework", version, &options).show(ui);
        if let Some(words) = framework(offered, version).and_then(|one| one.out_of_force(when)) {
            banner::warning(ui, &words, None);
        }
        picked
    })
    .inner
}
