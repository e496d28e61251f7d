//! Starting the program in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with a node in it whose analyst is `ines` and whose operation is `op-lantern`.
pub(crate) struct Node {
    place: TempDir,
}

impl Node {
    /// A new node.
    pub(crate) fn new() -> Self {
        let node = Self { place: tempfile::tempdir().unwrap() };
        let folder = node.data();
        let folder = folder.to_str().unwrap();
        said(&["init", folder, "--node", "north-1", "--agency", "north"]);
        let purpose =
            ["purpose", "op-lantern", "--title", "Lantern", "--until", "2100-01-01T00:00:00Z"];
        said(&[&["user", "--folder", folder], &purpose[..]].concat());
        let ines =
            ["add", "ines", "--name", "Ines Varkonel", "--agency", "north", "--role", "analyst"];
        said(&[&["user", "--folder", folder], &ines[..], &["--purpose", "op-lantern"]].concat());
        node
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.place.path().join("data")
    }

    /// A path beside the data folder.
    pub(crate) fn beside(&self, name: &str) -> String {
        self.place.path().join(name).to_str().unwrap().to_owned()
    }

    /// A file beside the data folder with these bytes in it.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.beside(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// What the program says to `words`, asked by Ines for her operation.
    pub(crate) fn ines(&self, words: &[&str]) -> Output {
        let data = self.data();
        let (command, rest) = words.split_first().unwrap();
        let asker = ["--as", "ines", "--purpose", "op-lantern", "--folder", data.to_str().unwrap()];
        run(&[&[*command], &asker[..], rest].concat())
    }

    /// [`Self::ines`] where the program must succeed: its standard output.
    pub(crate) fn tells_ines(&self, words: &[&str]) -> String {
        success(&self.ines(words))
    }
}

/// Runs the program.
pub(crate) fn run(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crossbearing")).args(words).output().unwrap()
}

/// Starts the program; what it says is to be read, or not.
pub(crate) fn start(words: &[&str]) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_crossbearing"));
    program.args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Runs the program, which must succeed: its standard output.
pub(crate) fn said(words: &[&str]) -> String {
    success(&run(words))
}

/// What a failed run says on standard error.
pub(crate) fn complaint(output: &Output) -> String {
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Whether a folder has a file of this name.
pub(crate) fn has(folder: &Path, name: &str) -> bool {
    folder.join(name).exists()
}

fn success(output: &Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{out}{}", String::from_utf8_lossy(&output.stderr));
    out
}
