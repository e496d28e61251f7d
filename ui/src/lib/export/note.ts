/** Tells the server that a file is about to be made: the log has it before the person does. */

import type { Label } from "$lib/api/types";

import * as api from "$lib/api/client";
import { words } from "$lib/format/names";

/** What binds the reader of the file that is being made, in words; the server says it. */
export let conditions = "";

export async function noteExport(what: string, objects: string[]): Promise<void> {
  conditions = "";
  const { label } = await api.post<{ label: Label | null }>("/exports", { what, objects: [...new Set(objects)] });
  if (!label) return;
  const bound = label.conditions.map((condition) => words(condition).toLowerCase());
  const parts = [
    label.handling && `handling ${label.handling}`,
    bound.length && `conditions: ${bound.join(", ")}`,
    label.purposes.length && `only for ${label.purposes.join(", ")}`,
    label.expires && `to be destroyed by ${label.expires.slice(0, 10)}`,
    label.onward !== "yes" && (label.onward === "ask" ? "not to be passed on without asking" : "not to be passed on"),
    !label.evidential && "not for use in evidence",
  ];
  conditions = parts.filter(Boolean).join("; ");
}
