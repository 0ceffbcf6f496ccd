//! Opening and making workbooks: the key, the lock and the settings of the connection.

use super::{APPLICATION_ID, Key, Result, SALT_LENGTH, SCHEMA_VERSION, Salt, StoreError, migrate};
use crate::model::time::Clock;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// An open workbook. It holds the file's lock until it is dropped.
pub struct Store {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) key: Key,
    pub(super) salt: Salt,
    /// The connection closes before the file counts as closed.
    open: OpenHere,
}

impl Drop for Store {
    /// Takes the emptied journal away while the lock still keeps others out, so that a closed workbook is one file.
    fn drop(&mut self) {
        let close = "PRAGMA locking_mode = NORMAL; SELECT count(*) FROM sqlite_master; PRAGMA journal_mode = DELETE;";
        // A journal that stays is empty and harmless.
        drop(self.conn.execute_batch(close));
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

/// A file as the operating system knows it, whatever path led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Identity {
    path: PathBuf,
    #[cfg(unix)]
    inode: (u64, u64),
}

impl Identity {
    /// Asks for the file's identity without opening it: closing a handle of a workbook that is open in this process
    /// would drop SQLite's lock on it.
    fn of(path: &Path) -> std::io::Result<Self> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            let found = fs::metadata(path)?;
            Ok(Self {
                path: path.canonicalize()?,
                inode: (found.dev(), found.ino()),
            })
        }
        #[cfg(not(unix))]
        {
            Ok(Self {
                path: path.canonicalize()?,
            })
        }
    }

    fn same(&self, other: &Self) -> bool {
        #[cfg(unix)]
        return self.inode == other.inode;
        #[cfg(not(unix))]
        {
            self.path == other.path
        }
    }
}

static OPEN: Mutex<Vec<Identity>> = Mutex::new(Vec::new());

/// Keeps a file in the list of workbooks that are open in this process.
struct OpenHere(Identity);

impl OpenHere {
    fn enter(path: &Path) -> Result<Self> {
        let identity = Identity::of(path).map_err(|error| io(&error, path))?;
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if open.iter().any(|other| other.same(&identity)) {
            return Err(StoreError::OpenElsewhere(path.to_owned()));
        }
        open.push(identity.clone());
        Ok(Self(identity))
    }
}

impl Drop for OpenHere {
    fn drop(&mut self) {
        OPEN.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|other| *other != self.0);
    }
}

/// Whether this file is a workbook that is open in this process, by whatever path. Such a file is never read or
/// overwritten with `std::fs`.
pub fn is_open_here(path: &Path) -> bool {
    let Ok(identity) = Identity::of(path) else { return false };
    OPEN.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .iter()
        .any(|other| other.same(&identity))
}

/// What an error of the operating system means for a new file at `path`.
fn io_new(error: &std::io::Error, path: &Path) -> StoreError {
    match io(error, path) {
        StoreError::NotFound(path) => StoreError::NoFolder(path),
        other => other,
    }
}

/// What an error of the operating system means for the file at `path`.
fn io(error: &std::io::Error, path: &Path) -> StoreError {
    let path = path.to_owned();
    match error.kind() {
        ErrorKind::NotFound => StoreError::NotFound(path),
        ErrorKind::AlreadyExists => StoreError::Exists(path),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly(path),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::DiskFull(path),
        ErrorKind::IsADirectory => StoreError::NotAWorkbook(path),
        _ => StoreError::Disk(path),
    }
}

/// A connection with its key and its settings; why each: ARCHITECTURE.md, "The workbook's file".
fn connection(path: &Path, key: &Key, salt: &Salt) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let sql = |error: rusqlite::Error| StoreError::of_sqlite(&error, path);
    let conn = Connection::open_with_flags(path, flags).map_err(sql)?;
    conn.busy_timeout(std::time::Duration::ZERO).map_err(sql)?;
    // One edit alone takes some twenty, and a view as many.
    conn.set_prepared_statement_cache_capacity(128);
    conn.execute_batch("PRAGMA cipher_log_level = NONE;").map_err(sql)?;
    conn.pragma_update(None, "key", key.pragma(salt).as_str())
        .map_err(sql)?;
    conn.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = EXTRA;
         PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
         PRAGMA cache_size = -32768;",
    )
    .map_err(|error| match sql(error) {
        StoreError::Damaged(path) => StoreError::WrongKey(path),
        other => other,
    })?;
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    ] {
        conn.set_db_config(config, on).map_err(sql)?;
    }
    Ok(conn)
}

