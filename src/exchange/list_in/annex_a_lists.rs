//! The lists of Annex A and their headings, exactly as they are published.

use crate::model::case::CaseKind;

/// One of the lists. Headings stand with a semicolon between.
pub(super) struct List {
    /// Its number.
    pub(super) number: u8,
    /// What a case on it is, while it is open.
    pub(super) kind: CaseKind,
    /// Headings that no list but this has.
    pub(super) own: &'static str,
    /// When it began, or when the event was.
    pub(super) began: &'static str,
    /// When it ended; what is written here ends it.
    pub(super) ended: &'static str,
    /// Why it ended; what is written here ends it too.
    pub(super) ended_why: &'static str,
    /// It is an event and not something open.
    pub(super) event: bool,
}

/// Every list, in order. The last is of adopters, not of children.
pub(super) const LISTS: &[List] = &[
    List {
        number: 1,
        kind: CaseKind::FrontDoor,
        own: "Date of Contact; Contact Source",
        began: "Date of Contact",
        ended: "",
        ended_why: "",
        event: true,
    },
    List {
        number: 2,
        kind: CaseKind::EarlyHelp,
        own: "Assessment start date; Assessment completion date; Organisation completing assessment",
        began: "Assessment start date",
        ended: "",
        ended_why: "",
        event: true,
    },
    List {
        number: 3,
        kind: CaseKind::FrontDoor,
        own: "Date of referral; Referral Source; Referral NFA?; Number of Referrals in Last 12 Months",
        began: "Date of referral",
        ended: "",
        ended_why: "",
        event: true,
    },
    List {
        number: 4,
        kind: CaseKind::Assessment,
        own: "Continuous Assessment Start Date; Child Seen During Continuous Assessment; Continuous Assessment \
         Date of Authorisation; Was the child assessed as requiring LA children's social care support?",
        began: "Continuous Assessment Start Date",
        ended: "",
        ended_why: "",
        event: true,
    },
    List {
        number: 5,
        kind: CaseKind::Assessment,
        own: "Strategy discussion initiating Section 47 Enquiry Start Date; Was an Initial Child Protection \
         Conference deemed unnecessary?; Date of Initial Child Protection Conference; Did the Initial \
         Child Protection Conference Result in a Child Protection Plan; Number of Section 47 Enquiries in \
         the last 12 months; Number of ICPCs in the last 12 months",
        began: "Strategy discussion initiating Section 47 Enquiry Start Date; Date of Initial Child Protection \
         Conference",
        ended: "",
        ended_why: "",
        event: true,
    },
    List {
        number: 6,
        kind: CaseKind::ChildInNeed,
        own: "CIN Start Date; Primary Need Code; Date Child Was Last Seen; CIN Closure Date; Reason for \
         Closure; Case Status",
        began: "CIN Start Date",
        ended: "CIN Closure Date",
        ended_why: "Reason for Closure",
        event: false,
    },
    List {
        number: 7,
        kind: CaseKind::ChildProtection,
        own: "Child Protection Plan Start Date; Initial Category of Abuse; Latest Category of Abuse; Date of \
         the Last Statutory Visit; Was the Child Seen Alone?; Date of latest review conference; Child \
         Protection Plan End Date; Subject to Emergency Protection Order or Protected Under Police Powers \
         in Last Six Months (Y/N); Number of Previous Child Protection Plans",
        began: "Child Protection Plan Start Date",
        ended: "Child Protection Plan End Date",
        ended_why: "",
        event: false,
    },
    List {
        number: 8,
        kind: CaseKind::ChildInCare,
        own: "Date Started to be Looked After; Child's Category of Need; Is this a second or subsequent period \
         of being a Looked After Child within the last 12 months (Y/N); Start date of current legal \
         status; Child's Legal Status; Date of Latest Statutory Review; Date of Last Social Work Visit; \
         What is the permanence plan for this child?; Date of Last IRO Visit / Contact to the Child; Date \
         of Last Health Assessment; Date of Last Dental Check; Number of Placements in the Last 12 \
         months; Date Ceased to be Looked After; Reason Ceased to be Looked After; Start Date of Most \
         Recent Placement; Placement Type; Placement Provider; URN of Placement; Placement Location; LA \
         of Placement",
        began: "Date Started to be Looked After",
        ended: "Date Ceased to be Looked After",
        ended_why: "Reason Ceased to be Looked After",
        event: false,
    },
    List {
        number: 9,
        kind: CaseKind::CareLeaver,
        own: "Eligibility Category; LA in Touch; Type of Accommodation; Suitability of Accommodation; Activity \
         Status; Allocated Personal Adviser; Latest Pathway Plan Date; Latest Date of Contact",
        began: "",
        ended: "",
        ended_why: "",
        event: false,
    },
    List {
        number: 10,
        kind: CaseKind::Adoption,
        own: "Date the Child Entered Care; Date of Decision that Child Should be Placed for Adoption; Date of \
         Placement Order; Date of Matching Child and Prospective Adopters; Date Placed for Adoption; Date \
         of Decision that Child Should No Longer be Placed for Adoption; Reason Why Child No Longer \
         Placed for Adoption; Date the child was placed for fostering in FFA or concurrent planning \
         placement",
        began: "Date of Decision that Child Should be Placed for Adoption; Date the Child Entered Care",
        ended: "Date of Adoption Order; Date of Decision that Child Should No Longer be Placed for Adoption",
        ended_why: "Reason Why Child No Longer Placed for Adoption",
        event: false,
    },
    List {
        number: 11,
        kind: CaseKind::Adoption,
        own: "Individual adopter identifier; Is the (prospective) adopter fostering for adoption?; Date \
         enquiry received; Date Stage 1 started; Date Stage 1 ended; Date Stage 2 started; Date Stage 2 \
         ended; Date application submitted; Date application approved; Date adopter matched with \
         child(ren); Date child/children placed with adopter(s); No. of children placed; Date of leaving \
         adoption process; Reason for leaving adoption process",
        began: "",
        ended: "",
        ended_why: "",
        event: false,
    },
];

/// The list of this number.
pub(super) fn list(number: u8) -> Option<&'static List> {
    LISTS.iter().find(|list| list.number == number)
}

/// Headings one by one.
pub(super) fn apart(headings: &'static str) -> impl Iterator<Item = &'static str> {
    headings.split("; ").filter(|heading| !heading.is_empty())
}
