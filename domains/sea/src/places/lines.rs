//! On which line each feature of a GeoJSON text begins.

/// The lines, from 1, of the elements of the outermost `features` list, in order. The text is JSON
/// already: what stands where need not be checked again.
pub(super) fn of_features(text: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    let (mut line, mut depth, mut in_text, mut escaped) = (1, 0_u32, false, false);
    // The depth of the list's elements, and the text that was read last.
    let (mut wanted, mut word) = (None, 0..0);
    for (at, byte) in text.bytes().enumerate() {
        line += usize::from(byte == b'\n');
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => (in_text, word.end) = (false, at),
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => (in_text, word) = (true, at + 1..at + 1),
            b'[' if wanted.is_none()
                && depth == 1
                && text.get(word.clone()) == Some("features") =>
            {
                depth += 1;
                wanted = Some(depth);
            }
            b'{' | b'[' => {
                if wanted == Some(depth) {
                    lines.push(line);
                }
                depth += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if wanted.is_some_and(|wanted| depth < wanted) {
                    return lines;
                }
            }
            _ => {}
        }
    }
    lines
}
