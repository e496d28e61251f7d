//! E-mail addresses, web addresses and names in social networks.

use crate::mention::{Candidate, Confidence, Kind};
use crate::selectors::{end, start};
use crate::token::Tokens;

/// Finds them by the marks that they cannot do without: `@`, `://`, `www.`, a known host.
pub(crate) fn find(tokens: &Tokens<'_>, found: &mut Vec<Candidate>) {
    let mut index = 0;
    while index < tokens.len() {
        let candidate = match tokens.word(index) {
            "@" => email(tokens, index).or_else(|| handle(tokens, index)),
            ":" => address_with_scheme(tokens, index),
            "." => address_without_scheme(tokens, index),
            _ => None,
        };
        let Some(candidate) = candidate else {
            index += 1;
            continue;
        };
        let stop = candidate.span.end;
        found.push(candidate);
        while tokens.get(index).is_some_and(|token| token.start < stop) {
            index += 1;
        }
    }
}

/// RFC 5321 in its usual characters, around the `@` at `index`.
fn email(tokens: &Tokens<'_>, index: usize) -> Option<Candidate> {
    const LONGEST_LOCAL: usize = 64;
    const LONGEST_DOMAIN: usize = 253;
    let text = tokens.text.as_bytes();
    let at = start(tokens, index);
    let local =
        text[..at].iter().rev().take(LONGEST_LOCAL).take_while(|byte| is_local(**byte)).count();
    let domain =
        text[at + 1..].iter().take(LONGEST_DOMAIN).take_while(|byte| is_host(**byte)).count();
    let domain = tokens.text[at + 1..at + 1 + domain].trim_end_matches(['.', '-']);
    let local = tokens.text[at - local..at].trim_start_matches(['.', '-']);
    let top = domain.rsplit('.').next()?;
    let is_domain = domain.contains('.')
        && top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    if local.is_empty() || !is_domain || domain.contains("..") {
        return None;
    }
    let value = format!("{local}@{}", domain.to_ascii_lowercase());
    let (from, to) = (at - local.len(), at + 1 + domain.len());
    Some(Candidate::new(from, to, Kind::Email, value, Confidence::Strong))
}

/// `@name`, with the network that a word nearby names.
fn handle(tokens: &Tokens<'_>, index: usize) -> Option<Candidate> {
    const LONGEST: usize = 40;
    let at = start(tokens, index);
    let is_inside = tokens.text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    let name = tokens.text.as_bytes()[at + 1..]
        .iter()
        .take(LONGEST + 1)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
        .count();
    let name = tokens.text[at + 1..at + 1 + name].trim_end_matches('.');
    if is_inside
        || name.len() < 2
        || name.len() > LONGEST
        || name.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let (value, confidence) = match network_near(tokens, index) {
        Some(network) => (format!("{network}:{name}"), Confidence::Strong),
        None => (format!("@{name}"), Confidence::Fair),
    };
    Some(Candidate::new(at, at + 1 + name.len(), Kind::Handle, value, confidence))
}

const NETWORKS: [(&str, &str); 10] = [
    ("telegram", "telegram"),
    ("tiktok", "tiktok"),
    ("instagram", "instagram"),
    ("insta", "instagram"),
    ("facebook", "facebook"),
    ("snapchat", "snapchat"),
    ("youtube", "youtube"),
    ("twitter", "x"),
    ("threads", "threads"),
    ("vk", "vk"),
];

