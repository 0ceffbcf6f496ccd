//! People who work in the workbook: auditors and moderators.

/// Someone who audits or moderates in this workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Their number in this workbook.
    pub id: i64,
    /// Their name, as they want to stand on a report.
    pub name: String,
    /// Their role, such as team manager.
    pub role: String,
    /// The team they work in, whose audits they are not given; empty for none.
    pub team: String,
}
