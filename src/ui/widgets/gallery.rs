//! Every widget on one screen, in every theme: it must settle, leave nothing unnamed and lack no character. With
//! `PLUMBLINE_PICTURES` naming a folder it also draws pictures there, to be looked at.

use std::path::PathBuf;

use eframe::egui::accesskit::Role;
use eframe::egui::{CentralPanel, Color32, Frame, Id, Panel, Theme, Ui, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::civil::{Date, date};

use super::card::hairline;
use super::choice::{ANSWERS, grade_row, option_cards};
use super::grade::Count;
use super::group::Picked;
use super::modal::Choice;
use super::paint::Weight;
use super::question::{Question, question};
use super::rail::Place;
use super::table::{Column, Order, Table};
use super::toast::Toasts;
use super::typeahead::{Match, typeahead};
use super::{Button, Card, Chip, Dialog, Field, Select};
use super::{banner, button, check, date_field, empty, field, grade, path_field, progress, rail, tabs, text};
use crate::ui::fonts::Icon;
use crate::ui::theme::{self, ThemeChoice, size, tokens};

const GRADES: [&str; 4] = ["Outstanding", "Good", "Requires improvement", "Inadequate"];
const TODAY: Date = date(2026, 11, 22);

pub(super) struct Shown {
    text: String,
    note: String,
    secret: String,
    tag: String,
    path: String,
    date: Option<Date>,
    kind: u8,
    answers: [Option<usize>; 5],
    grade: Option<usize>,
    format: usize,
    tab: usize,
    on: bool,
    dialog: bool,
    lists: bool,
    toasts: Toasts<u8>,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            text: "4417".to_owned(),
            note: "History and the father’s views are set out well. The analysis repeats the referral and does not \
                   weigh the two earlier neglect episodes, so the plan is general."
                .to_owned(),
            secret: "correct horse battery".to_owned(),
            tag: String::new(),
            path: "Documents/Audits/audit-2026-11-12.pdf".to_owned(),
            date: Some(date(2026, 9, 3)),
            kind: 0,
            answers: [Some(0), Some(1), Some(2), Some(4), None],
            grade: Some(2),
            format: 0,
            tab: 0,
            on: true,
            dialog: false,
            lists: false,
            toasts: Toasts::default(),
        }
    }
}

const PLACES: [Place<'static>; 7] = [
    Place {
        icon: Icon::Folder,
        word: "Audits",
    },
    Place {
        icon: Icon::List,
        word: "This audit",
    },
    Place {
        icon: Icon::Scales,
        word: "Grades",
    },
    Place {
        icon: Icon::File,
        word: "Evidence",
    },
    Place {
        icon: Icon::CheckCircle,
        word: "Actions",
    },
    Place {
        icon: Icon::Chart,
        word: "Analysis",
    },
    Place {
        icon: Icon::Tags,
        word: "Tags",
    },
];

fn bars(ui: &mut Ui, s: &mut Shown) {
    banner::urgent(
        ui,
        "4220 may be unsafe: 53 hours open.",
        "Plumbline alerts no one. Phone the team manager, then record it here.",
        "Record what was done",
    );
    banner::example(ui, "Every child here is invented.", Some("Start my own workbook"));
    ui.horizontal_wrapped(|ui| {
        rail::rail_menu(ui, Id::unique("places"), &PLACES, 1);
        text::heading22(ui, "Audits");
        let kinds = [(0, "any"), (1, "Child protection"), (2, "Child in care")];
        let picked = Select::new(Id::unique("kind"), "Type", Some(&s.kind), &kinds)
            .bar()
            .show(ui);
        s.kind = picked.unwrap_or(s.kind);
        let months = [(0, "November 2026")];
        Select::new(Id::unique("month"), "Cycle", Some(&0), &months)
            .bar()
            .hidden_label()
            .show(ui);
        button::secondary(ui, Some(Icon::Upload), "Export…");
        button::primary(ui, Some(Icon::Plus), "Start audit");
    });
    ui.horizontal_wrapped(|ui| {
        Button::primary("Start audit").enabled(false).show(ui);
        Button::secondary("Import list…").bar().show(ui);
        button::quiet(ui, "Open the report");
        button::danger(ui, Some(Icon::Alert), "Raise urgent concern");
        Button::alarm("Record what was done").show(ui);
        button::icon_button(ui, Icon::ChevronLeft, "Section before");
        button::icon_button(ui, Icon::ChevronRight, "Section after");
        Button::quiet("Ask if relevant: 14 more").small().show(ui);
    });
}

