//! Keys of commands, taken before any widget sees them.

use crate::app::command::{Command, Keys};
use eframe::egui::{Context, Event, Key, KeyboardShortcut, Modifiers};

fn shortcut(keys: Keys) -> Option<KeyboardShortcut> {
    let key = match keys.key {
        "," => Key::Comma,
        name => Key::from_name(name)?,
    };
    let mut modifiers = Modifiers::NONE;
    if keys.command {
        modifiers |= Modifiers::COMMAND;
    }
    if keys.shift {
        modifiers |= Modifiers::SHIFT;
    }
    if keys.alt {
        modifiers |= Modifiers::ALT;
    }
    Some(KeyboardShortcut::new(modifiers, key))
}

/// Takes a shortcut that was pressed with just its modifiers. egui would take one with Alt or Shift more too, and on a
/// British keyboard Ctrl+Alt+4 (`AltGr`) is how a euro sign is typed into a note.
fn take(ctx: &Context, shortcut: KeyboardShortcut) -> bool {
    ctx.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(|event| {
            !matches!(
                event,
                Event::Key { key, pressed: true, modifiers, .. }
                    if *key == shortcut.logical_key && modifiers.matches_exact(shortcut.modifiers)
            )
        });
        input.events.len() < before
    })
}

/// The commands whose keys were pressed. While text is being typed, undo and redo belong to the text.
pub fn pressed(ctx: &Context) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let mut found = Vec::new();
    for command in Command::ALL {
        if typing && matches!(command, Command::Undo | Command::Redo) {
            continue;
        }
        let keys = [command.keys(), command.other_keys()];
        for shortcut in keys.into_iter().flatten().filter_map(shortcut) {
            if take(ctx, shortcut) {
                found.push(*command);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_commands_keys_are_known() {
        for command in Command::ALL {
            assert!(
                command.keys().is_none_or(|keys| shortcut(keys).is_some()),
                "{command:?}"
            );
        }
    }

    fn pressing(modifiers: Modifiers, key: Key) -> Vec<Command> {
        let ctx = Context::default();
        let event = Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers,
        };
        let mut found = Vec::new();
        let input = eframe::egui::RawInput {
            events: vec![event],
            ..eframe::egui::RawInput::default()
        };
        let mut shown = ctx.run_ui(input, |ui| found.extend(pressed(ui.ctx())));
        shown.textures_delta.clear();
        found
    }

    #[test]
    fn keys_are_taken_with_just_their_modifiers() {
        let ctrl = Modifiers::CTRL | Modifiers::COMMAND;
        assert_eq!(pressing(ctrl, Key::Num4), [Command::Answer(4)]);
        assert_eq!(pressing(ctrl | Modifiers::ALT, Key::Num4), [], "AltGr+4 is a euro sign");
        assert_eq!(pressing(ctrl, Key::Z), [Command::Undo]);
        assert_eq!(pressing(ctrl | Modifiers::SHIFT, Key::Z), [Command::Redo]);
        assert_eq!(pressing(ctrl, Key::E), [Command::AddEvidence]);
        assert_eq!(pressing(ctrl | Modifiers::SHIFT, Key::E), [Command::Export]);
        assert_eq!(pressing(Modifiers::NONE, Key::Num4), []);
    }
}
