//! What was just done, said for a while at the bottom, with a way to take it back.

use std::collections::VecDeque;
use std::time::Duration;

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{Align, Align2, Area, Context, Id, Layout, Order, Sense, Stroke, Ui, UiBuilder, WidgetInfo, vec2};

use super::button::{Button, IconLook, icon_button_with};
use super::paint::{self, Weight};
use crate::ui::fonts::Icon;
use crate::ui::theme::{height, radius, size, space, tokens};

/// Seconds a toast stays.
const STAY: f64 = 6.0;
/// Seconds it stays with something to press.
const STAY_WITH_ACTION: f64 = 12.0;
/// The most shown at once; older ones go first.
const MOST: usize = 3;

struct Toast<A> {
    number: u64,
    words: String,
    action: Option<(String, A)>,
    until: Option<f64>,
}

/// The toasts of a window; `A` is what their buttons do.
pub struct Toasts<A> {
    queue: VecDeque<Toast<A>>,
    next: u64,
}

impl<A> Default for Toasts<A> {
    fn default() -> Self {
        Self {
            queue: VecDeque::new(),
            next: 0,
        }
    }
}

impl<A> Toasts<A> {
    /// Says something was done.
    pub fn say(&mut self, words: impl Into<String>) {
        self.push(words.into(), None);
    }

    /// Says something was done, with a button: "Undo".
    pub fn offer(&mut self, words: impl Into<String>, button: impl Into<String>, action: A) {
        self.push(words.into(), Some((button.into(), action)));
    }

    /// Takes all of them away: the workbook was locked.
    pub fn clear(&mut self) {
        self.queue.clear();
    }

    /// Takes away those whose button means nothing any more.
    pub fn withdraw(&mut self, stale: impl Fn(&A) -> bool) {
        self.queue
            .retain(|toast| !toast.action.as_ref().is_some_and(|(_, action)| stale(action)));
    }

    fn push(&mut self, words: String, action: Option<(String, A)>) {
        while self.queue.len() >= MOST {
            self.queue.pop_front();
        }
        self.queue.push_back(Toast {
            number: self.next,
            words,
            action,
            until: None,
        });
        self.next += 1;
    }

    /// Shows what there is; gives the action whose button was pressed.
    pub fn show(&mut self, ctx: &Context) -> Option<A> {
        if self.queue.is_empty() {
            return None;
        }
        let now = ctx.input(|input| input.time);
        let mut pressed = None;
        let mut closed = None;
        let most = (ctx.content_rect().width() - 2.0 * space::L).min(520.0);
        let area = Area::new(Id::unique("toasts"))
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -space::L))
            .order(Order::Foreground)
            .layout(Layout::top_down(Align::Center))
            .show(ctx, |ui| {
                ui.set_max_width(most);
                ui.spacing_mut().item_spacing.y = space::S;
                for toast in &self.queue {
                    match one(ui, toast, most) {
                        Some(Press::Action) => pressed = Some(toast.number),
                        Some(Press::Close) => closed = Some(toast.number),
                        None => {}
                    }
                }
            });
        // While it is pointed at, nothing goes away.
        let held = area.response.contains_pointer() || area.response.container_contains_pointer();
        for toast in &mut self.queue {
            let stay = if toast.action.is_some() { STAY_WITH_ACTION } else { STAY };
            let until = toast.until.unwrap_or(now + stay);
            toast.until = Some(if held { until.max(now + 2.0) } else { until });
        }
        let action = self.take(pressed);
        self.queue
            .retain(|toast| Some(toast.number) != closed && toast.until.is_none_or(|until| now < until));
        let soonest = self.queue.iter().filter_map(|toast| toast.until).reduce(f64::min);
        if let Some(soonest) = soonest {
            ctx.request_repaint_after(Duration::from_secs_f64((soonest - now).max(0.05)));
        }
        action
    }

    fn take(&mut self, number: Option<u64>) -> Option<A> {
        let at = self.queue.iter().position(|toast| Some(toast.number) == number)?;
        self.queue.remove(at)?.action.map(|(_, action)| action)
    }
}

enum Press {
    Action,
    Close,
}

fn one<A>(ui: &mut Ui, toast: &Toast<A>, most: f32) -> Option<Press> {
    let colors = tokens(ui);
    let button = toast.action.as_ref().map(|(words, _)| Button::quiet(words));
    let beside = button.map_or(0.0, |button| button.width(ui) + space::S) + height::CHIP + space::S + 2.0 * space::L;
    let words = paint::wrap(
        ui,
        &toast.words,
        Weight::Regular,
        size::LIST,
        colors.text,
        most - beside,
    );
    let high = words.size().y.max(height::CONTROL);
    let (place, _) = ui.allocate_exact_size(vec2(words.size().x + beside, high + space::S), Sense::hover());
    let line = Stroke::new(colors.line_width(), colors.field_line);
    ui.painter().rect(
        place,
        radius::CARD,
        colors.surface,
        line,
        eframe::egui::StrokeKind::Inside,
    );
    let builder = UiBuilder::new()
        .id_salt(toast.number)
        .max_rect(place.shrink2(vec2(space::L, 0.0)))
        .layout(Layout::left_to_right(Align::Center))
        .accessibility_role(Role::Alert)
        .accessibility_label(toast.words.as_str());
    let mut ui = ui.new_child(builder);
    ui.accesskit_node_builder(ui.unique_id(), |node| node.set_live(Live::Polite));
    ui.spacing_mut().item_spacing.x = space::S;
    let (text, response) = ui.allocate_exact_size(vec2(words.size().x, high), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &toast.words));
    paint::text_at(ui.painter(), text.left(), text.center().y, words);
    let mut press = None;
    if button.is_some_and(|button| button.show(&mut ui).clicked()) {
        press = Some(Press::Action);
    }
    if icon_button_with(&mut ui, Icon::X, "Close", IconLook::Plain, true).clicked() {
        press = Some(Press::Close);
    }
    press
}
