/** Marks in `value` the words that begin like a word of the query, accents and case aside. */

export interface Part {
  text: string;
  hit: boolean;
}

export function highlight(value: string, query: string): Part[] {
  const wanted = query.split(/[\s,.;]+/u).map(fold).filter((word) => word.length > 1);
  if (wanted.length === 0) return [{ text: value, hit: false }];
  return value.split(/(\s+)/u).map((text) => {
    const word = fold(text);
    return { text, hit: word !== "" && wanted.some((start) => word.startsWith(start)) };
  });
}

/** At most about `length` characters of `value` around the first word that is marked. */
export function excerpt(value: string, query: string, length = 180): string {
  if (value.length <= length) return value;
  let before = 0;
  for (const part of highlight(value, query)) {
    if (part.hit) break;
    before += part.text.length;
  }
  const start = before >= value.length ? 0 : Math.max(0, before - Math.floor(length / 3));
  const from = start === 0 ? 0 : value.indexOf(" ", start) + 1;
  const end = value.lastIndexOf(" ", from + length);
  const to = end <= from || from + length >= value.length ? Math.min(value.length, from + length) : end;
  return `${from > 0 ? "… " : ""}${value.slice(from, to)}${to < value.length ? " …" : ""}`;
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
