//! A passphrase typed twice, with advice on it that is weighed on a thread, never in a frame.

use super::secret::Secret;
use super::{halves, spot};
use crate::app::passphrase::{Advice, WANTED, weigh};
use crate::ui::theme::{size, space, tokens};
use crate::ui::widgets::paint::{self, Weight};
use crate::ui::widgets::text;
use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{Context, Id, Key, Rect, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use std::sync::mpsc::{Receiver, Sender, channel};
use zeroize::Zeroizing;

/// What counts against a passphrase: the council, the title, the auditor.
pub type About<'a> = [&'a str; 3];

struct Asked {
    passphrase: Zeroizing<String>,
    about: [String; 3],
}

impl Asked {
    fn is(&self, passphrase: &str, about: About<'_>) -> bool {
        self.passphrase.as_str() == passphrase && self.about.iter().zip(about).all(|(a, b)| a == b)
    }

    fn weigh(&self) -> Advice {
        let [council, title, auditor] = &self.about;
        weigh(&self.passphrase, council, title, auditor)
    }
}

/// To the thread that weighs, and from it.
type Line = (Sender<(u64, Asked)>, Receiver<(u64, Advice)>);

/// The thread that weighs, and what it said of the newest.
#[derive(Default)]
struct Advisor {
    line: Option<Line>,
    last: Option<Asked>,
    number: u64,
    advice: Option<(u64, Advice)>,
}

impl Advisor {
    /// Asks about what is typed now, when it is new; hears what was said since.
    fn ask(&mut self, ctx: &Context, passphrase: &str, about: About<'_>) {
        if let Some((_, told)) = &self.line
            && let Some(said) = told.try_iter().last()
        {
            self.advice = Some(said);
        }
        if self.last.as_ref().is_some_and(|last| last.is(passphrase, about)) {
            return;
        }
        let asked = || Asked {
            passphrase: Zeroizing::new(passphrase.to_owned()),
            about: about.map(str::to_owned),
        };
        self.number += 1;
        self.last = Some(asked());
        if passphrase.is_empty() {
            self.advice = None;
            return;
        }
        if self.line.is_none() {
            self.line = start(ctx.clone());
        }
        match &self.line {
            Some((asks, _)) => drop(asks.send((self.number, asked()))),
            // No thread to be had: late is better than never.
            None => self.advice = Some((self.number, asked().weigh())),
        }
    }

    /// What was said of what is typed now; nothing while it is being weighed.
    fn newest(&self) -> Option<&Advice> {
        self.advice
            .as_ref()
            .filter(|(number, _)| *number == self.number)
            .map(|(_, advice)| advice)
    }
}

fn start(wake: Context) -> Option<Line> {
    let (asks, asked) = channel::<(u64, Asked)>();
    let (tell, told) = channel();
    let thread = std::thread::Builder::new()
        .name("passphrase".to_owned())
        .spawn(move || {
            while let Ok(first) = asked.recv() {
                // Only the newest is worth its time.
                let (number, newest) = asked.try_iter().last().unwrap_or(first);
                if tell.send((number, newest.weigh())).is_err() {
                    return;
                }
                wake.request_repaint();
            }
        });
    thread.is_ok().then_some((asks, told))
}

/// What is wrong with a passphrase that was typed twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is being weighed: ask again in a moment.
    Weighing,
    /// The first field, and what to do.
    First(String),
    /// The second field, and what to do.
    Second(String),
}

/// A passphrase typed twice.
pub struct Pair {
    first: Secret,
    second: Secret,
    advisor: Advisor,
}

impl Pair {
    /// Two empty fields; `id` tells them from others.
    pub fn new(id: Id) -> Self {
        Self {
            first: Secret::new(id.with("passphrase")),
            second: Secret::new(id.with("again")),
            advisor: Advisor::default(),
        }
    }

    /// The id of the first field.
    pub fn id(&self) -> Id {
        self.first.id()
    }

    /// The passphrase, to hand on.
    pub fn copy(&self) -> Zeroizing<String> {
        self.first.copy()
    }

    /// What is wrong with it, if anything.
    pub fn fault(&self) -> Option<Fault> {
        if self.first.text().is_empty() {
            return Some(Fault::First("Type a passphrase.".to_owned()));
        }
        let Some(advice) = self.advisor.newest() else {
            return Some(Fault::Weighing);
        };
        if advice.score < WANTED {
            return Some(Fault::First("Make it stronger.".to_owned()));
        }
        if self.second.text().is_empty() {
            return Some(Fault::Second("Type the passphrase again.".to_owned()));
        }
        if self.second.text() != self.first.text() {
            return Some(Fault::Second("The two are not the same. Type it again.".to_owned()));
        }
        None
    }

