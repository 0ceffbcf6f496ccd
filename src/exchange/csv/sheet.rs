//! One CSV file that is being written, row by row.

use super::columns::Column;
use super::safe;
use std::fs::File;
use std::io;
use std::path::Path;

/// So much is written to a file at a time.
const BUFFER: usize = 256 * 1024;

/// One file.
pub(super) struct Sheet(csv::Writer<File>);

impl Sheet {
    /// Begins a file with the names of its columns, which are noted for the dictionary.
    pub(super) fn begin<T>(
        folder: &Path,
        name: &'static str,
        columns: &[Column<T>],
        dictionary: &mut Vec<[&'static str; 3]>,
    ) -> io::Result<Self> {
        dictionary.extend(columns.iter().map(|(column, meaning, _)| [name, *column, *meaning]));
        let names: Vec<&str> = columns.iter().map(|(column, ..)| *column).collect();
        Self::begin_with(folder, name, &names)
    }

    pub(super) fn begin_with(folder: &Path, name: &str, columns: &[&str]) -> io::Result<Self> {
        Self::on(File::create_new(folder.join(format!("{name}.csv")))?, columns)
    }

    /// Begins an empty file.
    pub(super) fn on(mut file: File, columns: &[&str]) -> io::Result<Self> {
        io::Write::write_all(&mut file, "\u{feff}".as_bytes())?;
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .buffer_capacity(BUFFER)
            .from_writer(file);
        writer.write_record(columns)?;
        Ok(Self(writer))
    }

    /// Writes a row.
    pub(super) fn put<T>(&mut self, columns: &[Column<T>], row: &T) -> io::Result<()> {
        self.cells(columns, row)?;
        self.end_row()
    }

    /// Writes a row of cells that need no protection.
    pub(super) fn write(&mut self, cells: &[&str]) -> io::Result<()> {
        Ok(self.0.write_record(cells)?)
    }

    /// Writes some cells of a row.
    pub(super) fn cells<T>(&mut self, columns: &[Column<T>], row: &T) -> io::Result<()> {
        for (.., cell) in columns {
            self.0.write_field(safe(&cell(row)).as_bytes())?;
        }
        Ok(())
    }

    /// Ends a row.
    pub(super) fn end_row(&mut self) -> io::Result<()> {
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    /// On disk when it returns.
    pub(super) fn end(self) -> io::Result<()> {
        let file = self.0.into_inner().map_err(csv::IntoInnerError::into_error)?;
        file.sync_all()
    }
}
