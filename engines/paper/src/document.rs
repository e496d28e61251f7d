//! A printable document as plain data.

/// A document: what stands on it from top to bottom, and what stands on each of its pages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// What it is called, in the reader's window.
    pub title: String,
    /// The language of its own words: `en`.
    pub language: String,
    /// What stands on every page.
    pub furniture: Furniture,
    /// What it says, from top to bottom.
    pub blocks: Vec<Block>,
    /// Its footnotes; [`Span::Note`] refers to them by position. Each stands on every page that
    /// refers to it, so that a page can be read by itself.
    pub notes: Vec<Rich>,
}

/// What stands on every page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Furniture {
    /// How it must be handled: at the top and at the bottom of each page.
    pub marking: String,
    /// The colour of the marking's edge.
    pub marking_colour: Colour,
    /// Which document this is: beside the page number.
    pub identifier: String,
    /// Lines at the foot: who printed it, when, for what. The first [`MOST_FOOT_LINES`] are shown.
    pub foot: Vec<String>,
}

/// Lines at the foot of a page.
pub const MOST_FOOT_LINES: usize = 3;

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading, of level 1 to 3.
    Heading {
        /// 1 is the largest.
        level: u8,
        /// What it says.
        text: Rich,
    },
    /// A paragraph.
    Paragraph(Rich),
    /// A sentence in a frame, that nobody should overlook.
    Notice(Rich),
    /// Names with their values, one beside the other.
    Facts(Vec<(String, Rich)>),
    /// Lines with a bullet each, or with numbers.
    List {
        /// Whether they are numbered.
        numbered: bool,
        /// The lines.
        items: Vec<Rich>,
    },
    /// A table. Its head stands again on each page that it goes on to.
    Table(Table),
    /// A drawing.
    Drawing(Drawing),
    /// What follows begins on a new page.
    PageBreak,
}

/// Text in spans. Each span of text is set by itself: a name in it, in whichever direction it
/// runs, does not turn the words around it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rich {
    /// The spans, in the order in which they are read.
    pub spans: Vec<Span>,
}

/// A piece of text, or a reference to a footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Text.
    Text {
        /// What it says.
        text: String,
        /// How it looks.
        look: Look,
    },
    /// A reference to a footnote, by its position in the document.
    Note(usize),
}

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// As usual.
    #[default]
    Plain,
    /// Bold.
    Bold,
    /// Grey: what matters less.
    Faint,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; a row may have fewer cells than there are columns.
    pub rows: Vec<Vec<Rich>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// What stands at its head.
    pub head: String,
    /// Its share of the width, beside the others' shares.
    pub share: f32,
    /// Whether it holds numbers, which stand at the end of their cells.
    pub is_number: bool,
}

/// A drawing: lines, shapes and words, in units of its own; y grows downwards.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
    /// What is drawn, from the ground up.
    pub shapes: Vec<Shape>,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The line beneath it.
    pub caption: Rich,
}

/// A piece of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A line through points.
    Line {
        /// The points.
        points: Vec<[f32; 2]>,
        /// How it is drawn.
        stroke: Stroke,
        /// Whether it ends in an arrow.
        is_arrow: bool,
    },
    /// An area with straight sides.
    Area {
        /// Its corners.
        points: Vec<[f32; 2]>,
        /// What it is filled with.
        fill: Colour,
        /// Its edge.
        stroke: Option<Stroke>,
    },
    /// A circle.
    Circle {
        /// Its middle.
        middle: [f32; 2],
        /// From the middle to the edge.
        radius: f32,
        /// What it is filled with.
        fill: Colour,
        /// Its edge.
        stroke: Option<Stroke>,
    },
    /// Words on one line.
    Words {
        /// Where they begin, are centred, or end.
        at: [f32; 2],
        /// What they say.
        text: String,
        /// How large.
        size: f32,
        /// How they look.
        look: Look,
        /// Which part of them is at `at`.
        anchor: Anchor,
        /// No wider than this; what is longer is cut.
        most_width: f32,
    },
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub colour: Colour,
    /// How wide.
    pub width: f32,
    /// Whether it is whole.
    pub dash: Dash,
}

/// Whether a line is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dash {
    /// One whole line.
    #[default]
    Solid,
    /// Dashes.
    Dashed,
    /// Dots.
    Dotted,
}

/// Which part of words is at their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Anchor {
    /// The left end.
    #[default]
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Ink.
    pub const BLACK: Self = Self(17, 17, 17);
    /// What matters less; still read on paper.
    pub const GREY: Self = Self(90, 90, 90);
    /// Rules and edges.
    pub const LINE: Self = Self(170, 170, 170);
    /// The ground of a table's head.
    pub const GROUND: Self = Self(238, 238, 238);
    /// Paper.
    pub const WHITE: Self = Self(255, 255, 255);
}

impl Rich {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::default().and(text)
    }

    /// Bold text.
    pub fn bold(text: impl Into<String>) -> Self {
        Self::default().and_look(text, Look::Bold)
    }

    /// The same with plain text behind it.
    #[must_use]
    pub fn and(self, text: impl Into<String>) -> Self {
        self.and_look(text, Look::Plain)
    }

    /// The same with text of another look behind it.
    #[must_use]
    pub fn and_look(mut self, text: impl Into<String>, look: Look) -> Self {
        self.spans.push(Span::Text { text: text.into(), look });
        self
    }

    /// The same with references to footnotes behind it.
    #[must_use]
    pub fn noted(mut self, notes: impl IntoIterator<Item = usize>) -> Self {
        self.spans.extend(notes.into_iter().map(Span::Note));
        self
    }
}

impl From<&str> for Rich {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for Rich {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}