    /// Shows both fields and the advice. `told` shows what is wrong; `go` brings the first faulty field the keyboard.
    /// True when Enter was pressed in the second.
    pub fn show(&mut self, ui: &mut Ui, about: About<'_>, enabled: bool, told: bool, go: bool) -> bool {
        self.advisor.ask(ui.ctx(), self.first.text(), about);
        let fault = self.fault().filter(|_| told);
        let mut entered = false;
        let (first, second) = (&mut self.first, &mut self.second);
        halves(ui, |ui, at| {
            let (secret, label, error) = match (at, &fault) {
                (0, Some(Fault::First(words))) => (&mut *first, "Passphrase", Some(words.as_str())),
                (0, _) => (&mut *first, "Passphrase", None),
                (_, Some(Fault::Second(words))) => (&mut *second, "Passphrase again", Some(words.as_str())),
                (_, _) => (&mut *second, "Passphrase again", None),
            };
            let response = spot(ui, secret.id(), go && error.is_some(), |ui| {
                secret.show(ui, label, |field| field.enabled(enabled).error(error))
            });
            entered |= at == 1 && response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        });
        strength(ui, self.first.text().is_empty(), self.advisor.newest());
        entered
    }
}

const PART: f32 = 44.0;

/// Four parts that fill, a word, and what would make it better.
fn strength(ui: &mut Ui, empty: bool, advice: Option<&Advice>) {
    let colors = tokens(ui);
    let score = advice.map_or(0, |advice| advice.score);
    let strong = score >= WANTED;
    let (word, ink) = match (empty, advice) {
        (true, _) => ("", colors.muted),
        (false, None) => ("Weighing…", colors.muted),
        (false, Some(_)) if strong => ("Strong", colors.strength),
        (false, Some(_)) => ("Too easy to guess", colors.develop),
    };
    let words = match (empty, advice) {
        (false, Some(advice)) if strong || !advice.text.is_empty() => advice.text.as_str(),
        _ => "Four or more words that do not belong together are strong and easy to type.",
    };
    let said = format!("{word}. {words}");
    let builder = UiBuilder::new()
        .accessibility_role(Role::Status)
        .accessibility_label(said.trim_start_matches(['.', ' ']));
    ui.scope_builder(builder, |ui| {
        ui.accesskit_node_builder(ui.unique_id(), |node| node.set_live(Live::Polite));
        ui.spacing_mut().item_spacing.y = space::XS;
        let galley = paint::line(ui, word, Weight::Semibold, size::QUIET, ink);
        let wide = 4.0 * PART + 3.0 * space::XS + space::S + galley.size().x;
        let (rect, response) = ui.allocate_exact_size(vec2(wide, 18.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, word));
        for part in 0..WANTED {
            let left = rect.left() + f32::from(part) * (PART + space::XS);
            let bar = Rect::from_min_size(pos2(left, rect.center().y - 3.0), vec2(PART, 6.0));
            // Even the weakest fills one, so that the bar is seen to speak of it.
            let filled = !empty && advice.is_some() && part < score.max(1);
            ui.painter()
                .rect_filled(bar, 3.0, if filled { ink } else { colors.line });
        }
        let left = rect.left() + 4.0 * PART + 3.0 * space::XS + space::S;
        paint::text_at(ui.painter(), left, rect.center().y, galley);
        if !words.is_empty() {
            text::quiet(ui, words);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_is_weighed_and_an_older_answer_is_not_taken_for_it() {
        let ctx = Context::default();
        let mut advisor = Advisor::default();
        let about = ["North Council", "Practice audits", "A. Auditor"];
        advisor.ask(&ctx, "password", about);
        assert_eq!(advisor.newest(), None);
        let settle = |advisor: &mut Advisor, passphrase: &str| {
            for _ in 0..2000 {
                advisor.ask(&ctx, passphrase, about);
                if let Some(advice) = advisor.newest() {
                    return advice.score;
                }
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            panic!("no advice");
        };
        assert!(settle(&mut advisor, "password") < WANTED);
        advisor.ask(&ctx, "orchid tractor velvet moonlight", about);
        assert_eq!(advisor.newest(), None);
        assert_eq!(settle(&mut advisor, "orchid tractor velvet moonlight"), WANTED);
        advisor.ask(&ctx, "", about);
        assert_eq!(advisor.newest(), None);
    }
}
