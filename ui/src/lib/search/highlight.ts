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

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
