/** Places of a record, gathered by position: what the markers and their table both show. */

import type { PlaceProperties, Places } from "$lib/api/types";

export interface Place {
  at: [number, number];
  items: PlaceProperties[];
  /** The best probability among its statements. */
  probability: number;
}

export function gather(places: Places): Place[] {
  const found = new Map<string, Place>();
  for (const { geometry, properties } of places.features) {
    const at = middle(geometry);
    if (!at) continue;
    const key = at.map((part) => part.toFixed(4)).join();
    const probability = properties.probability;
    const known = found.get(key);
    if (known) {
      known.items.push(properties);
      known.probability = Math.max(known.probability, probability);
    } else {
      found.set(key, { at, items: [properties], probability });
    }
  }
  return [...found.values()];
}

/** What is at a place by its name, with the best graded statement of each. */
export function namesOf(place: Place): { label: string; items: PlaceProperties[]; best: PlaceProperties }[] {
  const names = new Map<string, PlaceProperties[]>();
  for (const item of place.items) names.set(item.label, [...(names.get(item.label) ?? []), item]);
  return [...names].map(([label, items]) => ({
    label,
    items,
    best: items.reduce((best, item) => (item.probability > best.probability ? item : best)),
  }));
}

/** `50°57.6′N 001°51.3′E`. */
export function degreesMinutes([lon, lat]: [number, number]): string {
  const part = (value: number, width: number, plus: string, minus: string) => {
    const size = Math.abs(value);
    const degrees = Math.floor(size);
    const minutes = ((size - degrees) * 60).toFixed(1).padStart(4, "0");
    return `${String(degrees).padStart(width, "0")}°${minutes}′${value < 0 ? minus : plus}`;
  };
  return `${part(lat, 2, "N", "S")} ${part(lon, 3, "E", "W")}`;
}

export function decimal([lon, lat]: [number, number]): string {
  return `${lat.toFixed(4)}, ${lon.toFixed(4)}`;
}

function middle(geometry: GeoJSON.Geometry): [number, number] | undefined {
  if (geometry.type === "Point") return [geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0];
  if (geometry.type === "GeometryCollection") return undefined;
  const points = (geometry.coordinates as unknown[]).flat(3) as number[];
  const lons = points.filter((_, at) => at % 2 === 0);
  const lats = points.filter((_, at) => at % 2 === 1);
  if (lons.length === 0) return undefined;
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  return [mean(lons), mean(lats)];
}
