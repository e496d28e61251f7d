//! Starts the real program on a fresh copy of a small exercise.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use super::client::Client;

/// The password of everybody in an exercise.
pub(super) const PASSWORD: &str = "only an exercise";

/// A server on a data folder of its own, ended when dropped.
pub(super) struct Node {
    folder: TempDir,
    running: Option<Running>,
}

struct Running {
    process: Child,
    address: String,
}

impl Node {
    /// A server on a fresh exercise.
    pub(super) fn start() -> Self {
        Self::start_after(|_| {})
    }

    /// A server on a fresh exercise that `prepare` changed before.
    pub(super) fn start_after(prepare: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(template(), &folder.path().join("data"));
        prepare(&folder.path().join("data"));
        let mut node = Self { folder, running: None };
        node.serve();
        node
    }

    /// The data folder.
    pub(super) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Starts the server again after it was ended.
    pub(super) fn serve(&mut self) {
        let mut process = serve_command(&self.data())
            .stdout(Stdio::piped())
            .stderr(File::create(self.log_file()).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("http"), "{}", self.log());
        self.running = Some(Running { process, address: line.trim().to_owned() });
    }

    /// What the server has written to its log.
    fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap()
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }

    /// Where it listens.
    pub(super) fn address(&self) -> &str {
        &self.running.as_ref().unwrap().address
    }

    /// Somebody who has not logged in.
    pub(super) fn client(&self) -> Client {
        Client::new(&self.running.as_ref().unwrap().address)
    }

    /// Somebody who has.
    pub(super) fn log_in(&self, user: &str) -> Client {
        let client = self.client();
        let answer = client.log_in(user, PASSWORD, &self.purpose_of(user), "tests the program");
        assert_eq!(answer.status, 200, "{}", answer.text);
        client
    }

    /// A user of this role and agency.
    pub(super) fn user(&self, role: &str, agency: &str) -> String {
        let people = self.client().get("/demo/people").json();
        let people = people.as_array().unwrap();
        let found = people.iter().find(|one| one["role"] == role && one["agency"] == agency);
        found.unwrap_or_else(|| panic!("no {role} of {agency}"))["user"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Somebody of this role and agency, logged in.
    pub(super) fn as_role(&self, role: &str, agency: &str) -> Client {
        self.log_in(&self.user(role, agency))
    }

    /// A purpose of a user that is in force.
    pub(super) fn purpose_of(&self, user: &str) -> String {
        let people = self.client().get("/demo/people").json();
        let people = people.as_array().unwrap();
        let person = people.iter().find(|one| one["user"] == user).unwrap();
        let mut purposes = person["purposes"].as_array().unwrap().iter();
        purposes.find(|one| one["in_force"] == true).unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// Asks the server to stop, as a service manager does; gives what it had written to its log
    /// and its exit code.
    pub(super) fn stop(&mut self) -> (String, Option<i32>) {
        let mut running = self.running.take().unwrap();
        let id = running.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let code = running.process.wait().unwrap().code();
        (self.log(), code)
    }

    /// Ends the server at once, as a loss of power does.
    pub(super) fn kill(&mut self) {
        let mut running = self.running.take().unwrap();
        running.process.kill().unwrap();
        running.process.wait().unwrap();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _ = running.process.kill();
            let _ = running.process.wait();
        }
    }
}

/// The program with these arguments, run to its end.
pub(super) fn program(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crossbearing")).args(arguments).output().unwrap()
}

/// A server on a free port of this machine.
pub(super) fn serve_command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crossbearing"));
    command.args(["serve", "--address", "127.0.0.1:0", "--folder"]).arg(data);
    command
}

/// The exercise that every test copies, made once a run.
fn template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let shared = Path::new(env!("CARGO_TARGET_TMPDIR"));
        for old in std::fs::read_dir(shared).unwrap().flatten() {
            if old.file_name().to_string_lossy().starts_with("exercise-") {
                let _ = std::fs::remove_dir_all(old.path());
            }
        }
        let path = shared.join(format!("exercise-{}", std::process::id()));
        let arguments = ["exercise", "--seed", "7", "--persons", "60", "--into"];
        let made = program(&[&arguments[..], &[path.to_str().unwrap()]].concat());
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        path
    })
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        if file.path().is_dir() {
            copy(&file.path(), &to.join(file.file_name()));
        } else {
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}