fn network_near(tokens: &Tokens<'_>, index: usize) -> Option<&'static str> {
    const BEFORE: usize = 6;
    const AFTER: usize = 5;
    let before = (index.saturating_sub(BEFORE)..index).rev();
    let after = index + 1..index + 1 + AFTER;
    let named = |at: usize| {
        NETWORKS.iter().find(|(word, _)| tokens.is(at, word)).map(|&(_, network)| network)
    };
    before.take_while(|&at| !matches!(tokens.word(at), ";" | "@" | ")")).find_map(named).or_else(
        || {
            after
                .take_while(|&at| !matches!(tokens.word(at), ";" | "@" | "," | "."))
                .find_map(named)
        },
    )
}

/// `https://…`, also as `hxxps://…[.]…`, which reports write so that nobody clicks on it.
fn address_with_scheme(tokens: &Tokens<'_>, colon: usize) -> Option<Candidate> {
    let first = colon.checked_sub(1)?;
    let scheme = tokens.word(first).to_ascii_lowercase();
    let is_scheme = matches!(scheme.as_str(), "http" | "https" | "hxxp" | "hxxps" | "ftp");
    let at = start(tokens, first);
    if !is_scheme || !tokens.is_glued(colon) || !tokens.text[end(tokens, colon)..].starts_with("//")
    {
        return None;
    }
    let stop = address_end(tokens.text, at);
    let written = &tokens.text[at..stop];
    let value = written.replace("[.]", ".").replacen("hxxp", "http", 1);
    let has_host = value
        .split("//")
        .nth(1)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()));
    has_host.then(|| Candidate::new(at, stop, Kind::Url, value, Confidence::Strong))
}

/// `www.…`, and the hosts of social networks with a path.
fn address_without_scheme(tokens: &Tokens<'_>, dot: usize) -> Option<Candidate> {
    const HOSTS: [(&str, &str); 11] = [
        ("t", "me"),
        ("wa", "me"),
        ("fb", "com"),
        ("facebook", "com"),
        ("instagram", "com"),
        ("tiktok", "com"),
        ("youtube", "com"),
        ("youtu", "be"),
        ("twitter", "com"),
        ("x", "com"),
        ("snapchat", "com"),
    ];
    let first = dot.checked_sub(1)?;
    let is_glued = tokens.is_glued(dot) && tokens.is_glued(dot + 1);
    let is_www = tokens.is(first, "www") && tokens.is_word(dot + 1);
    let is_host = HOSTS.iter().any(|(name, top)| tokens.is(first, name) && tokens.is(dot + 1, top))
        && tokens.word(dot + 2) == "/"
        && tokens.is_glued(dot + 2);
    if !is_glued || !(is_www || is_host) {
        return None;
    }
    let at = start(tokens, first);
    let stop = address_end(tokens.text, at);
    let value = format!("https://{}", &tokens.text[at..stop]);
    Some(Candidate::new(at, stop, Kind::Url, value, Confidence::Strong))
}

/// Where a web address ends: before white space, quotes and marks that end a sentence.
fn address_end(text: &str, at: usize) -> usize {
    const LONGEST: usize = 2048;
    let mut stop = at;
    for (offset, c) in text[at..].char_indices() {
        let is_over = c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '`')
            || c.is_control();
        if is_over || offset > LONGEST {
            break;
        }
        stop = at + offset + c.len_utf8();
    }
    let written = text[at..stop].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’']);
    let opens = written.matches('(').count();
    let closes = written.matches(')').count();
    let written = if closes > opens { written.trim_end_matches([')', '.', ',']) } else { written };
    at + written.len()
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'%')
}

fn is_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')
}

#[cfg(test)]
mod tests {
    use crate::selectors::values;

    #[test]
    fn addresses_and_handles() {
        assert_eq!(
            values("write to velmo.kasht@North.example, or", None),
            ["email velmo.kasht@north.example"]
        );
        assert_eq!(values("his TikTok account @velmo_k.", None), ["handle tiktok:velmo_k"]);
        assert_eq!(
            values("@velmo_k (Telegram) and @isk", None),
            ["handle telegram:velmo_k", "handle @isk"]
        );
        assert_eq!(
            values("see https://boats.example/a?b=(c).", None),
            ["url https://boats.example/a?b=(c)"]
        );
        assert_eq!(values("(hxxps://boats[.]example/x)", None), ["url https://boats.example/x"]);
        assert_eq!(
            values("t.me/velmo and www.boats.example", None),
            ["url https://t.me/velmo", "url https://www.boats.example"]
        );
        assert_eq!(values("at @ 5, me@, @1234, a@b", None), [""; 0]);
    }
}
