/** One list of what a search found: by words, and by a name in any script or spelling. */

import type { FoundName } from "$lib/api/identity_types";
import type { SearchHit } from "$lib/api/types";

export type Row =
  | { kind: "hit"; id: string; hit: SearchHit }
  | { kind: "name"; id: string; found: FoundName };

/** How well each way of being found answers, beside a name's probability. */
const WORTH: Record<SearchHit["matched"]["how"], number> = { exact: 1, words: 0.9, prefix: 0.6, fuzzy: 0.45 };

/** A name that is surely the one comes after the words themselves and before what only begins so. */
const NAME = 0.89;

/**
 * The hits in their own order, with each found name put before the first hit that answers less well.
 * A record that both found is one row, under its words.
 */
export function merged(hits: SearchHit[], found: FoundName[]): Row[] {
  const known = new Set(hits.map((hit) => hit.entity.id));
  const waiting = found
    .filter((name) => !known.has(name.entity.id))
    .sort((one, other) => other.probability - one.probability);
  const rows: Row[] = [];
  for (const hit of hits) {
    const worth = WORTH[hit.matched.how] ?? 0;
    while (waiting[0] && NAME * waiting[0].probability > worth) rows.push(row(waiting.shift() as FoundName));
    rows.push({ kind: "hit", id: hit.entity.id, hit });
  }
  return [...rows, ...waiting.map(row)];
}

function row(found: FoundName): Row {
  return { kind: "name", id: found.entity.id, found };
}

/** Which part of the name answers to which part of what was typed. */
export function whyFound(found: FoundName): string {
  return found.aligned.parts
    .filter((part) => part.left && part.right && part.certainty >= 0.5)
    .map((part) => `${part.left?.text} ~ ${part.right?.text}${part.right?.latin ? ` (${part.right.latin})` : ""}`)
    .join(", ");
}
