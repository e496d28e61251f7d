//! From bytes of a feed or file to messages.

use crate::armor::unarmor;
use crate::bits::Payload;
use crate::defects::Defects;
use crate::join::{Expiry, Joiner, Whose};
use crate::message::{Message, Reception};
use crate::sentence::{NotAis, Sentence, line_plainly, xor};
use crate::simd::{Simd, Work};
use crate::sources::Sources;
use crate::wrapper::{self, Context};

/// The longest line that is looked at. A sentence has at most 82 characters, a tag block 80.
const MAX_LINE: usize = 1024;

/// What a decoder accepts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Decode sentences whose checksum does not agree. Their messages carry the defect.
    pub accept_wrong_checksums: bool,
    /// When a message that lacks a part is given up.
    pub expiry: Expiry,
}

/// What a decoder has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Lines, blank ones included.
    pub lines: u64,
    /// VDM and VDO sentences, decoded or not.
    pub sentences: u64,
    /// Messages decoded.
    pub messages: u64,
    /// Messages by type.
    pub by_type: [u64; 64],
    /// Sentences and messages by defect, by bit number.
    pub defects: [u64; Defects::COUNT],
}

/// Turns bytes into messages. Bytes may come in pieces of any size; memory stays bounded.
///
/// ```
/// use crossbearing_ais::{Decoder, Options};
///
/// let mut decoder = Decoder::new(Options::default());
/// let mut ships = Vec::new();
/// decoder.feed(b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n", |message| {
///     ships.push((message.mmsi(), message.number("speed")));
/// });
/// assert_eq!(ships, [(371_798_000, Some(12.3))]);
/// ```
#[derive(Debug)]
pub struct Decoder {
    options: Options,
    /// The start of a line whose end has not come.
    partial: Vec<u8>,
    /// The rest of an overlong line is still to be skipped.
    skipping: bool,
    state: State,
}

/// All that outlasts a line.
#[derive(Debug)]
struct State {
    counts: Counts,
    sources: Sources,
    joiner: Joiner,
    payload: Payload,
    /// The characters of all parts of a message, while they are joined.
    characters: Vec<u8>,
    pending: Pending,
    /// Whether `pending` says anything.
    has_pending: bool,
    simd: Option<Simd>,
}

/// What lines before a sentence said about it.
#[derive(Debug, Default)]
struct Pending {
    time: Option<i64>,
    source_id: u32,
    group: Option<u32>,
    defects: Defects,
}

impl Default for Counts {
    fn default() -> Self {
        Self { lines: 0, sentences: 0, messages: 0, by_type: [0; 64], defects: [0; 12] }
    }
}

impl Counts {
    /// Adds what another decoder has seen.
    pub fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        self.sentences += other.sentences;
        self.messages += other.messages;
        let counts = self.by_type.iter_mut().chain(&mut self.defects);
        for (count, more) in counts.zip(other.by_type.iter().chain(&other.defects)) {
            *count += more;
        }
    }

    fn note(&mut self, defects: Defects) {
        for number in defects.numbers() {
            self.defects[number] += 1;
        }
    }
}

impl Decoder {
    /// A decoder that has seen nothing.
    pub fn new(options: Options) -> Self {
        let state = State {
            counts: Counts::default(),
            sources: Sources::default(),
            joiner: Joiner::new(options.expiry),
            payload: Payload::default(),
            characters: Vec::new(),
            pending: Pending::default(),
            has_pending: false,
            simd: Simd::detect(),
        };
        Self { options, partial: Vec::new(), skipping: false, state }
    }

