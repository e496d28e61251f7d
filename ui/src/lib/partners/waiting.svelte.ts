/** What waits among the dealings with partners; says so once when it becomes more. */

import type { ExchangeWaiting } from "./types";

import * as api from "$lib/api/client";
import { count } from "$lib/format/names";
import { notices } from "$lib/state/notices.svelte";

/** Hits and requests come from other nodes, which no event of this one tells. */
const EVERY_MS = 60_000;

export class Waiting {
  now = $state.raw<ExchangeWaiting>({ hits: 0, requests: 0, overdue: 0 });
  total = $derived(this.now.hits + this.now.requests + this.now.overdue);

  /** Looks now and every minute; give the returned function to `$effect` as its clean-up. */
  follow(): () => void {
    const look = () => void this.look();
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }

  async look(): Promise<void> {
    try {
      const next = await api.get<ExchangeWaiting>("/exchange/waiting");
      const before = this.now;
      this.now = next;
      if (next.hits > before.hits) notices.say(`${count(next.hits, "hit")} of blind matching in this case: Partners, Blind matching`);
      if (next.requests > before.requests) notices.say(`${count(next.requests, "request")} of partners without an answer: Partners, Requests`);
    } catch {
      // Whoever may not see this page is told there.
    }
  }
}
