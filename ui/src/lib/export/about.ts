/** The lines that a file carries: what it is, through whose eyes, for what, and how it may be handled. */

import { minute } from "$lib/format/dates";
import { roleName } from "$lib/format/names";
import { agencyName } from "$lib/state/agencies.svelte";
import { who } from "$lib/state/session.svelte";

import { conditions } from "./note";

/** `handling` are the labels of what is in it, the strictest in words; each statement keeps its own. */
export function aboutLines(what: string, handling: string): string[] {
  const session = who.session;
  const now = minute(new Date().toISOString());
  const seen = session ? `Seen by ${session.name}, ${roleName(session.role)}, ${agencyName(session.agency)}, for ${session.purpose_title}` : "";
  return [what, handling, conditions, `${seen}; made ${now}`].filter(Boolean);
}
