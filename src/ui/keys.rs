//! Keys of commands, taken before any widget sees them.

use crate::app::command::{Command, Keys};
use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};

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

/// The commands whose keys were pressed. While text is being typed, undo and redo belong to the text.
pub fn pressed(ctx: &Context) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let mut commands: Vec<(Command, Keys)> = Command::ALL
        .iter()
        .filter_map(|command| Some((*command, command.keys()?)))
        .collect();
    // Shortcuts with more modifiers first: the plain one would take them too.
    commands.sort_by_key(|(_, keys)| std::cmp::Reverse(u8::from(keys.shift) + u8::from(keys.alt)));
    let mut found = Vec::new();
    for (command, keys) in commands {
        if typing && matches!(command, Command::Undo | Command::Redo) {
            continue;
        }
        if shortcut(keys).is_some_and(|shortcut| ctx.input_mut(|input| input.consume_shortcut(&shortcut))) {
            found.push(command);
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
}
