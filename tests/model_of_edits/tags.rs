//! What each edit of tags does, in a list in the order shown.

use super::doing::{Doing, Done, Refused, written};
use super::state::{State, Tag, members, set_of};
use plumbline::app::edit::{TagEdit, TagFields};
use plumbline::model::change::Entity;
use plumbline::model::tag_order::Spot;
use std::collections::BTreeSet;

impl State {
    /// How many of the tags from this one on are it and those below it.
    fn block(&self, at: usize) -> usize {
        let below = self.below(self.tags[at].id);
        self.tags
            .iter()
            .skip(at)
            .take_while(|tag| below.contains(&tag.id))
            .count()
    }

    /// A tag and all below it.
    pub fn below(&self, id: i64) -> BTreeSet<i64> {
        let mut below = BTreeSet::from([id]);
        for _ in 0..self.tags.len() {
            let under = self
                .tags
                .iter()
                .filter(|tag| tag.parent.is_some_and(|up| below.contains(&up)));
            let under: Vec<i64> = under.map(|tag| tag.id).collect();
            below.extend(under);
        }
        below
    }

    /// The tags of a place, in order.
    pub fn siblings(&self, group: &str, parent: Option<i64>) -> Vec<i64> {
        let here = self
            .tags
            .iter()
            .filter(|tag| tag.group == group && tag.parent == parent);
        here.map(|tag| tag.id).collect()
    }

    pub fn position(&self, id: i64) -> Option<usize> {
        self.tags.iter().position(|tag| tag.id == id)
    }

    /// Behind the last of a place.
    fn end_of(&self, group: &str, parent: Option<i64>) -> usize {
        if let Some(at) = parent.and_then(|parent| self.position(parent)) {
            return at + self.block(at);
        }
        let last = self.tags.iter().rposition(|tag| tag.group == group);
        last.map_or(self.tags.len(), |last| last + 1)
    }

    /// Whether a tag of a place has this name, but for these.
    fn named(&self, group: &str, parent: Option<i64>, name: &str, but: &[i64]) -> bool {
        let mut here = self
            .tags
            .iter()
            .filter(|tag| tag.group == group && tag.parent == parent);
        here.any(|tag| !but.contains(&tag.id) && tag.name.to_lowercase() == name.trim().to_lowercase())
    }

    /// A group's name as it is kept: that of a group there is, whatever its capital letters.
    fn group(&self, name: &str, but: Option<&str>) -> String {
        let name = if name.trim().is_empty() { "Our own" } else { name.trim() };
        let mut groups = self
            .tags
            .iter()
            .map(|tag| &tag.group)
            .filter(|group| Some(group.as_str()) != but);
        let known = groups.find(|group| group.to_lowercase() == name.to_lowercase());
        known.map_or_else(|| name.to_owned(), Clone::clone)
    }

    /// A tag with all below it goes where it is put.
    fn moved(&mut self, id: i64, group: &str, parent: Option<i64>, before: Option<i64>) {
        let at = self.position(id).unwrap();
        let count = self.block(at);
        let mut block: Vec<Tag> = self.tags.drain(at..at + count).collect();
        block[0].parent = parent;
        for tag in &mut block {
            group.clone_into(&mut tag.group);
        }
        let to = before
            .and_then(|before| self.position(before))
            .unwrap_or_else(|| self.end_of(group, parent));
        self.tags.splice(to..to, block);
    }
}

