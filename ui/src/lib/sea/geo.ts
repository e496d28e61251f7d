/** Distances, bearings and positions at sea. */

export const METRES_A_MILE = 1852;
const RADIUS = 6_371_008.8;
const DEGREE = Math.PI / 180;

/** Longitude and latitude in degrees. */
export type Place = [number, number];

/** Great-circle distance in metres. */
export function distance([lon1, lat1]: Place, [lon2, lat2]: Place): number {
  const half = (value: number) => Math.sin((value * DEGREE) / 2) ** 2;
  const h = half(lat2 - lat1) + Math.cos(lat1 * DEGREE) * Math.cos(lat2 * DEGREE) * half(lon2 - lon1);
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Initial bearing in degrees. */
export function bearing([lon1, lat1]: Place, [lon2, lat2]: Place): number {
  const [a, b, d] = [lat1 * DEGREE, lat2 * DEGREE, (lon2 - lon1) * DEGREE];
  const angle = Math.atan2(Math.sin(d) * Math.cos(b), Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(d));
  return (angle / DEGREE + 360) % 360;
}

/** The place so many metres away in a direction. */
export function ahead([lon, lat]: Place, course: number, metres: number): Place {
  const [a, c, r] = [lat * DEGREE, course * DEGREE, metres / RADIUS];
  const to = Math.asin(Math.sin(a) * Math.cos(r) + Math.cos(a) * Math.sin(r) * Math.cos(c));
  const east = Math.atan2(Math.sin(c) * Math.sin(r) * Math.cos(a), Math.cos(r) - Math.sin(a) * Math.sin(to));
  return [((lon + east / DEGREE + 540) % 360) - 180, to / DEGREE];
}

/** Where a vessel is by now that has not been heard for some seconds, and how unsure that is: the
 *  half axes of an ellipse along and across its course, in metres, that holds it nineteen times in
 *  twenty if it keeps its way about as ships do. */
export function predicted(at: Place, knots: number, course: number, seconds: number) {
  const metres = (knots * METRES_A_MILE * seconds) / 3600;
  // A speed known to a knot and a course to eight degrees, both drifting as time goes by.
  const drift = Math.sqrt(1 + seconds / 900);
  const along = 2 * (20 + (0.9 * METRES_A_MILE * seconds * drift) / 3600);
  const across = 2 * (20 + metres * Math.sin(8 * DEGREE) * drift + (0.4 * METRES_A_MILE * seconds) / 3600);
  return { at: ahead(at, course, metres), along, across };
}

/** The ring of an ellipse about a place, its long axis along a course. */
export function ellipse(at: Place, course: number, along: number, across: number): Place[] {
  return Array.from({ length: 49 }, (_, step) => {
    const turn = (step / 48) * 2 * Math.PI;
    const [forward, aside] = [along * Math.cos(turn), across * Math.sin(turn)];
    return ahead(at, course + Math.atan2(aside, forward) / DEGREE, Math.hypot(forward, aside));
  });
}

/** `2.4 M` or, when near, metres. */
export function miles(metres: number): string {
  const value = metres / METRES_A_MILE;
  if (value < 0.1) return `${Math.round(metres)} m`;
  return `${value.toFixed(value < 10 ? 2 : 1)} M`;
}

/** How long ago, in the largest unit that fits. */
export function ago(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** Mercator coordinates between 0 and 1. */
export function mercator([lon, lat]: Place): [number, number] {
  const y = Math.log(Math.tan(Math.PI / 4 + (Math.max(-85, Math.min(85, lat)) * DEGREE) / 2));
  return [(lon + 180) / 360, (1 - y / Math.PI) / 2];
}

/** Mercator units a metre at a latitude. */
export function mercatorPerMetre(lat: number): number {
  return 1 / (2 * Math.PI * RADIUS * Math.cos(lat * DEGREE));
}
