//! Drawings, as large as the page has room for them.

use super::Flow;
use super::page::{BOTTOM, Drawn, Mark, SIDE, TOP, WIDTH};
use super::tags::{ROOT, Role, TagNo};
use crate::document::{Anchor, Block, Colour, Drawing, Rich, Shape, Stroke};
use crate::error::{Error, Result};
use crate::text::Type;

/// The largest number of a drawing.
const MOST: f32 = 1e6;
/// How much larger a drawing may become.
const MOST_SCALE: f32 = 1.6;
/// The most of a page that a drawing takes.
const MOST_HEIGHT: f32 = (BOTTOM - TOP) * 0.72;
const CAPTION: Type = Type::of(8.0).in_colour(Colour::GREY);
/// How long an arrow's head is.
const ARROW: f32 = 5.0;

/// Where a drawing's own units are on the page.
struct Place {
    corner: [f32; 2],
    scale: f32,
    clip: [f32; 4],
    tag: TagNo,
}

impl Place {
    fn point(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [self.corner[0] + x * self.scale, self.corner[1] + y * self.scale]
    }

    fn mark(&self, what: Drawn) -> Mark {
        Mark { tag: Some(self.tag), clip: Some(self.clip), what }
    }
}

/// How large a drawing is on paper, beside its own size.
fn fit(drawing: &Drawing) -> f32 {
    (WIDTH / drawing.width).min(MOST_HEIGHT / drawing.height).min(MOST_SCALE)
}

/// What a heading and a caption take, about.
const AROUND: f32 = 80.0;

impl Flow<'_> {
    /// A heading over a drawing goes to the page that the drawing goes to.
    pub(super) fn keep_with_drawing(&mut self, block: &Block, next: Option<&Block>) -> Result<()> {
        let (Block::Heading { .. }, Some(Block::Drawing(drawing))) = (block, next) else {
            return Ok(());
        };
        let height = drawing.height * fit(drawing) + AROUND;
        if self.has_room(height) || self.y <= TOP { Ok(()) } else { self.new_page() }
    }

    pub(super) fn drawing(&mut self, drawing: &Drawing) -> Result<()> {
        let fit = fit(drawing);
        let height = drawing.height * fit;
        let caption = self.setter.lines(&drawing.caption, CAPTION, WIDTH);
        let notes: Vec<usize> = caption.iter().flat_map(|line| line.notes.clone()).collect();
        let beneath = caption.len() as f32 * CAPTION.leading();
        let top = self.take(height + beneath + 6.0, &notes)?;
        let tag = self.tags.figure(ROOT, &drawing.description);
        let left = SIDE + (WIDTH - drawing.width * fit) / 2.0;
        let clip = [left, top, left + drawing.width * fit, top + height];
        let place = Place { corner: [left, top], scale: fit, clip, tag };
        for shape in &drawing.shapes {
            self.shape(shape, &place);
        }
        let words = self.tags.add(ROOT, Role::Caption);
        for (line, y) in caption.into_iter().zip((0..).map(|at| at as f32 * CAPTION.leading())) {
            self.page().text(Some(words), [SIDE, top + height + 4.0 + y + CAPTION.size], line);
        }
        self.space(8.0);
        Ok(())
    }

    fn shape(&mut self, shape: &Shape, place: &Place) {
        let scaled = |stroke: &Stroke| Stroke { width: stroke.width * place.scale, ..*stroke };
        match shape {
            Shape::Line { points, stroke, is_arrow } => {
                let points: Vec<[f32; 2]> = points.iter().map(|&at| place.point(at)).collect();
                let head = is_arrow.then(|| arrow(&points, place.scale)).flatten();
                let stroke = Some(scaled(stroke));
                let what = Drawn::Path { points, is_closed: false, fill: None, stroke };
                self.page().marks.push(place.mark(what));
                if let Some(points) = head {
                    let fill = stroke.map(|stroke| stroke.colour);
                    let what = Drawn::Path { points, is_closed: true, fill, stroke: None };
                    self.page().marks.push(place.mark(what));
                }
            }
            Shape::Area { points, fill, stroke } => {
                let points = points.iter().map(|&at| place.point(at)).collect();
                let stroke = stroke.as_ref().map(scaled);
                let what = Drawn::Path { points, is_closed: true, fill: Some(*fill), stroke };
                self.page().marks.push(place.mark(what));
            }
            Shape::Circle { middle, radius, fill, stroke } => {
                let (middle, radius) = (place.point(*middle), radius * place.scale);
                let stroke = stroke.as_ref().map(scaled);
                let what = Drawn::Circle { middle, radius, fill: *fill, stroke };
                self.page().marks.push(place.mark(what));
            }
            Shape::Words { at, text, size, look, anchor, most_width } => {
                let kind = Type::of(size * place.scale);
                let text = Rich::default().and_look(text, *look);
                let line = self.setter.one_line(&text, kind, most_width * place.scale);
                let [x, y] = place.point(*at);
                let x = match anchor {
                    Anchor::Start => x,
                    Anchor::Middle => x - line.width / 2.0,
                    Anchor::End => x - line.width,
                };
                self.page().marks.push(place.mark(Drawn::Text { at: [x, y], line }));
            }
        }
    }
}

/// The head at the end of a line.
fn arrow(points: &[[f32; 2]], scale: f32) -> Option<Vec<[f32; 2]>> {
    let [.., from, tip] = points else { return None };
    let (dx, dy) = (tip[0] - from[0], tip[1] - from[1]);
    let length = dx.hypot(dy);
    if length < 0.1 {
        return None;
    }
    let (along, across) = (ARROW * scale / length, ARROW * 0.42 * scale / length);
    let base = [tip[0] - dx * along, tip[1] - dy * along];
    Some(vec![
        *tip,
        [base[0] - dy * across, base[1] + dx * across],
        [base[0] + dy * across, base[1] - dx * across],
    ])
}

/// Refuses sizes and points that are no numbers.
pub(super) fn check(drawing: &Drawing) -> Result<()> {
    let is_fine = |value: f32| value.is_finite() && value.abs() <= MOST;
    let is_size = |value: f32| is_fine(value) && value > 0.0;
    let is_stroke = |stroke: &Option<Stroke>| stroke.is_none_or(|stroke| is_fine(stroke.width));
    let mut right = is_size(drawing.width) && is_size(drawing.height);
    for shape in &drawing.shapes {
        right &= match shape {
            Shape::Line { points, stroke, .. } => {
                is_fine(stroke.width) && points.iter().flatten().all(|&value| is_fine(value))
            }
            Shape::Area { points, stroke, .. } => {
                is_stroke(stroke) && points.iter().flatten().all(|&value| is_fine(value))
            }
            Shape::Circle { middle, radius, stroke, .. } => {
                middle.iter().all(|&value| is_fine(value)) && is_fine(*radius) && is_stroke(stroke)
            }
            Shape::Words { at, size, most_width, .. } => {
                at.iter().all(|&value| is_fine(value)) && is_size(*size) && is_fine(*most_width)
            }
        };
    }
    if right { Ok(()) } else { Err(Error::Drawing { most: MOST }) }
}
