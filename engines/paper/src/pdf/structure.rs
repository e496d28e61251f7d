//! The parts of a document as readers of the file find them.

use pdf_writer::types::{StructRole, TableHeaderScope};
use pdf_writer::{Finish as _, Name, Pdf, Ref, Str, TextStr};

use super::Numbers;
use super::content::Written;
use crate::layout::Laid;
use crate::layout::tags::{Role, TagNo};

/// Writes the tree of parts; gives where it is.
pub(super) fn write_structure(
    pdf: &mut Pdf,
    numbers: &mut Numbers,
    laid: &Laid,
    written: &[Written],
    pages: &[Ref],
) -> Ref {
    let root = numbers.next();
    let tags = &laid.tags.all;
    let refs: Vec<Ref> = tags.iter().map(|_| numbers.next()).collect();
    let mut marked: Vec<Vec<(Ref, i32)>> = vec![Vec::new(); tags.len()];
    for (page, written) in pages.iter().zip(written) {
        for (number, &tag) in (0..).zip(&written.tags) {
            marked[tag].push((*page, number));
        }
    }
    let mut parents: Vec<Option<TagNo>> = vec![None; tags.len()];
    for (number, tag) in tags.iter().enumerate() {
        for &child in &tag.children {
            parents[child] = Some(number);
        }
    }
    for (number, tag) in tags.iter().enumerate() {
        let mut element = pdf.struct_element(refs[number]);
        element.kind(kind(tag.role));
        element.parent(parents[number].map_or(root, |parent| refs[parent]));
        if let Some(alt) = &tag.alt {
            element.alt(TextStr(alt));
        }
        if tag.role == Role::Note {
            element.id(Str(format!("note-{number}").as_bytes()));
        }
        let scope = match tag.role {
            Role::ColumnHead => Some(TableHeaderScope::Column),
            Role::RowHead => Some(TableHeaderScope::Row),
            _ => None,
        };
        if let Some(scope) = scope {
            element.attributes().push().table().scope(scope);
        }
        let mut children = element.children();
        for &(page, id) in &marked[number] {
            children.marked_content_ref().page(page).marked_content_id(id);
        }
        for &child in &tag.children {
            children.struct_element(refs[child]);
        }
        children.finish();
        element.finish();
    }
    let arrays: Vec<Ref> = written.iter().map(|_| numbers.next()).collect();
    for (array, written) in arrays.iter().zip(written) {
        pdf.indirect(*array).array().items(written.tags.iter().map(|&tag| refs[tag]));
    }
    let mut object = pdf.indirect(root).dict();
    object.pair(Name(b"Type"), Name(b"StructTreeRoot"));
    object.insert(Name(b"K")).array().item(refs[0]);
    let mut tree = object.insert(Name(b"ParentTree")).dict();
    let mut entries = tree.insert(Name(b"Nums")).array();
    for (page, array) in (0..).zip(&arrays) {
        entries.item(page).item(*array);
    }
    entries.finish();
    tree.finish();
    object.pair(Name(b"ParentTreeNextKey"), arrays.len() as i32);
    object.finish();
    root
}

fn kind(role: Role) -> StructRole {
    match role {
        Role::Document => StructRole::Document,
        Role::Heading(1) => StructRole::H1,
        Role::Heading(2) => StructRole::H2,
        Role::Heading(_) => StructRole::H3,
        Role::Paragraph => StructRole::P,
        Role::Table => StructRole::Table,
        Role::Row => StructRole::TR,
        Role::ColumnHead | Role::RowHead => StructRole::TH,
        Role::Cell => StructRole::TD,
        Role::Figure => StructRole::Figure,
        Role::Caption => StructRole::Caption,
        Role::List => StructRole::L,
        Role::Item => StructRole::LI,
        Role::ItemBody => StructRole::LBody,
        Role::Note => StructRole::Note,
    }
}
