/** Cuts a report's text into runs, each with the item it belongs to. */

import type { Passage } from "$lib/api/types";
import { byteOffsets } from "$lib/format/utf8";

import type { Item } from "./items";

export interface Segment {
  start: number;
  text: string;
  item: Item | undefined;
  /** Inside the passage that is looked at: a finding, or the sentence of a statement. */
  lit: boolean;
}

/** `lit` are passages to light up, in bytes like those of the items. */
export function segmentsOf(text: string, items: Item[], lit: Passage[]): Segment[] {
  const mentions = items
    .filter((item) => !item.isFinding)
    .flatMap((item) => item.passages.map((passage) => ({ ...passage, item })))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const spans = withoutOverlaps(mentions);
  const cuts = [...spans, ...lit].flatMap(({ start, end }) => [start, end]);
  const offsets = byteOffsets(text, [0, ...cuts]);
  const bytes = [...offsets.keys()].sort((a, b) => a - b);
  return bytes.flatMap((byte, index) => {
    const from = offsets.get(byte) ?? 0;
    const next = bytes[index + 1];
    const to = next === undefined ? text.length : (offsets.get(next) ?? text.length);
    if (from === to) return [];
    const inside = ({ start, end }: Passage) => byte >= start && byte < end;
    return [{ start: byte, text: text.slice(from, to), item: spans.find(inside)?.item, lit: lit.some(inside) }];
  });
}

function withoutOverlaps<T extends Passage>(sorted: T[]): T[] {
  let reached = 0;
  return sorted.filter((span) => {
    if (span.start < reached || span.end <= span.start) return false;
    reached = span.end;
    return true;
  });
}
