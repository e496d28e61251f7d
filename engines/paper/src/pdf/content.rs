//! The drawing of a page.

use pdf_writer::types::{ArtifactType, LineCapStyle, LineJoinStyle, TextRenderingMode};
use pdf_writer::{Content, Finish as _, Name, Str, TextStr};

use super::embed::{Embedded, resource_name};
use crate::document::{Colour, Dash, Stroke};
use crate::layout::page::{Drawn, Mark, PAGE, Page};
use crate::layout::tags::TagNo;
use crate::text::{Glyph, Line, Piece, Run};

/// A page's drawing, and the part of the document that each marked piece of it is.
pub(super) struct Written {
    pub(super) content: Vec<u8>,
    /// By the number of the marked piece.
    pub(super) tags: Vec<TagNo>,
}

/// How far a circle's Bézier handles stand out, of its radius.
const ROUND: f32 = 0.552_284_8;

pub(super) fn write_page(page: &Page, fonts: &mut Embedded) -> Written {
    let mut pen = Pen { content: Content::new(), fonts };
    let mut tags = Vec::new();
    let mut open: Option<Option<TagNo>> = None;
    for mark in &page.marks {
        if open != Some(mark.tag) {
            if open.is_some() {
                pen.content.end_marked_content();
            }
            if let Some(tag) = mark.tag {
                let mut marked = pen.content.begin_marked_content_with_properties(Name(b"Div"));
                marked.properties().identify(tags.len() as i32);
                tags.push(tag);
            } else {
                let mut marked =
                    pen.content.begin_marked_content_with_properties(Name(b"Artifact"));
                marked.properties().artifact().kind(ArtifactType::Layout);
            }
            open = Some(mark.tag);
        }
        pen.mark(mark);
    }
    if open.is_some() {
        pen.content.end_marked_content();
    }
    Written { content: pen.content.finish().to_vec(), tags }
}

/// Draws a page. In a PDF y grows upwards.
struct Pen<'f> {
    content: Content,
    fonts: &'f mut Embedded,
}

fn up(y: f32) -> f32 {
    PAGE[1] - y
}

