//! The cells of a dip sample.

use super::super::audits::day;
use super::columns::Column;
use super::{SAFE, SAFE_VALUES, State, answer, concern, foot, safe, view_row};
use crate::app::edit::Edit;
use crate::app::view::dip::{DipRow, DipView};
use crate::model::audit::{SafeNow, Status};
use crate::model::change::{Entity, Place};
use crate::model::shipped;
use crate::ui::fonts::Icon;
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::typed::{self, Typed};
use crate::ui::views::Views;
use crate::ui::widgets::Field;
use crate::ui::widgets::answer_cell::{self, AnswerCell};
use crate::ui::widgets::choice::AnswerOption;
use crate::ui::widgets::grid::{At, Cells};
use crate::ui::widgets::menu::{MenuItem, menu};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::accesskit::Role;
use eframe::egui::{CornerRadius, Id, Key, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Everything the cells are filled from.
pub(super) struct Screen<'a> {
    pub(super) state: &'a mut State,
    pub(super) typed: &'a mut Typed,
    pub(super) view: &'a DipView,
    pub(super) views: &'a Views,
    pub(super) wishes: &'a mut Wishes,
    pub(super) options: &'a [AnswerOption<'a>],
    pub(super) values: &'a [String],
    pub(super) columns: &'a [Column],
}

fn comment(row: &DipRow) -> Place {
    Place::row(Entity::Audit, row.audit, "comment")
}

impl<'a> Screen<'a> {
    fn row(&self, at: At) -> Option<(&'a DipRow, Column)> {
        Some((view_row(self.state, self.view, at.0)?, *self.columns.get(at.1)?))
    }

    pub(super) fn cell_id(&self, at: At) -> Id {
        match self.row(at) {
            Some((row, Column::Comment)) => typed::id(&comment(row)),
            Some((row, _)) => Id::unique(("dip cell", row.audit, at.1)),
            None => Id::unique(("dip cell of none", at)),
        }
    }

    /// A key that answers was pressed in a cell.
    pub(super) fn pressed(&mut self, at: At, key: Key) {
        let Some((row, column)) = self.row(at) else { return };
        let wish = match column {
            Column::Question(question) => {
                answer_cell::picked(self.options, key).and_then(|picked| answer(self.view, row, question, picked))
            }
            Column::SafeNow => answer_cell::picked(&SAFE, key).and_then(|picked| safe(row, picked)),
            _ => None,
        };
        self.wishes.extend(wish);
    }

    fn question(&mut self, ui: &Ui, row: &DipRow, question: usize, response: &Response) {
        let Some((_, criterion)) = self.view.questions().nth(question) else {
            return;
        };
        let given = row.answers.get(question).map_or("", String::as_str);
        let cell = AnswerCell {
            name: &format!("{}, {} {}", row.who, criterion.id, criterion.question),
            options: self.options,
            selected: self.values.iter().position(|value| value == given),
            empty: "Not answered",
            enabled: row.status.open_to_change(),
        };
        if let Some(picked) = cell.show(ui, response.rect, response) {
            self.wishes.extend(answer(self.view, row, question, picked));
        }
    }

    fn safe_now(&mut self, ui: &Ui, row: &DipRow, response: &Response) {
        let cell = AnswerCell {
            name: &format!("{}, safe now", row.who),
            options: &SAFE,
            selected: SAFE_VALUES.iter().position(|value| *value == row.safe_now),
            empty: "Not assessed",
            enabled: row.status.open_to_change(),
        };
        if let Some(picked) = cell.show(ui, response.rect, response) {
            self.wishes.extend(safe(row, picked));
        }
    }

