//! Cases and the words that describe them: kinds of case, overlays, legal status.

use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have a stored key and a name on screen.
macro_rules! keyed {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every value, in the order shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word stored in the workbook and written to CSV.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// The words on screen.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The value stored under `key`.
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)+ _ => None }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.key())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let key = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::from_key(&key)
                    .ok_or_else(|| serde::de::Error::custom(concat!("no such ", stringify!($name))))
            }
        }
    };
}
pub(crate) use keyed;

keyed! {
    /// The kind of case a child's file is in the period audited.
    CaseKind {
        /// Contacts and referrals.
        FrontDoor = "front_door", "Front door";
        /// Early help.
        EarlyHelp = "early_help", "Early help";
        /// Family Help: targeted early help and child in need in one, since the 2025 reforms.
        FamilyHelp = "family_help", "Family Help";
        /// Statutory assessment.
        Assessment = "assessment", "Assessment";
        /// Child in need, section 17.
        ChildInNeed = "child_in_need", "Child in need";
        /// Child protection plan.
        ChildProtection = "child_protection", "Child protection";
        /// Pre-proceedings and care proceedings.
        PreProceedings = "pre_proceedings", "Pre-proceedings";
        /// Child in care.
        ChildInCare = "child_in_care", "Child in care";
        /// Care leaver.
        CareLeaver = "care_leaver", "Care leaver";
        /// Private fostering.
        PrivateFostering = "private_fostering", "Private fostering";
        /// Adoption or special guardianship.
        Adoption = "adoption", "Adoption or special guardianship";
        /// Closed in the period.
        Closed = "closed", "Closed";
        /// Youth justice.
        YouthJustice = "youth_justice", "Youth justice";
    }
}

keyed! {
    /// What adds questions to any kind of case.
    Overlay {
        /// A disabled child.
        Disability = "disability", "Disabled child";
        /// An unaccompanied child seeking asylum.
        Unaccompanied = "unaccompanied", "Unaccompanied child";
        /// Criminal or sexual exploitation, or missing.
        Exploitation = "exploitation", "Exploitation or missing";
    }
}

/// A set of kinds of case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<String>", from = "Vec<String>")]
pub struct Kinds(u16);

impl Kinds {
    /// The set with `kind` added.
    #[must_use]
    pub fn with(self, kind: CaseKind) -> Self {
        Self(self.0 | (1 << kind as u16))
    }

    /// The set with `kind` taken away.
    #[must_use]
    pub fn without(self, kind: CaseKind) -> Self {
        Self(self.0 & !(1 << kind as u16))
    }

    /// Every kind.
    pub fn all() -> Self {
        CaseKind::ALL.iter().fold(Self::default(), |set, kind| set.with(*kind))
    }

    /// Whether `kind` is in the set.
    pub fn has(self, kind: CaseKind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }

    /// Whether no kind is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether every kind of this set is in `other`.
    pub fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
}

impl From<Kinds> for Vec<String> {
    fn from(set: Kinds) -> Self {
        CaseKind::ALL
            .iter()
            .filter(|kind| set.has(**kind))
            .map(|kind| kind.key().to_owned())
            .collect()
    }
}

impl From<Vec<String>> for Kinds {
    fn from(keys: Vec<String>) -> Self {
        keys.iter()
            .filter_map(|key| CaseKind::from_key(key))
            .fold(Self::default(), Self::with)
    }
}

/// A set of overlays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<String>", from = "Vec<String>")]
pub struct Overlays(u8);

impl Overlays {
    /// The set with `overlay` added.
    #[must_use]
    pub fn with(self, overlay: Overlay) -> Self {
        Self(self.0 | (1 << overlay as u8))
    }

    /// The set with `overlay` taken away.
    #[must_use]
    pub fn without(self, overlay: Overlay) -> Self {
        Self(self.0 & !(1 << overlay as u8))
    }

    /// Whether `overlay` is in the set.
    pub fn has(self, overlay: Overlay) -> bool {
        self.0 & (1 << overlay as u8) != 0
    }

    /// Whether the two sets share an overlay.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The overlays of the set, in order.
    pub fn iter(self) -> impl Iterator<Item = Overlay> {
        Overlay::ALL.iter().copied().filter(move |overlay| self.has(*overlay))
    }

    /// As stored: keys with commas between.
    pub fn stored(self) -> String {
        self.iter().map(Overlay::key).collect::<Vec<_>>().join(",")
    }

    /// From the stored form; unknown words are left out.
    pub fn from_stored(text: &str) -> Self {
        text.split(',')
            .filter_map(|key| Overlay::from_key(key.trim()))
            .fold(Self::default(), Self::with)
    }

    /// `Disabled child, Unaccompanied child`.
    pub fn names(self) -> String {
        self.iter().map(Overlay::name).collect::<Vec<_>>().join(", ")
    }
}

impl From<Overlays> for Vec<String> {
    fn from(set: Overlays) -> Self {
        set.iter().map(|overlay| overlay.key().to_owned()).collect()
    }
}

impl From<Vec<String>> for Overlays {
    fn from(keys: Vec<String>) -> Self {
        keys.iter()
            .filter_map(|key| Overlay::from_key(key))
            .fold(Self::default(), Self::with)
    }
}

/// Sex as case record systems hold it.
pub const SEXES: &[&str] = &["Female", "Male", "Not recorded"];

/// The five broad groups of the census for England, and two more that records hold.
pub const ETHNICITIES: &[&str] = &[
    "Asian or Asian British",
    "Black, Black British, Caribbean or African",
    "Mixed or multiple ethnic groups",
    "White",
    "Other ethnic group",
    "Refused",
    "Not recorded",
];

/// Whether the child is disabled, as recorded.
pub const DISABILITIES: &[&str] = &["Yes", "No", "Not recorded"];

/// Legal statuses offered; a council's own words can be typed instead.
pub const LEGAL_STATUSES: &[&str] = &[
    "None",
    "Section 20, accommodated",
    "Interim care order",
    "Care order",
    "Placement order",
    "Supervision order",
    "Emergency protection order",
    "Police protection",
    "Remand",
    "Special guardianship order",
    "Child arrangements order",
    "Adoption order",
];

/// A child's case under the council's own reference. The name behind it stays in the case record system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Its number in this workbook.
    pub id: i64,
    /// The reference as the council uses it.
    pub reference: String,
    /// One of [`SEXES`], or empty.
    pub sex: String,
    /// One of [`ETHNICITIES`], or empty.
    pub ethnicity: String,
    /// One of [`DISABILITIES`], or empty.
    pub disability: String,
    /// A word shared by brothers and sisters, so that they are not counted as unrelated.
    pub sibling_group: String,
}
