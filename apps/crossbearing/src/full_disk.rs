//! A full disk, told from all other failures: nobody did anything wrong, and somebody can mend it.

use std::error::Error;
use std::io;
use std::sync::Arc;

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

/// What happened, and what to do.
pub(crate) const ADVICE: &str =
    "the disk is full: nothing of this step was recorded; free space, then do it again";

/// Whether a full disk is among the causes of this error.
pub(crate) fn is_behind(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| (*error).source()).any(is_it)
}

fn is_it(cause: &(dyn Error + 'static)) -> bool {
    let shared = || cause.downcast_ref::<Arc<rusqlite::Error>>().map(Arc::as_ref);
    let database = cause.downcast_ref::<rusqlite::Error>().or_else(shared);
    let system = cause.downcast_ref::<io::Error>();
    // A database that finds no room for its shared index says so with a code of its own.
    database.and_then(rusqlite::Error::sqlite_error).is_some_and(|error| {
        error.code == ErrorCode::DiskFull || error.extended_code == SQLITE_IOERR_SHMSIZE
    }) || system.is_some_and(|error| error.kind() == io::ErrorKind::StorageFull)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::is_behind;

    #[test]
    fn a_database_without_room_is_told_from_one_that_is_broken() {
        let database = rusqlite::Connection::open_in_memory().unwrap();
        database
            .execute_batch("CREATE TABLE kept (value BLOB); PRAGMA max_page_count = 2")
            .unwrap();
        let full = database.execute("INSERT INTO kept VALUES (zeroblob(100000))", []).unwrap_err();
        assert!(is_behind(&full), "{full}");
        let behind = crossbearing_log::Error::Storage { doing: "write", source: Arc::new(full) };
        assert!(is_behind(&behind));
        let broken = database.execute("INSERT INTO nowhere VALUES (1)", []).unwrap_err();
        assert!(!is_behind(&broken), "{broken}");
    }

    #[test]
    fn a_file_without_room_is_told_from_one_that_is_absent() {
        assert!(is_behind(&std::io::Error::from(std::io::ErrorKind::StorageFull)));
        assert!(!is_behind(&std::io::Error::from(std::io::ErrorKind::NotFound)));
    }
}
