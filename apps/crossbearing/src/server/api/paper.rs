//! Documents to print: given to whoever asks once the disclosure is in the log.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use crossbearing_log::Kind;

use crate::papers::{self, Occasion, Paper};
use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::state::Node;

/// A PDF on its way.
pub(crate) struct PdfFile {
    name: String,
    bytes: Vec<u8>,
}

impl IntoResponse for PdfFile {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.name)),
        ];
        (headers, self.bytes).into_response()
    }
}

impl From<papers::Error> for Problem {
    fn from(error: papers::Error) -> Self {
        match error {
            papers::Error::Paper(crossbearing_paper::Error::TooLong { .. }) => {
                Self::bad(error.to_string())
            }
            papers::Error::AskFirst { .. } => Self::forbidden(error.to_string()),
            papers::Error::Label(error) => error.into(),
            papers::Error::Paper(_) => Self::internal(&error),
        }
    }
}

/// Prints a paper for the caller, and writes down that it leaves before it does.
pub(crate) fn give(node: &Node, caller: &Caller, paper: &Paper) -> Result<PdfFile, Problem> {
    let session = &caller.session;
    let occasion = Occasion {
        viewer: &session.viewer,
        name: &session.person.name,
        purpose: &session.purpose.title,
        at: node.now(),
    };
    let printed = paper.print(&occasion)?;
    let identifier = paper.identifier(&occasion);
    let reason = format!("{} (a file: {identifier}.pdf)", session.justification);
    node.note_because(caller, &reason, Kind::Disclosure, paper.objects.iter().cloned())?;
    Ok(PdfFile { name: format!("{identifier}.pdf"), bytes: printed.bytes })
}
