//! Areas for improvement.

/// What needs to improve, under a judgement of an audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Its number in this workbook.
    pub id: i64,
    /// The audit it belongs to.
    pub audit: i64,
    /// The judgement it stands under.
    pub judgement: String,
    /// What needs to improve.
    pub text: String,
    /// The National Framework tag that Ofsted's reports carry since March 2025, in the words printed; else empty.
    pub national_framework: String,
}
