//! All the typesetter can see: the templates, the report as data, and the fonts. No disk, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::fonts::FONTS;

/// A template: the name it is read by and its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Template {
    name: &'static str,
    text: &'static str,
}

/// One audit.
pub(super) const AUDIT: Template = Template {
    name: "audit.typ",
    text: include_str!("../../assets/report/audit.typ"),
};

/// Many audits.
pub(super) const SUMMARY: Template = Template {
    name: "summary.typ",
    text: include_str!("../../assets/report/summary.typ"),
};

/// The recovery sheet.
pub(super) const RECOVERY: Template = Template {
    name: "recovery.typ",
    text: include_str!("../../assets/report/recovery.typ"),
};

/// What templates import.
const SHARED: [Template; 2] = [
    Template {
        name: "style.typ",
        text: include_str!("../../assets/report/style.typ"),
    },
    Template {
        name: "parts.typ",
        text: include_str!("../../assets/report/parts.typ"),
    },
];

/// The name by which a template reads the report.
const DATA: &str = "report.json";

/// The name by which the style sheet reads which fonts there are.
const FAMILIES: &str = "fonts.json";

// Header cells in table rows are behind this feature, and a screen reader needs them.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    LazyHash::new(
        Library::builder()
            .with_features([Feature::A11yExtras].into_iter().collect())
            .build(),
    )
});

/// One template with one report.
pub(super) struct ReportWorld {
    main: FileId,
    sources: Vec<Source>,
    files: [(FileId, Bytes); 2],
}

impl ReportWorld {
    /// The world of a template and the report it reads, as JSON.
    pub(super) fn new(template: Template, data: String) -> Option<Self> {
        let sources = [template]
            .iter()
            .chain(&SHARED)
            .map(|file| Some(Source::new(file_id(file.name)?, file.text.into())))
            .collect::<Option<Vec<_>>>()?;
        Some(Self {
            main: file_id(template.name)?,
            sources,
            files: [
                (file_id(DATA)?, Bytes::from_string(data)),
                (file_id(FAMILIES)?, FONTS.families().clone()),
            ],
        })
    }
}

fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for ReportWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        FONTS.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources
            .iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files
            .iter()
            .find(|(file, _)| *file == id)
            .map(|(_, bytes)| bytes.clone())
            .ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.font(index)
    }

    /// The report carries its own date, so the same report gives the same file on any day.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
