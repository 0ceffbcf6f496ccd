//! Paths as people read them, and which recent workbooks are still where they were.

use eframe::egui::Context;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

/// The user's folder for documents, else the home folder.
pub fn documents() -> PathBuf {
    directories::UserDirs::new()
        .map(|dirs| {
            dirs.document_dir()
                .map_or_else(|| dirs.home_dir().to_owned(), Path::to_owned)
        })
        .unwrap_or_default()
}

/// The name of a file, and its folder as one reads it: "Documents, Audits", in full where it is not in the home folder.
pub(super) fn name_and_folder(path: &Path, home: Option<&Path>) -> (String, String) {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    let folder = path.parent().unwrap_or(Path::new(""));
    let inside = home.and_then(|home| folder.strip_prefix(home).ok());
    let folder = match inside {
        Some(inside) if inside.as_os_str().is_empty() => "Home folder".to_owned(),
        Some(inside) => inside
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect::<Vec<_>>()
            .join(", "),
        None => folder.display().to_string(),
    };
    (name, folder)
}

/// The user's home folder.
pub(super) fn home() -> Option<PathBuf> {
    directories::UserDirs::new().map(|dirs| dirs.home_dir().to_owned())
}

/// Which files are there, found out on a thread: a network drive may take seconds to answer.
#[derive(Default)]
pub(super) struct Presence {
    asked: Vec<PathBuf>,
    known: BTreeMap<PathBuf, bool>,
    told: Option<Receiver<(PathBuf, bool)>>,
}

impl Presence {
    /// Asks for files that were not asked for yet, and hears what was found out.
    pub(super) fn look(&mut self, ctx: &Context, files: impl Iterator<Item = PathBuf>) {
        if let Some(told) = &self.told {
            self.known.extend(told.try_iter());
        }
        let files: Vec<PathBuf> = files.collect();
        if files == self.asked {
            return;
        }
        let (tell, told) = channel();
        let (wake, look) = (ctx.clone(), files.clone());
        let thread = std::thread::Builder::new().name("recent".to_owned()).spawn(move || {
            for path in look {
                let there = path.is_file();
                if tell.send((path, there)).is_err() {
                    return;
                }
                wake.request_repaint();
            }
        });
        self.asked = files;
        self.told = thread.is_ok().then_some(told);
    }

    /// Whether a file was found to be gone; not while that is not known.
    pub(super) fn gone(&self, path: &Path) -> bool {
        self.known.get(path) == Some(&false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_read_from_home() {
        let home = Path::new("/home/a");
        let of = |path: &str| name_and_folder(Path::new(path), Some(home));
        let pair = |name: &str, folder: &str| (name.to_owned(), folder.to_owned());
        assert_eq!(
            of("/home/a/Documents/Audits/b.plumb"),
            pair("b.plumb", "Documents, Audits")
        );
        assert_eq!(of("/home/a/b.plumb"), pair("b.plumb", "Home folder"));
        assert_eq!(of("/mnt/share/b.plumb"), pair("b.plumb", "/mnt/share"));
    }
}
