/** A partial date as the stretch of time that it may mean, in milliseconds UTC. */

/** `2024` is all of that year; undefined for what is no date. */
export function extent(date: string | null | undefined): [number, number] | undefined {
  if (!date) return undefined;
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(T.*)?$/.exec(date);
  if (!parts) return undefined;
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1) - 1, Number(parts[3] ?? 1)];
  if (parts[4]) {
    const at = Date.parse(date);
    return Number.isNaN(at) ? undefined : [at, at];
  }
  const from = Date.UTC(year, month, day);
  if (parts[3]) return [from, Date.UTC(year, month, day + 1)];
  return [from, parts[2] ? Date.UTC(year, month + 1) : Date.UTC(year + 1)];
}

/** From the first instant of one to the last of the other; what has one end is as long as that. */
export function extentOf(from: string | null | undefined, to: string | null | undefined): [number, number] | undefined {
  const [began, ended] = [extent(from), extent(to)];
  if (!began || !ended) return began ?? ended;
  return [began[0], Math.max(began[1], ended[1])];
}
