/** The queue of alerts, loaded again whenever the server says that something is new in it. */

import * as api from "$lib/api/client";
import { Problem } from "$lib/api/problem";

import { soundAttention, soundDistress } from "./sound";
import type { Alert, Outcome, Queue, Recorded, Recording, Replayed } from "./types";

/** While somebody is in danger and nobody has seen it, it sounds every so many milliseconds. */
const AGAIN = 8000;

class Alerts {
  queue = $state.raw<Queue | undefined>();
  problem = $state.raw<Problem | undefined>();
  /** Somebody is in danger and nobody has acknowledged it. */
  calls = $derived(this.queue?.alerts.filter((it) => it.severity === "danger" && it.state === "new") ?? []);
  #source: EventSource | undefined;
  #bell: ReturnType<typeof setInterval> | undefined;
  #loading = false;
  #again = false;

  start(): void {
    void this.load();
    const source = new EventSource(api.url("/sea/stream"));
    source.addEventListener("alert", () => void this.load());
    source.addEventListener("missed", () => void this.load());
    source.onopen = () => void this.load();
    this.#source = source;
    this.#bell = setInterval(() => this.#ring(), AGAIN);
  }

  stop(): void {
    this.#source?.close();
    clearInterval(this.#bell);
  }

  async load(): Promise<void> {
    if (this.#loading) {
      this.#again = true;
      return;
    }
    this.#loading = true;
    const called = new Set(this.calls.map((it) => it.id));
    const known = this.queue && new Set(this.queue.alerts.map((it) => it.id));
    try {
      this.queue = await api.get<Queue>("/sea/alerts");
      this.problem = undefined;
      if (this.calls.some((it) => !called.has(it.id))) this.#ring();
      // In quiet hours only danger sounds.
      else if (!this.queue.quiet && known && this.queue.alerts.some((it) => it.severity === "attention" && it.state === "new" && !known.has(it.id))) soundAttention();
    } catch (cause) {
      this.problem = cause instanceof Problem ? cause : Problem.offline();
    }
    this.#loading = false;
    if (this.#again) {
      this.#again = false;
      void this.load();
    }
  }

  async acknowledge(id: string): Promise<void> {
    await this.#act(id, "acknowledge", {});
  }

  async assign(id: string, to: string): Promise<void> {
    await this.#act(id, "assign", { to });
  }

  async share(id: string, role: string): Promise<void> {
    await this.#act(id, "share", { role });
  }

  async record(id: string, body: Recording): Promise<Recorded> {
    const made = await api.post<Recorded>(`/sea/alerts/${id}/record`, body);
    await this.load();
    return made;
  }

  async close(id: string, outcome: Outcome, reason: string): Promise<void> {
    await this.#act(id, "close", { outcome, reason });
  }

  replay(id: string): Promise<Replayed> {
    return api.get<Replayed>(`/sea/alerts/${id}/replay`);
  }

  async #act(id: string, what: string, body: unknown): Promise<void> {
    await api.post<Alert>(`/sea/alerts/${id}/${what}`, body);
    await this.load();
  }

  #ring(): void {
    if (this.calls.length > 0) soundDistress();
  }
}

export const alerts = new Alerts();
