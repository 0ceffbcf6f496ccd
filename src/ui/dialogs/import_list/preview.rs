//! What a list would do: who is new, who is there, what differs, what to look at; nothing is written yet.

use super::mapping::{boxed, lines};
use crate::app::list_import::Preview;
use crate::model::list::{Compared, Difference, ListField, ListedChild, Note, Standing, Weight as Matters};
use crate::ui::theme::{size, space, tokens};
use crate::ui::widgets::paint::Weight;
use crate::ui::widgets::rows::Rows;
use crate::ui::widgets::tabs::tabs;
use crate::ui::widgets::text;
use eframe::egui::{Id, Label, Ui};

const CHILD: f32 = 54.0;
const NOTE: f32 = 90.0;

/// The most the list is high: what is chosen stands under it.
const MOST: f32 = 250.0;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    New,
    Known,
    Open,
    Differ,
    Notes,
}

const TABS: [Tab; 5] = [Tab::New, Tab::Known, Tab::Open, Tab::Differ, Tab::Notes];

impl Tab {
    /// The first that holds someone.
    pub(super) fn first(preview: &Preview) -> Self {
        let filled = |tab: &&Self| !tab.children(preview).is_empty();
        TABS.iter().find(filled).copied().unwrap_or(Self::Notes)
    }

    fn children(self, preview: &Preview) -> &[usize] {
        match self {
            Self::New => &preview.new,
            Self::Known => &preview.known,
            Self::Open => &preview.open,
            Self::Differ => &preview.differ,
            Self::Notes => &[],
        }
    }

    fn name(self, preview: &Preview) -> String {
        let count = text::thousands(self.children(preview).len());
        match self {
            Self::New => format!("New {count}"),
            Self::Known => format!("Known {count}"),
            Self::Open => format!("Open audit {count}"),
            Self::Differ => format!("Differ {count}"),
            Self::Notes => format!(
                "Notes {}",
                preview.list.notes.len() + usize::from(!left_out(preview).is_empty())
            ),
        }
    }

    /// What its children have in common.
    fn about(self) -> &'static str {
        match self {
            Self::New => "The workbook does not know these children.",
            Self::Known => "The workbook knows these children. They have no open audit.",
            Self::Open => "These children have an audit that is allocated or begun. They get no other.",
            Self::Differ => "The list says otherwise than the workbook: before → in the list.",
            Self::Notes => "What was met while the list was read.",
        }
    }
}

/// Shows the preview.
pub(super) fn show(ui: &mut Ui, preview: &Preview, tab: &mut Tab) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let warnings = preview.list.warnings().count();
        let count = preview.list.children.len();
        let children = if count == 1 {
            "1 child".to_owned()
        } else {
            format!("{} children", text::thousands(count))
        };
        let warned = match warnings {
            0 => String::new(),
            1 => ", 1 warning".to_owned(),
            n => format!(", {} warnings", text::thousands(n)),
        };
        text::strong(ui, &format!("{}: {children}{warned}", preview.list.source));
        let names: Vec<String> = TABS.iter().map(|tab| tab.name(preview)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let now = TABS.iter().position(|known| known == tab).unwrap_or(0);
        if let Some(to) = tabs(ui, Id::unique("list preview"), &names, now).and_then(|at| TABS.get(at)) {
            *tab = *to;
        }
        text::quiet(ui, tab.about());
        match tab {
            Tab::Notes => notes(ui, preview),
            tab => children_of(ui, preview, *tab),
        }
    });
}

/// Where a child stands, in a word or two.
fn standing(one: &Compared) -> &'static str {
    match one.standing {
        Standing::New => "New",
        Standing::Known => "Known",
        Standing::Open(_) => "Open audit",
    }
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

fn differences(differs: &[Difference]) -> String {
    let one = |one: &Difference| format!("{} {} → {}", one.field.name(), or_dash(&one.before), one.after);
    differs.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// What the list knows of a child beside reference and kind.
fn known(child: &ListedChild) -> String {
    let mut parts: Vec<String> = [
        ListField::Team,
        ListField::Worker,
        ListField::Sex,
        ListField::Ethnicity,
        ListField::LegalStatus,
        ListField::Auditor,
    ]
    .iter()
    .map(|field| child.words(*field))
    .filter(|words| !words.is_empty())
    .collect();
    if let Some(age) = child.age_band() {
        parts.push(format!("age {}", age.name()));
    }
    if child.disability == "Yes" {
        parts.push("disabled".to_owned());
    }
    if let Some(due) = child.due {
        parts.push(format!("due {}", crate::model::time::short_date(due)));
    }
    if !child.lists.is_empty() {
        let lists: Vec<String> = child.lists.iter().map(u8::to_string).collect();
        let word = if lists.len() == 1 { "list" } else { "lists" };
        parts.push(format!("{word} {}", lists.join(", ")));
    }
    parts.join(" · ")
}

fn kind(child: &ListedChild) -> &'static str {
    child.kind.map_or("type not told", |kind| kind.name())
}

