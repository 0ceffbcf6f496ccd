//! Annex A workbooks as councils keep them, misnamed and contradictory ones too.

use super::tests::{one, today, told, workbook};
use super::*;
use crate::model::case::CaseKind::{
    self, Assessment, CareLeaver, ChildInCare, ChildInNeed, ChildProtection, Closed, EarlyHelp, FrontDoor,
};
use crate::model::list::{RowAt, Weight};

const L1: &[&str] = &[
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age of Child (Years)",
    "Date of Contact",
    "Contact Source",
];
const L4: &[&str] = &[
    "Child Unique ID",
    "Continuous Assessment Start Date",
    "Child Seen During Continuous Assessment",
    "Allocated Team",
];
const L6: &[&str] = &[
    "Child Unique ID",
    "Ethnicity",
    "CIN Start Date",
    "CIN Closure Date",
    "Reason for Closure",
    "Case status",
    "Allocated Team",
    "Allocated Worker",
];
const L7: &[&str] = &[
    "Child Unique ID",
    "Ethnicity",
    "Child Protection Plan Start Date",
    "Child Protection Plan End Date",
    "Allocated Team",
];
const L8: &[&str] = &[
    "Child Unique ID",
    "Date Started to be Looked After",
    "Child's Legal Status",
    "Date Ceased to be Looked After ",
    "Placement postcode",
    "Allocated Team",
];
const L9: &[&str] = &[
    "Child Unique ID",
    "Allocated Team",
    "Eligibity Category",
    "Type of Accomodation",
    "Suitability of Accomodation",
];
const L10: &[&str] = &[
    "Child Unique ID",
    "Family identifier",
    "Date of Placement Order",
    "Date Placed for Adoption",
    "Date of Adoption Order",
];
const L11: &[&str] = &[
    "Individual adopter identifier",
    "Family identifier",
    "Date enquiry received",
    "Date of Adoption Order",
];

fn every_list() -> OpenList {
    workbook(&[
        (
            "List_1",
            false,
            &[
                L1,
                &["1", "F", "WBRI", "2014-03-09", "12", "2026-09-01", "6: Police"],
                &["2", "M", "", "", "3", "2026-09-01", ""],
            ],
        ),
        (
            "List 4",
            false,
            &[
                L4,
                &["1", "2026-09-05", "Y", "Assessment"],
                &["3", "2026-09-06", "N", "Assessment"],
            ],
        ),
        (
            "List 6",
            false,
            &[
                L6,
                &["1", "WBRI", "2026-09-20", "", "", "", "North", "W-1"],
                &[
                    "3",
                    "",
                    "2026-01-01",
                    "2026-08-01",
                    "RC7",
                    "e) Closed episode",
                    "North",
                    "",
                ],
            ],
        ),
        (
            "List 7",
            false,
            &[
                L7,
                &["1", "MOTH", "2026-10-01", "", "North CP"],
                &["4", "", "2026-01-01", "2026-06-01", "South"],
            ],
        ),
        (
            "List 8",
            false,
            &[
                L8,
                &["5", "2026-02-01", "C2: FCO", "", "AB1 2CD", "Care"],
                &["1", "2026-02-01", "V2", "2026-03-01", "AB1 2CD", "Care"],
            ],
        ),
        (
            "List 9",
            false,
            &[L9, &["6", "Leaving care", "Former relevant", "B", "1"]],
        ),
        (
            "List 10",
            false,
            &[
                L10,
                &["5", "F1", "2026-03-01", "", ""],
                &["7", "F2", "2026-03-01", "2026-05-01", "2026-09-01"],
            ],
        ),
        ("List 11", false, &[L11, &["A1", "F1", "2026-03-01", ""]]),
        ("Guidance", false, &[&["How to fill this in"]]),
    ])
}

#[test]
fn a_child_on_several_lists_is_one_case_of_the_first_kind() {
    let list = every_list();
    let plan = list.plan();
    assert_eq!(plan.reads, Reads::AnnexA);
    assert_eq!(
        plan.sheets.iter().map(|sheet| sheet.annex_a).collect::<Vec<_>>(),
        [
            Some(1),
            Some(4),
            Some(6),
            Some(7),
            Some(8),
            Some(9),
            Some(10),
            Some(11),
            None
        ]
    );
    let read = list.read(&plan).unwrap();
    let kinds: Vec<(&str, Option<CaseKind>, &[u8])> = read
        .children
        .iter()
        .map(|child| (child.reference.as_str(), child.kind, child.lists.as_slice()))
        .collect();
    assert_eq!(
        kinds,
        [
            // Care that ended is not in care; the plan is open.
            ("1", Some(ChildProtection), &[1, 4, 6, 7, 8][..]),
            ("2", Some(FrontDoor), &[1]),
            // The assessment began after the case in need was closed.
            ("3", Some(Assessment), &[4, 6]),
            ("4", Some(Closed), &[7]),
            ("5", Some(ChildInCare), &[8, 10]),
            ("6", Some(CareLeaver), &[9]),
            ("7", Some(Closed), &[10]),
        ]
    );
}

