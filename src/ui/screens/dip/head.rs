//! What stands above the grid: the dip sample's name, how far it is, what can be done, and the question one is at.

use super::columns::Column;
use super::{State, add_files};
use crate::app::command::{Command, Screen};
use crate::app::edit::Edit;
use crate::app::view::dip::{DipRow, DipView};
use crate::model::audit::Status;
use crate::model::framework::{Criterion, Judgement};
use crate::ui::dialogs::{Dialog, rename_dip_sample};
use crate::ui::fonts::Icon;
use crate::ui::screens::answers;
use crate::ui::theme::{height, size, space, tokens};
use crate::ui::views::Views;
use crate::ui::widgets::chip::ChipEvent;
use crate::ui::widgets::menu::{MenuItem, menu};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::text::{Run, runs};
use crate::ui::widgets::{Button, Card, Chip, button, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Key, Ui, vec2};

/// Submits every file that is complete, as one action.
fn submit(view: &DipView) -> Option<Edit> {
    let ready: Vec<&DipRow> = view.rows.iter().filter(|row| row.to_submit()).collect();
    let label = match ready.len() {
        0 => return None,
        1 => "1 audit submitted".to_owned(),
        n => format!("{n} audits submitted"),
    };
    let step = |row: &&DipRow| Edit::SetStatus {
        audit: row.audit,
        status: Status::Submitted,
    };
    Some(Edit::Together {
        label,
        edits: ready.iter().map(step).collect(),
    })
}

/// Shows the name and the buttons, and how far it is.
pub(super) fn show(ui: &mut Ui, state: &mut State, view: &DipView, views: &Views, wishes: &mut Wishes) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        if Button::quiet("Audits")
            .icon(Icon::ChevronLeft)
            .small()
            .name("Back to audits")
            .show(ui)
            .clicked()
        {
            wishes.push(Wish::Command(Command::Go(Screen::Audits)));
        }
        title(ui, state, view, views, wishes);
        counts(ui, state, view);
    });
}

fn title(ui: &mut Ui, state: &mut State, view: &DipView, views: &Views, wishes: &mut Wishes) {
    let ready = view.rows.iter().filter(|row| row.to_submit()).count();
    let words = match ready {
        0 => "Submit complete".to_owned(),
        n => format!("Submit {n} complete"),
    };
    let add = Button::secondary("Add files…").icon(Icon::Plus);
    let tip = "A file is complete when every question is answered";
    let hand_in = Button::primary(&words).enabled(ready > 0).tip(tip);
    let wanted = add.width(ui) + hand_in.width(ui) + height::CONTROL + 2.0 * space::M;
    let room = ui.available_width();
    let beside = room > wanted + 200.0;
    if !beside {
        text::heading22(ui, &view.sample.name);
    }
    let usual = ui.spacing().interact_size.y;
    // The row is as high as its buttons from the first word on.
    ui.spacing_mut().interact_size.y = height::CONTROL;
    let row = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing = vec2(space::M, space::S);
        if beside {
            let end = ui.max_rect().right();
            ui.scope(|ui| {
                ui.set_max_width(room - wanted - space::M);
                text::heading22(ui, &view.sample.name);
            });
            // Left to right, so that Tab goes the way the eye does.
            let gap = end - wanted - ui.cursor().left();
            ui.add_space(gap.max(0.0));
        }
        let added = add.show(ui);
        if added.clicked() {
            wishes.push(add_files(view, views));
        }
        let pressed = hand_in.show(ui);
        state.after = Some(if ready > 0 { pressed.id } else { added.id });
        if pressed.clicked() {
            wishes.extend(submit(view).map(Wish::edit));
        }
        more(ui, view, wishes);
    };
    if beside {
        ui.horizontal(row);
    } else {
        ui.horizontal_wrapped(row);
    }
    ui.spacing_mut().interact_size.y = usual;
}

fn more(ui: &mut Ui, view: &DipView, wishes: &mut Wishes) {
    let opener = button::icon_button(ui, Icon::More, "This dip sample’s menu");
    let items = [
        MenuItem::new(Some(Icon::Pencil), "Rename…"),
        MenuItem::new(Some(Icon::Folder), "Show in the list of audits"),
        MenuItem::new(Some(Icon::Upload), "Export…"),
    ];
    match menu(ui, &opener, "This dip sample", &items) {
        Some(0) => {
            let state = rename_dip_sample::State::new(&view.sample);
            wishes.push(Wish::Open(Box::new(Dialog::RenameDipSample(state))));
        }
        Some(1) => wishes.push(Wish::DipAudits(view.sample.id)),
        Some(_) => wishes.push(Wish::Command(Command::Export)),
        None => {}
    }
}

