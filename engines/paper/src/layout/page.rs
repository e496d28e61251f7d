//! What is drawn on a page. Lengths are points, y grows downwards from the top.

use crate::document::{Colour, Stroke};
use crate::layout::tags::TagNo;
use crate::text::Line;

/// A4, in points.
pub(crate) const PAGE: [f32; 2] = [595.28, 841.89];
/// The margin on either side.
pub(crate) const SIDE: f32 = 51.0;
/// Where a page's text begins.
pub(crate) const TOP: f32 = 62.0;
/// Where a page's text and footnotes end.
pub(crate) const BOTTOM: f32 = 757.0;
/// How wide text is.
pub(crate) const WIDTH: f32 = PAGE[0] - 2.0 * SIDE;
/// The most of a page that footnotes may take.
pub(crate) const MOST_NOTES: f32 = (BOTTOM - TOP) * 0.45;

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// From the ground up.
    pub(crate) marks: Vec<Mark>,
}

/// Something on a page.
#[derive(Debug)]
pub(crate) struct Mark {
    /// What it is part of; nothing for what decorates a page.
    pub(crate) tag: Option<TagNo>,
    /// Outside of this box nothing of it is seen: left, top, right, bottom.
    pub(crate) clip: Option<[f32; 4]>,
    pub(crate) what: Drawn,
}

/// What is drawn.
#[derive(Debug)]
pub(crate) enum Drawn {
    /// A line of text with its left end on the base line.
    Text { at: [f32; 2], line: Line },
    /// A line or an area with straight sides.
    Path { points: Vec<[f32; 2]>, is_closed: bool, fill: Option<Colour>, stroke: Option<Stroke> },
    /// A circle.
    Circle { middle: [f32; 2], radius: f32, fill: Colour, stroke: Option<Stroke> },
}

impl Page {
    /// A thin rule from left to right.
    pub(crate) fn rule(&mut self, from: [f32; 2], width: f32, colour: Colour) {
        let points = vec![from, [from[0] + width, from[1]]];
        let stroke = Some(Stroke { colour, width: 0.5, dash: crate::document::Dash::Solid });
        let what = Drawn::Path { points, is_closed: false, fill: None, stroke };
        self.marks.push(Mark { tag: None, clip: None, what });
    }

    /// A box: left, top, right, bottom.
    pub(crate) fn area(
        &mut self,
        [left, top, right, bottom]: [f32; 4],
        fill: Option<Colour>,
        stroke: Option<Stroke>,
    ) {
        let points = vec![[left, top], [right, top], [right, bottom], [left, bottom]];
        let what = Drawn::Path { points, is_closed: true, fill, stroke };
        self.marks.push(Mark { tag: None, clip: None, what });
    }

    /// A line of text.
    pub(crate) fn text(&mut self, tag: Option<TagNo>, at: [f32; 2], line: Line) {
        self.marks.push(Mark { tag, clip: None, what: Drawn::Text { at, line } });
    }
}
