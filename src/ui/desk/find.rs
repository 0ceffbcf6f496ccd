//! Search on the desk: it is opened here, and what was picked in it is gone to.

use super::Desk;
use crate::app::command::Screen;
use crate::app::search::{Go, SearchHit, Spot};
use crate::model::audit::{Subject, whom};
use crate::model::change::{Entity, Place};
use crate::model::facets::Filter;
use crate::ui::dialogs::{self, Dialog};
use crate::ui::typed;
use crate::ui::widgets::focus;
use crate::ui::wish::{Wish, Wishes};
use eframe::egui::Context;

/// Places that are offered again.
const RECENT: usize = 6;

impl Desk {
    /// Opens the search.
    pub(super) fn open_search(&mut self, ctx: &Context) {
        focus::open_from_here(ctx);
        let state = dialogs::search::State::new(self.watched, self.only_audit, self.recent.clone());
        self.dialog = Some(Dialog::Search(Box::new(state)));
    }

    /// Whether search keeps to the audit that is open.
    pub fn only_audit(&self) -> bool {
        self.only_audit
    }

    /// Search keeps to the audit that is open, or does not.
    pub fn keep_to_audit(&mut self, only: bool) {
        self.only_audit = only;
    }

    /// Remembers a place of this session, on no disk.
    fn visit(&mut self, hit: SearchHit) {
        self.recent.retain(|known| known.go != hit.go);
        self.recent.insert(0, hit);
        self.recent.truncate(RECENT);
    }

    /// Remembers an audit that was opened.
    pub(super) fn visit_audit(&mut self, audit: i64) {
        let Some(row) = self.audits.iter().find(|row| row.id == audit) else {
            return;
        };
        let kind = if row.subject == Subject::Child {
            "Child"
        } else {
            "Audit"
        };
        self.visit(SearchHit {
            kind,
            text: row.who.clone(),
            marks: Vec::new(),
            quiet: [row.kind.as_str(), row.status.name()].join(", "),
            go: Go::Audit(audit, Spot::Any),
        });
    }

    /// Goes to what was found.
    pub(super) fn go_to_found(&mut self, hit: SearchHit, ctx: &Context) -> Wishes {
        let mut wishes = Wishes::new();
        match hit.go.clone() {
            Go::Command(command) => {
                wishes.push(Wish::Command(command));
                return wishes;
            }
            Go::Tag(tag) => wishes.push(evidence_of(Filter {
                tags: [tag].into(),
                ..Filter::default()
            })),
            Go::Criterion(criterion) => wishes.push(evidence_of(Filter {
                criteria: [criterion].into(),
                ..Filter::default()
            })),
            Go::Team(team) => wishes.push(evidence_of(Filter {
                teams: [team].into(),
                ..Filter::default()
            })),
            Go::Audit(audit, spot) => {
                self.watch(audit);
                self.go_to_spot(audit, spot, ctx);
            }
        }
        self.visit(SearchHit {
            marks: Vec::new(),
            ..hit
        });
        wishes
    }

    /// Goes to a place of an audit that is watched.
    pub(super) fn go_to_spot(&mut self, audit: i64, spot: Spot, ctx: &Context) {
        self.screen = Screen::ThisAudit;
        let field = |place: Place| focus::reveal(ctx, typed::id(&place));
        match spot {
            Spot::Any => {}
            Spot::Section(section) => self.audit_state.go_to(Some(section)),
            Spot::Question(section, criterion) => {
                self.audit_state.go_to_question(section, criterion.clone());
                field(Place::answer(audit, &criterion, "note"));
            }
            Spot::Words(section, name @ ("found" | "impact")) => {
                self.audit_state.go_to_part(section.clone());
                field(Place::judgement(audit, &section, name));
            }
            Spot::Words(section, name) => {
                self.screen = Screen::Grades;
                self.grades_state.unfold(&section);
                field(Place::judgement(audit, &section, name));
            }
            Spot::Evidence(section, evidence) => self.audit_state.go_to_evidence(section, evidence),
            Spot::Area(section, area) => {
                self.screen = Screen::Grades;
                self.grades_state.unfold(&section);
                field(Place::row(Entity::Area, area, "text"));
            }
            Spot::Action(action) => {
                self.audit_state.go_to_actions();
                field(Place::row(Entity::Action, action, "text"));
            }
            Spot::Whole(name) => {
                match name {
                    "overall_why" | "agreed_why" => self.screen = Screen::Grades,
                    "child_said" | "parents_said" | "worker_reflection" => self.audit_state.go_to_feedback(),
                    "safe_now_why" => self.audit_state.open_safe(),
                    _ => return,
                }
                field(Place::row(Entity::Audit, audit, name));
            }
            Spot::Concern(concern) => self.follow_up(concern),
        }
    }

    /// An urgent concern that is open is followed up in its dialog.
    fn follow_up(&mut self, concern: i64) {
        let Some(workbook) = &self.workbook else { return };
        let open = workbook.open_concerns.iter().find(|(open, _)| open.id == concern);
        if let Some((concern, who)) = open {
            let row = self.audits.iter().find(|row| row.id == concern.audit);
            let whom = row.map_or("child", |row| whom(row.subject, row.case_kind));
            let state = dialogs::urgent_concern::State::follow_up(concern, who, whom);
            self.dialog = Some(Dialog::UrgentConcern(Box::new(state)));
        }
    }
}

fn evidence_of(filter: Filter) -> Wish {
    Wish::ShowEvidence(Box::new(filter))
}