impl Pen<'_> {
    fn mark(&mut self, mark: &Mark) {
        if let Some([left, top, right, bottom]) = mark.clip {
            self.content.save_state();
            self.content.rect(left, up(bottom), right - left, bottom - top);
            self.content.clip_nonzero().end_path();
        }
        match &mark.what {
            Drawn::Text { at, line } => self.line(*at, line),
            Drawn::Path { points, is_closed, fill, stroke } => {
                self.path(points, *is_closed);
                self.paint(*fill, *stroke);
            }
            Drawn::Circle { middle, radius, fill, stroke } => {
                self.circle(*middle, *radius);
                self.paint(Some(*fill), *stroke);
            }
        }
        if mark.clip.is_some() {
            self.content.restore_state();
        }
    }

    fn path(&mut self, points: &[[f32; 2]], is_closed: bool) {
        for (at, [x, y]) in points.iter().enumerate() {
            if at == 0 {
                self.content.move_to(*x, up(*y));
            } else {
                self.content.line_to(*x, up(*y));
            }
        }
        if is_closed {
            self.content.close_path();
        }
    }

    fn circle(&mut self, [x, y]: [f32; 2], r: f32) {
        let (y, k) = (up(y), r * ROUND);
        self.content.move_to(x + r, y);
        self.content.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
        self.content.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
        self.content.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
        self.content.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
        self.content.close_path();
    }

    fn paint(&mut self, fill: Option<Colour>, stroke: Option<Stroke>) {
        if let Some(stroke) = stroke {
            let [r, g, b] = shares(stroke.colour);
            self.content.set_stroke_rgb(r, g, b).set_line_width(stroke.width);
            self.content.set_line_join(LineJoinStyle::RoundJoin);
            let w = stroke.width.max(0.5);
            match stroke.dash {
                Dash::Solid => self.content.set_dash_pattern([], 0.0),
                Dash::Dashed => self.content.set_dash_pattern([4.0 * w, 3.0 * w], 0.0),
                Dash::Dotted => self.content.set_dash_pattern([0.0, 2.4 * w], 0.0),
            };
            let cap = if stroke.dash == Dash::Dotted {
                LineCapStyle::RoundCap
            } else {
                LineCapStyle::ButtCap
            };
            self.content.set_line_cap(cap);
        }
        if let Some(fill) = fill {
            let [r, g, b] = shares(fill);
            self.content.set_fill_rgb(r, g, b);
        }
        match (fill, stroke) {
            (Some(_), Some(_)) => self.content.fill_nonzero_and_stroke(),
            (Some(_), None) => self.content.fill_nonzero(),
            (None, Some(_)) => self.content.stroke(),
            (None, None) => self.content.end_path(),
        };
    }

    fn line(&mut self, [x, y]: [f32; 2], line: &Line) {
        let mut x = x;
        for run in &line.runs {
            self.run([x, y], run);
            x += run.width();
        }
    }

    fn run(&mut self, at: [f32; 2], run: &Run) {
        if run.pieces.is_empty() {
            return;
        }
        let [r, g, b] = shares(run.colour);
        self.content.begin_text();
        self.content.set_font(Name(resource_name(run.font).as_bytes()), run.size);
        self.content.set_fill_rgb(r, g, b);
        if run.is_heavy {
            self.content.set_text_rendering_mode(TextRenderingMode::FillStroke);
            self.content.set_stroke_rgb(r, g, b).set_line_width(run.size * 0.035);
            self.content.set_dash_pattern([], 0.0);
        } else {
            self.content.set_text_rendering_mode(TextRenderingMode::Fill);
        }
        self.content.set_rise(run.rise);
        self.content.next_line(at[0], up(at[1]));
        let mut show = Show::default();
        for piece in &run.pieces {
            self.piece(run, piece, &mut show);
        }
        self.flush(&mut show);
        self.content.end_text();
    }

    /// Letters whose glyph says what they are need no more; others carry their text with them.
    fn piece(&mut self, run: &Run, piece: &Piece, show: &mut Show) {
        match piece.glyphs.as_slice() {
            [] => {}
            [one] if run.is_rtl && piece.said.chars().nth(1).is_some() => {
                self.ligature(run, *one, &piece.said, show);
            }
            [one] if self.fonts.says(run.font, one.id, &piece.said) => {
                self.glyphs(run, &[*one], show);
            }
            glyphs => self.said(&piece.said, show, |pen, show| pen.glyphs(run, glyphs, show)),
        }
    }

    /// Draws something that stands for `text` when it is copied.
    fn said(&mut self, text: &str, show: &mut Show, draw: impl FnOnce(&mut Self, &mut Show)) {
        self.flush(show);
        let mut marked = self.content.begin_marked_content_with_properties(Name(b"Span"));
        marked.properties().actual_text(TextStr(text));
        marked.finish();
        draw(self, show);
        self.flush(show);
        self.content.end_marked_content();
    }

    /// One glyph for several letters that are read from right to left. Readers turn such text
    /// round glyph by glyph, and would turn the letters within the glyph as well: so the glyph
    /// says its last letter, and blanks within it say those before.
    fn ligature(&mut self, run: &Run, glyph: Glyph, text: &str, show: &mut Show) {
        let letters: Vec<char> = text.chars().rev().collect();
        let step = glyph.advance / letters.len().max(1) as f32;
        let blank = self.fonts.blank(run.font);
        for (at, letter) in letters.iter().enumerate() {
            let letter = letter.to_string();
            if at == 0 {
                if self.fonts.says(run.font, glyph.id, &letter) {
                    self.glyphs(run, &[glyph], show);
                } else {
                    self.said(&letter, show, |pen, show| pen.glyphs(run, &[glyph], show));
                }
                show.move_by(-glyph.advance);
            } else {
                let no_room = Glyph { id: blank, advance: 0.0, offset: [0.0; 2] };
                self.said(&letter, show, |pen, show| pen.glyphs(run, &[no_room], show));
            }
            show.move_by(step);
        }
    }

    fn glyphs(&mut self, run: &Run, glyphs: &[Glyph], show: &mut Show) {
        for glyph in glyphs {
            let (id, natural) = self.fonts.use_glyph(run.font, glyph.id);
            let [dx, dy] = glyph.offset;
            if dy != 0.0 {
                self.flush(show);
                self.content.set_rise(run.rise + dy * run.size);
            }
            show.move_by(dx);
            show.letters(id);
            show.move_by(glyph.advance - dx - natural);
            if dy != 0.0 {
                self.flush(show);
                self.content.set_rise(run.rise);
            }
        }
    }

    fn flush(&mut self, show: &mut Show) {
        let parts = std::mem::take(&mut show.parts);
        if parts.is_empty() {
            return;
        }
        let mut operation = self.content.show_positioned();
        let mut items = operation.items();
        for part in &parts {
            match part {
                Part::Letters(bytes) => items.show(Str(bytes)),
                Part::Move(ems) => items.adjust(-ems * 1000.0),
            };
        }
    }
}

/// Glyphs that are shown in one go.
#[derive(Default)]
struct Show {
    parts: Vec<Part>,
}

enum Part {
    Letters(Vec<u8>),
    Move(f32),
}

impl Show {
    fn letters(&mut self, id: u16) {
        let bytes = id.to_be_bytes();
        match self.parts.last_mut() {
            Some(Part::Letters(known)) => known.extend(bytes),
            _ => self.parts.push(Part::Letters(bytes.to_vec())),
        }
    }

    /// Moves on by some ems.
    fn move_by(&mut self, ems: f32) {
        if ems.abs() < 5e-4 {
            return;
        }
        match self.parts.last_mut() {
            Some(Part::Move(known)) => *known += ems,
            _ => self.parts.push(Part::Move(ems)),
        }
    }
}

fn shares(Colour(r, g, b): Colour) -> [f32; 3] {
    [r, g, b].map(|part| f32::from(part) / 255.0)
}
