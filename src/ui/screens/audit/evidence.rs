//! Evidence of a section: one line and Enter, then what was entered, newest first.

use super::actions::raise_action;
use super::{State, tagging};
use crate::app::edit::{Edit, NewEvidence};
use crate::app::history::HistoryOf;
use crate::app::view::AuditView;
use crate::model::change::{Entity, Place, Target};
use crate::model::evidence::{Direction, Evidence};
use crate::model::framework::Judgement;
use crate::model::time::short_date;
use crate::model::vocabulary;
use crate::ui::dialogs::action::{self, about};
use crate::ui::dialogs::{self, Dialog};
use crate::ui::fonts::Icon;
use crate::ui::theme::{radius, size, space, tokens};
use crate::ui::typed::Typed;
use crate::ui::views::Views;
use crate::ui::widgets::chip::{Chip, ChipEvent};
use crate::ui::widgets::clock::clock;
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::text::{Run, runs};
use crate::ui::widgets::{Card, Field, Select, button, date_field, field, text};
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::{Align, Id, Key, Layout, Response, Ui, vec2};

/// About how high a new piece of evidence is.
const NEW_PIECE: f32 = 120.0;

/// Shows the line and the evidence under it.
pub(super) fn show(
    ui: &mut Ui,
    state: &mut State,
    typed: &mut Typed,
    views: &Views,
    view: &AuditView,
    judgement: &Judgement,
    narrow: bool,
    wishes: &mut Wishes,
) {
    if view.audit.status.open_to_change() {
        let shown = Card::new()
            .padding(space::M, space::S)
            .show(ui, |ui| line(ui, state, typed, views, view, judgement, wishes));
        let place = shown.response.rect;
        // The field has no border of its own.
        paint::focus_ring(ui, &shown.inner, place, radius::CARD);
        if state.reveal_evidence > 0 {
            state.reveal_evidence -= 1;
            ui.scroll_to_rect(place.expand(space::M), None);
            ui.ctx().request_repaint();
        }
        if state.entered.is_some_and(|before| view.evidence.len() > before) {
            state.entered = None;
            // The new piece stands right under its line.
            let below = place.bottom() + NEW_PIECE;
            ui.scroll_to_rect(place.with_max_y(below), None);
        }
        ui.add_space(space::S);
    }
    let here: Vec<&Evidence> = view
        .evidence
        .iter()
        .filter(|piece| piece.judgement == judgement.id)
        .collect();
    if here.is_empty() {
        text::quiet(
            ui,
            "No evidence here yet. A note is evidence enough; write a line where it should be found by tag.",
        );
    }
    for piece in here {
        one(ui, state, views, view, piece, narrow, wishes);
        ui.add_space(space::S);
    }
    let elsewhere: Vec<&Evidence> = view
        .evidence
        .iter()
        .filter(|piece| piece.judgement != judgement.id && judgement.criteria().any(|c| piece.criteria.contains(&c.id)))
        .collect();
    if !elsewhere.is_empty() {
        ui.add_space(space::S);
        text::strong(ui, "Written elsewhere, linked to a question here");
        for piece in elsewhere {
            one(ui, state, views, view, piece, narrow, wishes);
            ui.add_space(space::S);
        }
    }
}