impl Doing {
    pub fn edit_tags(&mut self, edit: &TagEdit) -> Done {
        match edit {
            TagEdit::Add(new) => self.add_tag(new).map(|_| ()),
            TagEdit::Change(id, new) => self.change_tag(*id, new),
            TagEdit::Put(id, spot) => {
                let name = self.tag(*id)?.name;
                let group = self.state.group(&spot.group, None);
                self.under(*id, &group, spot.parent)?;
                if self.state.named(&group, spot.parent, &name, &[*id]) {
                    return Err(Refused);
                }
                self.state.moved(*id, &group, spot.parent, spot.before);
                Ok(())
            }
            TagEdit::PutGroup { group, before } => {
                let (own, mut rest): (Vec<Tag>, Vec<Tag>) =
                    self.state.tags.drain(..).partition(|tag| tag.group == *group);
                let to = before
                    .as_ref()
                    .and_then(|before| rest.iter().position(|tag| tag.group == *before));
                let to = to.unwrap_or(rest.len());
                rest.splice(to..to, own);
                self.state.tags = rest;
                Ok(())
            }
            TagEdit::RenameGroup { group, name } => {
                written(name)?;
                let name = &self.state.group(name, Some(group));
                if group == name {
                    return Ok(());
                }
                let own = self
                    .state
                    .tags
                    .iter()
                    .filter(|tag| tag.group == *group && tag.parent.is_none());
                if own.clone().any(|tag| self.state.named(name, None, &tag.name, &[])) {
                    return Err(Refused);
                }
                // Into a group that is there they go one after the other, behind it; else they stay where they are.
                let own: Vec<i64> = own.map(|tag| tag.id).collect();
                if self.state.tags.iter().any(|tag| tag.group == *name) {
                    for id in own {
                        self.state.moved(id, name, None, None);
                    }
                } else {
                    for tag in self.state.tags.iter_mut().filter(|tag| tag.group == *group) {
                        name.clone_into(&mut tag.group);
                    }
                }
                Ok(())
            }
            TagEdit::Merge { from, into } => self.merge(*from, *into),
            TagEdit::Split { tag, name, evidence } => {
                let old = self.tag(*tag)?;
                let new = TagFields {
                    name: name.clone(),
                    group: old.group.clone(),
                    parent: old.parent,
                    colour: old.colour,
                    description: String::new(),
                };
                let new = self.add_tag(&new)?;
                let siblings = self.state.siblings(&old.group, old.parent);
                let mut after = siblings.into_iter().skip_while(|id| id != tag).skip(1);
                let after = after.next().filter(|after| *after != new);
                self.state.moved(new, &old.group, old.parent, after);
                for piece in evidence {
                    self.carry_instead(*piece, *tag, Some(new))?;
                }
                Ok(())
            }
            TagEdit::Delete(id) => {
                let gone = self.tag(*id)?;
                let under = self.state.siblings(&gone.group, Some(*id));
                for child in &under {
                    if self
                        .state
                        .named(&gone.group, gone.parent, &self.tag(*child)?.name, &[*id])
                    {
                        return Err(Refused);
                    }
                }
                self.take_out(*id, None)
            }
            TagEdit::Import(_) => panic!("import is not in the model"),
        }
    }

    fn add_tag(&mut self, new: &TagFields) -> Result<i64, Refused> {
        let group = &self.state.group(&new.group, None);
        self.under(0, group, new.parent)?;
        written(&new.name)?;
        if self.state.named(group, new.parent, &new.name, &[]) {
            return Err(Refused);
        }
        let id = self.next(Entity::Tag);
        let tag = Tag {
            id,
            name: new.name.trim().to_owned(),
            group: group.to_owned(),
            parent: new.parent,
            colour: new.colour,
            description: new.description.trim().to_owned(),
        };
        let to = self.state.end_of(group, new.parent);
        self.state.tags.insert(to, tag);
        Ok(id)
    }

    fn change_tag(&mut self, id: i64, new: &TagFields) -> Done {
        let old = self.tag(id)?;
        let group = &self.state.group(&new.group, None);
        self.under(id, group, new.parent)?;
        written(&new.name)?;
        if self.state.named(group, new.parent, &new.name, &[id]) {
            return Err(Refused);
        }
        if (&old.group, old.parent) != (group, new.parent) {
            self.state.moved(id, group, new.parent, None);
        }
        let at = self.state.position(id).unwrap();
        let tag = &mut self.state.tags[at];
        new.name.trim().clone_into(&mut tag.name);
        tag.colour = new.colour;
        new.description.trim().clone_into(&mut tag.description);
        Ok(())
    }

