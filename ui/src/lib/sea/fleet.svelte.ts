/** All ships of the live picture, followed by asking for what has changed. */

import { Problem } from "$lib/api/problem";

import { fetchPiece, type Piece, type Ship } from "./picture";

/** How often changes are asked for, in milliseconds. */
const EVERY = 1000;
/** Positions of a ship's wake that are kept. */
const WAKE = 240;

export interface Fix {
  at: [number, number];
  time: number;
}

class Fleet {
  ships = new Map<number, Ship>();
  /** Where ships were while this page was open. */
  wakes = new Map<number, Fix[]>();
  /** Counts up whenever ships have changed. */
  version = $state(0);
  problem = $state.raw<Problem | undefined>();
  leftOut = $state(0);
  ready = $state(false);
  /** The picture's clock and ours when it was told, both in milliseconds. */
  #told = $state.raw({ clock: 0, at: 0 });
  #cursor = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();

  /** The picture's present, in milliseconds since 1970. */
  now(): number {
    return this.#told.clock + (performance.now() - this.#told.at);
  }

  start(): void {
    this.#stop = new AbortController();
    this.#cursor = "";
    this.ships.clear();
    void this.#ask();
  }

  stop(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    const { signal } = this.#stop;
    try {
      const piece = await fetchPiece("/sea/picture", { since: this.#cursor }, signal);
      if (signal.aborted) return;
      this.take(piece);
      this.problem = undefined;
    } catch (cause) {
      if (signal.aborted) return;
      this.problem = cause instanceof Problem ? cause : Problem.offline();
    }
    // Whoever looks at another tab need not follow every second.
    const pause = this.problem ? 5 * EVERY : document.hidden ? 10 * EVERY : EVERY;
    this.#timer = setTimeout(() => void this.#ask(), pause);
  }

  take(piece: Piece): void {
    this.#told = { clock: piece.clock, at: performance.now() };
    this.#cursor = piece.cursor;
    this.leftOut = piece.leftOut;
    for (const ship of piece.ships) this.#put(ship);
    for (const [mmsi, name] of piece.names) {
      const ship = this.ships.get(mmsi);
      if (ship) ship.name = name;
    }
    if (piece.ships.length > 0 || !this.ready) this.version += 1;
    this.ready = true;
  }

  #put(ship: Ship): void {
    const known = this.ships.get(ship.mmsi);
    if (known) ship.name = known.name;
    this.ships.set(ship.mmsi, ship);
    const wake = this.wakes.get(ship.mmsi) ?? [];
    const last = wake.at(-1);
    if (last && ship.heard < last.time) wake.length = 0;
    if (!last || ship.heard > last.time) wake.push({ at: [ship.lon, ship.lat], time: ship.heard });
    if (wake.length > WAKE) wake.shift();
    this.wakes.set(ship.mmsi, wake);
  }
}

export const fleet = new Fleet();