fn line(
    ui: &mut Ui,
    state: &mut State,
    typed: &mut Typed,
    views: &Views,
    view: &AuditView,
    judgement: &Judgement,
    wishes: &mut Wishes,
) -> Response {
    let place = Place::new_evidence(view.audit.id, &judgement.id);
    let unentered = view.unentered(&place);
    let dress = |id| {
        Field::new(id, "Evidence")
            .hidden_label()
            .bare()
            .placeholder("Evidence: what you saw, then Enter")
    };
    let room = ui.available_width();
    // Source, direction and date stand at the right of the line where there is room, else under it.
    let beside = room >= 760.0;
    let response = if beside {
        ui.horizontal(|ui| {
            let width = room - 420.0 - if state.question.is_some() { 90.0 } else { 0.0 };
            let line = ui.allocate_ui_with_layout(vec2(width, 34.0), Layout::top_down(Align::LEFT), |ui| {
                ui.set_width(width);
                typed.field(ui, &place, unentered, dress, wishes)
            });
            carried(ui, state, views, view, judgement);
            line.inner
        })
        .inner
    } else {
        typed.field(ui, &place, unentered, dress, wishes)
    };
    let words = typed.words(&place, unentered).trim().to_owned();
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) && !words.is_empty();
    let happened = happened_id(view);
    if entered && date_field::take(ui.ctx(), happened, &mut state.next.happened, views.today, false).is_err() {
        // Evidence is not entered with another date than the one typed.
        wishes.push(Wish::Focus(happened));
    } else if entered {
        let criteria = state
            .question
            .iter()
            .filter(|open| judgement.criteria().any(|c| c.id == **open))
            .cloned()
            .collect();
        wishes.push(Wish::edit(Edit::AddEvidence(Box::new(NewEvidence {
            audit: view.audit.id,
            judgement: judgement.id.clone(),
            text: words,
            source: source(state, views).clone(),
            direction: state.next.direction,
            happened: state.next.happened,
            reference: String::new(),
            criteria,
            tags: Vec::new(),
        }))));
        typed.clear(&place, wishes);
        // The newest is selected once the view brings it.
        state.selected = None;
        state.entered = Some(view.evidence.len());
        wishes.push(Wish::Focus(crate::ui::typed::id(&place)));
    }
    if !beside {
        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| carried(ui, state, views, view, judgement));
    }
    let typing = ui.memory(|memory| memory.has_focus(happened));
    if let Some(error) = date_field::unread(ui.ctx(), happened, views.today).filter(|_| !typing) {
        field::error_line(ui, error.words());
    }
    response
}

/// The source of the next piece: the one chosen here last, else the one of the settings.
fn source<'a>(state: &'a State, views: &'a Views) -> &'a String {
    state.next.source.as_ref().unwrap_or(&views.settings.source)
}

/// The field for the day it happened.
fn happened_id(view: &AuditView) -> Id {
    Id::unique(("evidence happened", view.audit.id))
}

/// What is carried over from the last piece: source, direction, the date it happened.
fn carried(ui: &mut Ui, state: &mut State, views: &Views, view: &AuditView, judgement: &Judgement) {
    ui.spacing_mut().item_spacing = vec2(6.0, space::XS);
    // Evidence is written for the question that is selected, and says so.
    if let Some(question) = state
        .question
        .clone()
        .filter(|id| judgement.criteria().any(|c| c.id == *id))
        && Chip::new(&format!("For {question}")).removable().show(ui) == ChipEvent::Removed
    {
        state.question = None;
    }
    let sources: Vec<(String, &str)> = vocabulary::sources()
        .iter()
        .map(|source| (source.key.clone(), source.name.as_str()))
        .collect();
    let id = Id::unique(("evidence source", view.audit.id));
    let now = source(state, views).clone();
    let picked = Select::new(id, "Source", Some(&now), &sources)
        .hidden_label()
        .bar()
        .width(150.0)
        .show(ui);
    if picked.is_some() {
        state.next.source = picked;
    }
    let directions: Vec<(Direction, &str)> = Direction::ALL
        .iter()
        .map(|direction| (*direction, direction.name()))
        .collect();
    let id = Id::unique(("evidence direction", view.audit.id));
    if let Some(direction) = Select::new(id, "Direction", Some(&state.next.direction), &directions)
        .hidden_label()
        .bar()
        .width(120.0)
        .show(ui)
    {
        state.next.direction = direction;
    }
    let id = happened_id(view);
    let field = Field::new(id, "Happened on")
        .hidden_label()
        .error_elsewhere()
        .width(118.0)
        .placeholder("Happened on");
    date_field::date_field_with(ui, field, id, &mut state.next.happened, views.today);
}

fn one(
    ui: &mut Ui,
    state: &mut State,
    views: &Views,
    view: &AuditView,
    piece: &Evidence,
    narrow: bool,
    wishes: &mut Wishes,
) {
    let colors = tokens(ui);
    let bar = match piece.direction {
        Direction::Strength => colors.strength,
        Direction::Develop => colors.develop,
        Direction::Neutral => colors.line,
    };
    let chosen = selected(state, view) == Some(piece.id);
    let said = format!("Evidence, {}: {}", piece.direction.name().to_lowercase(), piece.text);
    let id = Id::unique(("evidence", piece.id));
    let shown = Card::new()
        .bar(bar)
        .selected(chosen)
        .padding(space::M, space::S)
        .show_clickable(ui, id, &said, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            quiet_line(ui, views, piece, narrow, wishes);
            text::body(ui, &piece.text);
            tags(ui, state, views, view, piece, wishes);
        });
    if shown.response.clicked() {
        state.selected = Some(piece.id);
    }
    if state.reveal_piece == Some(piece.id) {
        state.reveal_piece = None;
        shown.response.request_focus();
        shown.response.scroll_to_me(Some(Align::Center));
    }
    if chosen && state.tagging {
        ui.add_space(space::XS);
        tagging::inline(ui, state, views, piece, wishes);
    }
}