    /// A tag stands under one of its own group, and not under itself or one below it.
    fn under(&self, id: i64, group: &str, parent: Option<i64>) -> Done {
        let Some(parent) = parent else { return Ok(()) };
        if self.tag(parent)?.group != group || self.state.below(id).contains(&parent) {
            return Err(Refused);
        }
        Ok(())
    }

    fn merge(&mut self, from: i64, into: i64) -> Done {
        let (gone, stays) = (self.tag(from)?, self.tag(into)?);
        if from == into {
            return Err(Refused);
        }
        for child in self.state.siblings(&gone.group, Some(from)) {
            let up = self.state.below(child).contains(&into);
            let (group, parent, before) = if up {
                (&gone.group, gone.parent, Some(from))
            } else {
                (&stays.group, Some(into), None)
            };
            if self.state.named(group, parent, &self.tag(child)?.name, &[child, from]) {
                return Err(Refused);
            }
            self.state.moved(child, group, parent, before);
        }
        self.take_out(from, Some(into))
    }

    /// A tag goes: those under it move up, and evidence and saved views name another instead, or none.
    fn take_out(&mut self, id: i64, instead: Option<i64>) -> Done {
        let at = self.state.position(id).unwrap();
        let gone = self.state.tags.remove(at);
        for tag in self.state.tags.iter_mut().filter(|tag| tag.parent == Some(id)) {
            tag.parent = gone.parent;
        }
        for piece in self.state.all(Entity::Evidence) {
            self.carry_instead(piece, id, instead)?;
        }
        for view in self.state.all(Entity::SavedView) {
            self.name_instead(view, &id.to_string(), instead)?;
        }
        Ok(())
    }

    fn carry_instead(&mut self, piece: i64, tag: i64, instead: Option<i64>) -> Done {
        let carries = |row| members(row, "tags").contains(&tag.to_string());
        if !self.get(Entity::Evidence, piece).is_ok_and(carries) {
            return Ok(());
        }
        self.carry(piece, "tags", &tag.to_string(), false)?;
        match instead {
            Some(instead) => self.carry(piece, "tags", &instead.to_string(), true),
            None => Ok(()),
        }
    }

    fn name_instead(&mut self, view: i64, tag: &str, instead: Option<i64>) -> Done {
        let row = &self.get(Entity::SavedView, view)?.clone();
        let ways = ["any", "all", "none"];
        let way_of = |tag: &str| ways.into_iter().find(|way| members(row, way).contains(tag));
        let Some(way) = way_of(tag) else { return Ok(()) };
        let mut chosen = members(row, way);
        let instead = instead.map(|instead| instead.to_string());
        let other = instead.as_deref().and_then(way_of);
        chosen.remove(tag);
        if let Some(instead) = instead {
            if other.is_none() || (way, other) == ("all", Some("any")) {
                chosen.insert(instead.clone());
            }
            if (way, other) == ("all", Some("any")) {
                let mut any = members(row, "any");
                any.remove(&instead);
                self.write(Entity::SavedView, view, "any", set_of(any))?;
            }
        }
        self.write(Entity::SavedView, view, way, set_of(chosen))
    }

    /// A tag made while tagging; where there is one of that name, it is that one.
    pub fn new_tag(&mut self, name: &str, into: &str, evidence: Option<i64>) -> Done {
        self.of_tags = true;
        let into = &self.state.group(into, None);
        let here = self.state.siblings(into, None);
        let known = here
            .into_iter()
            .find(|id| self.tag(*id).unwrap().name.to_lowercase() == name.trim().to_lowercase());
        let tag = match known {
            Some(tag) => tag,
            None => self.add_tag(&TagFields {
                name: name.to_owned(),
                group: into.to_owned(),
                parent: None,
                colour: 1,
                description: String::new(),
            })?,
        };
        match evidence {
            Some(evidence) => self.toggle(evidence, "tags", &tag.to_string(), true),
            None => Ok(()),
        }
    }

    /// Where a tag may be put: among those of a place, or last.
    pub fn spot(group: &str, parent: Option<i64>, before: Option<i64>) -> Spot {
        Spot {
            group: group.to_owned(),
            parent,
            before,
        }
    }
}
