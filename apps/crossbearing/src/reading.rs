//! Documents that are read in a process of their own: one that hangs is ended, one that overflows its
//! stack or is killed for memory takes nobody with it.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crossbearing_reports::formats::{Attachment, Document, Format, read as read_here};
use crossbearing_reports::{Error, Limits};
use serde_json::{Value, json};

/// The hidden command under which the program reads for itself.
pub(crate) const COMMAND: &str = "read-document";

/// How much longer than its reader a process may take.
pub(crate) const GRACE: Duration = Duration::from_secs(5);

/// Reads a document: those whose readers follow what the bytes say, apart.
pub(crate) fn read(
    name: &str,
    bytes: Vec<u8>,
    format: Format,
) -> Result<(Document, Vec<u8>), Error> {
    let limits = Limits::default();
    if !matches!(format, Format::Pdf | Format::Docx | Format::Email) {
        let document = read_here(name, &bytes, format, None, &limits)?;
        return Ok((document, bytes));
    }
    if bytes.len() as u64 > limits.file_bytes {
        let (file, what, limit) = (name.to_owned(), "size in bytes", limits.file_bytes);
        return Err(Error::TooLarge { file, what, limit });
    }
    let gave = |reason| Error::Gave { file: name.to_owned(), format: format.word(), reason };
    let no_process = "no process could be started for it: try again later";
    let program = std::env::current_exe().map_err(|_| gave(no_process))?;
    let mut command = Command::new(program);
    command.args([COMMAND, "--", name]);
    let (answer, bytes) = ask(command, bytes, limits.time + GRACE).map_err(|fault| {
        gave(match fault {
            Fault::NotStarted => no_process,
            Fault::TooLong => "it took too long: split it, or save it as plain text",
            Fault::Ended => "its content breaks the reader: save it again in another format",
        })
    })?;
    match serde_json::from_slice::<Value>(&answer) {
        Ok(answer) => match answer.get("error").and_then(Value::as_str) {
            Some(message) => Err(Error::Apart { message: message.to_owned() }),
            None => Ok((document(&answer), bytes)),
        },
        Err(_) => Err(gave("its content breaks the reader: save it again in another format")),
    }
}

/// Reads what stands on standard input and writes it to standard output: the other end of [`read`].
pub(crate) fn read_for_another(name: &str) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let read = Format::detect(name, &bytes)
        .and_then(|format| read_here(name, &bytes, format, None, &Limits::default()));
    let answer = match read {
        Ok(document) => said(&document),
        Err(error) => json!({ "error": error.to_string() }),
    };
    std::io::stdout().lock().write_all(answer.to_string().as_bytes())?;
    Ok(())
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No process could be started.
    NotStarted,
    /// It took longer than the limit.
    TooLong,
    /// It ended badly.
    Ended,
}

/// Gives `bytes` to a process and waits for its answer, no longer than `limit`.
pub(crate) fn ask(
    mut command: Command,
    bytes: Vec<u8>,
    limit: Duration,
) -> Result<(Vec<u8>, Vec<u8>), Fault> {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|_| Fault::NotStarted)?;
    let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(end(&mut child, Fault::NotStarted));
    };
    let writer = std::thread::spawn(move || {
        // A process that has ended reads no more: its status says why.
        let _ = input.write_all(&bytes);
        bytes
    });
    let (sender, receiver) = mpsc::sync_channel(1);
    std::thread::spawn(move || {
        let mut answer = Vec::new();
        let _ = output.read_to_end(&mut answer);
        let _ = sender.send(answer);
    });
    let Ok(answer) = receiver.recv_timeout(limit) else {
        return Err(end(&mut child, Fault::TooLong));
    };
    let status = child.wait().map_err(|_| Fault::Ended)?;
    match writer.join() {
        Ok(bytes) if status.success() => Ok((answer, bytes)),
        _ => Err(Fault::Ended),
    }
}

/// Ends a process, so that nothing of it stays behind.
fn end(child: &mut Child, fault: Fault) -> Fault {
    let _ = child.kill();
    let _ = child.wait();
    fault
}

fn said(document: &Document) -> Value {
    let attachments = document.attachments.iter().map(|of| {
        json!({
            "name": of.name, "media_type": of.media_type, "bytes": of.bytes, "sha256": of.sha256,
        })
    });
    json!({
        "text": document.text,
        "title": document.title,
        "author": document.author,
        "date": document.date,
        "language": document.language,
        "attachments": attachments.collect::<Vec<_>>(),
        "notes": document.notes,
    })
}

fn document(answer: &Value) -> Document {
    let text = |of: &Value, name: &str| of[name].as_str().map(str::to_owned);
    let list = |name: &str| answer[name].as_array().cloned().unwrap_or_default();
    let attachment = |of: &Value| Attachment {
        name: text(of, "name").unwrap_or_default(),
        media_type: text(of, "media_type").unwrap_or_default(),
        bytes: of["bytes"].as_u64().unwrap_or_default(),
        sha256: text(of, "sha256").unwrap_or_default(),
    };
    Document {
        text: text(answer, "text").unwrap_or_default(),
        title: text(answer, "title"),
        author: text(answer, "author"),
        date: text(answer, "date"),
        language: text(answer, "language"),
        encoding: None,
        attachments: list("attachments").iter().map(attachment).collect(),
        notes: list("notes").iter().filter_map(|note| note.as_str().map(str::to_owned)).collect(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_process_that_dies_or_hangs_is_an_error_and_one_that_answers_is_heard() {
        let limit = Duration::from_secs(60);
        let asked = |script, limit| ask(shell(script), b"some bytes".to_vec(), limit);
        assert_eq!(asked("tr s z", limit).unwrap().0, b"zome bytez");
        assert_eq!(asked("kill -SEGV $$", limit), Err(Fault::Ended));
        assert_eq!(asked("cat > /dev/null; exit 3", limit), Err(Fault::Ended));
        assert_eq!(asked("exec sleep 600", Duration::from_millis(50)), Err(Fault::TooLong));
        let unknown = ask(Command::new("no-such-program-here"), Vec::new(), limit);
        assert_eq!(unknown, Err(Fault::NotStarted));
    }

    #[test]
    fn a_document_comes_through_whole() {
        let given = Document {
            text: "Tarvand Oskel, تاروند".to_owned(),
            title: Some("A note".to_owned()),
            date: Some("2026-03-12".to_owned()),
            attachments: vec![Attachment {
                name: "scan.jpg".to_owned(),
                media_type: "image/jpeg".to_owned(),
                bytes: 7,
                sha256: "00".repeat(32),
            }],
            notes: vec!["a note".to_owned()],
            ..Document::default()
        };
        assert_eq!(document(&said(&given)), given);
    }
}
