//! Where the keyboard's focus came from: a dialog gives it to its first field, and back to its opener.

use eframe::egui;
use eframe::egui::{Context, FocusDirection, Id, Plugin, Response, Ui};

/// Kept in a plugin, because locking a workbook clears egui's memory.
#[derive(Default)]
struct Keeper {
    pressed: Option<Id>,
    dialogs: Vec<Open>,
    followed: Option<Id>,
    /// What is to be brought into sight and given the keyboard once it is there, and until when it is waited for.
    reveal: Option<(Id, f64)>,
}

struct Open {
    id: Id,
    opener: Option<Id>,
    entered: bool,
    seen: u64,
}

impl Plugin for Keeper {
    fn debug_name(&self) -> &'static str {
        "focus keeper"
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let pass = ui.cumulative_pass_nr();
        let gone = |dialog: &Open| dialog.seen < pass;
        if let Some(opener) = self.dialogs.iter().find(|d| gone(d)).and_then(|d| d.opener) {
            ui.memory_mut(|memory| memory.request_focus(opener));
            ui.request_repaint();
        }
        self.dialogs.retain(|dialog| !gone(dialog));
    }
}

pub(crate) fn install(ctx: &Context) {
    ctx.add_plugin(Keeper::default());
}

/// Remembers what was pressed last: a pointer's press gives no focus, and focus must find its way back.
pub fn pressed(response: &Response) {
    if response.clicked() {
        let id = response.id;
        response
            .ctx
            .with_plugin(|keeper: &mut Keeper| keeper.pressed = Some(id));
    }
}

/// A dialog is opened by a key: what has the keyboard now gets it back, though what stands behind a dialog lets go of it.
pub fn open_from_here(ctx: &Context) {
    if let Some(focused) = ctx.memory(egui::Memory::focused) {
        ctx.with_plugin(|keeper: &mut Keeper| keeper.pressed = Some(focused));
    }
}

/// Called first in a dialog's contents: on opening, the first thing that can have focus gets it.
pub(super) fn enter(ui: &Ui, dialog: Id) {
    let pass = ui.cumulative_pass_nr();
    let focused = ui.memory(egui::Memory::focused);
    // What is laid out only to be measured cannot have focus yet.
    let measured = !ui.is_sizing_pass();
    let first = ui.with_plugin(|keeper: &mut Keeper| {
        let known = keeper.dialogs.iter().position(|open| open.id == dialog);
        if known.is_none() {
            keeper.dialogs.push(Open {
                id: dialog,
                opener: focused.or(keeper.pressed),
                entered: false,
                seen: pass,
            });
        }
        let open = keeper.dialogs.iter_mut().find(|open| open.id == dialog)?;
        open.seen = pass;
        if open.entered || !measured {
            return None;
        }
        open.entered = true;
        Some(())
    });
    if first.flatten().is_some() {
        ui.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
            memory.move_focus(FocusDirection::Next);
        });
    }
}

/// Called last in what scrolls: what got the keyboard in it out of sight, as Tab gives it, is brought into sight.
pub fn follow(ui: &Ui) {
    reveal_in(ui);
    let Some(id) = ui.memory(egui::Memory::focused) else {
        return;
    };
    // What scrolls stands side by side, so that the place across tells which of them holds it.
    let across = ui.clip_rect().x_range();
    let Some(response) = ui
        .read_response(id)
        .filter(|response| response.layer_id == ui.layer_id() && across.contains(response.rect.center().x))
    else {
        return;
    };
    let new = ui.with_plugin(|keeper: &mut Keeper| keeper.followed.replace(id) != Some(id));
    // What stands beside the scrolled part is never cut.
    if new == Some(true) && !response.interact_rect.contains_rect(response.rect) {
        ui.scroll_to_rect(response.rect.expand(crate::ui::theme::space::L), None);
    }
}

/// A dialog leads elsewhere when it closes: the keyboard goes there, and not back to its opener.
pub fn leave_opener(ctx: &Context) {
    ctx.with_plugin(|keeper: &mut Keeper| {
        for dialog in &mut keeper.dialogs {
            dialog.opener = None;
        }
    });
}

/// Seconds that something to be revealed is waited for: its audit is read first.
const WAITS: f64 = 5.0;

/// Brings a control into sight and gives it the keyboard, once it is there and in something that scrolls.
pub fn reveal(ctx: &Context, id: Id) {
    let until = ctx.input(|input| input.time) + WAITS;
    ctx.with_plugin(|keeper: &mut Keeper| keeper.reveal = Some((id, until)));
    ctx.request_repaint();
}

fn reveal_in(ui: &Ui) {
    let Some((id, until)) = ui.with_plugin(|keeper: &mut Keeper| keeper.reveal).flatten() else {
        return;
    };
    let over = ui.input(|input| input.time) > until;
    let here = ui
        .read_response(id)
        .filter(|response| response.layer_id == ui.layer_id());
    if let Some(response) = &here {
        ui.scroll_to_rect(
            response.rect.expand(crate::ui::theme::space::L),
            Some(egui::Align::Center),
        );
        // What is closed to change is shown and cannot have the keyboard.
        if response.enabled() {
            response.request_focus();
        }
    }
    if over || here.is_some() {
        ui.with_plugin(|keeper: &mut Keeper| keeper.reveal = None);
    }
}
