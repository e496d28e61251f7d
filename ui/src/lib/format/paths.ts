/** Where a thing is shown: reports have a page of their own. */

import type { Passage } from "$lib/api/types";

export function pathOf(entity: { id: string; schema: string }, statement?: string): string {
  if (entity.schema === "Report") return reportPath(entity.id);
  return `/entities/${encodeURIComponent(entity.id)}${statement ? `?s=${statement}` : ""}`;
}

/** A report, opened at the sentence if one is given. */
export function reportPath(id: string, passage?: Passage | null): string {
  const at = passage ? `#b${passage.start}-${passage.end}` : "";
  return `/reports/${encodeURIComponent(id)}${at}`;
}
