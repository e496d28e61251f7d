/** Filters as the address holds them: `grade=1A,2B&source=…`; a value's commas are escaped. */

export interface FilterOption {
  value: string;
  label: string;
  /** How many rows it would leave, where that is known. */
  count?: number;
}

export interface Filter {
  /** The parameter of the address. */
  name: string;
  label: string;
  options: FilterOption[];
}

export type Chosen = Record<string, string[]>;

export function readChosen(query: URLSearchParams, names: string[]): Chosen {
  const chosen: Chosen = {};
  for (const name of names) {
    const values = (query.get(name) ?? "").split(",").filter(Boolean).map(decode);
    if (values.length) chosen[name] = values;
  }
  return chosen;
}

/** For `setQuery`: every filter, null where nothing is chosen. */
export function writeChosen(chosen: Chosen, names: string[]): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, (chosen[name] ?? []).map(encode).join(",") || null]));
}

/** With one value put in, or taken out if it was there. */
export function toggled(chosen: Chosen, name: string, value: string): Chosen {
  const known = chosen[name] ?? [];
  const next = known.includes(value) ? known.filter((other) => other !== value) : [...known, value];
  return { ...chosen, [name]: next };
}

/** What each value of a filter would leave, most first. */
export function optionsOf<Row>(rows: Row[], value: (row: Row) => string, label: (value: string) => string): FilterOption[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(value(row), (counts.get(value(row)) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, label: label(value), count }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
}

const encode = (value: string) => value.replace(/[%,]/g, encodeURIComponent);

function decode(value: string): string {
  return value.replace(/%25/g, "\u0000").replace(/%2C/gi, ",").replace(/\u0000/g, "%");
}
