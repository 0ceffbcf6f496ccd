//! The first page: make, open or try; recent workbooks; the frameworks that come with this version.

use super::places::{self, Presence};
use super::{Go, columns};
use crate::app::settings::{Recent, Settings};
use crate::app::worker::Start;
use crate::model::framework::{Framework, FrameworkKind};
use crate::model::shipped;
use crate::model::time::{Moment, near_date};
use crate::ui::dialogs::settings as preferences;
use crate::ui::fonts::Icon;
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::text::{self, Run};
use crate::ui::widgets::{Button, Card, banner, check};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::accesskit::Role;
use eframe::egui::{CornerRadius, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What the first page knows.
pub(super) struct State {
    error: Option<String>,
    home: Option<PathBuf>,
    presence: Presence,
    settings: Option<preferences::State>,
    focused: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            error: None,
            home: places::home(),
            presence: Presence::default(),
            settings: None,
            focused: false,
        }
    }
}

impl State {
    /// A path was chosen with the computer's own dialog.
    pub(super) fn chosen(&mut self, path: &Path) {
        if let Some(settings) = &mut self.settings {
            settings.chosen(path);
        }
    }

    pub(super) fn failed(&mut self, words: &str) {
        self.error = Some(words.to_owned());
    }

    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        settings: &Settings,
        opening: bool,
        now: Moment,
        wishes: &mut Wishes,
    ) -> Option<Go> {
        let recent = settings.recent.iter().map(|recent| recent.path.clone());
        self.presence.look(ui.ctx(), recent);
        let (mut went, mut chose) = (None, None);
        let mut later = Wishes::new();
        columns(
            ui,
            self,
            |ui, state| went = state.choices(ui, opening, wishes),
            |ui, state| {
                chose = state.recent(ui, settings, opening, now, &mut later);
                ui.add_space(space::L);
                frameworks(ui);
            },
        );
        wishes.append(&mut later);
        if let Some(state) = &mut self.settings
            && preferences::panel(ui.ctx(), state, settings, wishes)
        {
            self.settings = None;
        }
        went.or(chose)
    }

    fn choices(&mut self, ui: &mut Ui, opening: bool, wishes: &mut Wishes) -> Option<Go> {
        let colors = tokens(ui);
        let mut went = None;
        text::heading34(ui, "Plumbline");
        let words = "Case audits held against the inspection framework. On this computer only.";
        text::runs(
            ui,
            &[Run {
                text: words,
                weight: Weight::Regular,
                size: size::HEADING,
                color: colors.muted,
            }],
        );
        ui.add_space(space::L);
        let make = Button::primary("New workbook")
            .icon(Icon::Plus)
            .tall()
            .fill()
            .enabled(!opening)
            .show(ui);
        if !self.focused {
            self.focused = true;
            make.request_focus();
        }
        if make.clicked() {
            went = Some(Go::New);
        }
        let open = Button::secondary("Open workbook…")
            .icon(Icon::Folder)
            .tall()
            .fill()
            .enabled(!opening);
        if open.show(ui).clicked() {
            went = Some(Go::Open);
        }
        let words = if opening {
            "Opening the example data…"
        } else {
            "Try with example data"
        };
        let example = Button::secondary(words)
            .icon(Icon::Play)
            .tall()
            .fill()
            .enabled(!opening);
        if example.show(ui).clicked() {
            self.error = None;
            super::begin(wishes, Start::Example);
        }
        if let Some(error) = &self.error {
            banner::error(ui, error, None);
        }
        ui.add_space(space::M);
        super::encrypted(ui);
        if super::link(ui, Button::quiet("Settings").icon(Icon::Settings)) {
            self.settings = Some(preferences::State::default());
        }
        went
    }

    fn recent(&self, ui: &mut Ui, settings: &Settings, opening: bool, now: Moment, wishes: &mut Wishes) -> Option<Go> {
        text::heading17(ui, "Recent");
        let mut went = None;
        if settings.recent.is_empty() {
            let words = if settings.remember_recent {
                "No workbook was opened on this computer yet."
            } else {
                "Recent workbooks are off. Open one with its file."
            };
            text::quiet(ui, words);
        } else {
            let count = settings.recent.len();
            Card::new().padding(0.0, 0.0).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (at, recent) in settings.recent.iter().enumerate() {
                    let gone = self.presence.gone(&recent.path);
                    let place = (at == 0, at + 1 == count);
                    if self.row(ui, recent, gone, place, now).clicked() && !opening {
                        let path = recent.path.clone();
                        went = Some(if gone { Go::Locate(path) } else { Go::Unlock(path) });
                    }
                }
            });
        }
        let mut on = settings.remember_recent;
        let remember = check::checkbox(ui, &mut on, "Remember recent workbooks on this computer")
            .on_hover_text("Switching it off forgets the list");
        if remember.changed() {
            wishes.push(Wish::Settings(Box::new(move |settings| {
                settings.set_remember_recent(on);
            })));
        }
        went
    }

    fn row(&self, ui: &mut Ui, recent: &Recent, gone: bool, (first, last): (bool, bool), now: Moment) -> Response {
        let colors = tokens(ui);
        let (name, folder) = places::name_and_folder(&recent.path, self.home.as_deref());
        let when = when(Moment(recent.opened), now);
        let under = if gone {
            "Not found where it was. Locate…"
        } else {
            &folder
        };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 68.0), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), format!("{name}, {under}, {when}")));
        let round = CornerRadius {
            nw: if first { radius::CARD } else { 0 },
            ne: if first { radius::CARD } else { 0 },
            sw: if last { radius::CARD } else { 0 },
            se: if last { radius::CARD } else { 0 },
        };
        if response.hovered() {
            // Inside the card's border.
            ui.painter().rect_filled(rect.shrink(1.0), round, colors.sunken);
        }
        let middle = rect.center().y;
        let ink = if gone { colors.muted } else { colors.text };
        paint::icon(ui.painter(), Icon::File, pos2(rect.left() + 27.0, middle), 19.0, ink);
        let when = paint::line(ui, &when, Weight::Regular, size::QUIET, colors.muted);
        let right = rect.right() - 18.0 - when.size().x;
        paint::text_at(ui.painter(), right, middle, when);
        let left = rect.left() + 50.0;
        let room = right - left - space::L;
        let name = paint::fit(ui, &name, Weight::Semibold, size::BODY, ink, room);
        paint::text_at(ui.painter(), left, middle - 10.0, name);
        let tone = if gone { colors.grade_3 } else { colors.muted };
        let under = paint::fit(ui, under, Weight::Regular, size::QUIET, tone, room);
        paint::text_at(ui.painter(), left, middle + 11.0, under);
        if !last {
            let line = Stroke::new(1.0, colors.line_soft);
            ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
        }
        if response.has_focus() {
            let ring = Stroke::new(colors.focus_width(), colors.focus);
            ui.painter()
                .rect_stroke(rect, round, ring, eframe::egui::StrokeKind::Inside);
        }
        response.on_hover_text(recent.path.display().to_string())
    }
}

