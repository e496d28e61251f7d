/** What kind of vessel it is, by the code that it sends (ITU-R M.1371-5, annex 8, table 53). */

export interface Kind {
  name: string;
  /** The design token of its colour. */
  token: string;
}

/** In the order of the legend; the map's shader numbers them so. */
export const KINDS: Kind[] = [
  { name: "not said", token: "--ship-other" },
  { name: "cargo", token: "--ship-cargo" },
  { name: "tanker", token: "--ship-tanker" },
  { name: "passenger", token: "--ship-passenger" },
  { name: "fishing", token: "--ship-fishing" },
  { name: "pleasure", token: "--ship-pleasure" },
  { name: "high speed", token: "--ship-fast" },
  { name: "service", token: "--ship-service" },
  { name: "distress device", token: "--danger" },
];

export const DEVICE = 8;

/** The place of a vessel's kind among the kinds. */
export function kindOf(code: number, mmsi: number): number {
  if (isDevice(mmsi)) return DEVICE;
  if (code === 30) return 4;
  if (code === 36 || code === 37) return 5;
  if (code >= 40 && code < 50) return 6;
  if ((code >= 31 && code <= 35) || (code >= 50 && code < 60)) return 7;
  if (code >= 60 && code < 70) return 3;
  if (code >= 70 && code < 80) return 1;
  if (code >= 80 && code < 90) return 2;
  return 0;
}

/** Devices that only speak when somebody is in danger (ITU-R M.585-9). */
export function isDevice(mmsi: number): boolean {
  return [970, 972, 974].includes(Math.floor(mmsi / 1_000_000));
}

const STATUSES = [
  "under way",
  "at anchor",
  "not under command",
  "restricted in manoeuvre",
  "constrained by draught",
  "moored",
  "aground",
  "fishing",
  "under sail",
  "",
  "",
  "towing astern",
  "pushing or towing alongside",
  "",
  "distress device active",
];

export function statusWords(status: number | null): string {
  return status === null ? "" : (STATUSES[status] ?? "");
}

const RULES: Record<string, string> = {
  distress: "Distress",
  drift: "Adrift",
  gap: "Gone dark",
  encounter: "Meeting at sea",
  loitering: "Loitering",
  jump: "Impossible jump",
  shared_identity: "Two with one identity",
  watch_list: "On a watch list",
  imo_number: "Wrong IMO number",
};

/** A rule's name for people. */
export function ruleName(rule: string): string {
  return RULES[rule] ?? sentence(rule.replaceAll("_", " "));
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