impl Store {
    /// Reads the salt of the workbook at `path`, so that its key can be made.
    ///
    /// # Errors
    /// When there is no file, it is not a workbook, or it is open already.
    pub fn salt_of(path: &Path) -> Result<Salt> {
        if is_open_here(path) {
            return Err(StoreError::OpenElsewhere(path.to_owned()));
        }
        let found = fs::metadata(path).map_err(|error| io(&error, path))?;
        if !found.is_file() {
            return Err(StoreError::NotAWorkbook(path.to_owned()));
        }
        let mut start = [0; SALT_LENGTH];
        let mut file = fs::File::open(path).map_err(|error| io(&error, path))?;
        match file.read_exact(&mut start) {
            Ok(()) => Salt::of_file(&start, path),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Err(StoreError::NotAWorkbook(path.to_owned())),
            Err(error) => Err(io(&error, path)),
        }
    }

    /// Makes a new, empty workbook; nothing that stands at `path` is overwritten.
    pub fn create(path: &Path, key: Key, salt: Salt, clock: Arc<dyn Clock>) -> Result<Self> {
        // The file is made first, so that two windows cannot both believe they made it.
        drop(
            fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(path)
                .map_err(|error| io_new(&error, path))?,
        );
        let made = Self::connect(path, key, salt, clock).and_then(|store| store.lay_out().map(|()| store));
        if made.is_err() && !is_open_here(path) {
            // Nothing half-made stays behind; that it cannot be taken away changes nothing about the first error.
            drop(fs::remove_file(path));
        }
        made
    }

