//! Changes to the tags themselves.

use super::{refused, toggle};
use crate::app::edit::{TagEdit, TagFields};
use crate::app::tags_import;
use crate::exchange::tags_csv::TagLine;
use crate::model::change::{Entity, Fields, Value};
use crate::model::tag::{self, Tag};
use crate::model::tag_order::{self, STEP, Spot, Stand};
use crate::model::tag_rules::{self, OWN_GROUP};
use crate::store::{Act, Result, StoreError};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn apply(act: &mut Act<'_>, edit: &TagEdit) -> Result<String> {
    let tags = act.tags()?;
    let done = match edit {
        TagEdit::Add(new) => {
            add(act, &tags, new)?;
            tag::ADDED
        }
        TagEdit::Change(tag, new) => {
            change(act, &tags, *tag, new)?;
            tag::CHANGED
        }
        TagEdit::Put(tag, spot) => {
            known(&tags, *tag)?;
            put(act, &tags, *tag, spot)?;
            tag::MOVED
        }
        TagEdit::PutGroup { group, before } => {
            stand(act, &tag_order::put_group(&tags, group, before.as_deref()))?;
            tag::GROUP_MOVED
        }
        TagEdit::RenameGroup { group, name } => {
            let name = tag_rules::group(&tags, Some(group), name).map_err(StoreError::Refused)?;
            clashes_in(&tags, group, &name)?;
            stand(act, &tag_order::rename_group(&tags, group, &name))?;
            tag::GROUP_RENAMED
        }
        TagEdit::Merge { from, into } => {
            merge(act, &tags, *from, *into)?;
            tag::MERGED
        }
        TagEdit::Split { tag, name, evidence } => {
            split(act, &tags, *tag, name, evidence)?;
            tag::SPLIT
        }
        TagEdit::Delete(tag) => {
            known(&tags, *tag)?;
            for up in tags.iter().filter(|one| one.parent == Some(*tag)) {
                let parent = known(&tags, *tag)?.parent;
                clash(&tags, up, (&up.group, parent), *tag)?;
            }
            act.retag(*tag, None, None)?;
            act.retag_views(*tag, None)?;
            stand(act, &tag_order::take_out(&tags, *tag))?;
            act.delete(Entity::Tag, *tag)?;
            tag::DELETED
        }
        TagEdit::Import(lines) => {
            import(act, &tags, lines)?;
            tag::IMPORTED
        }
    };
    Ok(done.to_owned())
}

/// Takes in a file. Its plan holds to the rules of [`add`] and [`change`].
fn import(act: &mut Act<'_>, tags: &[Tag], lines: &[TagLine]) -> Result<()> {
    let mut made: BTreeMap<i64, i64> = BTreeMap::new();
    let mut place = last_place(tags);
    for step in tags_import::steps(tags, lines).map_err(StoreError::Refused)? {
        let new = &step.fields;
        let mut row: Fields = fields! {
            "name": new.name.as_str(), "colour": new.colour.clamp(1, 4), "description": new.description.as_str(),
        };
        if let Some(tag) = Some(step.tag).filter(|tag| *tag > 0).or(made.get(&step.tag).copied()) {
            act.update(Entity::Tag, tag, &row)?;
            continue;
        }
        place = place.saturating_add(STEP);
        let parent = new.parent.map(|parent| made.get(&parent).copied().unwrap_or(parent));
        row.extend(fields! { "tag_group": new.group.as_str(), "parent": parent, "place": place });
        made.insert(step.tag, act.create(Entity::Tag, row)?);
    }
    Ok(())
}

/// The place of the last tag.
fn last_place(tags: &[Tag]) -> i64 {
    tags.iter().map(|tag| tag.place).max().unwrap_or(0)
}

fn known(tags: &[Tag], id: i64) -> Result<&Tag> {
    tags.iter().find(|tag| tag.id == id).ok_or(StoreError::Gone)
}

