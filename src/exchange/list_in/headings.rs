//! Headings as people and programs write them: case, punctuation, plurals, run-together words and typing slips aside.

use crate::model::list::ListField;
use crate::model::reference::Looks;

/// A heading's words: in small letters, without punctuation and plural, `ChildUniqueID` as three.
pub(super) fn words(heading: &str) -> Vec<String> {
    let mut apart = String::new();
    let chars: Vec<char> = heading.chars().filter(|c| !matches!(c, '\'' | '’' | '‘')).collect();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = chars.get(at + 1);
        let new_word = c.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase() || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if new_word || !c.is_alphanumeric() {
            apart.push(' ');
        }
        if c.is_alphanumeric() {
            apart.extend(c.to_lowercase());
        }
    }
    apart.split_whitespace().map(singular).collect()
}

fn singular(word: &str) -> String {
    let plural = word.len() > 3 && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    word.strip_suffix('s').filter(|_| plural).unwrap_or(word).to_owned()
}

/// A heading's words in one line.
pub(super) fn line(heading: &str) -> String {
    words(heading).join(" ")
}

/// Whether two lines of words say the same, slips of the hand aside: one in a short heading, two in a long one.
pub(super) fn same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    // What is asked thousands of times is mostly answered by length and ends: few slip at both.
    let ends = a.bytes().next() == b.bytes().next() || a.bytes().next_back() == b.bytes().next_back();
    if !ends || a.len().abs_diff(b.len()) > 8 {
        return false;
    }
    let shorter = a.chars().count().min(b.chars().count());
    let slips = match shorter {
        0..=7 => return false,
        8..=11 => 1,
        _ => 2,
    };
    // A number is never a slip: stage 1 and stage 2 are two columns.
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(a) == digits(b) && distance(a, b, slips) <= slips
}