fn answers(ui: &mut Ui, s: &mut Shown) {
    Card::new().padding(0.0, 1.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let questions = [
            ("3.1", "Is there an assessment for the child’s present circumstances?"),
            ("3.2", "Done in time?"),
            ("3.6", "Are harm and protection weighed: what if nothing changes?"),
            ("3.7", "Is harm that adds up over time recognised?"),
            ("3.9", "Was the view tested against other explanations?"),
        ];
        for (at, (number, words)) in questions.into_iter().enumerate() {
            if at > 0 {
                hairline(ui);
            }
            let one = Question {
                number,
                words,
                quiet: if at == 1 {
                    "due 14 Sep by the 45-day limit, done 9 Sep"
                } else {
                    ""
                },
                selected: false,
                open: at == 2,
            };
            let event = question(ui, Id::unique(("answer", at)), &one, &ANSWERS, s.answers[at]);
            match event.picked {
                Some(Picked::Set(to)) => s.answers[at] = Some(to),
                Some(Picked::Clear) => s.answers[at] = None,
                None => {}
            }
        }
    });
    if let Some(picked) = grade_row(ui, Id::unique("grade"), "Section grade", &GRADES, s.grade) {
        s.grade = match picked {
            Picked::Set(at) => Some(at),
            Picked::Clear => None,
        };
    }
}

fn fields(ui: &mut Ui, s: &mut Shown) {
    ui.columns(3, |uis| {
        Field::new(Id::unique("text"), "Child’s reference")
            .hint("As the case record has it")
            .show(&mut uis[0], &mut s.text);
        Field::new(Id::unique("secret"), "Passphrase")
            .password()
            .show(&mut uis[1], &mut s.secret);
        date_field::date_field(&mut uis[2], Id::unique("date"), "Date seen", &mut s.date, TODAY);
    });
    ui.columns(2, |uis| {
        Field::new(Id::unique("note"), "What we found")
            .rows(3)
            .show(&mut uis[0], &mut s.note);
        let mut empty = String::new();
        Field::new(Id::unique("impact"), "Impact on the child")
            .rows(2)
            .placeholder("What it means for her, now")
            .error(Some("Say what changed for the child before you submit"))
            .show(&mut uis[1], &mut empty);
    });
    ui.columns(3, |uis| {
        let kinds = [(0, "Any type"), (1, "Child protection"), (2, "Child in care")];
        if let Some(kind) = Select::new(Id::unique("kind field"), "Type", Some(&s.kind), &kinds).show(&mut uis[0]) {
            s.kind = kind;
        }
        let mut search = String::new();
        Field::new(Id::unique("search"), "Child, worker or auditor")
            .hidden_label()
            .icon(Icon::Search)
            .placeholder("Child, worker or auditor")
            .show(&mut uis[1], &mut search);
        let matches = [
            Match {
                words: "Analysis",
                dot: Some(1),
            },
            Match {
                words: "Assessment",
                dot: Some(0),
            },
        ];
        typeahead(
            &mut uis[2],
            Id::unique("tag"),
            "Tag",
            "Find or add a tag",
            &mut s.tag,
            &matches,
            true,
        );
    });
    path_field::path_field(ui, Id::unique("path"), "Save as", &mut s.path, None);
    option_cards(
        ui,
        Id::unique("format"),
        "Format",
        &[
            ("PDF report", "to read and sign"),
            ("CSV set", "for spreadsheets"),
            ("Excel", "one workbook"),
        ],
        s.format,
    );
}

