//! Who is auditing: asked when a workbook is opened, with the last one offered.

use crate::app::worker::Ask;
use crate::model::people::Person;
use crate::ui::screens::start::spot;
use crate::ui::theme::space;
use crate::ui::views::Views;
use crate::ui::widgets::choice::option_cards;
use crate::ui::widgets::modal::Choice;
use crate::ui::widgets::{Button, Dialog, Field, Select, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Context, Id, Key, Modifiers, Popup, Ui};

/// More people than this are a list to open instead of cards.
const CARDS: usize = 5;

/// What is being typed.
#[derive(Default)]
pub struct State {
    /// The person picked; nobody until one is, then the last one stands.
    picked: Option<Who>,
    name: String,
    role: String,
    told: bool,
    go: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Known(i64),
    New,
}

/// Shows the dialog.
pub fn show(ctx: &Context, state: &mut State, views: &Views, wishes: &mut Wishes) {
    let people: Vec<&Person> = views.workbook.people.iter().collect();
    let picked = state.picked.unwrap_or(Who::Known(views.workbook.me.id));
    // Enter goes on wherever the keyboard is, as long as no list is open.
    let enter = !Popup::is_any_open(ctx) && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let shown = Dialog::new(Id::unique("who"), "Who is auditing?")
        .width(560.0)
        .primary(Button::primary("Continue"))
        .show(ctx, |ui| {
            text::quiet(
                ui,
                "Your name stands beside what you write, and in the history of each change.",
            );
            if let Some(who) = choose(ui, &people, picked) {
                state.go = who == Who::New;
                state.picked = Some(who);
            }
            if picked == Who::New {
                newcomer(ui, state);
            }
            ui.add_space(space::XS);
        });
    if shown.choice != Some(Choice::Primary) && !enter {
        return;
    }
    match picked {
        Who::Known(person) => {
            wishes.push(Wish::Ask(Ask::Me(person)));
            wishes.push(Wish::Close);
        }
        Who::New if state.name.trim().is_empty() => (state.told, state.go) = (true, true),
        Who::New => {
            let name = state.name.trim();
            // Who is known already is not made a second time.
            let known = people.iter().find(|person| person.name.eq_ignore_ascii_case(name));
            wishes.push(Wish::Ask(match known {
                Some(person) => Ask::Me(person.id),
                None => Ask::NewMe {
                    name: name.to_owned(),
                    role: state.role.trim().to_owned(),
                },
            }));
            wishes.push(Wish::Close);
        }
    }
}

fn choose(ui: &mut Ui, people: &[&Person], picked: Who) -> Option<Who> {
    let mut whos: Vec<Who> = people.iter().map(|person| Who::Known(person.id)).collect();
    whos.push(Who::New);
    let at = whos.iter().position(|who| *who == picked).unwrap_or(0);
    let id = Id::unique("who is auditing");
    if people.len() <= CARDS {
        let mut options: Vec<(&str, &str)> = people
            .iter()
            .map(|person| (person.name.as_str(), person.role.as_str()))
            .collect();
        options.push(("Someone new", "Type a name"));
        return option_cards(ui, id, "Who is auditing", &options, at).and_then(|at| whos.get(at).copied());
    }
    let mut options: Vec<(usize, &str)> = people
        .iter()
        .enumerate()
        .map(|(at, person)| (at, person.name.as_str()))
        .collect();
    options.push((people.len(), "Someone new"));
    Select::new(id, "Auditor", Some(&at), &options)
        .show(ui)
        .and_then(|at| whos.get(at).copied())
}

fn newcomer(ui: &mut Ui, state: &mut State) {
    let id = Id::unique("who name");
    let error = (state.told && state.name.trim().is_empty()).then_some("Type a name.");
    let go = std::mem::take(&mut state.go);
    ui.spacing_mut().item_spacing.y = space::M;
    spot(ui, id, go, |ui| {
        Field::new(id, "Name").limit(200).error(error).show(ui, &mut state.name)
    });
    Field::new(Id::unique("who role"), "Role (optional)")
        .limit(200)
        .show(ui, &mut state.role);
}
