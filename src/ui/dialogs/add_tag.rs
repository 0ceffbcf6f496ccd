//! A new tag: its name, where it stands, its colour and what it is for.

use crate::app::edit::{Edit, TagEdit, TagFields};
use crate::model::tag::COLOURS;
use crate::model::tag_names::LONGEST_NAME;
use crate::model::tag_rules::{self, LONGEST_DESCRIPTION, OWN_GROUP};
use crate::ui::screens::start::spot;
use crate::ui::screens::tags::under_choices;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::radio::radios;
use crate::ui::widgets::typeahead::{fitting, suggest};
use crate::ui::widgets::{Button, Dialog, Field, Select};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Ui};

/// What is being typed.
pub struct State {
    id: Id,
    fields: TagFields,
    error: Option<String>,
    go: bool,
}

impl State {
    /// A tag in this group, under this tag.
    pub fn new(group: &str, parent: Option<i64>, colour: i64) -> Self {
        Self {
            id: super::opening(),
            fields: TagFields {
                name: String::new(),
                group: group.to_owned(),
                parent,
                colour,
                description: String::new(),
            },
            error: None,
            go: true,
        }
    }

    /// Why it cannot be added; nothing when it can.
    fn fault(&self, views: &Views) -> Option<String> {
        let tags = &views.workbook.tags;
        let group = match self.fields.group.trim() {
            "" => OWN_GROUP.to_owned(),
            group => match tag_rules::group(tags, None, group) {
                Ok(group) => group,
                Err(error) => return Some(error),
            },
        };
        tag_rules::name(tags, None, (&group, self.fields.parent), &self.fields.name).err()
    }
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let shown = Dialog::new(state.id, "Add tag")
        .width(520.0)
        .cancel("Cancel")
        .primary(Button::primary("Add tag"))
        .show(ctx, |ui| form(ui, state, views));
    match shown.choice {
        Some(Choice::Primary) => match state.fault(views) {
            None => {
                let edit = TagEdit::Add(state.fields.clone());
                wishes.push(Wish::edit(Edit::Tags(Box::new(edit))));
                wishes.push(Wish::CloseWhenDone);
            }
            Some(error) => {
                (state.error, state.go) = (Some(error), true);
                ctx.request_repaint();
            }
        },
        Some(_) => wishes.push(Wish::Close),
        None => {}
    }
}

fn form(ui: &mut Ui, state: &mut State, views: &Views) {
    ui.spacing_mut().item_spacing.y = space::M;
    let id = state.id.with("name");
    let go = !ui.is_sizing_pass() && std::mem::take(&mut state.go);
    let changed = spot(ui, id, go, |ui| {
        Field::new(id, "Name")
            .limit(LONGEST_NAME)
            .error(state.error.as_deref())
            .show(ui, &mut state.fields.name)
            .changed()
    });
    if changed {
        state.error = None;
    }
    let mut groups: Vec<String> = views.workbook.tags.iter().map(|tag| tag.group.clone()).collect();
    groups.sort();
    groups.dedup();
    let id = state.id.with("group");
    let known = fitting(&state.fields.group, &groups, 8);
    let field = Field::new(id, "Group")
        .limit(LONGEST_NAME)
        .placeholder(OWN_GROUP)
        .hint("One there is, or a new one");
    if suggest(ui, id, field, &mut state.fields.group, &known).changed() {
        state.fields.parent = None;
    }
    let choices = under_choices(&views.workbook.tags, state.fields.group.trim(), None);
    if choices.len() > 1 {
        let options: Vec<(Option<i64>, &str)> = choices.iter().map(|(id, words)| (*id, words.as_str())).collect();
        let id = state.id.with("under");
        let picked = Select::new(id, "Stands under", Some(&state.fields.parent), &options).show(ui);
        state.fields.parent = picked.unwrap_or(state.fields.parent);
    }
    let at = usize::try_from(state.fields.colour - 1).ok();
    crate::ui::widgets::text::strong(ui, "Colour");
    if let Some(at) = radios(ui, state.id.with("colour"), "Colour", &COLOURS, at) {
        state.fields.colour = i64::try_from(at).unwrap_or(0) + 1;
    }
    Field::new(state.id.with("description"), "What it is for")
        .rows(2)
        .limit(LONGEST_DESCRIPTION)
        .placeholder("When to use it, and when not")
        .show(ui, &mut state.fields.description);
}