/// "Today 14:03", "28 Aug", "3 Jul 2025".
fn when(moment: Moment, now: Moment) -> String {
    let (day, today) = (moment.date(), now.date());
    if day == today {
        format!("Today {}", moment.minute())
    } else {
        near_date(day, today)
    }
}

fn frameworks(ui: &mut Ui) {
    text::heading17(ui, "Frameworks in this version");
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        for framework in shipped::frameworks() {
            let colors = tokens(ui);
            let run = |text, weight, color| Run {
                text,
                weight,
                size: size::BODY,
                color,
            };
            let rest = format!(", {}", in_force(framework));
            text::runs(
                ui,
                &[
                    run(&framework.title, Weight::Semibold, colors.text),
                    run(&rest, Weight::Regular, colors.muted),
                ],
            );
        }
    });
}

/// When a framework is in force: "January 2023 to March 2026", and whose it is.
pub(super) fn in_force(framework: &Framework) -> String {
    let month = |date: Date| date.strftime("%B %Y").to_string();
    if framework.kind == FrameworkKind::CaseAudit {
        return "Plumbline’s own, not an official framework".to_owned();
    }
    let from = month(framework.in_force_from);
    match framework.in_force_to {
        Some(to) => format!("in force {from} to {}", month(to)),
        None => format!("in force from {from}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_as_near_as_it_is() {
        let at = |text: &str| Moment(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        let now = at("2026-11-22T12:00:00Z");
        assert!(when(now, now).starts_with("Today "));
        assert_eq!(when(at("2026-08-28T12:00:00Z"), now), "28 Aug");
        assert_eq!(when(at("2025-07-03T12:00:00Z"), now), "3 Jul 2025");
    }
}