    /// Decodes a piece of a feed; `sink` gets each message as it becomes whole.
    pub fn feed(&mut self, mut bytes: &[u8], mut sink: impl FnMut(&Message<'_>)) {
        if self.skipping || !self.partial.is_empty() {
            bytes = self.complete_line(bytes, &mut sink);
        }
        let n_used = match self.state.simd {
            Some(simd) => simd.within(Lines { decoder: self, bytes, sink: &mut sink, simd }),
            None => self.lines(bytes, &mut sink, line_plainly),
        };
        self.keep(&bytes[n_used..]);
    }

    /// Decodes the whole lines of `bytes`; returns how many bytes they are.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
    fn lines(
        &mut self,
        bytes: &[u8],
        sink: &mut impl FnMut(&Message<'_>),
        first_line: impl Fn(&[u8]) -> Option<(usize, u8)>,
    ) -> usize {
        let mut start = 0;
        while let Some((length, sum)) = first_line(&bytes[start..]) {
            self.state.line(&bytes[start..start + length], sum, self.options, sink);
            start += length + 1;
        }
        start
    }

    /// Decodes a last line that has no end, and gives up messages that lack parts.
    pub fn finish(&mut self, mut sink: impl FnMut(&Message<'_>)) {
        if !self.partial.is_empty() {
            let line = std::mem::take(&mut self.partial);
            self.state.line(&line, xor(&line), self.options, &mut sink);
        }
        self.state.joiner.finish();
    }

    /// Forgets what the last lines said of the sentence that comes next: it comes from elsewhere.
    pub fn forget_context(&mut self) {
        self.state.take_pending();
    }

    /// What has been seen so far.
    pub fn counts(&self) -> Counts {
        let mut counts = self.state.counts.clone();
        counts.defects[Defects::LOST_PART.bits().trailing_zeros() as usize] +=
            self.state.joiner.n_lost;
        counts
    }

    /// The stations that were named, each by its number less one.
    pub fn sources(&self) -> &[String] {
        self.state.sources.names()
    }

    /// Finishes the line that a piece before began; returns the bytes after it.
    fn complete_line<'a>(
        &mut self,
        bytes: &'a [u8],
        sink: &mut impl FnMut(&Message<'_>),
    ) -> &'a [u8] {
        let Some(end) = memchr::memchr(b'\n', bytes) else {
            self.keep(bytes);
            return &[];
        };
        self.keep(&bytes[..end]);
        let line = std::mem::take(&mut self.partial);
        if !self.skipping {
            self.state.line(&line, xor(&line), self.options, sink);
        }
        self.skipping = false;
        self.partial = line;
        self.partial.clear();
        &bytes[end + 1..]
    }

    /// Keeps the start of a line, unless it is too long to be a sentence.
    fn keep(&mut self, bytes: &[u8]) {
        if self.skipping {
            return;
        }
        if self.partial.len() + bytes.len() > MAX_LINE {
            self.partial.clear();
            self.skipping = true;
            self.state.counts.lines += 1;
            self.state.counts.note(Defects::LINE_TOO_LONG);
        } else {
            self.partial.extend_from_slice(bytes);
        }
    }
}

/// The decoding of whole lines with wide registers.
struct Lines<'a, S> {
    decoder: &'a mut Decoder,
    bytes: &'a [u8],
    sink: &'a mut S,
    simd: Simd,
}

impl<S: FnMut(&Message<'_>)> Work for Lines<'_, S> {
    type Output = usize;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
    fn run(self) -> usize {
        self.decoder.lines(self.bytes, self.sink, |rest| self.simd.line(rest))
    }
}

impl State {
    /// A line without its line feed, and the exclusive or of its bytes.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
    fn line(
        &mut self,
        line: &[u8],
        sum: u8,
        options: Options,
        sink: &mut impl FnMut(&Message<'_>),
    ) {
        self.counts.lines += 1;
        let (line, sum) = match line.strip_suffix(b"\r") {
            Some(line) => (line, sum ^ b'\r'),
            None => (line, sum),
        };
        match Sentence::plain(line, sum) {
            Some(sentence) if sentence.defects.is_empty() => {
                self.counts.sentences += 1;
                if sentence.n_parts == 1 {
                    self.whole(&sentence, sink);
                } else {
                    self.part(&sentence, sink);
                }
            }
            _ => self.other_line(line, options, sink),
        }
    }

    /// A line that is not just a plain sentence.
    #[inline(never)]
    fn other_line(&mut self, line: &[u8], options: Options, sink: &mut impl FnMut(&Message<'_>)) {
        if line.len() > MAX_LINE {
            self.counts.note(Defects::LINE_TOO_LONG);
            return;
        }
        match line.first() {
            Some(b'!') => self.sentence(line, options, sink),
            Some(b'\\') => {
                let (context, rest, defects) = wrapper::tag_block(line);
                self.expect(context, defects);
                if !rest.is_empty() {
                    self.sentence(rest, options, sink);
                }
            }
            Some(b'$') => {
                if let Some(context) = wrapper::pghp(line) {
                    self.expect(context, Defects::NONE);
                }
            }
            Some(_) => self.late_start(line, options, sink),
            None => {}
        }
    }

    /// A line in which the sentence does not come first.
    fn late_start(&mut self, line: &[u8], options: Options, sink: &mut impl FnMut(&Message<'_>)) {
        if let Some((context, rest)) = wrapper::prefix(line) {
            self.expect(context, Defects::NONE);
            self.other_line(rest, options, sink);
        }
    }

    /// Remembers what is said of the sentence that comes next.
    fn expect(&mut self, context: Context<'_>, defects: Defects) {
        self.has_pending = true;
        self.pending.time = context.time.or(self.pending.time);
        if let Some(name) = context.source {
            self.pending.source_id = self.sources.number(name);
        }
        self.pending.group = context.group.or(self.pending.group);
        self.pending.defects |= defects;
    }

    fn take_pending(&mut self) -> Pending {
        self.has_pending = false;
        std::mem::take(&mut self.pending)
    }

    fn sentence(&mut self, line: &[u8], options: Options, sink: &mut impl FnMut(&Message<'_>)) {
        let sentence = match Sentence::any(line) {
            Ok(sentence) => sentence,
            Err(NotAis::Other) => return,
            Err(NotAis::Senseless) => {
                self.counts.sentences += 1;
                self.counts.note(Defects::HEADER);
                self.take_pending();
                return;
            }
        };
        self.counts.sentences += 1;
        if !sentence.suffix.is_empty() || !sentence.defects.is_empty() {
            self.expect(wrapper::suffix(sentence.suffix), sentence.defects);
        }
        if sentence.defects.contains(Defects::CHECKSUM) && !options.accept_wrong_checksums {
            self.counts.note(sentence.defects);
            self.take_pending();
        } else if sentence.n_parts == 1 {
            self.whole_apart(&sentence, sink);
        } else {
            self.part(&sentence, sink);
        }
    }

    /// A sentence that is a message, and not in the usual form.
    #[inline(never)]
    fn whole_apart(&mut self, sentence: &Sentence<'_>, sink: &mut impl FnMut(&Message<'_>)) {
        let parts = [(sentence.payload(), sentence.n_fill)];
        let valid = join_payload(&parts, self.simd, &mut self.characters, &mut self.payload);
        self.emit(sentence, Defects::ARMOR.when(!valid), sink);
    }

    /// A sentence that is a message.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
    fn whole(&mut self, sentence: &Sentence<'_>, sink: &mut impl FnMut(&Message<'_>)) {
        let (text, n_characters) = (sentence.text, sentence.n_characters);
        let n_fill = usize::from(sentence.n_fill);
        let valid = unarmor(text, n_characters, n_fill, self.simd, &mut self.payload);
        self.emit(sentence, Defects::ARMOR.when(!valid), sink);
    }

    /// A sentence that is part of a message.
    #[inline(never)]
    fn part(&mut self, sentence: &Sentence<'_>, sink: &mut impl FnMut(&Message<'_>)) {
        let whose = Whose {
            source: if self.pending.group.is_some() { 0 } else { self.pending.source_id },
            group: self.pending.group,
            talker: sentence.talker,
            channel: sentence.channel,
            sequence: sentence.sequence,
            n_parts: sentence.n_parts,
        };
        let number = self.counts.sentences;
        let source_id = self.pending.source_id;
        let Some(joined) = self.joiner.add(whose, sentence, self.pending.time, number, source_id)
        else {
            let defects = self.pending.defects;
            self.counts.note(defects);
            self.take_pending();
            return;
        };
        let parts = &joined.parts[..joined.n_parts];
        let valid = join_payload(parts, self.simd, &mut self.characters, &mut self.payload);
        self.pending.time = joined.time;
        self.pending.source_id = joined.source_id;
        self.has_pending = true;
        self.emit(sentence, Defects::ARMOR.when(!valid), sink);
    }

    /// Hands on the message whose bits are in `payload`.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "so that it uses the registers of its caller")]
    fn emit(
        &mut self,
        sentence: &Sentence<'_>,
        defects: Defects,
        sink: &mut impl FnMut(&Message<'_>),
    ) {
        let pending = if self.has_pending { self.take_pending() } else { Pending::default() };
        let defects = defects | pending.defects;
        if self.payload.len() < SHORTEST {
            self.counts.note(defects | Defects::SHORT);
            return;
        }
        let reception = Reception {
            time: pending.time,
            source: self.sources.name(pending.source_id),
            source_id: pending.source_id,
            talker: sentence.talker,
            channel: sentence.channel,
            own: sentence.own,
            line: self.counts.lines,
        };
        let message = Message::new(&self.payload, reception, defects);
        self.counts.messages += 1;
        self.counts.by_type[usize::from(message.kind & 63)] += 1;
        if !message.defects.is_empty() {
            self.counts.note(message.defects);
        }
        sink(&message);
    }
}

/// Bits of type, repeat indicator and MMSI, without which there is no message.
const SHORTEST: usize = 38;

/// The bits of all parts one after the other, for messages that are not in the usual form. A part but the last ought to have no fill bits; if
/// one has, they are left out.
#[inline(never)]
fn join_payload(
    parts: &[(&[u8], u8)],
    simd: Option<Simd>,
    characters: &mut Vec<u8>,
    payload: &mut Payload,
) -> bool {
    characters.clear();
    let inner_fill = parts.iter().rev().skip(1).any(|(_, n_fill)| *n_fill > 0);
    if !inner_fill {
        for (part, _) in parts {
            characters.extend_from_slice(part);
        }
        let n_fill = parts.last().map_or(0, |(_, n_fill)| usize::from(*n_fill));
        return unarmor(characters, characters.len(), n_fill, simd, payload);
    }
    let mut valid = true;
    let mut one = Payload::default();
    payload.clear();
    for (part, n_fill) in parts {
        valid &= unarmor(part, part.len(), usize::from(*n_fill), None, &mut one);
        for start in (0..one.len()).step_by(48) {
            let width = (one.len() - start).min(48);
            payload.push(one.unsigned(start, width), width);
        }
    }
    valid
}
