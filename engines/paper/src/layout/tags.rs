//! What the parts of a document are: headings, paragraphs, cells. Screen readers go by it.

/// A number into [`Tags`].
pub(crate) type TagNo = usize;

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Document,
    Heading(u8),
    Paragraph,
    Table,
    Row,
    /// A head over a column.
    ColumnHead,
    /// A head before a row.
    RowHead,
    Cell,
    Figure,
    Caption,
    List,
    Item,
    ItemBody,
    Note,
}

/// A part.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) role: Role,
    pub(crate) children: Vec<TagNo>,
    /// What a figure shows, in words.
    pub(crate) alt: Option<String>,
}

/// The parts of a document; number 0 is the whole.
#[derive(Debug)]
pub(crate) struct Tags {
    pub(crate) all: Vec<Tag>,
}

/// The whole document.
pub(crate) const ROOT: TagNo = 0;

impl Tags {
    pub(crate) fn new() -> Self {
        Self { all: vec![Tag { role: Role::Document, children: Vec::new(), alt: None }] }
    }

    /// A new part at the end of another.
    pub(crate) fn add(&mut self, parent: TagNo, role: Role) -> TagNo {
        let number = self.all.len();
        self.all.push(Tag { role, children: Vec::new(), alt: None });
        self.all[parent].children.push(number);
        number
    }

    /// A new figure, which shows what `alt` says.
    pub(crate) fn figure(&mut self, parent: TagNo, alt: &str) -> TagNo {
        let number = self.add(parent, Role::Figure);
        self.all[number].alt = Some(alt.to_owned());
        number
    }
}