#[test]
fn what_lists_say_of_a_child_is_put_together_and_said() {
    let list = every_list();
    let read = list.read(&list.plan()).unwrap();
    let child = one(&read, "1");
    // The team of the list that tells the kind, what others know where it says nothing.
    assert_eq!(
        (
            child.team.as_str(),
            child.worker.as_str(),
            child.sex.as_str(),
            child.age
        ),
        ("North CP", "W-1", "Female", Some(12))
    );
    assert_eq!(child.ethnicity, "Mixed or multiple ethnic groups");
    assert_eq!(child.rows.len(), 5);
    assert!(told(&read, "Ethnicity is another").weight == Weight::Warning);
    assert_eq!(one(&read, "5").legal_status, "Care order");
    assert_eq!(told(&read, "Closed on list 8").at, RowAt::new("List 8", 3));
    assert!(told(&read, "List 1, Contacts: 2 rows, 2 children").at.sheet == "List_1");
    assert!(told(&read, "Adopters").text.contains("not read"));
    assert_eq!(told(&read, "It was not read").at.sheet, "Guidance");
    assert!(told(&read, "taken as closed").text.starts_with("2 children"));
    let dropped: Vec<&str> = read.dropped.iter().map(|dropped| dropped.heading.as_str()).collect();
    assert_eq!(dropped, ["Date of Birth", "Placement postcode"]);
    assert!(!serde_json::to_string(&read).unwrap().contains("AB1"));
}

#[test]
fn an_event_before_the_closing_is_no_case_any_more() {
    let list = workbook(&[
        (
            "List 1",
            false,
            &[
                L1,
                &["1", "", "", "", "", "2026-01-01", ""],
                &["2", "", "", "", "", "", "Police"],
            ],
        ),
        (
            "List 6",
            false,
            &[
                L6,
                &["1", "", "2026-02-01", "2026-08-01", "", "", "", ""],
                &["2", "", "2026-02-01", "", "RC7", "", "", ""],
            ],
        ),
    ]);
    let read = list.read(&list.plan()).unwrap();
    assert!(
        read.children.iter().all(|child| child.kind == Some(Closed)),
        "{:?}",
        read.children
    );
}

#[test]
fn an_end_that_is_still_to_come_leaves_a_plan_open() {
    let list = workbook(&[(
        "List 7",
        false,
        &[
            L7,
            &["1", "", "01/02/2026", "01/02/2027", "North"],
            &["2", "", "01/02/2026", "soon", "North"],
        ],
    )]);
    let read = list.read(&list.plan()).unwrap();
    assert!(read.children.iter().all(|child| child.kind == Some(ChildProtection)));
    assert_eq!(told(&read, "cannot be read").at, RowAt::new("List 7", 3));
}

#[test]
fn case_status_says_what_is_open_unless_the_other_list_says_it_ended() {
    let list = workbook(&[
        (
            "List 6",
            false,
            &[
                L6,
                &["1", "", "2026-02-01", "", "", "a) Looked after child", "", ""],
                &["2", "", "2026-02-01", "", "", "b) Child Protection plan", "", ""],
                &["3", "", "2026-02-01", "", "", "d) Open assessment", "", ""],
            ],
        ),
        ("List 8", false, &[L8, &["1", "2026-02-01", "", "2026-03-01", "", ""]]),
    ]);
    let read = list.read(&list.plan()).unwrap();
    let kinds: Vec<Option<CaseKind>> = read.children.iter().map(|child| child.kind).collect();
    assert_eq!(kinds, [Some(ChildInNeed), Some(ChildProtection), Some(Assessment)]);
    assert_eq!(told(&read, "Case status says").at, RowAt::new("List 6", 2));
}

#[test]
fn sheets_are_known_by_their_columns_whatever_they_are_called() {
    let list = workbook(&[
        (
            "CIN export",
            false,
            &[
                &["Printed 1 March"],
                &[""],
                L6,
                &["1", "", "2026-02-01", "", "", "", "North", ""],
            ],
        ),
        ("List 8", false, &[L7, &["2", "", "2026-02-01", "", "South"]]),
        ("hidden", true, &[L9, &["3", "Leaving care", "Relevant", "", ""]]),
        (
            "List 2",
            false,
            &[&["Child Unique ID", "Started"], &["4", "2026-02-01"]],
        ),
    ]);
    let read = list.read(&list.plan()).unwrap();
    let kinds: Vec<Option<CaseKind>> = read.children.iter().map(|child| child.kind).collect();
    assert_eq!(
        kinds,
        [
            Some(ChildInNeed),
            Some(ChildProtection),
            Some(CareLeaver),
            Some(EarlyHelp)
        ]
    );
    assert_eq!(told(&read, "has the columns of list 7").at.sheet, "List 8");
    assert!(told(&read, "hidden sheet, and was read").at.sheet == "hidden");
    // One list as a text file is known too.
    let text = format!("{}\n1,,2026-02-01,,,,North,\n", L6.join(","));
    let list = OpenList::from_bytes("march.csv", text.as_bytes(), today()).unwrap();
    assert_eq!(list.plan().sheets[0].annex_a, Some(6));
    assert_eq!(list.read(&list.plan()).unwrap().children[0].kind, Some(ChildInNeed));
}
