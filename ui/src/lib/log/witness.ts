/** The last checkpoint that this browser saw: a small witness against a log that forgets. */

import type { Checkpoint } from "$lib/api/log_types";

const KEY = "crossbearing.checkpoint";

export function lastSeen(origin: string): Checkpoint | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Record<string, Checkpoint>;
    return kept[origin];
  } catch {
    return undefined;
  }
}

/** Only a checkpoint that was found to grow from the last one should be remembered. */
export function remember(checkpoint: Checkpoint): void {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Record<string, Checkpoint>;
    localStorage.setItem(KEY, JSON.stringify({ ...kept, [checkpoint.origin]: checkpoint }));
  } catch {
    // Storage is off: each visit starts anew.
  }
}
