//! The name of a group of tags: another one, or that of a new group for a tag.

use crate::app::edit::{Edit, TagEdit};
use crate::model::tag_names::LONGEST_NAME;
use crate::model::tag_order::Spot;
use crate::model::tag_rules;
use crate::ui::screens::start::spot;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::{Button, Dialog, Field, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id};

/// What the name is for.
enum For {
    /// This group.
    Group(String),
    /// A group of its own for this tag.
    Tag(i64),
}

/// What is being typed.
pub struct State {
    of: For,
    name: String,
    error: Option<String>,
    go: bool,
}

impl State {
    /// Another name for a group.
    pub fn rename(group: &str) -> Self {
        Self {
            of: For::Group(group.to_owned()),
            name: group.to_owned(),
            error: None,
            go: true,
        }
    }

    /// A new group, into which a tag goes.
    pub fn new_for(tag: i64) -> Self {
        Self {
            of: For::Tag(tag),
            name: String::new(),
            error: None,
            go: true,
        }
    }

    fn edit(&self, name: String) -> TagEdit {
        match &self.of {
            For::Group(group) => TagEdit::RenameGroup {
                group: group.clone(),
                name,
            },
            For::Tag(tag) => TagEdit::Put(
                *tag,
                Spot {
                    group: name,
                    parent: None,
                    before: None,
                },
            ),
        }
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let tags = &views.workbook.tags;
    let (title, primary, own) = match &state.of {
        For::Group(group) => ("Rename group", "Rename", Some(group.clone())),
        For::Tag(_) => ("New group", "Move to it", None),
    };
    let id = Id::unique("tag group name");
    let known = tags
        .iter()
        .map(|tag| &tag.group)
        .find(|group| Some(*group) != own.as_ref() && group.to_lowercase() == state.name.trim().to_lowercase());
    let shown = Dialog::new(Id::unique("tag group"), title)
        .width(480.0)
        .cancel("Cancel")
        .primary(Button::primary(primary))
        .show(ctx, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            let go = !ui.is_sizing_pass() && std::mem::take(&mut state.go);
            let changed = spot(ui, id, go, |ui| {
                Field::new(id, "Name of the group")
                    .limit(LONGEST_NAME)
                    .error(state.error.as_deref())
                    .show(ui, &mut state.name)
                    .changed()
            });
            if changed {
                state.error = None;
            }
            if let Some(known) = known {
                let words = match own {
                    Some(_) => format!("There is a group {known}. The tags of both stand in it then."),
                    None => format!("There is a group {known}. The tag goes there."),
                };
                text::quiet(ui, &words);
            }
        });
    match shown.choice {
        Some(Choice::Primary) => match tag_rules::group(tags, own.as_deref(), &state.name) {
            Ok(name) => {
                wishes.push(Wish::edit(Edit::Tags(Box::new(state.edit(name)))));
                wishes.push(Wish::CloseWhenDone);
            }
            Err(error) => {
                (state.error, state.go) = (Some(error), true);
                ctx.request_repaint();
            }
        },
        Some(_) => wishes.push(Wish::Close),
        None => {}
    }
}