/// How many files, what they have in common, and which they are.
type Part = (usize, &'static str, fn(&DipRow) -> bool);

/// *20 files, 8 complete*: each number shows its files.
fn counts(ui: &mut Ui, state: &mut State, view: &DipView) {
    let n = |fits: fn(&DipRow) -> bool| view.rows.iter().filter(|row| fits(row)).count();
    let files = match view.rows.len() {
        1 => "1 file".to_owned(),
        n => format!("{n} files"),
    };
    let parts: [Part; 4] = [
        (n(|row| !row.complete()), "not complete", |row| !row.complete()),
        (n(DipRow::to_submit), "to submit", DipRow::to_submit),
        (n(|row| row.status.counts()), "submitted", |row| row.status.counts()),
        (n(|row| row.concern.is_some()), "with an urgent concern open", |row| {
            row.concern.is_some()
        }),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::M, 0.0);
        ui.spacing_mut().interact_size.y = height::CHIP;
        text::quiet_line(ui, &format!("{}, {files}", view.framework.title));
        for (n, words, fits) in parts.into_iter().filter(|(n, ..)| *n > 0) {
            if button::link(ui, &format!("{n} {words}")).clicked() {
                state.narrow_to(words.to_owned(), view, fits);
            }
        }
        if !view.removed.is_empty() {
            text::quiet_line(ui, &format!("{} removed", view.removed.len()));
        }
        let only = state
            .only
            .as_ref()
            .map(|only| format!("{} of {files}: {}", only.audits.len(), only.words));
        if let Some(words) = only
            && Chip::filter(&words, true).removable().show(ui) != ChipEvent::None
        {
            state.only = None;
            state.from = None;
        }
    });
}

/// The question one is at, whole, and the keys that answer it: the heads of the columns have room for its start only.
pub(super) fn question(ui: &mut Ui, state: &State, view: &DipView) {
    let colors = tokens(ui);
    let at = match state.here {
        Some((_, Column::Question(at))) => Some(at),
        _ => None,
    };
    let asked = at.and_then(|at| view.questions().nth(at));
    let strong = Run {
        text: asked.map_or("", |(_, criterion)| criterion.id.as_str()),
        weight: Weight::Semibold,
        size: size::BODY,
        color: colors.text,
    };
    let words = match (asked, state.here) {
        (Some((_, criterion)), _) => criterion.question.as_str(),
        (None, Some((_, Column::Comment))) => "A comment on this file",
        (None, Some((_, Column::SafeNow))) => "Is the child safe now?",
        (None, Some((_, Column::Concern))) => "Plumbline alerts no one: phone first, then record the urgent concern",
        (None, Some((_, Column::Reference))) => "Opens this file as an audit",
        _ => "Choose a cell to answer it",
    };
    let answering = keys(&answers::options(&view.framework));
    let keys = match state.here {
        Some((_, Column::Question(_))) => answering.clone(),
        Some((_, Column::SafeNow)) => keys(&super::SAFE),
        _ => "Tab: next cell. Enter: next file. Arrows go between cells. Esc leaves the grid.".to_owned(),
    };
    Card::quiet().padding(space::M, space::S).show(ui, |ui| {
        // As high for every question, so that nothing moves while one goes from cell to cell.
        let width = ui.available_width();
        let high = |(_, criterion): (&Judgement, &Criterion)| {
            let words = format!("{}  {}", criterion.id, criterion.question);
            let words = paint::wrap(ui, &words, Weight::Semibold, size::BODY, colors.text, width);
            words.size().y
        };
        let highest = view.questions().map(high).fold(20.0, f32::max);
        let longest = paint::wrap(ui, &answering, Weight::Regular, size::QUIET, colors.muted, width);
        ui.set_min_height(highest + longest.size().y + 2.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        let body = Run {
            text: words,
            weight: Weight::Regular,
            ..strong
        };
        if strong.text.is_empty() {
            runs(ui, &[body]);
        } else {
            runs(ui, &[strong, Run { text: "  ", ..body }, body]);
        }
        text::quiet(ui, &keys);
    });
}

/// *Y yes, P partly, N no*: the keys that answer a cell.
fn keys(options: &[crate::ui::widgets::choice::AnswerOption<'_>]) -> String {
    let words: Vec<String> = options
        .iter()
        .enumerate()
        .map(|(at, option)| match option.key {
            Key::F35 => format!("{} {}", at + 1, option.name.to_lowercase()),
            key => format!("{} {}", key.name(), option.name.to_lowercase()),
        })
        .collect();
    format!("{}. Delete clears. Esc leaves the grid.", words.join(", "))
}
