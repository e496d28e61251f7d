/** Which ships are shown. */

import type { Ship } from "./picture";

export const FILTERS: Record<string, { words: string; fits: (ship: Ship, now: number) => boolean }> = {
  moving: { words: "moving", fits: (ship) => (ship.speed ?? 0) > 0.5 || (ship.speed === null && ship.course !== null) },
  still: { words: "lying still", fits: (ship) => (ship.speed ?? 0) <= 0.5 && ship.course === null || (ship.speed !== null && ship.speed <= 0.5) },
  fast: { words: "over 20 knots", fits: (ship) => (ship.speed ?? 0) > 20 },
  alert: { words: "with an alert", fits: (ship) => ship.hasAlert || ship.inDanger },
  watched: { words: "on a watch list", fits: (ship) => ship.isWatched },
  silent: { words: "silent for 10 minutes", fits: (ship, now) => now - ship.heard > 600_000 },
  nameless: { words: "without a name", fits: (ship) => ship.name === "" },
};
