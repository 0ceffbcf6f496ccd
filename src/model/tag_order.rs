//! The order of tags: groups, in each its tags, under them others; and how it is changed.
//!
//! Nothing but a tag's group, parent and place is stored. A group stands where the first of its tags does. Tags of
//! workbooks from before places were there have place 0 and stand in the order they were made.

use super::tag::Tag;
use std::collections::{BTreeMap, BTreeSet};

/// Between the places of two tags that follow one another, so that others fit in later.
pub const STEP: i64 = 1024;

/// The deepest a tag stands below others.
pub const DEEPEST: usize = 20;

/// A group as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its tags in order, each with how deep it stands.
    pub tags: Vec<(i64, usize)>,
}

/// Where a tag is put.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The group.
    pub group: String,
    /// The tag it stands under.
    pub parent: Option<i64>,
    /// The tag of that place it stands before; last when there is none.
    pub before: Option<i64>,
}

/// How a tag stands: its number, group, parent and place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Its number.
    pub id: i64,
    /// The group.
    pub group: String,
    /// The tag it stands under.
    pub parent: Option<i64>,
    /// Its place.
    pub place: i64,
}

/// Why a tag cannot stand there, in words.
pub type Fault = &'static str;

/// A parent counts where it is of the same group; a ring counts nowhere.
fn parents(tags: &[Tag]) -> BTreeMap<i64, i64> {
    let by_id: BTreeMap<i64, &Tag> = tags.iter().map(|tag| (tag.id, tag)).collect();
    let parent = |tag: &Tag| {
        tag.parent
            .filter(|parent| *parent != tag.id && by_id.get(parent).is_some_and(|parent| parent.group == tag.group))
    };
    let all: BTreeMap<i64, i64> = tags.iter().filter_map(|tag| Some((tag.id, parent(tag)?))).collect();
    let in_ring = |id: i64| {
        let mut at = id;
        for _ in 0..all.len() {
            match all.get(&at) {
                Some(parent) if *parent == id => return true,
                Some(parent) => at = *parent,
                None => return false,
            }
        }
        false
    };
    let whole: BTreeMap<i64, i64> = all
        .iter()
        .map(|(id, parent)| (*id, *parent))
        .filter(|(id, _)| !in_ring(*id))
        .collect();
    whole
}

/// Tags by the one they stand under, in order; `None` holds those that stand under none.
fn children<'t>(tags: &'t [Tag], parents: &BTreeMap<i64, i64>) -> BTreeMap<Option<i64>, Vec<&'t Tag>> {
    let mut children: BTreeMap<Option<i64>, Vec<&Tag>> = BTreeMap::new();
    for tag in tags {
        children.entry(parents.get(&tag.id).copied()).or_default().push(tag);
    }
    for siblings in children.values_mut() {
        siblings.sort_by_key(|tag| (tag.place, tag.id));
    }
    children
}

/// The tags as they are shown. Each stands there once, whatever its parent says.
pub fn tree(tags: &[Tag]) -> Vec<Group> {
    let parents = parents(tags);
    let children = children(tags, &parents);
    let mut first: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for tag in tags {
        let at = first.entry(&tag.group).or_insert((tag.place, tag.id));
        *at = (*at).min((tag.place, tag.id));
    }
    let mut groups: Vec<(&str, (i64, i64))> = first.into_iter().collect();
    groups.sort_by_key(|(_, at)| *at);
    groups
        .into_iter()
        .map(|(name, _)| {
            let mut shown = Vec::new();
            let roots = children
                .get(&None)
                .into_iter()
                .flatten()
                .filter(|tag| tag.group == name);
            let mut open: Vec<(&Tag, usize)> = roots.map(|tag| (*tag, 0)).collect();
            open.reverse();
            while let Some((tag, depth)) = open.pop() {
                shown.push((tag.id, depth));
                let under = children.get(&Some(tag.id)).into_iter().flatten();
                open.extend(under.rev().map(|tag| (*tag, depth + 1)));
            }
            Group {
                name: name.to_owned(),
                tags: shown,
            }
        })
        .collect()
}

fn flat(tags: &[Tag]) -> Vec<i64> {
    tree(tags)
        .into_iter()
        .flat_map(|group| group.tags)
        .map(|(id, _)| id)
        .collect()
}

