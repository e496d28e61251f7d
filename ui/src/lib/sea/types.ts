/** What the server says of the sea. */

import type { Label } from "$lib/api/types";

export interface Deed {
  who: string;
  at: string;
}

export type Outcome = "confirmed" | "harmless" | "false-alarm" | "duplicate";
export type Severity = "danger" | "attention" | "note";

export interface Alert {
  id: string;
  rule: string;
  list: string | null;
  severity: Severity;
  mmsi: number;
  name: string;
  other: number | null;
  start: string;
  time: string;
  latest: string;
  times: number;
  position: [number, number] | null;
  reason: string;
  state: "new" | "acknowledged" | "closed";
  acknowledged: Deed | null;
  assigned: Deed | null;
  shared: string[];
  closed: { outcome: Outcome; reason: string; by: Deed } | null;
  evidence: { sha256: string; lines: number; replays: boolean } | null;
  recorded: string | null;
}

export interface Figures {
  rule: string;
  raised: number;
  open: number;
  confirmed: number;
  harmless: number;
  false_alarms: number;
  false_rate: number | null;
}

export interface Queue {
  alerts: Alert[];
  figures: Figures[];
  vessel_hours: number;
  /** Only danger sounds now. */
  quiet: boolean;
}

export interface Colleague {
  id: string;
  name: string;
  roles: string[];
}

export interface Recording {
  grade: string;
  label?: Record<string, unknown>;
  vessels: Record<string, string>;
}

export interface Recorded {
  report: string;
  event: string;
  vessels: string[];
}

export interface Replayed {
  same: boolean;
  exact: boolean;
  intact: boolean;
  differences: string[];
  lines: number;
  scope: string;
}

export interface SeaVessel {
  mmsi: number;
  name: string;
  callsign: string;
  imo: number | null;
  kind: number;
  size: [number, number, number, number];
  destination: string;
  eta: string;
  draught: number | null;
  position: [number, number] | null;
  speed: number | null;
  course: number | null;
  heading: number | null;
  status: number | null;
  heard: string;
  age: number;
  feed: string;
  reports: number;
  changes: { at: string; what: string; before: string; after: string }[];
}

export interface VesselCard extends SeaVessel {
  alerts: Alert[];
  listed: { list: ListHead; row: ListRow }[];
}

/** A record of the ledger that may be a vessel. */
export interface VesselRecord {
  id: string;
  caption: string;
  by: "MMSI" | "IMO number";
}

export interface ListRow {
  mmsi?: number;
  imo?: number;
  callsign?: string;
  name?: string;
  flag?: string;
  type?: string;
  length?: number;
  owner?: string;
  reason?: string;
}

export interface ListHead {
  id: string;
  title: string;
  kind: "register" | "watch" | "zones";
  grade: string;
  label: Label;
  vessels: number;
}

export interface VesselList extends ListHead {
  rows: ListRow[];
}

/** A finer coast that the node keeps. */
export interface Coast {
  attribution: string;
  /** The deepest zoom of its tiles. */
  deepest: number;
  polygons: number;
  positions: number;
  dropped: number;
  passed_over: number;
  tiles: number;
}

export interface PlacesCount {
  zones: number;
  land: number;
  ports: number;
  stations: number;
}

export interface Places {
  type: "FeatureCollection";
  features: { type: "Feature"; properties: Record<string, unknown>; geometry: GeoJSON.Geometry }[];
}

export interface Feed {
  feed: {
    id: string;
    title: string;
    grade: string;
    paused?: boolean;
    source: { kind: string } & Record<string, unknown>;
    label: Record<string, unknown>;
  };
  source: string;
  health: {
    state: "connected" | "waiting" | "lost" | "finished" | "paused";
    lines_per_second: number;
    messages_per_second: number;
    lines: number;
    messages: number;
    bytes: number;
    dropped: number;
    last_heard: number | null;
    skew: number | null;
    defects: [string, number][];
    complaints: { serious: boolean; words: string }[];
  };
  vessels: number;
  trouble: string | null;
}
