//! The frameworks that come with Plumbline.

use super::framework::{Framework, Topic};
use super::framework_toml::{self, Fault, Known};
use std::sync::{Arc, LazyLock};

/// File name and text of each shipped framework, in the order offered.
const FILES: &[(&str, &str)] = &[
    (
        "case-audit.toml",
        include_str!("../../assets/frameworks/case-audit.toml"),
    ),
    (
        "ilacs-2026.toml",
        include_str!("../../assets/frameworks/ilacs-2026.toml"),
    ),
    (
        "ilacs-2023.toml",
        include_str!("../../assets/frameworks/ilacs-2023.toml"),
    ),
    (
        "ilacs-2018.toml",
        include_str!("../../assets/frameworks/ilacs-2018.toml"),
    ),
];

static TOPICS: LazyLock<Vec<Topic>> = LazyLock::new(|| {
    framework_toml::topics("topics.toml", include_str!("../../assets/frameworks/topics.toml")).unwrap_or_default()
});

static FRAMEWORKS: LazyLock<Vec<Arc<Framework>>> = LazyLock::new(|| {
    FILES
        .iter()
        .filter_map(|(file, text)| parse(file, text).ok().map(Arc::new))
        .collect()
});

/// The one list of topics.
pub fn topics() -> &'static [Topic] {
    &TOPICS
}

/// The shipped frameworks, in the order offered.
pub fn frameworks() -> &'static [Arc<Framework>] {
    &FRAMEWORKS
}

/// The shipped framework with that id.
pub fn framework(id: &str) -> Option<Arc<Framework>> {
    FRAMEWORKS.iter().find(|framework| framework.id == id).cloned()
}

/// Reads a framework that may refer to the shipped topics and shared criteria.
///
/// # Errors
/// Every fault of the file, by line and column.
pub fn parse(file: &str, text: &str) -> Result<Framework, Vec<Fault>> {
    let shared = |name: &str| match name {
        "ilacs" => Some(include_str!("../../assets/frameworks/criteria/ilacs.toml")),
        _ => None,
    };
    framework_toml::parse(
        file,
        text,
        Known {
            topics: topics(),
            shared: &shared,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::audit::Subject;
    use crate::model::case::{CaseKind, Overlay, Overlays};
    use crate::model::framework::{Asked, FrameworkKind, Graded};

    #[test]
    fn every_shipped_framework_loads_without_a_fault() {
        let faults: Vec<String> = FILES
            .iter()
            .filter_map(|(f, t)| parse(f, t).err())
            .flatten()
            .map(|fault| fault.to_string())
            .collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert!(topics().len() >= 90, "{} topics", topics().len());
    }

    #[test]
    fn the_case_audit_has_at_most_forty_core_questions_for_each_kind_of_case() {
        let framework = framework("case-audit").unwrap();
        assert_eq!(framework.judgements.len(), 16);
        assert!(framework.criteria_count() >= 190, "{}", framework.criteria_count());
        for kind in CaseKind::ALL {
            // Every set of overlays: none, one, two, all of them.
            let overlays = (0..1_u8 << Overlay::ALL.len()).map(|bits| {
                let picked = Overlay::ALL
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| bits & (1_u8 << *at) != 0);
                picked.fold(Overlays::default(), |set, (_, overlay)| set.with(*overlay))
            });
            for overlay in overlays {
                let core = framework
                    .judgements
                    .iter()
                    .flat_map(super::super::framework::Judgement::criteria)
                    .filter(|c| c.asked(Subject::Child, Some(*kind), overlay, framework.kind) == Some(Asked::Core))
                    .count();
                assert!((15..=40).contains(&core), "{kind:?} {} has {core}", overlay.stored());
            }
        }
        let graded = |id: u32| framework.judgements.iter().find(|j| j.section == id).unwrap().graded;
        assert_eq!(
            (graded(14), graded(15), graded(16)),
            (Graded::Required, Graded::Optional, Graded::None)
        );
    }

    #[test]
    fn ilacs_versions_have_their_judgements_and_overalls() {
        let names = |id: &str| {
            framework(id)
                .unwrap()
                .judgements
                .iter()
                .map(|j| j.name.clone())
                .collect::<Vec<_>>()
        };
        let led = "The impact of leaders on social work practice with children and families";
        let help = "The experiences and progress of children who need help and protection";
        let care = "The experiences and progress of children in care";
        let leavers = "The experiences and progress of care leavers";
        assert_eq!(
            names("ilacs-2018"),
            [
                led,
                help,
                "The experiences and progress of children in care and care leavers"
            ]
        );
        assert_eq!(names("ilacs-2023"), [led, help, care, leavers]);
        assert_eq!(names("ilacs-2026"), [led, help, care, leavers]);
        let overall = |id: &str| framework(id).unwrap().overall.clone();
        assert_eq!(overall("ilacs-2018").as_deref(), Some("Overall effectiveness"));
        assert_eq!(overall("ilacs-2023").as_deref(), Some("Overall effectiveness"));
        assert_eq!(overall("ilacs-2026"), None);
        for id in ["ilacs-2018", "ilacs-2023", "ilacs-2026"] {
            let framework = framework(id).unwrap();
            assert_eq!(framework.kind, FrameworkKind::Inspection);
            let grades: Vec<&str> = framework.grades().iter().map(|g| g.name.as_str()).collect();
            assert_eq!(
                grades,
                ["Outstanding", "Good", "Requires improvement to be good", "Inadequate"]
            );
            assert!(
                (105..=112).contains(&framework.criteria_count()),
                "{id}: {}",
                framework.criteria_count()
            );
            let body: Vec<&str> = framework.in_report_order().iter().map(|j| j.id.as_str()).collect();
            assert_eq!(
                (body.first(), body.last()),
                (Some(&"help_protection"), Some(&"leaders"))
            );
        }
    }

    #[test]
    fn a_topic_links_the_two_kinds_of_framework() {
        let of = |id: &str| {
            let framework = framework(id).unwrap();
            framework
                .judgements
                .iter()
                .flat_map(|j| j.criteria().map(|c| c.topic.clone()))
                .collect::<std::collections::BTreeSet<_>>()
        };
        let shared = of("case-audit").intersection(&of("ilacs-2026")).count();
        assert!(shared >= 30, "only {shared} topics are in both");
    }
}
