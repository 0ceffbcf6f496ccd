//! Analysis in words and numbers: the same facts as the pictures, for a screen reader, for copying and for the report.

use super::analysis::AnalysisView;
use crate::model::analysis::{Tally, month_name};
use crate::model::case::CaseKind;
use std::collections::BTreeMap;

/// One table of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactTable {
    /// What it is about.
    pub title: &'static str,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows, a cell for each column.
    pub rows: Vec<Vec<String>>,
}

impl FactTable {
    /// As text that a spreadsheet takes: a line each, cells by tabs.
    pub fn text(&self) -> String {
        let lines = std::iter::once(&self.columns).chain(&self.rows);
        let lines: Vec<String> = lines.map(|cells| cells.join("\t")).collect();
        format!("{}\n{}\n", self.title, lines.join("\n"))
    }
}

/// The name of a kind of case, or what an audit without one is of.
pub fn kind_name(kind: Option<CaseKind>) -> &'static str {
    kind.map_or("Team or service", CaseKind::name)
}

/// The name of a team, or that none is written.
pub fn team_name(team: &str) -> &str {
    if team.is_empty() { "No team written" } else { team }
}

impl AnalysisView {
    /// A section's name, in the framework's short form.
    pub fn section_name<'v>(&'v self, section: &'v str) -> &'v str {
        let known = self
            .framework
            .as_ref()
            .and_then(|framework| framework.judgement(section));
        known.map_or(section, |judgement| judgement.short.as_str())
    }

    /// Sections that were graded, in the order of the framework.
    pub fn sections(&self) -> Vec<(&str, &Tally)> {
        let order = |id: &str| {
            let all = self
                .framework
                .as_ref()
                .map_or(&[][..], |framework| &framework.judgements);
            all.iter()
                .position(|judgement| judgement.id == id)
                .unwrap_or(usize::MAX)
        };
        let mut sections: Vec<(&str, &Tally)> = self
            .analysis
            .by_section
            .iter()
            .map(|(section, tally)| (section.as_str(), tally))
            .collect();
        sections.sort_by_key(|(section, _)| order(section));
        sections
    }

    /// By quarter of a year, oldest first: its first month, its name, and the grades.
    pub fn quarters(&self) -> Vec<(i32, String, Tally)> {
        let mut quarters: BTreeMap<i32, Tally> = BTreeMap::new();
        for (month, tally) in &self.analysis.by_month {
            let sum = quarters.entry(month.div_euclid(3) * 3).or_default();
            sum.by_rank.resize(self.analysis.grades, 0);
            for (n, more) in sum.by_rank.iter_mut().zip(&tally.by_rank) {
                *n += more;
            }
            sum.none += tally.none;
        }
        let name = |month: i32| {
            format!(
                "{} to {}",
                month_name(month).get(..3).unwrap_or_default(),
                month_name(month + 2)
            )
        };
        quarters
            .into_iter()
            .map(|(month, tally)| (month, name(month), tally))
            .collect()
    }

    /// The rank that counts as good: the second of a scale of three and more, else the first.
    pub fn good(&self) -> usize {
        if self.analysis.grades > 2 { 2 } else { 1 }
    }

    /// The name of a grade.
    pub fn grade_name(&self, rank: u8) -> &str {
        let grade = (rank as usize).checked_sub(1).and_then(|at| self.scale.get(at));
        grade.map_or("No grade", |grade| grade.name.as_str())
    }

    /// Everything the screen shows, as tables.
    pub fn tables(&self, tag_name: impl Fn(i64) -> String) -> Vec<FactTable> {
        let of = &self.analysis;
        let kinds = of
            .by_kind
            .iter()
            .map(|(kind, tally)| (kind_name(*kind).to_owned(), tally));
        let teams = of
            .by_team
            .iter()
            .map(|(team, tally)| (team_name(team).to_owned(), tally));
        let sections = self.sections().into_iter();
        let sections = sections.map(|(section, tally)| (self.section_name(section).to_owned(), tally));
        let quarters = self.quarters();
        let quarters = quarters.iter().map(|(_, name, tally)| (name.clone(), tally));
        let mut tables = vec![
            self.graded("Agreed grades by type of case", "Type of case", kinds),
            self.graded("Agreed grades by team", "Team", teams),
            self.graded("Agreed grades by section", "Section", sections),
            self.graded("Agreed grades by quarter", "Audits due", quarters),
        ];
        tables.push(self.heat());
        let mut moved = Vec::new();
        for ((first, agreed), n) in &of.moderated {
            let cells = [self.grade_name(*first), self.grade_name(*agreed)].map(str::to_owned);
            moved.push(cells.into_iter().chain([n.to_string()]).collect());
        }
        tables.push(FactTable {
            title: "First against agreed grades",
            columns: ["First grade", "Agreed grade", "Audits"].map(str::to_owned).to_vec(),
            rows: moved,
        });
        let tags = self.tags.iter().map(|figure| {
            vec![
                tag_name(figure.tag),
                figure.strengths.to_string(),
                figure.develop.to_string(),
            ]
        });
        tables.push(FactTable {
            title: "What the evidence says",
            columns: ["Tag", "Strengths", "To develop"].map(str::to_owned).to_vec(),
            rows: tags.collect(),
        });
        tables.retain(|table| !table.rows.is_empty());
        tables
    }

    fn graded<'t>(
        &self,
        title: &'static str,
        first: &str,
        rows: impl Iterator<Item = (String, &'t Tally)>,
    ) -> FactTable {
        let mut columns = vec![first.to_owned()];
        columns.extend(self.scale.iter().map(|grade| grade.name.clone()));
        columns.extend(["Not graded", "Audits", "Good or better"].map(str::to_owned));
        if self.analysis.grades < 3 {
            columns.pop();
        }
        let width = columns.len();
        let rows = rows.map(|(name, tally)| {
            let mut cells = vec![name];
            if tally.shown() {
                cells.extend(tally.by_rank.iter().map(u32::to_string));
                cells.push(tally.none.to_string());
                cells.push(tally.all().to_string());
                let percent = tally.percent_to(self.good());
                cells.push(percent.map_or_else(|| "Under 10 audits".to_owned(), |percent| format!("{percent} %")));
            } else {
                cells.extend(std::iter::repeat_n("–".to_owned(), self.scale.len() + 1));
                cells.push("Under 5".to_owned());
                cells.push("–".to_owned());
            }
            cells.truncate(width);
            cells
        });
        FactTable {
            title,
            columns,
            rows: rows.collect(),
        }
    }

    fn heat(&self) -> FactTable {
        let teams: Vec<&str> = self.analysis.by_team.iter().map(|(team, _)| team.as_str()).collect();
        let mut columns = vec!["Section".to_owned()];
        columns.extend(teams.iter().map(|team| team_name(team).to_owned()));
        let rows = self.sections().into_iter().map(|(section, _)| {
            let cell = |team: &&str| {
                let tally = self
                    .analysis
                    .by_section_and_team
                    .get(&(section.to_owned(), (*team).to_owned()));
                match tally.and_then(|tally| Some((tally.middle()?, tally.graded()))) {
                    Some((rank, n)) => format!("{}, {n} audits", self.grade_name(rank)),
                    None if tally.is_some() => "Under 5 audits".to_owned(),
                    None => "–".to_owned(),
                }
            };
            let name = std::iter::once(self.section_name(section).to_owned());
            name.chain(teams.iter().map(cell)).collect()
        });
        FactTable {
            title: "Sections by team, the middle grade",
            rows: rows.collect(),
            columns,
        }
    }
}