fn children_of(ui: &mut Ui, preview: &Preview, tab: Tab) {
    let places = tab.children(preview);
    if places.is_empty() {
        text::quiet(ui, "Nobody");
        return;
    }
    let at = |row: usize| {
        let place = *places.get(row)?;
        Some((preview.child(place)?, preview.compared.get(place)?))
    };
    let more = |child: &ListedChild, one: &Compared| {
        if tab == Tab::Differ || (tab == Tab::Open && !one.differs.is_empty()) {
            differences(&one.differs)
        } else {
            known(child)
        }
    };
    boxed(ui, places.len(), CHILD, MOST, |ui| {
        let describe = |row: usize| {
            let words = at(row).map(|(child, one)| {
                format!(
                    "{}, {}, {}. {}",
                    child.reference,
                    kind(child),
                    standing(one),
                    more(child, one)
                )
            });
            (words.unwrap_or_default(), false)
        };
        let id = Id::unique(("list children", tab as u8));
        Rows::new(id, "Children", CHILD).show(ui, places.len(), describe, |ui, row| {
            let Some((child, one)) = at(row) else { return };
            lines(ui, |ui| {
                let colors = tokens(ui);
                let run = |text, weight, color| text::Run {
                    text,
                    weight,
                    size: size::LIST,
                    color,
                };
                let ink = if child.kind.is_some() {
                    colors.text
                } else {
                    colors.muted
                };
                let runs = [
                    run(child.reference.as_str(), Weight::Semibold, colors.text),
                    run("  ", Weight::Regular, colors.text),
                    run(kind(child), Weight::Regular, ink),
                ];
                let job = text::job(&runs, f32::INFINITY);
                ui.add(Label::new(job).truncate().selectable(false));
                text::quiet_line(ui, &more(child, one));
            });
        });
    });
}

/// Columns that were left out because they tell who a child is, as one note.
fn left_out(preview: &Preview) -> String {
    let mut named: Vec<String> = Vec::new();
    for dropped in &preview.list.dropped {
        let words = format!("{} ({})", dropped.heading, dropped.why);
        if !named.contains(&words) {
            named.push(words);
        }
    }
    if named.is_empty() {
        String::new()
    } else {
        format!("Left out because they tell who a child is: {}.", named.join(", "))
    }
}

fn notes(ui: &mut Ui, preview: &Preview) {
    let dropped = left_out(preview);
    let first = usize::from(!dropped.is_empty());
    let count = preview.list.notes.len() + first;
    if count == 0 {
        text::quiet(ui, "Nothing to note");
        return;
    }
    let at = |row: usize| -> Option<(String, &str, bool)> {
        let Some(row) = row.checked_sub(first) else {
            return Some(("Note, columns".to_owned(), dropped.as_str(), false));
        };
        let note: &Note = preview.list.notes.get(row)?;
        let head = format!("{}, {}", note.weight.name(), note.at);
        Some((head, note.text.as_str(), note.weight == Matters::Warning))
    };
    boxed(ui, count, NOTE, MOST, |ui| {
        let describe = |row: usize| {
            (
                at(row).map_or_else(String::new, |(head, words, _)| format!("{head}: {words}")),
                false,
            )
        };
        Rows::new(Id::unique("list notes"), "Notes", NOTE).show(ui, count, describe, |ui, row| {
            let Some((head, words, warning)) = at(row) else { return };
            lines(ui, |ui| {
                let colors = tokens(ui);
                let ink = if warning { colors.grade_3 } else { colors.muted };
                text::line(ui, &head, Weight::Semibold, size::QUIET, ink);
                let run = text::Run {
                    text: words,
                    weight: Weight::Regular,
                    size: size::QUIET,
                    color: colors.text,
                };
                let mut job = text::job(&[run], ui.available_width());
                job.wrap.max_rows = 3;
                ui.add(Label::new(job).selectable(false));
            });
        });
    });
}
