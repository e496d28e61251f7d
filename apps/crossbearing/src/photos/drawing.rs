//! Pictures are drawn in a process of their own: one that hangs is ended, one that is killed for memory
//! takes nobody with it.

use std::io::{Read as _, Write as _};
use std::process::Command;

use crossbearing_reports::Error;
use crossbearing_reports::pictures::{Drawings, PictureLimits, check, draw as draw_here};
use serde_json::{Value, json};

use crate::reading::{Fault, GRACE, ask};

/// The hidden command under which the program draws for itself.
pub(crate) const COMMAND: &str = "draw-picture";

/// Draws a picture apart, and gives its bytes back.
pub(crate) fn draw(name: &str, bytes: Vec<u8>) -> Result<(Drawings, Vec<u8>), Error> {
    let limits = PictureLimits::default();
    check(name, &bytes, &limits)?;
    let gave = |reason| Error::Gave { file: name.to_owned(), format: "picture", reason };
    let breaks = "its content breaks the reader: save it again in another format";
    let no_process = "no process could be started for it: try again later";
    let program = std::env::current_exe().map_err(|_| gave(no_process))?;
    let mut command = Command::new(program);
    command.args([COMMAND, "--", name]);
    let (answer, bytes) = ask(command, bytes, limits.time + GRACE).map_err(|fault| {
        gave(match fault {
            Fault::NotStarted => no_process,
            Fault::TooLong => "it took too long: save a smaller copy",
            Fault::Ended => breaks,
        })
    })?;
    match read(&answer) {
        Some(Ok(drawings)) => Ok((drawings, bytes)),
        Some(Err(message)) => Err(Error::Apart { message }),
        None => Err(gave(breaks)),
    }
}

/// Draws what stands on standard input and writes it to standard output: the other end of [`draw`].
pub(crate) fn draw_for_another(name: &str) -> anyhow::Result<()> {
    let limits = PictureLimits::default();
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(limits.bytes + 1).read_to_end(&mut bytes)?;
    let answer = write(draw_here(name, bytes, &limits));
    std::io::stdout().lock().write_all(&answer)?;
    Ok(())
}

/// A line that says how long each drawing is, or what is wrong; then the drawings.
fn write(drawn: Result<Drawings, Error>) -> Vec<u8> {
    match drawn {
        Err(error) => format!("{}\n", json!({ "error": error.to_string() })).into_bytes(),
        Ok(Drawings { shown, small, veiled }) => {
            let lengths = json!([shown.len(), small.len(), veiled.len()]);
            [format!("{lengths}\n").as_bytes(), &shown, &small, &veiled].concat()
        }
    }
}

fn read(answer: &[u8]) -> Option<Result<Drawings, String>> {
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let (line, mut rest) = (answer.get(..end)?, answer.get(end + 1..)?);
    let line: Value = serde_json::from_slice(line).ok()?;
    if let Some(message) = line.get("error") {
        return Some(Err(message.as_str()?.to_owned()));
    }
    let mut next = |idx: usize| {
        let length = usize::try_from(line.get(idx)?.as_u64()?).ok()?;
        let (drawing, behind) = rest.split_at_checked(length)?;
        rest = behind;
        Some(drawing.to_vec())
    };
    Some(Ok(Drawings { shown: next(0)?, small: next(1)?, veiled: next(2)? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let drawings = Drawings { shown: vec![1; 9], small: vec![10, 2], veiled: vec![] };
        let answer = write(Ok(drawings.clone()));
        assert_eq!(read(&answer), Some(Ok(drawings)));
        assert_eq!(read(&answer[..answer.len() - 1]), None);
        let error = Error::NoPicture { file: "a".to_owned() };
        assert_eq!(read(&write(Err(error.clone()))), Some(Err(error.to_string())));
        assert_eq!(read(b"panicked"), None);
    }
}
