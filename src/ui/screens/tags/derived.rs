//! What the list of tags shows, worked out when the workbook or what is asked for changed.

use crate::app::view::WorkbookView;
use crate::model::tag::Tag;
use crate::model::tag_names::{self, Near};
use crate::model::tag_order;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which tags are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Only {
    /// All of them.
    #[default]
    All,
    /// Those that no evidence carries.
    Unused,
    /// Pairs that seem to say the same.
    Near,
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// A group, by its place among the groups.
    Group(usize),
    /// A tag, by its place among the tags, and how deep it stands.
    Tag(usize, usize),
}

/// A group and how many tags stand in it.
pub(super) struct GroupRow {
    pub(super) name: String,
    pub(super) tags: usize,
}

/// What was worked out.
#[derive(Default)]
pub(super) struct Derived {
    from: Option<(Arc<WorkbookView>, Only, String)>,
    names: Vec<(i64, String, Option<i64>)>,
    pub(super) groups: Vec<GroupRow>,
    pub(super) rows: Vec<Row>,
    pub(super) unused: BTreeSet<i64>,
    pub(super) near: Vec<Near>,
}

impl Derived {
    /// Works it out anew where something changed.
    pub(super) fn follow(&mut self, workbook: &Arc<WorkbookView>, only: Only, words: &str) {
        let same = self
            .from
            .as_ref()
            .is_some_and(|(then, which, typed)| Arc::ptr_eq(then, workbook) && *which == only && typed == words);
        if same {
            return;
        }
        let tags = &workbook.tags;
        let names: Vec<_> = tags.iter().map(|tag| (tag.id, tag.name.clone(), tag.parent)).collect();
        if names != self.names {
            let groups = tag_names::near_duplicates(tags);
            self.near = groups.into_iter().flat_map(|group| group.pairs).collect();
            self.names = names;
        }
        self.unused = tag_names::unused(tags).into_iter().collect();
        self.list(tags, only, words);
        self.from = Some((workbook.clone(), only, words.to_owned()));
    }

    fn list(&mut self, tags: &[Tag], only: Only, words: &str) {
        let at: BTreeMap<i64, usize> = tags.iter().enumerate().map(|(at, tag)| (tag.id, at)).collect();
        let words = words.trim().to_lowercase();
        let wanted = |tag: &Tag| {
            let found = words.is_empty()
                || tag.name.to_lowercase().contains(&words)
                || tag.description.to_lowercase().contains(&words);
            found && (only != Only::Unused || self.unused.contains(&tag.id))
        };
        let (mut groups, mut rows) = (Vec::new(), Vec::new());
        for group in tag_order::tree(tags) {
            let before = rows.len();
            rows.push(Row::Group(groups.len()));
            for (id, depth) in &group.tags {
                if let Some((at, _)) = at
                    .get(id)
                    .and_then(|at| Some((*at, tags.get(*at).filter(|tag| wanted(tag))?)))
                {
                    rows.push(Row::Tag(at, *depth));
                }
            }
            let in_name = only == Only::All && group.name.to_lowercase().contains(&words);
            if rows.len() == before + 1 && !in_name {
                rows.truncate(before);
            }
            groups.push(GroupRow {
                tags: group.tags.len(),
                name: group.name,
            });
        }
        (self.groups, self.rows) = (groups, rows);
    }

    /// The row of a tag.
    pub(super) fn place(&self, tags: &[Tag], id: i64) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| matches!(row, Row::Tag(at, _) if tags.get(*at).is_some_and(|tag| tag.id == id)))
    }
}
