/** Sizes and choices of this browser's user that outlive a reload: never content. */

const PREFIX = "crossbearing.remembered.";

export function recall(name: string, otherwise: number): number {
  try {
    const kept = Number(localStorage.getItem(PREFIX + name) ?? Number.NaN);
    return Number.isFinite(kept) ? kept : otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(name: string, value: number): void {
  try {
    localStorage.setItem(PREFIX + name, String(Math.round(value)));
  } catch {
    // Storage is off: the size lasts until the page is closed.
  }
}