    /// What is typed, in a field once the cell has the keyboard.
    fn comment(&mut self, ui: &mut Ui, row: &DipRow, response: Option<&Response>) {
        let place = comment(row);
        let name = format!("Comment on {}", row.who);
        let enabled = row.status.open_to_change();
        let rect = ui.max_rect().shrink2(vec2(space::XS, 4.0));
        let Some(response) = response else {
            let mut room = ui.new_child(eframe::egui::UiBuilder::new().id_salt("words").max_rect(rect));
            let width = rect.width();
            self.typed.field_with(
                &mut room,
                &place,
                &row.comment,
                |id| Field::new(id, &name).hidden_label().width(width).enabled(enabled),
                self.wishes,
            );
            return;
        };
        let words = self.typed.words(&place, &row.comment).to_owned();
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::TextInput, ui.is_enabled() && enabled, &name);
            info.current_text_value = Some(words.clone());
            info
        });
        let colors = tokens(ui);
        let line = Stroke::new(colors.line_width(), colors.line);
        let corner = CornerRadius::same(radius::CONTROL);
        let fill = if response.hovered() {
            colors.sunken
        } else {
            colors.surface
        };
        ui.painter().rect(rect, corner, fill, line, StrokeKind::Inside);
        let room = rect.width() - 2.0 * space::M;
        let first = words.lines().next().unwrap_or_default();
        let shown = paint::fit(ui, first, Weight::Regular, size::BODY, colors.text, room);
        let cut = shown.elided || words.lines().count() > 1;
        paint::text_at(ui.painter(), rect.left() + space::M, rect.center().y, shown);
        if cut && response.hovered() {
            response.clone().on_hover_text(&words);
        }
    }

    fn concern(&mut self, ui: &Ui, row: &DipRow, response: &Response) {
        let colors = tokens(ui);
        let (words, name) = match &row.concern {
            Some(open) => {
                let hours = open.hours(self.views.now);
                let told = if open.told_who.trim().is_empty() {
                    "not told"
                } else {
                    "told"
                };
                let open = match hours {
                    0 => "Open".to_owned(),
                    hours => format!("Open {hours} h"),
                };
                let name = format!(
                    "Record what was done about {}: urgent concern open {hours} hours, {told}",
                    row.who
                );
                (open, name)
            }
            None => ("Raise…".to_owned(), format!("Raise urgent concern about {}", row.who)),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
        let alarm = row.concern.is_some() || matches!(row.safe_now, SafeNow::No | SafeNow::Unsure);
        let (fill, line, ink) = match (alarm, response.hovered()) {
            (true, _) => (colors.grade_4, colors.grade_4, colors.on_grade),
            (false, true) => (colors.grade_4_soft, colors.grade_4, colors.grade_4),
            (false, false) => (colors.surface, colors.line, colors.grade_4),
        };
        let text = paint::fit(
            ui,
            &words,
            Weight::Semibold,
            size::QUIET,
            ink,
            response.rect.width() - 48.0,
        );
        let wide = text.size().x + 22.0 + 2.0 * space::S;
        let place = Rect::from_center_size(response.rect.center(), vec2(wide, 26.0));
        let corner = CornerRadius::same(radius::CONTROL);
        let line = Stroke::new(colors.line_width(), line);
        ui.painter().rect(place, corner, fill, line, StrokeKind::Inside);
        paint::icon(
            ui.painter(),
            Icon::Alert,
            pos2(place.left() + space::S + 8.0, place.center().y),
            15.0,
            ink,
        );
        paint::text_at(ui.painter(), place.left() + space::S + 20.0, place.center().y, text);
        if let Some(since) = row.safe_since {
            let when = day(since.date(), self.views.today);
            response.clone().on_hover_text(format!("Safe since {when}"));
        }
        if response.clicked() {
            self.wishes.push(concern(row));
        }
    }

    fn more(&mut self, ui: &Ui, row: &DipRow, response: &Response) {
        let name = format!("More about {}", row.who);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &name));
        let colors = tokens(ui);
        let place = Rect::from_center_size(response.rect.center(), vec2(28.0, 28.0));
        if response.hovered() {
            let corner = CornerRadius::same(radius::CONTROL);
            ui.painter().rect_filled(place, corner, colors.sunken);
        }
        paint::icon(ui.painter(), Icon::More, place.center(), 18.0, colors.text);
        let step = match row.status {
            Status::Draft => Some(Status::Submitted),
            Status::Submitted => Some(Status::Draft),
            _ => None,
        };
        let to = step.map_or("Submit", |step| step.step_from(row.status));
        let items = [
            MenuItem::new(Some(Icon::ArrowRight), "Open as an audit"),
            MenuItem::new(
                Some(Icon::Alert),
                if row.concern.is_some() {
                    "Record what was done…"
                } else {
                    "Raise urgent concern…"
                },
            ),
            MenuItem {
                enabled: step.is_some(),
                ..MenuItem::new(None, to)
            },
            MenuItem {
                danger: true,
                enabled: row.status.next().contains(&Status::Withdrawn),
                ..MenuItem::new(Some(Icon::Trash), "Remove from the dip sample")
            },
        ];
        let set = |status: Status| {
            Wish::edit(Edit::SetStatus {
                audit: row.audit,
                status,
            })
        };
        match menu(ui, response, &name, &items) {
            Some(0) => self.wishes.push(Wish::OpenAudit(row.audit, None)),
            Some(1) => self.wishes.push(concern(row)),
            Some(2) => self.wishes.extend(step.map(set)),
            // It is withdrawn, and comes back when its reference is added again.
            Some(_) => self.wishes.push(set(Status::Withdrawn)),
            None => {}
        }
    }

    fn reference(&mut self, ui: &Ui, row: &DipRow, response: &Response) {
        let colors = tokens(ui);
        let done = row.answers.iter().filter(|answer| !answer.is_empty()).count();
        let (mark, words) = match (row.status, row.complete()) {
            (Status::Draft | Status::Allocated, true) => (Some(Icon::Check), "complete".to_owned()),
            (Status::Draft | Status::Allocated, false) => (None, format!("{done} of {}", row.answers.len())),
            (status, _) => (Some(Icon::CheckCircle), status.name().to_lowercase()),
        };
        let name = format!("{}, {words}. Open as an audit", row.who);
        response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, ui.is_enabled(), &name));
        let rect = response.rect;
        let (left, room) = (rect.left() + space::M, rect.width() - space::M - space::S);
        let who = paint::fit(ui, &row.who, Weight::Semibold, size::LIST, colors.text, room);
        if response.hovered() {
            let line = Stroke::new(1.0, colors.text);
            let under = rect.center().y - 9.0 + who.size().y / 2.0;
            ui.painter().hline(left..=left + who.size().x, under, line);
        }
        let cut = who.elided;
        paint::text_at(ui.painter(), left, rect.center().y - 9.0, who);
        let mut at = left;
        if let Some(mark) = mark {
            paint::icon(
                ui.painter(),
                mark,
                pos2(at + 7.0, rect.center().y + 10.0),
                14.0,
                colors.grade_2,
            );
            at += 18.0;
        }
        let quiet = paint::fit(
            ui,
            &words,
            Weight::Regular,
            size::SMALL,
            colors.muted,
            rect.right() - at - space::XS,
        );
        paint::text_at(ui.painter(), at, rect.center().y + 10.0, quiet);
        if cut {
            response.clone().on_hover_text(&row.who);
        }
        if response.clicked() {
            self.wishes.push(Wish::OpenAudit(row.audit, None));
        }
    }
}