fn evidence(ui: &mut Ui, s: &mut Shown) {
    let colors = tokens(ui);
    let piece = |ui: &mut Ui, says: &str, color: Color32, words: &str, chosen: bool| {
        Card::new()
            .bar(color)
            .padding(12.0, 10.0)
            .selected(chosen)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 6.0;
                ui.horizontal(|ui| {
                    text::line(ui, says, Weight::Bold, size::QUIET, color);
                    text::quiet_line(ui, "Case record, assessment");
                    text::quiet_line(ui, "3 Sep 2026");
                });
                text::selectable(ui, words);
                ui.horizontal(|ui| {
                    Chip::tag("Assessment", 0).show(ui);
                    Chip::tag("Neglect", 2).removable().show(ui);
                    Chip::tag("Analysis", 1).clickable().show(ui);
                    Chip::add("Tag").show(ui);
                });
            });
    };
    let words = "Analysis section is four lines; two earlier periods of neglect are listed but not weighed.";
    piece(ui, "To develop", colors.develop, words, false);
    piece(
        ui,
        "Strength",
        colors.strength,
        "Worker could describe the child’s day in detail.",
        true,
    );
    ui.horizontal_wrapped(|ui| {
        Chip::filter("All 38", s.on).show(ui);
        Chip::filter("Unanswered 14", !s.on).show(ui);
        for (at, name) in GRADES.iter().enumerate() {
            grade::chip(ui, name, at as u8 + 1, 4);
        }
        grade::chip(ui, "Met", 1, 2);
        grade::chip(ui, "Not met", 2, 2);
        grade::dot(ui, "Not answered", 0, 4);
    });
    banner::warning(
        ui,
        "Good, but 8 of 17 ratings are below Good. Say why, or look again.",
        None,
    );
    ui.columns(3, |uis| {
        let counts = [3, 6, 5, 1].into_iter().zip(GRADES).enumerate();
        let counts: Vec<Count<'_>> = counts
            .map(|(at, (n, name))| Count {
                name,
                rank: at as u8 + 1,
                n,
            })
            .collect();
        text::strong(&mut uis[0], "Its ratings, 15 of 21");
        grade::bar(&mut uis[0], "Its ratings", &counts, 4);
        progress::small(&mut uis[0], 24, 38);
        progress::small(&mut uis[0], 0, 29);
        check::facet(&mut uis[1], true, Some(2), "Neglect", Some("2,104"));
        check::facet(&mut uis[1], false, Some(3), "Child’s voice", Some("1,020"));
        check::checkbox(&mut uis[1], &mut s.on, "Judgements");
        if let Some(tab) = tabs::tabs(
            &mut uis[2],
            Id::unique("tabs"),
            &["Tags", "Last inspection", "History"],
            s.tab,
        ) {
            s.tab = tab;
        }
        Card::quiet().show(&mut uis[2], |ui| {
            text::strong(ui, "Last inspection said");
            text::body(ui, "Nov 2024, paragraph 8: assessments mostly strong.");
        });
    });
}

fn list(ui: &mut Ui) {
    let columns = [
        Column::new("Child", 90.0),
        Column::rest("Type", 120.0),
        Column::new("Due", 100.0).sortable(Some(Order::Ascending)),
        Column::new("Progress", 140.0),
        Column::new("First → agreed", 170.0),
        Column::new("Pieces", 80.0).right(),
    ];
    Card::new().padding(0.0, 0.0).show(ui, |ui| {
        Table::new(Id::unique("audits"), "Audits", &columns)
            .max_height(300.0)
            .show(
                ui,
                10_000,
                |row| (format!("Audit {row}, child protection, due 20 November"), row == 1),
                |ui, row, column| match column {
                    0 => drop(text::strong_line(ui, &format!("{}", 4220 + row))),
                    1 => drop(text::list(ui, "Child protection")),
                    2 => drop(text::list(ui, "20 Nov")),
                    3 => drop(progress::small(ui, row % 38, 38)),
                    4 => drop(grade::chip(ui, GRADES[row % 4], row as u8 % 4 + 1, 4)),
                    _ => drop(text::list(ui, &format!("{}", row * 7))),
                },
            );
    });
}

fn start(ui: &mut Ui) {
    text::heading34(ui, "Plumbline");
    text::body(
        ui,
        "Case audits held against the inspection framework. On this computer only.",
    );
    ui.allocate_ui(vec2(400.0, 0.0), |ui| {
        Button::primary("New workbook").icon(Icon::Plus).tall().fill().show(ui);
        Button::secondary("Open workbook…")
            .icon(Icon::Folder)
            .tall()
            .fill()
            .show(ui);
    });
    text::heading17(ui, "Found");
    text::marked(
        ui,
        "No return home interview was recorded",
        &[3..24, 90..95],
        size::BODY,
    );
    progress::job(ui, 0.4, "Building the index");
    empty::empty(
        ui,
        Icon::Folder,
        "No audits yet",
        "Start one, or import the list of cases your council drew.",
        Some(Button::primary("Start audit").icon(Icon::Plus)),
    );
}

