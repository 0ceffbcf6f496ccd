//! What the evidence says: strengths and points to develop by tag.

use crate::app::analysis::{AnalysisView, TagFigure, evidence_of};
use crate::model::analysis::LEAST;
use crate::model::evidence::Direction;
use crate::model::facets::Filter;
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::{chip, focus, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::accesskit::Role;
use eframe::egui::{Id, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 27.0;

/// The tags with most evidence.
const MOST: usize = 14;

pub(super) fn show(ui: &mut Ui, view: &AnalysisView, views: &Views, wishes: &mut Wishes) {
    text::heading17(ui, "What the evidence says");
    let mut figures: Vec<&TagFigure> = view.tags.iter().collect();
    figures.retain(|figure| figure.strengths + figure.develop >= LEAST);
    figures.sort_by_key(|figure| std::cmp::Reverse(figure.strengths + figure.develop));
    figures.truncate(MOST);
    if view.counting {
        text::quiet(ui, "Counting");
    }
    let most = figures
        .iter()
        .map(|figure| figure.strengths.max(figure.develop))
        .max()
        .unwrap_or(0);
    if most == 0 {
        text::quiet(ui, "No tag stands on five pieces of evidence here");
        return;
    }
    let colors = tokens(ui);
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let middle = middle_of(head);
    let words = paint::line(ui, "Strengths", Weight::Semibold, size::QUIET, colors.strength);
    paint::text_at(
        ui.painter(),
        middle - space::XS - words.size().x,
        head.center().y,
        words,
    );
    let words = paint::line(ui, "To develop", Weight::Semibold, size::QUIET, colors.develop);
    paint::text_at(ui.painter(), middle + space::XS, head.center().y, words);
    for figure in figures {
        row(ui, view, views, figure, most, wishes);
    }
}

/// Where strengths and points to develop meet.
fn middle_of(rect: Rect) -> f32 {
    rect.left() + 150.0 + (rect.width() - 150.0 - 116.0) / 2.0
}

fn row(ui: &mut Ui, view: &AnalysisView, views: &Views, figure: &TagFigure, most: u32, wishes: &mut Wishes) {
    let Some(tag) = views.workbook.tags.iter().find(|tag| tag.id == figure.tag) else {
        return;
    };
    let colors = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let y = rect.center().y;
    chip::dot(ui, pos2(rect.left() + 5.0, y), tag.colour as usize);
    let name = paint::fit(ui, &tag.name, Weight::Regular, size::LIST, colors.text, 128.0);
    paint::text_at(ui.painter(), rect.left() + 18.0, y, name);
    let words = format!(
        "{} / {}",
        text::thousands(figure.strengths as usize),
        text::thousands(figure.develop as usize)
    );
    let words = paint::line(ui, &words, Weight::Regular, size::QUIET, colors.muted);
    paint::text_at(ui.painter(), rect.right() - words.size().x, y, words);
    let middle = middle_of(rect);
    let room = middle - rect.left() - 154.0;
    let sides = [
        (Direction::Strength, figure.strengths, colors.strength, -1.0),
        (Direction::Develop, figure.develop, colors.develop, 1.0),
    ];
    for (direction, n, ink, side) in sides {
        if n == 0 {
            continue;
        }
        let width = (room * n as f32 / most as f32).max(3.0);
        let near = middle + side * space::XS;
        let bar = Rect::from_two_pos(pos2(near, y - 8.0), pos2(near + side * width, y + 8.0));
        ui.painter().rect_filled(bar, f32::from(radius::SMALL) / 2.0, ink);
        let place = Rect::from_two_pos(
            pos2(near, rect.top()),
            pos2(near + side * width.max(16.0), rect.bottom()),
        );
        let response = ui.interact(
            place,
            Id::unique(("tag figure", tag.id, direction.key())),
            Sense::click(),
        );
        let said = format!(
            "{}, {}: {n} pieces of evidence",
            tag.name,
            direction.name().to_lowercase()
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &said));
        focus::pressed(&response);
        paint::focus_ring(ui, &response, place, radius::SMALL);
        if response.clicked() {
            wishes.push(Wish::ShowEvidence(Box::new(Filter {
                directions: [direction].into(),
                tags: [tag.id].into(),
                ..evidence_of(&view.choice)
            })));
        }
        if response.hovered() {
            response.on_hover_text(said);
        }
    }
}
