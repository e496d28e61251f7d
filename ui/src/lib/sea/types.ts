/** What the server says of the sea. */

export interface Deed {
  who: string;
  at: string;
}

export type Outcome = "confirmed" | "harmless" | "false-alarm" | "duplicate";
export type Severity = "danger" | "attention" | "note";

export interface Alert {
  id: string;
  rule: string;
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
