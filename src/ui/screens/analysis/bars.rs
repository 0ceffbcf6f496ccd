//! Grades of each type, team, section or quarter, as bars.

use super::By;
use crate::app::analysis::AnalysisView;
use crate::app::analysis_table::{kind_name, team_name};
use crate::model::analysis::{Group, LEAST, Mark, Tally};
use crate::ui::theme::space;
use crate::ui::widgets::grade::{self, Count};
use crate::ui::widgets::{Select, button, text};
use eframe::egui::{Id, Ui};

const BYS: [(By, &str); 4] = [
    (By::Kind, "type of case"),
    (By::Team, "team"),
    (By::Section, "section"),
    (By::Quarter, "quarter"),
];

/// More rows than this, and the rest stands in the table.
const MOST: usize = 40;

pub(super) fn show(ui: &mut Ui, by: &mut By, view: &AnalysisView, press: &dyn Fn(Mark)) {
    ui.horizontal_wrapped(|ui| {
        text::heading17(ui, "Agreed grades by");
        let picked = Select::new(Id::unique("grades by"), "Agreed grades by", Some(&*by), &BYS)
            .bar()
            .hidden_label()
            .show(ui);
        *by = picked.unwrap_or(*by);
    });
    let of = &view.analysis;
    let rows: Vec<(String, Group, Tally)> = match by {
        By::Kind => of
            .by_kind
            .iter()
            .map(|(kind, tally)| (kind_name(*kind).to_owned(), Group::Kind(*kind), tally.clone()))
            .collect(),
        By::Team => of
            .by_team
            .iter()
            .map(|(team, tally)| (team_name(team).to_owned(), Group::Team(team.clone()), tally.clone()))
            .collect(),
        By::Section => view
            .sections()
            .into_iter()
            .map(|(section, tally)| {
                let group = Group::Section(section.to_owned());
                (view.section_name(section).to_owned(), group, tally.clone())
            })
            .collect(),
        By::Quarter => view
            .quarters()
            .into_iter()
            .map(|(month, name, tally)| (name, Group::Quarter(month), tally))
            .collect(),
    };
    if rows.is_empty() {
        text::quiet(ui, "Nothing graded here");
    }
    if rows.len() > 1 && *by != By::Section {
        row(ui, view, "All", &Group::All, &of.all, press);
    }
    let more = rows.len().saturating_sub(MOST);
    for (name, group, tally) in rows.into_iter().take(MOST) {
        row(ui, view, &name, &group, &tally, press);
    }
    if more > 0 {
        text::quiet(ui, &format!("And {more} more, in the table"));
    }
    let (n, up, down) = of.moved();
    if n >= LEAST {
        let words = match up + down {
            0 => format!("After moderation: none of {n} grades moved"),
            moved => format!("After moderation: {moved} of {n} moderated grades moved, {down} of them down"),
        };
        text::quiet(ui, &words);
    }
}

fn row(ui: &mut Ui, view: &AnalysisView, name: &str, group: &Group, tally: &Tally, press: &dyn Fn(Mark)) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let room = ui.available_width();
        let (label, total) = ((room * 0.36).clamp(110.0, 210.0), 100.0);
        ui.scope(|ui| {
            ui.set_width(label);
            text::list(ui, name);
        });
        ui.scope(|ui| {
            ui.set_width(room - label - total - 2.0 * space::M);
            if !tally.shown() {
                text::quiet_line(ui, "Fewer than 5 graded");
                return;
            }
            let mut counts: Vec<Count<'_>> = view
                .scale
                .iter()
                .zip(&tally.by_rank)
                .map(|(grade, n)| Count {
                    name: &grade.name,
                    rank: grade.rank as u8,
                    n: *n as usize,
                })
                .collect();
            counts.push(Count {
                name: "Not graded",
                rank: 0,
                n: tally.none as usize,
            });
            let title = format!("Grades, {name}");
            if let Some(count) = grade::bar(ui, &title, &counts, view.scale.len() as u8).and_then(|at| counts.get(at)) {
                press(Mark {
                    group: group.clone(),
                    rank: Some(count.rank),
                });
            }
        });
        let words = match tally.all() {
            n if n < LEAST => "Under 5 audits".to_owned(),
            n => format!("{} audits", text::thousands(n as usize)),
        };
        if button::link_named(ui, &words, &format!("{words}, {name}")).clicked() {
            press(Mark {
                group: group.clone(),
                rank: None,
            });
        }
    });
}