/// The evidence that is selected; the newest of the page while none was chosen.
pub(super) fn selected(state: &State, view: &AuditView) -> Option<i64> {
    let section = state.section(view).map(|(_, section, _)| section.id.as_str());
    let here = |id: i64| view.evidence.iter().any(|piece| piece.id == id);
    state.selected.filter(|id| here(*id)).or_else(|| {
        let newest = view
            .evidence
            .iter()
            .find(|piece| Some(piece.judgement.as_str()) == section);
        newest.map(|piece| piece.id)
    })
}

fn quiet_line(ui: &mut Ui, _views: &Views, piece: &Evidence, narrow: bool, wishes: &mut Wishes) {
    let colors = tokens(ui);
    let ink = match piece.direction {
        Direction::Strength => colors.strength,
        Direction::Develop => colors.develop,
        Direction::Neutral => colors.muted,
    };
    let start: String = piece.text.chars().take(40).collect();
    // As high as what stands in it: a layout of its own would take all the room that is left.
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if button::icon_button_with(
                ui,
                Icon::Trash,
                &format!("Delete evidence: {start}"),
                button::IconLook::Plain,
                true,
            )
            .clicked()
            {
                wishes.push(Wish::edit(Edit::Delete(Entity::Evidence, piece.id)));
            }
            if button::icon_button_with(
                ui,
                Icon::Pencil,
                &format!("Edit evidence: {start}"),
                button::IconLook::Plain,
                true,
            )
            .clicked()
            {
                wishes.push(Wish::Open(Box::new(Dialog::Evidence(dialogs::evidence::State::new(
                    piece,
                )))));
            }
            let name = format!("History of evidence: {start}");
            if clock(ui, Id::unique(("evidence history", piece.id)), &name) {
                let row = Target::Row(Entity::Evidence, piece.id);
                wishes.extend(dialogs::history::open(HistoryOf::Row(row)));
            }
            let mut right = piece
                .seen
                .map(|seen| format!("seen {}", short_date(seen)))
                .unwrap_or_default();
            if !piece.criteria.is_empty() && !narrow {
                right = format!("{right} · {}", piece.criteria.join(", "));
            }
            text::line(ui, &right, Weight::Regular, size::SMALL, colors.muted);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let mut quiet = vec![vocabulary::source_name(&piece.source).to_owned()];
                quiet.extend(Some(piece.reference.clone()).filter(|reference| !reference.is_empty()));
                quiet.extend(piece.happened.map(short_date));
                let words = quiet.join(" · ");
                let strong = Run {
                    text: piece.direction.name(),
                    weight: Weight::Semibold,
                    size: size::QUIET,
                    color: ink,
                };
                let rest = Run {
                    text: &words,
                    weight: Weight::Regular,
                    size: size::QUIET,
                    color: colors.muted,
                };
                runs(ui, &[strong, Run { text: "   ", ..rest }, rest]);
            });
        });
    });
}

fn tags(ui: &mut Ui, state: &mut State, views: &Views, view: &AuditView, piece: &Evidence, wishes: &mut Wishes) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, space::XS);
        for tag in piece
            .tags
            .iter()
            .filter_map(|id| views.workbook.tags.iter().find(|tag| tag.id == *id))
        {
            let chip = Chip::tag(&tag.name, tag.colour as usize).removable();
            if chip.show(ui) == ChipEvent::Removed {
                wishes.push(Wish::edit(Edit::Tag {
                    evidence: piece.id,
                    tag: tag.id,
                    on: false,
                }));
            }
        }
        if view.audit.status.open_to_change() && Chip::add("Tag").show(ui) == ChipEvent::Clicked {
            state.tagging = !(state.tagging && selected(state, view) == Some(piece.id));
            state.selected = Some(piece.id);
            state.tag_words.clear();
            if state.tagging {
                wishes.push(Wish::Focus(tagging::inline_id(piece.id)));
            }
        }
        let start: String = piece.text.chars().take(40).collect();
        let from = || action::State::from_evidence(piece, &about(view));
        raise_action(
            ui,
            view,
            &start,
            |action| action.evidence == Some(piece.id),
            from,
            wishes,
        );
    });
}
