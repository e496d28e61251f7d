/** The past of an area, played at any speed. */

import { Problem } from "$lib/api/problem";

import { fetchPast, type Past } from "./past";

/** How often the moment moves on, in milliseconds. */
const TICK = 80;

/** An area in degrees. */
export interface Edges {
  west: number;
  south: number;
  east: number;
  north: number;
}

class Replay {
  past = $state.raw<Past | undefined>();
  /** The stretch that was asked for, in milliseconds since 1970. */
  from = $state(0);
  to = $state(0);
  /** The moment that is shown. */
  time = $state(0);
  /** Seconds of the past a second. */
  speed = $state(60);
  playing = $state(false);
  loading = $state(false);
  problem = $state.raw<Problem | undefined>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #last = 0;
  #asked = new AbortController();

  /** Loads an area between two times, and shows a moment of it. */
  async load(area: Edges, from: number, to: number, time: number): Promise<void> {
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    this.loading = true;
    try {
      const instant = (millis: number) => new Date(millis).toISOString().slice(0, 19) + "Z";
      const past = await fetchPast({ ...area, from: instant(from), to: instant(to) }, signal);
      [this.from, this.to, this.time] = [from, to, Math.max(from, Math.min(to, time))];
      this.past = past;
      this.problem = undefined;
    } catch (cause) {
      if (signal.aborted) return;
      this.problem = cause instanceof Problem ? cause : Problem.offline();
    }
    this.loading = false;
  }

  seek(time: number): void {
    this.time = Math.max(this.from, Math.min(this.to, time));
  }

  play(on = !this.playing): void {
    clearInterval(this.#timer);
    this.playing = on && this.past !== undefined;
    if (!this.playing) return;
    if (this.time >= this.to) this.time = this.from;
    this.#last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.seek(this.time + (now - this.#last) * this.speed);
      this.#last = now;
      if (this.time >= this.to) this.play(false);
    }, TICK);
  }

  /** Back to the present. */
  leave(): void {
    this.#asked.abort();
    this.play(false);
    this.past = undefined;
    this.loading = false;
    this.problem = undefined;
  }
}

export const replay = new Replay();