pub(super) fn screen(ui: &mut Ui, s: &mut Shown) {
    let colors = tokens(ui);
    Panel::left("rail")
        .exact_size(rail::WIDTH)
        .resizable(false)
        .frame(Frame::new().fill(colors.surface))
        .show(ui, |ui| {
            rail::rail(ui, &PLACES, 1);
        });
    CentralPanel::default()
        .frame(Frame::new().fill(colors.app).inner_margin(16))
        .show(ui, |ui| {
            if s.lists {
                start(ui);
                list(ui);
                return;
            }
            bars(ui, s);
            answers(ui, s);
            fields(ui, s);
            evidence(ui, s);
        });
    if s.dialog {
        let shown = Dialog::new(Id::unique("dialog"), "Export report")
            .note("Marked OFFICIAL-SENSITIVE")
            .cancel("Cancel")
            .primary(Button::primary("Export").icon(Icon::Upload))
            .show(ui, |ui| {
                path_field::path_field(ui, Id::unique("dialog path"), "Save as", &mut s.path, None);
                banner::warning(ui, "2 notes may name a person.", Some("Review them first"));
                field::error_line(ui, "There is no such folder. Choose another, or make it first.");
                empty::empty(
                    ui,
                    Icon::File,
                    "No evidence yet",
                    "Write what you saw in the line above, then press Enter.",
                    Some(Button::secondary("Add evidence")),
                );
            });
        if shown.choice == Some(Choice::Cancel) {
            s.dialog = false;
        }
    }
    s.toasts.show(ui);
}

pub(super) fn harness(choice: ThemeChoice, theme: Theme, state: Shown) -> Harness<'static, Shown> {
    Harness::builder()
        .with_size(vec2(900.0, 1400.0))
        .with_max_steps(20)
        .with_context_setup(move |ctx| {
            theme::install(ctx);
            choice.apply(ctx);
            if choice == ThemeChoice::Contrast {
                ctx.set_theme(theme);
            }
        })
        .with_theme(theme)
        .build_ui_state(screen, state)
}

fn draw(name: &str, choice: ThemeChoice, theme: Theme, state: Shown, size: Option<eframe::egui::Vec2>) {
    let folder = std::env::var_os("PLUMBLINE_PICTURES").map(PathBuf::from);
    let mut harness = if folder.is_some() {
        Harness::builder()
            .with_size(size.unwrap_or(vec2(900.0, 1400.0)))
            .with_max_steps(20)
            .with_context_setup(move |ctx| {
                theme::install(ctx);
                choice.apply(ctx);
                ctx.set_theme(theme);
            })
            .with_theme(theme)
            .wgpu()
            .build_ui_state(screen, state)
    } else {
        harness(choice, theme, state)
    };
    harness.run();
    if name == "focus" {
        for _ in 0..16 {
            harness.key_press(eframe::egui::Key::Tab);
            harness.run();
        }
    }
    if name == "menus" {
        harness.get_by_role_and_label(Role::ComboBox, "Type: any").click();
        harness.run();
    }
    if let Some(folder) = folder {
        let picture = harness.render().unwrap();
        picture.save(folder.join(format!("{name}.png"))).unwrap();
    }
}

#[test]
fn the_gallery_settles_in_every_theme() {
    draw("light", ThemeChoice::Light, Theme::Light, Shown::default(), None);
    draw("focus", ThemeChoice::Light, Theme::Light, Shown::default(), None);
    draw(
        "menus",
        ThemeChoice::Light,
        Theme::Light,
        Shown::default(),
        Some(vec2(640.0, 900.0)),
    );
    draw("dark", ThemeChoice::Dark, Theme::Dark, Shown::default(), None);
    draw(
        "contrast-light",
        ThemeChoice::Contrast,
        Theme::Light,
        Shown::default(),
        None,
    );
    draw(
        "contrast-dark",
        ThemeChoice::Contrast,
        Theme::Dark,
        Shown::default(),
        None,
    );
}

#[test]
fn a_dialog_and_toasts_settle_too() {
    let mut state = Shown {
        dialog: true,
        ..Shown::default()
    };
    draw(
        "dialog",
        ThemeChoice::Light,
        Theme::Light,
        state,
        Some(vec2(640.0, 480.0)),
    );
    state = Shown {
        lists: true,
        ..Shown::default()
    };
    draw(
        "lists",
        ThemeChoice::Light,
        Theme::Light,
        state,
        Some(vec2(900.0, 900.0)),
    );
    state = Shown::default();
    state.toasts.say("Saved as audit-2026-11-12.pdf");
    state.toasts.offer("Evidence deleted", "Undo", 1);
    draw(
        "toasts",
        ThemeChoice::Dark,
        Theme::Dark,
        state,
        Some(vec2(640.0, 480.0)),
    );
}