fn add(act: &mut Act<'_>, tags: &[Tag], new: &TagFields) -> Result<i64> {
    let group = group(tags, &new.group)?;
    if let Some(parent) = new.parent {
        below(tags, &group, parent)?;
    }
    let name = tag_rules::name(tags, None, (&group, new.parent), &new.name).map_err(StoreError::Refused)?;
    let description = tag_rules::description(new.description.trim()).map_err(StoreError::Refused)?;
    let place = last_place(tags).saturating_add(STEP);
    act.create(
        Entity::Tag,
        fields! {
            "name": name, "tag_group": group, "colour": new.colour.clamp(1, 4), "description": description,
            "parent": new.parent, "place": place,
        },
    )
}

/// The group of that name, or the one for what is of no group.
fn group(tags: &[Tag], name: &str) -> Result<String> {
    if name.trim().is_empty() {
        return Ok(OWN_GROUP.to_owned());
    }
    tag_rules::group(tags, None, name).map_err(StoreError::Refused)
}

/// Refuses a parent of another group, and one that stands too deep already.
fn below(tags: &[Tag], group: &str, parent: i64) -> Result<()> {
    if known(tags, parent)?.group != group {
        return Err(refused("A tag stands under a tag of its own group."));
    }
    if tag_order::depth(tags, parent) + 1 > tag_order::DEEPEST {
        return Err(refused("Tags stand at most 20 deep."));
    }
    Ok(())
}

/// Refuses two tags of one place whose names are the same but for capital letters.
fn clash(tags: &[Tag], tag: &Tag, place: (&str, Option<i64>), gone: i64) -> Result<()> {
    match tag_rules::same(tags, Some(tag.id), place, &tag.name) {
        Some(other) if other.id != gone => Err(StoreError::Refused(format!(
            "There is a tag {} there already. Rename one of them first, or merge them.",
            other.name
        ))),
        _ => Ok(()),
    }
}

/// Refuses to make two groups one where both have a tag of one name.
fn clashes_in(tags: &[Tag], group: &str, name: &str) -> Result<()> {
    if group == name {
        return Ok(());
    }
    for tag in tags.iter().filter(|tag| tag.group == group && tag.parent.is_none()) {
        clash(tags, tag, (name, None), tag.id)?;
    }
    Ok(())
}

fn change(act: &mut Act<'_>, tags: &[Tag], id: i64, new: &TagFields) -> Result<()> {
    let old = known(tags, id)?;
    let group = group(tags, &new.group)?;
    if let Some(parent) = new.parent {
        below(tags, &group, parent)?;
    }
    let name = tag_rules::name(tags, Some(id), (&group, new.parent), &new.name).map_err(StoreError::Refused)?;
    let description = tag_rules::description(new.description.trim()).map_err(StoreError::Refused)?;
    if (&old.group, old.parent) != (&group, new.parent) {
        let spot = Spot {
            group,
            parent: new.parent,
            before: None,
        };
        // Under the name it has from now on: the old one may be taken there.
        let mut renamed = tags.to_vec();
        for tag in renamed.iter_mut().filter(|tag| tag.id == id) {
            name.clone_into(&mut tag.name);
        }
        put(act, &renamed, id, &spot)?;
    }
    act.update(
        Entity::Tag,
        id,
        &fields! { "name": name, "colour": new.colour.clamp(1, 4), "description": description },
    )
}

fn put(act: &mut Act<'_>, tags: &[Tag], id: i64, spot: &Spot) -> Result<()> {
    let group = group(tags, &spot.group)?;
    let tag = known(tags, id)?;
    let spot = Spot { group, ..spot.clone() };
    let stands = tag_order::put(tags, id, &spot).map_err(|fault| StoreError::Refused(format!("{fault}.")))?;
    if let Some(parent) = spot.parent {
        below(tags, &spot.group, parent)?;
    }
    clash(tags, tag, (&spot.group, spot.parent), id)?;
    stand(act, &stands)
}

fn stand(act: &mut Act<'_>, stands: &[Stand]) -> Result<()> {
    for one in stands {
        let fields: Fields = fields! { "tag_group": one.group.as_str(), "parent": one.parent, "place": one.place };
        act.update(Entity::Tag, one.id, &fields)?;
    }
    Ok(())
}