    /// Opens a workbook, takes its lock and brings it to the newest schema.
    ///
    /// # Errors
    /// When the key does not fit, the file is open elsewhere, newer than this program, damaged or cannot be written.
    pub fn open(path: &Path, key: Key, clock: Arc<dyn Clock>) -> Result<Self> {
        let salt = Self::salt_of(path)?;
        let store = Self::connect(path, key, salt, clock)?;
        let wrong = |error: &rusqlite::Error| match StoreError::of_sqlite(error, path) {
            StoreError::Damaged(path) => StoreError::WrongKey(path),
            other => other,
        };
        store
            .conn
            .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0))
            .map_err(|e| wrong(&e))?;
        let (application, version) = (
            store.pragma_number("application_id")?,
            store.pragma_number("user_version")?,
        );
        if application != APPLICATION_ID {
            return Err(StoreError::NotAWorkbook(path.to_owned()));
        }
        if version > SCHEMA_VERSION {
            return Err(StoreError::Newer(path.to_owned()));
        }
        // In exclusive locking mode this lock is kept until the workbook is closed.
        store.batch("BEGIN EXCLUSIVE; COMMIT;")?;
        migrate::to_newest(&store, version)?;
        Ok(store)
    }

    fn connect(path: &Path, key: Key, salt: Salt, clock: Arc<dyn Clock>) -> Result<Self> {
        let open = OpenHere::enter(path)?;
        Ok(Self {
            conn: connection(path, &key, &salt)?,
            path: path.to_owned(),
            clock,
            key,
            salt,
            open,
        })
    }

    fn lay_out(&self) -> Result<()> {
        self.batch(&format!(
            "BEGIN EXCLUSIVE; PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};\n{}\nCOMMIT;",
            include_str!("../../schema.sql")
        ))
    }

    /// Whether the file can only be read, so that no change can be kept.
    pub fn read_only(&self) -> bool {
        self.conn.is_readonly(rusqlite::MAIN_DB).unwrap_or(false)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file is still under its name. Where a file can be deleted while it is open, changes would go on into
    /// nothing.
    pub(super) fn still_there(&self) -> Result<()> {
        match Identity::of(&self.path) {
            Ok(now) if now.same(&self.open.0) => Ok(()),
            _ => Err(StoreError::Vanished(self.path.clone())),
        }
    }

    /// The clock this workbook is kept by.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// The key, for its recovery code.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Encrypts the workbook anew under the key of another passphrase. The salt stays.
    ///
    /// # Errors
    /// When the disk does not take it; the old key opens the workbook then.
    pub fn change_key(&mut self, passphrase: &str) -> Result<()> {
        self.still_there()?;
        let key = Key::from_passphrase(passphrase, &self.salt)?;
        let pragma = key.pragma(&self.salt);
        let rekeyed = self
            .conn
            .pragma_update(None, "rekey", pragma.as_str())
            .map_err(|error| self.sql(&error));
        // SQLCipher goes on writing with the new key after a rekey that failed, and calls one done whose commit the
        // disk refused. Only a new connection knows which key the file has.
        let changed = rekeyed.and_then(|()| self.reconnect(&key));
        if let Err(error) = changed {
            self.reconnect(&self.key.clone())?;
            return Err(match error {
                StoreError::WrongKey(path) | StoreError::Damaged(path) | StoreError::Sqlite { path, .. } => {
                    StoreError::Disk(path)
                }
                other => other,
            });
        }
        self.key = key;
        Ok(())
    }

    /// Opens the file anew under `key` and takes its lock; until it is open again nothing can be read or written.
    fn reconnect(&mut self, key: &Key) -> Result<()> {
        let nothing = Connection::open_in_memory().map_err(|error| self.sql(&error))?;
        drop(std::mem::replace(&mut self.conn, nothing));
        let conn = connection(&self.path, key, &self.salt)?;
        conn.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0))
            .and_then(|_tables| conn.execute_batch("BEGIN EXCLUSIVE; COMMIT;"))
            .map_err(|error| self.sql(&error))?;
        self.conn = conn;
        Ok(())
    }

    /// Writes a whole copy, under the same key, to a file that does not exist yet.
    ///
    /// # Errors
    /// When the copy cannot be made; nothing is left of it then.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        drop(
            fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(path)
                .map_err(|error| io_new(&error, path))?,
        );
        let copy = || -> Result<()> {
            let mut target = Connection::open(path).map_err(|error| StoreError::of_sqlite(&error, path))?;
            let key = self.key.pragma(&self.salt);
            target
                .pragma_update(None, "key", key.as_str())
                .map_err(|error| StoreError::of_sqlite(&error, path))?;
            let run = |target: &mut Connection| -> rusqlite::Result<()> {
                let backup = rusqlite::backup::Backup::new(&self.conn, target)?;
                backup.run_to_completion(1024, std::time::Duration::ZERO, None)
            };
            run(&mut target).map_err(|error| StoreError::of_sqlite(&error, path))
        };
        let done = copy();
        if done.is_err() {
            drop(fs::remove_file(path));
        }
        done
    }

    pub(super) fn sql(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::of_sqlite(error, &self.path)
    }

    /// Whether each commit waits for the disk, as it does when a workbook is opened. While one is being filled that would be
    /// thrown away if it were cut short, none need; the first commit that waits again waits for all before it.
    ///
    /// # Errors
    /// When a transaction is open.
    pub fn wait_for_disk(&mut self, wait: bool) -> Result<()> {
        self.batch(if wait {
            "PRAGMA synchronous = EXTRA;"
        } else {
            "PRAGMA synchronous = OFF;"
        })
    }

    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        self.conn.execute_batch(sql).map_err(|error| self.sql(&error))
    }

    pub(super) fn pragma_number(&self, name: &str) -> Result<i32> {
        self.conn
            .pragma_query_value(None, name, |row| row.get(0))
            .map_err(|error| self.sql(&error))
    }

    /// Every row of a query, read by `read`.
    pub(super) fn list<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let rows = || -> rusqlite::Result<Vec<T>> { self.conn.prepare_cached(sql)?.query_map(params, read)?.collect() };
        rows().map_err(|error| self.sql(&error))
    }

    /// The one row of a query, if there is one.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        match self
            .conn
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row(params, read))
        {
            Ok(found) => Ok(Some(found)),
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            Err(error) => Err(self.sql(&error)),
        }
    }
}