/// How many letters must be put in, taken out or changed; anything above `most` where it is more.
fn distance(a: &str, b: &str, most: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        let mut next = vec![before];
        for (above, right) in row.iter().skip(1).zip(&b) {
            let change = diagonal + usize::from(left != right);
            before = change.min(above + 1).min(before + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// How sure a heading is of what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    /// It holds the words among others.
    Partly,
    /// It says exactly that.
    Quite,
}

/// What the columns of published lists and of councils' own are called, in singular.
const NAMES: &[(ListField, &str)] = &[
    (
        ListField::Reference,
        "child unique id, child unique identifier, unique id, unique identifier, unique child id, \
             child id, child identifier, child ref, child reference, child number, child no, child, \
             reference, reference number, ref, ref no, ref number, case reference, case ref, case id, \
             case number, case no, person id, person number, person reference, person no, client id, \
             client number, client ref, client reference, service user id, young person id, subject id, \
             record id, record number, lcs id, lcs number, lcs ref, ic id, ics id, ics number, mosaic id, \
             mosaic number, liquidlogic id, eclipse id, carefirst id, azeus id, cms id, system id, social \
             care id, local id, local identifier, la child id, pseudonym, id, identifier, our reference, \
             file number, file reference",
    ),
    (
        ListField::Kind,
        "type of case, case type, kind of case, kind, type, plan type, type of plan, current plan, \
             case status, status, current status, child status, pathway, case category, category, service \
             type, type of service, involvement, involvement type, classification, current involvement, \
             tier, list",
    ),
    (
        ListField::Team,
        "team, allocated team, team name, current team, responsible team, case team, social work \
             team, team allocated, allocated team name, worker team, service team, team description, pod, \
             hub",
    ),
    (
        ListField::Worker,
        "worker, allocated worker, worker name, allocated worker name, social worker, allocated \
             social worker, social worker name, case worker, caseworker, key worker, keyworker, lead \
             professional, practitioner, lead practitioner, allocated practitioner, case holder, case \
             owner, worker id, worker code, worker ref, personal adviser, personal advisor, allocated \
             personal adviser, allocated personal advisor, sw, allocated to, allocated sw, family support \
             worker",
    ),
    (
        ListField::Sex,
        "sex, gender, child sex, child gender, sex at birth, gender at birth, gender code, sex code",
    ),
    (
        ListField::Ethnicity,
        "ethnicity, ethnic origin, ethnic group, ethnic background, ethnicity code, ethnicity \
             description, child ethnicity, ethnic, ethnic category, ethnic code",
    ),
    (
        ListField::Disability,
        "disability, disabled, does the child have a disability, does child have a disability, has \
             disability, child disability, is disabled, disability status, disability y n, child has a \
             disability, disabled child, disability flag, disability indicator, does the child have a \
             disability y n",
    ),
    (
        ListField::Age,
        "age of child year, age of child, age, age in year, age year, child age, current age, age yr, \
             age of child yr, age at today, age today, age now, age of child in year",
    ),
    (
        ListField::LegalStatus,
        "child legal status, legal status, current legal status, legal status code, \
             legal order, legal status description, legal basis",
    ),
    (
        ListField::Due,
        "due, due date, audit due, audit due date, date audit due, date due, due by, audit due by, \
             deadline, audit deadline, complete by, complete audit by, audit by date, to be completed by, \
             audit date due",
    ),
    (
        ListField::Auditor,
        "auditor, auditor name, audited by, allocated auditor, lead auditor, name of auditor, audit \
             lead, who audit, first auditor, auditing manager, audit allocated to, to be audited by",
    ),
];

/// Headings that hold one of these words speak of something else than the words beside them.
const OTHER: &str = "date start end number no count reason previous last latest next first family placement carer parent \
     mother father sibling school source review visit manager supervisor group band adopter provider urn \
     contact referral month day category need percent total";

/// A field that a heading names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The field.
    pub(super) field: ListField,
    /// How surely.
    pub(super) sure: Sure,
    /// Its place among the names of the field, the most telling first.
    pub(super) place: usize,
}

/// Names that say too little when other words stand around them.
const VAGUE: &str = "type status list category child kind tier reference identifier";

fn holds_one_of(words: &[String], known: &str) -> bool {
    words.iter().any(|word| known.split(' ').any(|known| known == word))
}

/// Which field this heading names, and how surely.
pub(super) fn field(words: &[String]) -> Option<Named> {
    let heading = words.join(" ");
    if heading.is_empty() {
        return None;
    }
    let fits: [&dyn Fn(&str) -> bool; 2] = [&|name| heading == name, &|name| same(&heading, name)];
    for fit in fits {
        for (field, names) in NAMES {
            if let Some(place) = names.split(", ").position(fit) {
                return Some(Named {
                    field: *field,
                    sure: Sure::Quite,
                    place,
                });
            }
        }
    }
    if holds_one_of(words, OTHER) {
        return None;
    }
    // `Name of allocated team (current)`: the words in it, but no word so common that it says nothing.
    let holds = |name: &str| {
        name.len() >= 4
            && !VAGUE.split(' ').any(|vague| vague == name)
            && format!(" {heading} ").contains(&format!(" {name} "))
    };
    let longest = NAMES
        .iter()
        .flat_map(|(field, names)| names.split(", ").map(move |name| (*field, name)))
        .filter(|(_, name)| holds(name))
        .max_by_key(|(_, name)| name.len());
    longest.map(|(field, name)| Named {
        field,
        sure: Sure::Partly,
        place: usize::MAX - name.len(),
    })
}

/// Whose name is no child's.
const NOT_OF_A_CHILD: &str = "team service office worker auditor manager practitioner area ward list framework file hub provider \
     adviser advisor supervisor holder owner professional plan event agency organisation sw pod locality \
     lead";

/// What this heading says of who the child is.
pub(super) fn tells(words: &[String]) -> Option<Looks> {
    let heading = words.join(" ");
    let has = |word: &str| words.iter().any(|known| known == word);
    let holds = |part: &str| format!(" {heading} ").contains(&format!(" {part} "));
    if has("dob") || holds("d o b") || holds("birth date") || has("birthdate") || has("birthday") {
        return Some(Looks::BirthDate);
    }
    if has("birth") && (has("date") || words.len() <= 2) && !has("sex") && !has("gender") && !has("place") {
        return Some(Looks::BirthDate);
    }
    if same(&heading, "date of birth") || same(&heading, "child date of birth") || has("edd") {
        return Some(Looks::BirthDate);
    }
    if has("postcode") || holds("post code") || has("address") && !has("email") || has("uprn") || has("street") {
        return Some(Looks::Postcode);
    }
    if has("nhs") {
        return Some(Looks::NhsNumber);
    }
    if has("upn") || has("uln") || holds("pupil number") || holds("learner number") || holds("ni number") {
        return Some(Looks::PupilNumber);
    }
    if has("email") || holds("e mail") || has("telephone") || has("phone") || has("mobile") {
        return Some(Looks::Email);
    }
    let kinds = "surname forename firstname lastname fullname aka nickname";
    let of_staff = holds_one_of(words, NOT_OF_A_CHILD);
    // `Initial category of abuse` is no name.
    let initials = words.len() <= 2 && words.last().is_some_and(|last| last == "initial");
    let a_name = initials || holds_one_of(words, kinds) || has("name") || holds("known a");
    (a_name && !of_staff).then_some(Looks::Name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field_of(heading: &str) -> Option<ListField> {
        field(&words(heading)).map(|named| named.field)
    }

    #[test]
    fn headings_are_taken_apart() {
        for (heading, expected) in [
            ("Child Unique ID", "child unique id"),
            ("ChildUniqueID", "child unique id"),
            ("child_unique_id ", "child unique id"),
            ("CHILD-UNIQUE-ID", "child unique id"),
            ("NHSNumber", "nhs number"),
            ("Child’s Legal Status", "child legal status"),
            ("Age of Child (Years)", "age of child year"),
            ("D.O.B.", "d o b"),
        ] {
            assert_eq!(words(heading).join(" "), expected);
        }
    }

    #[test]
    fn typing_slips_are_forgiven_and_numbers_are_not() {
        let is = |a: &str, b: &str| same(&line(a), &line(b));
        assert!(is("Eligibity Category", "Eligibility Category"));
        assert!(is("Suitability of Accomodation", "Suitability of Accommodation"));
        assert!(is("Date Ceased to be Looked After ", "Date ceased to be looked-after"));
        assert!(!is("Date Stage 1 ended", "Date Stage 2 ended"));
        assert!(!is("Date of referral", "Date of contact"));
        assert!(!is("Team", "Term"));
    }

    #[test]
    fn distance_counts_letters() {
        assert_eq!(distance("kitten", "sitting", 5), 3);
        assert_eq!(distance("", "abc", 3), 3);
        assert_eq!(distance("abc", "abc", 2), 0);
        assert!(distance("abcdef", "a", 2) > 2);
    }

    #[test]
    fn fields_are_known_by_their_headings() {
        use ListField::{Age, Auditor, Disability, Due, Ethnicity, Kind, LegalStatus, Reference, Sex, Team, Worker};
        for (heading, expected) in [
            ("Child Unique ID", Reference),
            ("Mosaic ID", Reference),
            ("Case Ref.", Reference),
            ("Gender", Sex),
            ("Ethnicty code", Ethnicity),
            ("Does the Child have a Disability", Disability),
            ("Age of Child (Years)", Age),
            ("Allocated Team", Team),
            ("Allocated team (current)", Team),
            ("Social Worker Name", Worker),
            ("Child's Legal Status", LegalStatus),
            ("Audit due date", Due),
            ("Auditor", Auditor),
            ("Case type", Kind),
        ] {
            assert_eq!(field_of(heading), Some(expected), "{heading}");
        }
        for heading in [
            "",
            "Start date of current legal status",
            "Date of referral",
            "Number of Previous Child Protection Plans",
            "Family identifier",
            "Team manager",
            "Child Seen During Continuous Assessment",
            "Placement Type",
            "Age group",
        ] {
            assert_eq!(field_of(heading), None, "{heading}");
        }
    }

    #[test]
    fn headings_that_tell_who_a_child_is() {
        let what = |heading: &str| tells(&words(heading));
        for (heading, expected) in [
            ("Date of Birth", Looks::BirthDate),
            ("Date of Brith", Looks::BirthDate),
            ("DOB", Looks::BirthDate),
            ("ChildDOB", Looks::BirthDate),
            ("Placement postcode", Looks::Postcode),
            ("Home address", Looks::Postcode),
            ("NHS No.", Looks::NhsNumber),
            ("UPN", Looks::PupilNumber),
            ("Child's name", Looks::Name),
            ("Surname", Looks::Name),
            ("First_Name", Looks::Name),
            ("Initials", Looks::Name),
            ("Mother's Name", Looks::Name),
            ("E-mail", Looks::Email),
        ] {
            assert_eq!(what(heading), Some(expected), "{heading}");
        }
        for heading in [
            "Team name",
            "Allocated worker name",
            "Auditor’s name",
            "Sex at birth",
            "Reference",
            "Initial Category of Abuse",
            "Date of Initial Child Protection Conference",
            "Date of referral",
        ] {
            assert_eq!(what(heading), None, "{heading}");
        }
    }
}