fn merge(act: &mut Act<'_>, tags: &[Tag], from: i64, into: i64) -> Result<()> {
    if from == into {
        return Err(refused("A tag cannot be merged into itself."));
    }
    let (gone, stays) = (known(tags, from)?, known(tags, into)?);
    // What stood under the tag that goes stands under the one that stays; where that stood under it itself, its branch
    // moves up first.
    let mut now = tags.to_vec();
    for child in tags.iter().filter(|tag| tag.parent == Some(from)) {
        let up = tag_order::with_below(tags, child.id).contains(&into);
        let spot = if up {
            Spot {
                group: gone.group.clone(),
                parent: gone.parent,
                before: Some(from),
            }
        } else {
            Spot {
                group: stays.group.clone(),
                parent: Some(into),
                before: None,
            }
        };
        clash(&now, child, (&spot.group, spot.parent), from)?;
        let stands = tag_order::put(&now, child.id, &spot).map_err(|fault| StoreError::Refused(format!("{fault}.")))?;
        stand(act, &stands)?;
        now = act.tags()?;
    }
    act.retag(from, Some(into), None)?;
    act.retag_views(from, Some(into))?;
    stand(act, &tag_order::take_out(&now, from))?;
    act.delete(Entity::Tag, from)
}

fn split(act: &mut Act<'_>, tags: &[Tag], id: i64, name: &str, evidence: &[i64]) -> Result<()> {
    let old = known(tags, id)?;
    let fields = TagFields {
        name: name.to_owned(),
        group: old.group.clone(),
        parent: old.parent,
        colour: old.colour,
        description: String::new(),
    };
    let new = add(act, tags, &fields)?;
    let now = act.tags()?;
    let siblings = tag_order::siblings(&now, id);
    let after = siblings
        .iter()
        .position(|one| *one == id)
        .and_then(|at| siblings.get(at + 1))
        .copied();
    let spot = Spot {
        group: old.group.clone(),
        parent: old.parent,
        before: after.filter(|after| *after != new),
    };
    let stands = tag_order::put(&now, new, &spot).map_err(|fault| StoreError::Refused(format!("{fault}.")))?;
    stand(act, &stands)?;
    let evidence: BTreeSet<i64> = evidence.iter().copied().collect();
    act.retag(id, Some(new), Some(&evidence))?;
    Ok(())
}

/// Makes a tag of no place of its own, and tags a piece of evidence with it. Where there is one of that name already, in
/// whatever capital letters, that is the tag.
pub(super) fn new_tag(act: &mut Act<'_>, name: &str, group: &str, evidence: Option<i64>) -> Result<String> {
    let tags = act.tags()?;
    let group = self::group(&tags, group)?;
    let known = tag_rules::same(&tags, None, (&group, None), name).map(|tag| tag.id);
    let tag = if let Some(tag) = known {
        tag
    } else {
        let new = TagFields {
            name: name.to_owned(),
            group,
            parent: None,
            colour: 1,
            description: String::new(),
        };
        add(act, &tags, &new)?
    };
    let done = if known.is_some() {
        "Tag added to evidence"
    } else {
        tag::ADDED
    };
    if let Some(evidence) = evidence {
        toggle(act, evidence, "tags", &tag.to_string(), true, "Tag")?;
    }
    Ok(done.to_owned())
}

/// Sets fields of a tag by name, as history does when it puts one back, by the rules of [`change`].
pub(super) fn set(act: &mut Act<'_>, id: i64, given: &Fields) -> Result<String> {
    let tags = act.tags()?;
    let old = known(&tags, id)?;
    let mut new = TagFields {
        name: old.name.clone(),
        group: old.group.clone(),
        parent: old.parent,
        colour: old.colour,
        description: old.description.clone(),
    };
    for (field, value) in given {
        match (field.as_str(), value) {
            ("name", Value::Text(text)) => new.name.clone_from(text),
            ("description", Value::Text(text)) => new.description.clone_from(text),
            ("colour", Value::Int(colour)) => new.colour = *colour,
            _ => return Err(refused("This of a tag is changed on the screen of tags.")),
        }
    }
    change(act, &tags, id, &new)?;
    Ok(tag::CHANGED.to_owned())
}