impl Cells for Screen<'_> {
    fn id(&self, at: At) -> Id {
        self.cell_id(at)
    }

    fn letters(&self, at: At) -> usize {
        self.row(at).map_or(0, |(row, _)| {
            self.typed.words(&comment(row), &row.comment).chars().count()
        })
    }

    fn head(&mut self, ui: &mut Ui, column: usize) {
        let words = match self.columns.get(column) {
            Some(Column::Reference) => "File",
            Some(Column::Comment) => "Comment",
            Some(Column::SafeNow) => "Safe now",
            Some(Column::Concern) => "Urgent concern",
            Some(Column::Question(question)) => return asked(ui, self.view, *question),
            _ => return,
        };
        let colors = tokens(ui);
        let rect = ui.max_rect();
        let response = ui.interact(rect, ui.unique_id().with("head"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, words));
        let text = paint::fit(ui, words, Weight::Semibold, size::LIST, colors.muted, rect.width());
        paint::text_at(ui.painter(), rect.left() + space::XS, rect.center().y, text);
    }

    fn cell(&mut self, ui: &mut Ui, at: At, response: Option<&Response>) {
        match (self.row(at), response) {
            (Some((row, Column::Comment)), response) => self.comment(ui, row, response),
            (Some((row, Column::Reference)), Some(response)) => self.reference(ui, row, response),
            (Some((row, Column::Question(question))), Some(response)) => self.question(ui, row, question, response),
            (Some((row, Column::SafeNow)), Some(response)) => self.safe_now(ui, row, response),
            (Some((row, Column::Concern)), Some(response)) => self.concern(ui, row, response),
            (Some((row, Column::More)), Some(response)) => self.more(ui, row, response),
            _ => {}
        }
    }

    fn foot(&mut self, ui: &mut Ui, column: usize) {
        match self.columns.get(column) {
            Some(Column::Reference) => foot::labels(ui, self.view),
            Some(Column::Question(question)) => foot::tally(ui, self.state, self.view, *question),
            _ => {}
        }
    }
}

/// The head of a question: its number and topic, then its start; the whole of it is its name and its tooltip.
fn asked(ui: &Ui, view: &DipView, question: usize) {
    let Some((judgement, criterion)) = view.questions().nth(question) else {
        return;
    };
    let colors = tokens(ui);
    let rect = ui.max_rect();
    let response = ui.interact(rect, ui.unique_id().with("head"), Sense::hover());
    let name = format!("{} {}", criterion.id, criterion.question);
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &name));
    ui.accesskit_node_builder(response.id, |node| node.set_description(judgement.name.as_str()));
    let topic = shipped::topics().iter().find(|topic| topic.key == criterion.topic);
    let short = format!("{} {}", criterion.id, topic.map_or("", |topic| topic.name.as_str()));
    let strong = paint::fit(ui, &short, Weight::Semibold, size::LIST, colors.text, rect.width());
    paint::text_at(ui.painter(), rect.left() + space::XS, rect.top() + 15.0, strong);
    let mut job = eframe::egui::text::LayoutJob::simple(
        criterion.question.clone(),
        paint::font(Weight::Regular, size::SMALL),
        colors.muted,
        rect.width(),
    );
    job.wrap.max_rows = 2;
    let words = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter()
        .galley(pos2(rect.left() + space::XS, rect.top() + 26.0), words, colors.muted);
    response.on_hover_text(format!(
        "{name}\n\nGood: {}\n\nWorrying: {}",
        criterion.good, criterion.worry
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::choice::Picked;

    #[test]
    fn safe_now_is_answered_by_letter_and_number() {
        for (key, at) in [(Key::Y, 0), (Key::U, 1), (Key::N, 2), (Key::Num3, 2)] {
            assert_eq!(answer_cell::picked(&SAFE, key), Some(Picked::Set(at)));
        }
        assert_eq!(answer_cell::picked(&SAFE, Key::Delete), Some(Picked::Clear));
        assert_eq!(answer_cell::picked(&SAFE, Key::A), None);
        assert_eq!(SAFE.len(), SAFE_VALUES.len());
    }
}
