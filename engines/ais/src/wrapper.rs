//! What surrounds a sentence and says when and where it was received: tag blocks (IEC 61162-450
//! and IEC 62320-1), `$PGHP` sentences, the suffix of the United States Coast Guard's logs, and
//! instants at the start of a line.

use crate::defects::Defects;
use crate::instant::{Millis, digits, from_epoch, from_parts, parse};
use crate::sentence::check;

/// What is known of a reception besides the sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Context<'a> {
    /// When the sentence was received.
    pub(crate) time: Option<Millis>,
    /// The station that received it.
    pub(crate) source: Option<&'a [u8]>,
    /// The group of sentences to which it belongs.
    pub(crate) group: Option<u32>,
}

/// Splits a line that starts with a tag block into what that says, the rest of the line, and
/// what is wrong with the block.
pub(crate) fn tag_block(line: &[u8]) -> (Context<'_>, &[u8], Defects) {
    let Some(end) = line.iter().skip(1).position(|&byte| byte == b'\\') else {
        return (Context::default(), &[], Defects::TAG_BLOCK);
    };
    let (block, rest) = (&line[..=end], &line[end + 2..]);
    let star = block.iter().rposition(|&byte| byte == b'*').unwrap_or(block.len());
    let (inside, after) = block.split_at(star);
    if check(inside, after).contains(Defects::CHECKSUM) {
        return (Context::default(), rest, Defects::TAG_BLOCK);
    }
    let mut context = Context::default();
    for field in inside[1..].split(|&byte| byte == b',') {
        tag_field(field, &mut context);
    }
    (context, rest, Defects::NONE)
}

/// One `key:value` of a tag block. `c` is the time, `s` the source, `g` the group; DMA writes
/// the kind of its source as `si`; IEC 62320-1 writes the group as `1G2:73874`.
fn tag_field<'a>(field: &'a [u8], context: &mut Context<'a>) {
    let Some(colon) = field.iter().position(|&byte| byte == b':') else { return };
    let (key, value) = (&field[..colon], &field[colon + 1..]);
    match key {
        b"c" => context.time = decimal(value).or(context.time),
        b"s" => context.source = Some(value),
        b"si" => context.source = context.source.or(Some(value)),
        b"g" => {
            let group = value.rsplit(|&byte| byte == b'-').next().and_then(digits);
            context.group = group.map(|group| group as u32);
        }
        [b'0'..=b'9', b'G', b'0'..=b'9'] => {
            context.group = digits(value).map(|group| group as u32);
        }
        _ => {}
    }
}

/// A count of seconds, possibly with decimals, or of milliseconds.
fn decimal(value: &[u8]) -> Option<Millis> {
    digits(value).map(from_epoch).or_else(|| parse(value))
}

/// What a `$PGHP,1,` sentence of a shore station says of the sentence that follows it: year,
/// month, day, hour, minute, second, millisecond, country, region, base station, and whether it
/// is on line.
pub(crate) fn pghp(line: &[u8]) -> Option<Context<'_>> {
    let rest = line.strip_prefix(b"$PGHP,1,")?;
    let content = rest.split(|&byte| byte == b'*').next()?;
    let mut fields = content.split(|&byte| byte == b',');
    let mut number = || fields.next().and_then(digits);
    let date = [number()?, number()?, number()?];
    let time = [number()?, number()?, number()?];
    let millis = number()?;
    let source = fields.nth(2).filter(|source| !source.is_empty());
    Some(Context { time: from_parts(date, time, millis), source, group: None })
}

/// What the Coast Guard appends to a sentence: `,r` or `,b` and the station, and seconds since
/// 1970 at the end.
pub(crate) fn suffix(text: &[u8]) -> Context<'_> {
    let mut context = Context::default();
    for field in text.split(|&byte| byte == b',') {
        match field {
            [b'r' | b'b', rest @ ..] if !rest.is_empty() => context.source = Some(field),
            [b'0'..=b'9', ..] if field.len() >= 9 => context.time = decimal(field),
            _ => {}
        }
    }
    context
}

/// Splits a line in which a sentence or tag block starts late into what its start says and the
/// rest.
pub(crate) fn prefix(line: &[u8]) -> Option<(Context<'_>, &[u8])> {
    let start = line.iter().take(64).position(|byte| matches!(byte, b'!' | b'\\'))?;
    let (prefix, rest) = line.split_at(start);
    Some((Context { time: parse(prefix), ..Context::default() }, rest))
}

#[cfg(test)]
mod tests {
    use super::{Context, pghp, prefix, suffix, tag_block};
    use crate::defects::Defects;

    #[test]
    fn tag_blocks() {
        let line = b"\\g:1-2-73874,n:157036,s:r003669945,c:1241544035*4A\\!AIVDM";
        let expected = Context {
            time: Some(1_241_544_035_000),
            source: Some(b"r003669945"),
            group: Some(73_874),
        };
        assert_eq!(tag_block(line), (expected, &b"!AIVDM"[..], Defects::NONE));
        let (context, rest, defects) = tag_block(b"\\s:a,c:1*00\\!AIVDM");
        assert_eq!((context, rest), (Context::default(), &b"!AIVDM"[..]));
        assert_eq!(defects, Defects::TAG_BLOCK);
        assert_eq!(tag_block(b"\\1G2:7\\").0.group, Some(7));
        assert_eq!(tag_block(b"\\s:unfinished").2, Defects::TAG_BLOCK);
        assert_eq!(tag_block(b"\\").2, Defects::TAG_BLOCK);
    }

    #[test]
    fn other_wrappers() {
        let line = b"$PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,2B*5B";
        let context = pghp(line).expect("a time");
        assert_eq!(context.time, Some(1_276_256_771_390));
        assert_eq!(context.source, Some(&b"992190934"[..]));
        let context = suffix(b",s1234,d-119,T12.34567123,r003669958,1085889680");
        assert_eq!(context.time, Some(1_085_889_680_000));
        assert_eq!(context.source, Some(&b"r003669958"[..]));
        let (context, rest) = prefix(b"2010-06-11 11:46:11 !AIVDM").expect("a sentence");
        assert_eq!((context.time, rest), (Some(1_276_256_771_000), &b"!AIVDM"[..]));
    }
}
