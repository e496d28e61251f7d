//! What stands on every page: how it must be handled, which document and page it is, for whom.

use super::Flow;
use super::page::{PAGE, Page, SIDE, WIDTH};
use crate::document::{Colour, Dash, MOST_FOOT_LINES, Rich, Stroke};
use crate::text::{Line, Type};

/// How large a marking is set: the largest of these in which it fits on a line, else on two lines in
/// the smallest. None of it may be missing from a page.
const MARKING_SIZES: [f32; 5] = [9.0, 8.0, 7.0, 6.2, 5.4];
const MOST_MARKING_LINES: usize = 2;
const FOOT: Type = Type::of(7.0).in_colour(Colour::GREY);
/// How high the marking's box is.
const BOX: f32 = 18.0;
/// From the edge of the paper to the marking's box.
const EDGE: f32 = 24.0;

impl Flow<'_> {
    /// Puts the furniture on every page, once it is known how many there are.
    pub(super) fn furnish(&mut self) {
        let furniture = &self.document.furniture;
        let marking = (!furniture.marking.is_empty()).then(|| self.marking(&furniture.marking));
        let foot: Vec<Line> = furniture
            .foot
            .iter()
            .take(MOST_FOOT_LINES)
            .map(|text| self.setter.one_line(&Rich::plain(text), FOOT, WIDTH * 0.72))
            .collect();
        let identifier = Rich::plain(&furniture.identifier);
        let identifier = self.setter.one_line(&identifier, FOOT, WIDTH * 0.26);
        let colour = furniture.marking_colour;
        let n_pages = self.pages.len();
        for at in 0..n_pages {
            let words = format!("Page {} of {n_pages}", at + 1);
            let number = self.setter.one_line(&Rich::plain(words), FOOT.bold(), WIDTH * 0.26);
            let page = &mut self.pages[at];
            let low = PAGE[1] - EDGE - BOX;
            if let Some(marking) = &marking {
                put_marking(page, EDGE, marking, colour);
                put_marking(page, low, marking, colour);
            }
            let first = low - 6.0 - MOST_FOOT_LINES as f32 * FOOT.leading() + FOOT.size;
            for (line, row) in foot.iter().zip(0u8..) {
                let y = first + f32::from(row) * FOOT.leading();
                page.text(None, [SIDE, y], line.clone());
            }
            let right = SIDE + WIDTH;
            page.text(None, [right - number.width, first], number);
            let y = first + FOOT.leading();
            page.text(None, [right - identifier.width, y], identifier.clone());
        }
    }
}

/// A marking as it is set: its lines and their size.
struct Marking {
    lines: Vec<Line>,
    size: f32,
}

impl Flow<'_> {
    fn marking(&mut self, text: &str) -> Marking {
        let (text, width) = (Rich::plain(text), WIDTH - 16.0);
        for size in MARKING_SIZES {
            let lines = self.setter.lines(&text, Type::of(size).bold(), width);
            if lines.len() <= 1 {
                return Marking { lines, size };
            }
        }
        let size = MARKING_SIZES[MARKING_SIZES.len() - 1];
        let kind = Type::of(size).bold();
        let mut lines = self.setter.lines(&text, kind, width);
        if lines.len() > MOST_MARKING_LINES {
            // Longer still: the first page's title has the whole of it.
            lines = vec![self.setter.one_line(&text, kind, width)];
        }
        Marking { lines, size }
    }
}

fn put_marking(page: &mut Page, top: f32, marking: &Marking, colour: Colour) {
    let stroke = Stroke { colour, width: 1.4, dash: Dash::Solid };
    page.area([SIDE, top, SIDE + WIDTH, top + BOX], None, Some(stroke));
    let leading = marking.size * 1.25;
    let below = leading * (marking.lines.len().saturating_sub(1)) as f32;
    let mut y = top + BOX * 0.5 + marking.size * 0.36 - below / 2.0;
    for line in &marking.lines {
        let x = SIDE + (WIDTH - line.width) / 2.0;
        page.text(None, [x, y], line.clone());
        y += leading;
    }
}
