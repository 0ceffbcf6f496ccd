//! How a file is going to be read as a list: which sheets, and what each column is taken for.

use super::list::ListField;
use super::reference::Looks;

/// What a column is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// It is not asked for.
    Nothing,
    /// This field of a child.
    Field(ListField),
    /// It tells who the child is, and is not taken. Of a date of birth the age in years is taken, where there is no age.
    Dropped(Looks),
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnPlan {
    /// Its heading, or `Column C` where it has none.
    pub heading: String,
    /// A few different cells, to see what it holds; none of a column that is dropped.
    pub sample: Vec<String>,
    /// Cells that are filled in.
    pub filled: usize,
    /// What it is taken for.
    pub takes: Takes,
}

/// One sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetPlan {
    /// Its name; empty for a text file.
    pub name: String,
    /// It is hidden in the workbook.
    pub hidden: bool,
    /// Rows under the headings.
    pub rows: usize,
    /// Where the headings stand among its rows; `None` where it has none.
    pub header: Option<usize>,
    /// Which Annex A list it is.
    pub annex_a: Option<u8>,
    /// Its columns.
    pub columns: Vec<ColumnPlan>,
}

impl SheetPlan {
    /// Which column is taken for this field.
    pub fn column(&self, field: ListField) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| column.takes == Takes::Field(field))
    }

    /// Takes this column for something, and no other column for the same.
    pub fn take(&mut self, column: usize, takes: Takes) {
        if let Takes::Field(_) = takes {
            for other in self.columns.iter_mut().filter(|other| other.takes == takes) {
                other.takes = Takes::Nothing;
            }
        }
        if let Some(column) = self.columns.get_mut(column)
            && !matches!(column.takes, Takes::Dropped(_))
        {
            column.takes = takes;
        }
    }
}

/// Which sheets are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Every sheet that is an Annex A list, each child once.
    AnnexA,
    /// One sheet as a table, a row a child.
    Sheet(usize),
}

/// The names of the Annex A lists, in their order from 1.
pub const ANNEX_A: [&str; 11] = [
    "Contacts",
    "Early help assessments",
    "Referrals",
    "Assessments",
    "Section 47 enquiries and conferences",
    "Children in need",
    "Child protection",
    "Children in care",
    "Leaving care services",
    "Adoption",
    "Adopters",
];

/// The Annex A list of adopters, who are no children.
pub const ADOPTERS: u8 = 11;

/// The name of an Annex A list: `List 6, Children in need`.
pub fn annex_a_name(list: u8) -> String {
    let name = usize::from(list).checked_sub(1).and_then(|at| ANNEX_A.get(at));
    format!("List {list}, {}", name.copied().unwrap_or("unknown"))
}

impl SheetPlan {
    /// Whether it is an Annex A list of children.
    pub fn is_annex_a(&self) -> bool {
        self.annex_a.is_some_and(|list| list != ADOPTERS)
    }
}

/// How a file is going to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Which sheets.
    pub reads: Reads,
    /// Every sheet of the file.
    pub sheets: Vec<SheetPlan>,
}

impl Plan {
    /// Whether the file has Annex A lists.
    pub fn has_annex_a(&self) -> bool {
        self.sheets.iter().any(SheetPlan::is_annex_a)
    }

    /// Whether this sheet is read.
    pub fn reads(&self, sheet: usize) -> bool {
        match self.reads {
            Reads::AnnexA => self.sheets.get(sheet).is_some_and(SheetPlan::is_annex_a),
            Reads::Sheet(read) => read == sheet,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(takes: Takes) -> ColumnPlan {
        ColumnPlan {
            heading: "H".into(),
            sample: Vec::new(),
            filled: 0,
            takes,
        }
    }

    #[test]
    fn a_field_is_taken_from_one_column_and_a_dropped_one_stays_dropped() {
        let mut sheet = SheetPlan {
            name: String::new(),
            hidden: false,
            rows: 0,
            header: Some(0),
            annex_a: None,
            columns: vec![
                column(Takes::Field(ListField::Team)),
                column(Takes::Nothing),
                column(Takes::Dropped(Looks::Name)),
            ],
        };
        sheet.take(1, Takes::Field(ListField::Team));
        assert_eq!(sheet.column(ListField::Team), Some(1));
        sheet.take(2, Takes::Field(ListField::Reference));
        assert_eq!(sheet.column(ListField::Reference), None);
        sheet.take(9, Takes::Nothing);
    }
}
