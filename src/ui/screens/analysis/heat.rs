//! Sections by team: the middle grade of each, and of how many audits.

use crate::app::analysis::AnalysisView;
use crate::app::analysis_table::team_name;
use crate::model::analysis::{Group, Mark, Tally};
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::{focus, grade, text};
use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

const ROW: f32 = 30.0;
const CELL: f32 = 64.0;
const LABEL: f32 = 150.0;
const HEAD: f32 = 36.0;

pub(super) fn show(ui: &mut Ui, view: &AnalysisView, press: &dyn Fn(Mark)) {
    text::heading17(ui, "Sections by team");
    let sections = view.sections();
    if sections.is_empty() {
        text::quiet(ui, "No section is graded here");
        return;
    }
    let teams: Vec<&str> = view.analysis.by_team.iter().map(|(team, _)| team.as_str()).collect();
    ScrollArea::horizontal().id_salt("sections by team").show(ui, |ui| {
        let width = LABEL + CELL * teams.len() as f32;
        let height = HEAD + ROW * sections.len() as f32;
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let colors = tokens(ui);
        let left = |column: usize| rect.left() + LABEL + CELL * column as f32;
        for (column, team) in teams.iter().enumerate() {
            let words = paint::fit(
                ui,
                team_name(team),
                Weight::Semibold,
                size::SMALL,
                colors.muted,
                CELL - 4.0,
            );
            let x = left(column) + (CELL - words.size().x) / 2.0;
            paint::text_at(ui.painter(), x, rect.top() + HEAD / 2.0, words);
        }
        for (line, (section, _)) in sections.iter().enumerate() {
            let top = rect.top() + HEAD + ROW * line as f32;
            let name = view.section_name(section);
            let words = paint::fit(ui, name, Weight::Regular, size::LIST, colors.text, LABEL - space::S);
            paint::text_at(ui.painter(), rect.left(), top + ROW / 2.0, words);
            for (column, team) in teams.iter().enumerate() {
                let place = Rect::from_min_size(pos2(left(column), top), vec2(CELL - 2.0, ROW - 2.0));
                let key = ((*section).to_owned(), (*team).to_owned());
                if let Some(tally) = view.analysis.by_section_and_team.get(&key) {
                    cell(ui, view, place, (name, team, tally), key, press);
                }
            }
        }
    });
    text::quiet(
        ui,
        "The middle grade and the number of audits; hidden under 5. Select a cell to see its audits",
    );
}

fn cell(
    ui: &Ui,
    view: &AnalysisView,
    rect: Rect,
    (name, team, tally): (&str, &str, &Tally),
    key: (String, String),
    press: &dyn Fn(Mark),
) {
    let colors = tokens(ui);
    let Some(rank) = tally.middle() else {
        ui.painter().rect_filled(rect, f32::from(radius::SMALL), colors.sunken);
        let words = paint::line(ui, "<5", Weight::Regular, size::SMALL, colors.muted);
        paint::text_at(
            ui.painter(),
            rect.center().x - words.size().x / 2.0,
            rect.center().y,
            words,
        );
        return;
    };
    let tone = colors.grade(rank, view.scale.len() as u8);
    let response = ui.interact(rect, Id::unique(("heat", &key)), Sense::click());
    let said = format!(
        "{name}, {}: {}, {} audits",
        team_name(team),
        view.grade_name(rank),
        tally.graded()
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &said));
    focus::pressed(&response);
    ui.painter().rect_filled(rect, f32::from(radius::SMALL), tone.soft);
    let words = paint::line(ui, &tally.graded().to_string(), Weight::Regular, size::QUIET, tone.ink);
    let both = 12.0 + space::XS + words.size().x;
    let start = rect.center().x - both / 2.0;
    let mark = Rect::from_center_size(pos2(start + 6.0, rect.center().y), Vec2::splat(11.0));
    grade::shape(ui.painter(), mark, rank, view.scale.len() as u8, tone.ink);
    paint::text_at(ui.painter(), start + 12.0 + space::XS, rect.center().y, words);
    paint::focus_ring(ui, &response, rect, radius::SMALL);
    if response.clicked() {
        press(Mark {
            group: Group::SectionOfTeam(key.0, key.1),
            rank: None,
        });
    }
    if response.hovered() {
        response.on_hover_text(said);
    }
}