/// A tag and every tag below it.
pub fn with_below(tags: &[Tag], tag: i64) -> BTreeSet<i64> {
    let mut found = BTreeSet::from([tag]);
    loop {
        let before = found.len();
        for one in tags {
            if one.parent.is_some_and(|parent| found.contains(&parent)) {
                found.insert(one.id);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// How many tags a tag stands below.
pub fn depth(tags: &[Tag], tag: i64) -> usize {
    let parents = parents(tags);
    let mut at = tag;
    let mut depth = 0;
    while let Some(parent) = parents.get(&at).filter(|_| depth <= tags.len()) {
        (at, depth) = (*parent, depth + 1);
    }
    depth
}

/// The tags of the same place, in order: those it can stand before or behind.
pub fn siblings(tags: &[Tag], tag: i64) -> Vec<i64> {
    let parents = parents(tags);
    let Some(own) = tags.iter().find(|one| one.id == tag) else {
        return Vec::new();
    };
    let children = children(tags, &parents);
    let here = children.get(&parents.get(&tag).copied()).into_iter().flatten();
    here.filter(|one| one.group == own.group).map(|one| one.id).collect()
}

/// Where one step up or down takes a tag among the tags of its place; nothing at the end.
pub fn step(tags: &[Tag], tag: i64, down: bool) -> Option<Spot> {
    let own = tags.iter().find(|one| one.id == tag)?;
    let siblings = siblings(tags, tag);
    let at = siblings.iter().position(|one| *one == tag)?;
    let before = if down {
        siblings.get(at + 1)?;
        siblings.get(at + 2).copied()
    } else {
        Some(*siblings.get(at.checked_sub(1)?)?)
    };
    Some(Spot {
        group: own.group.clone(),
        parent: parents(tags).get(&tag).copied(),
        before,
    })
}

/// Puts a tag, with all below it, to a spot: how every tag stands that stands otherwise then.
pub fn put(tags: &[Tag], tag: i64, spot: &Spot) -> Result<Vec<Stand>, Fault> {
    let block = with_below(tags, tag);
    if spot.parent.is_some_and(|parent| block.contains(&parent)) {
        return Err("A tag cannot stand under itself or under a tag below it");
    }
    if let Some(parent) = spot.parent {
        let deepest = block.iter().map(|one| depth(tags, *one)).max().unwrap_or(0);
        let below = deepest - depth(tags, tag);
        if depth(tags, parent) + 1 + below > DEEPEST {
            return Err("Tags stand at most 20 deep");
        }
    }
    let mut after: Vec<Tag> = tags.to_vec();
    for one in after.iter_mut().filter(|one| block.contains(&one.id)) {
        one.group.clone_from(&spot.group);
        if one.id == tag {
            one.parent = spot.parent;
        }
    }
    // The order that is wanted: as it was, the block taken out and put in where it goes.
    let (moved, mut order): (Vec<i64>, Vec<i64>) = flat(tags).into_iter().partition(|id| block.contains(id));
    let rest: Vec<Tag> = after.iter().filter(|one| !block.contains(&one.id)).cloned().collect();
    let at = match spot.before.filter(|before| order.contains(before)) {
        Some(before) => order.iter().position(|id| *id == before),
        None => {
            end_of(&rest, spot).map(|last| order.iter().position(|id| *id == last).map_or(order.len(), |at| at + 1))
        }
    };
    let at = at.unwrap_or(order.len());
    order.splice(at..at, moved.iter().copied());
    Ok(settle(tags, after, &order, &moved))
}

/// The last tag of a place or below it, behind which the next one goes.
fn end_of(tags: &[Tag], spot: &Spot) -> Option<i64> {
    let shown = tree(tags).into_iter().find(|group| group.name == spot.group)?.tags;
    let Some(parent) = spot.parent else {
        return shown.last().map(|(id, _)| *id);
    };
    let start = shown.iter().position(|(id, _)| *id == parent)?;
    let depth = shown.get(start)?.1;
    let below = shown.iter().skip(start + 1).take_while(|(_, deep)| *deep > depth);
    below.last().or(shown.get(start)).map(|(id, _)| *id)
}

/// Puts a group before another, or last.
pub fn put_group(tags: &[Tag], group: &str, before: Option<&str>) -> Vec<Stand> {
    let mut groups = tree(tags);
    let Some(at) = groups.iter().position(|known| known.name == group) else {
        return Vec::new();
    };
    let own = groups.remove(at);
    let moved: Vec<i64> = own.tags.iter().map(|(id, _)| *id).collect();
    let to = before.and_then(|before| groups.iter().position(|known| known.name == before));
    groups.insert(to.unwrap_or(groups.len()), own);
    let order: Vec<i64> = groups
        .into_iter()
        .flat_map(|group| group.tags)
        .map(|(id, _)| id)
        .collect();
    settle(tags, tags.to_vec(), &order, &moved)
}

/// Takes a tag out; those under it move up. How every tag stands that stands otherwise then.
pub fn take_out(tags: &[Tag], tag: i64) -> Vec<Stand> {
    let parent = tags.iter().find(|one| one.id == tag).and_then(|one| one.parent);
    let mut after: Vec<Tag> = tags.iter().filter(|one| one.id != tag).cloned().collect();
    for one in after.iter_mut().filter(|one| one.parent == Some(tag)) {
        one.parent = parent.filter(|parent| *parent != one.id);
    }
    let order: Vec<i64> = flat(tags).into_iter().filter(|id| *id != tag).collect();
    let up: Vec<i64> = tags
        .iter()
        .filter(|one| one.parent == Some(tag))
        .map(|one| one.id)
        .collect();
    settle(tags, after, &order, &up)
}

/// Renames a group. Where there is one of that name already, its tags and these are one group from then on.
pub fn rename_group(tags: &[Tag], group: &str, name: &str) -> Vec<Stand> {
    let joins = group != name && tags.iter().any(|tag| tag.group == name);
    let moved: Vec<i64> = flat(tags)
        .into_iter()
        .filter(|id| tags.iter().any(|tag| tag.id == *id && tag.group == group))
        .collect();
    let mut after = tags.to_vec();
    for tag in after.iter_mut().filter(|tag| tag.group == group) {
        name.clone_into(&mut tag.group);
    }
    let mut order: Vec<i64> = flat(tags);
    if joins {
        order.retain(|id| !moved.contains(id));
        let last = order
            .iter()
            .rposition(|id| tags.iter().any(|tag| tag.id == *id && tag.group == name));
        let at = last.map_or(order.len(), |last| last + 1);
        order.splice(at..at, moved.iter().copied());
    }
    settle(tags, after, &order, &moved)
}

/// Gives places so that the tags are shown in the order wanted, as few as will do, and says what differs from before.
fn settle(before: &[Tag], mut after: Vec<Tag>, order: &[i64], moved: &[i64]) -> Vec<Stand> {
    if flat(&after) != order && !between(&mut after, order, moved) {
        let places: BTreeMap<i64, i64> = order.iter().zip(1..).map(|(id, at)| (*id, at * STEP)).collect();
        for tag in &mut after {
            tag.place = places.get(&tag.id).copied().unwrap_or(tag.place);
        }
    }
    let known: BTreeMap<i64, &Tag> = before.iter().map(|tag| (tag.id, tag)).collect();
    let same = |tag: &Tag| {
        known
            .get(&tag.id)
            .is_some_and(|was| was.group == tag.group && was.parent == tag.parent && was.place == tag.place)
    };
    let differ = after.iter().filter(|tag| !same(tag));
    differ
        .map(|tag| Stand {
            id: tag.id,
            group: tag.group.clone(),
            parent: tag.parent,
            place: tag.place,
        })
        .collect()
}

/// Places those that moved between their neighbours; whether that gives the order wanted.
fn between(after: &mut [Tag], order: &[i64], moved: &[i64]) -> bool {
    let place = |id: Option<&i64>| {
        id.and_then(|id| after.iter().find(|tag| tag.id == *id))
            .map(|tag| tag.place)
    };
    let Some(first) = order.iter().position(|id| moved.contains(id)) else {
        return false;
    };
    let count = i64::try_from(moved.len()).unwrap_or(i64::MAX);
    let left = first.checked_sub(1).and_then(|at| place(order.get(at)));
    let right = place(order.get(first + moved.len()));
    let (low, gap) = match (left, right) {
        (Some(left), Some(right)) => (left, right.saturating_sub(left) / (count + 1)),
        (Some(left), None) => (left, STEP),
        (None, Some(right)) => (right.saturating_sub(STEP * (count + 1)), STEP),
        (None, None) => (0, STEP),
    };
    if gap < 1 {
        return false;
    }
    let places: BTreeMap<i64, i64> = order
        .iter()
        .skip(first)
        .take(moved.len())
        .zip(1..)
        .map(|(id, at)| (*id, low.saturating_add(at * gap)))
        .collect();
    let mut tried = after.to_vec();
    for tag in &mut tried {
        tag.place = places.get(&tag.id).copied().unwrap_or(tag.place);
    }
    let fits = flat(&tried) == order;
    if fits {
        after.clone_from_slice(&tried);
    }
    fits
}

#[cfg(test)]
mod tests;
