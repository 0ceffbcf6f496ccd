//! What a tag may be called and where it may stand, in words where it may not.

use super::tag::Tag;
use super::tag_names::{self, LONGEST_NAME};

/// The group of a tag for which none is named.
pub const OWN_GROUP: &str = "Our own";

/// The longest description, in characters.
pub const LONGEST_DESCRIPTION: usize = 10_000;

/// A name a tag can have, without blanks around it.
///
/// # Errors
/// When there is none, it is too long, or a tag of the same place has it: two that differ by capital letters alone are one
/// to whoever reads them.
pub fn name<'n>(
    tags: &[Tag],
    except: Option<i64>,
    (group, parent): (&str, Option<i64>),
    name: &'n str,
) -> Result<&'n str, String> {
    let name = name.trim();
    if let Some(fault) = tag_names::fault(name) {
        return Err(format!("{fault}."));
    }
    match same(tags, except, (group, parent), name) {
        Some(other) if other.name == name => Err(format!("There is a tag of this name in {group} already.")),
        Some(other) => Err(format!(
            "{} in {group} differs from this by capital letters only. Rename that one, or merge them.",
            other.name
        )),
        None => Ok(name),
    }
}

/// The tag of a place that has this name, whatever its capital letters.
pub fn same<'t>(
    tags: &'t [Tag],
    except: Option<i64>,
    (group, parent): (&str, Option<i64>),
    name: &str,
) -> Option<&'t Tag> {
    let folded = name.trim().to_lowercase();
    tags.iter().find(|tag| {
        Some(tag.id) != except && tag.group == group && tag.parent == parent && tag.name.trim().to_lowercase() == folded
    })
}

/// A name a group can have, without blanks around it; one that differs from a known group's by capital letters alone is
/// that group's.
///
/// # Errors
/// When there is none, or it is too long.
pub fn group(tags: &[Tag], except: Option<&str>, name: &str) -> Result<String, String> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 {
        return Err("A group needs a name.".to_owned());
    }
    if length > LONGEST_NAME {
        return Err(format!(
            "This name has {length} characters; a group’s name has {LONGEST_NAME} at most."
        ));
    }
    let folded = name.to_lowercase();
    let known = tags
        .iter()
        .find(|tag| Some(tag.group.as_str()) != except && tag.group.to_lowercase() == folded);
    Ok(known.map_or_else(|| name.to_owned(), |tag| tag.group.clone()))
}

/// A description a tag can have.
///
/// # Errors
/// When it is too long.
pub fn description(text: &str) -> Result<&str, String> {
    let length = text.chars().count();
    if length > LONGEST_DESCRIPTION {
        return Err(format!(
            "This description has {length} characters; it has {LONGEST_DESCRIPTION} at most."
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(id: i64, name: &str, group: &str, parent: Option<i64>) -> Tag {
        Tag {
            id,
            name: name.into(),
            group: group.into(),
            parent,
            ..Tag::default()
        }
    }

    #[test]
    fn names_are_refused_in_words() {
        let tags = [tag(1, "Neglect", "Risk", None), tag(2, "Visits", "Care", None)];
        let (longest, longer) = ("é".repeat(100), "é".repeat(1000));
        let named = |except, place, words| name(&tags, except, place, words);
        assert_eq!(named(None, ("Risk", None), "  Missing "), Ok("Missing"));
        assert!(named(None, ("Risk", None), " ").unwrap_err().contains("needs a name"));
        assert!(
            named(None, ("Risk", None), &longer)
                .unwrap_err()
                .contains("1000 characters")
        );
        assert!(named(None, ("Risk", None), &longest).is_ok());
        assert!(named(None, ("Risk", None), "Neglect").unwrap_err().contains("already"));
        assert!(
            named(None, ("Risk", None), "NEGLECT")
                .unwrap_err()
                .contains("capital letters")
        );
        // In another place it is another tag, and a tag may change its own capital letters.
        assert!(named(None, ("Care", None), "Neglect").is_ok());
        assert!(named(None, ("Risk", Some(1)), "Neglect").is_ok());
        assert!(named(Some(1), ("Risk", None), "NEGLECT").is_ok());
    }

    #[test]
    fn a_group_is_known_whatever_its_capital_letters() {
        let tags = [tag(1, "Neglect", "Risk and harm", None)];
        assert_eq!(group(&tags, None, " risk AND harm"), Ok("Risk and harm".to_owned()));
        assert_eq!(group(&tags, Some("Risk and harm"), "RISK"), Ok("RISK".to_owned()));
        assert!(group(&tags, None, " ").is_err());
        assert!(group(&tags, None, &"x".repeat(101)).is_err());
        assert!(description(&"x".repeat(10_001)).is_err());
    }
}
