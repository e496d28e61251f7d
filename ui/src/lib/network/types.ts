/** The shapes of the network's answers; docs/openapi.json is the source. */

import type { EntityBrief, Label } from "$lib/api/types";

export interface NetworkNode extends EntityBrief {
  kind: string;
  members: string[];
  care: "none" | "in-danger" | "carried";
  suspect: boolean;
  from: string | null;
  to: string | null;
  role: { role: string; probability: number } | null;
}

export interface ChartNode extends NetworkNode {
  x: number;
  y: number;
  unseen: number;
}

export interface NetworkTie {
  id: number;
  source: string;
  target: string;
  kind: string;
  layer: string;
  label: string;
  directed: boolean;
  probability: number;
  from: string | null;
  to: string | null;
  statements: string[];
  grades: string[];
  reports: { id: string; title: string }[];
  sources: number;
}

export interface Chart {
  nodes: ChartNode[];
  ties: NetworkTie[];
  label: Label;
  total: number;
}

export interface NetworkSummary {
  kinds: Record<string, number>;
  layers: Record<string, number>;
  grades: Record<string, number>;
  sources: { id: string; caption: string; ties: number }[];
  months: Record<string, number>;
  undated: number;
  in_danger: number;
}

export interface Around {
  kinds: Record<string, number>;
  layers: Record<string, number>;
  total: number;
}

export interface Way {
  nodes: NetworkNode[];
  ties: NetworkTie[];
  probability: number;
}

export interface RoleClaim {
  person: NetworkNode;
  role: string;
  stage: number | null;
  probability: number;
  clues: { what: string; weight: number; said: boolean; statements: string[] }[];
}

export interface Lens {
  as_of?: string | null;
  from?: string | null;
  to?: string | null;
  kinds?: string[];
  layers?: string[];
  without_grades?: string[];
  without_reports?: string[];
  without_sources?: string[];
  at_least?: number;
}

export interface PlanForm {
  goal: "block" | "set" | "order";
  budget?: number;
  max_fragment?: number;
  stop?: number;
  kinds?: string[];
  scope?: string[];
  costs?: Record<string, number>;
  kind_costs?: Record<string, number>;
  /** What must all survive, each a list of layers that do the same. */
  layers?: string[][];
  /** What closing a tie of a layer costs. */
  link_costs?: Record<string, number>;
  never?: Record<string, string>;
  anyone?: boolean;
  at_least?: number;
  seconds?: number;
  seed?: number;
  lens?: Lens;
}

/** Somebody, something, or the tie between two. */
export interface Target extends NetworkNode {
  link_to: NetworkNode | null;
}

export interface PlanStep {
  node: NetworkNode;
  /** The other end, where it is the tie that is closed. */
  link_to: NetworkNode | null;
  closes: string[];
  cost: number;
  largest: number;
  links: number;
  joins: number[];
  why: string;
  statements: string[];
}

export interface Outcome {
  mean: number;
  worst_tenth: number;
}

export interface Plan {
  goal: PlanForm["goal"];
  size: number;
  links: number;
  before: number;
  steps: PlanStep[];
  cost: number;
  certificate: { value: number; bound: number; gap: number; proved: boolean; words: string };
  kept: { node: NetworkNode; reason: string }[];
  by_degree: number[];
  parts: number[];
  worth: { plan: Outcome; nothing: Outcome; steadier: { nodes: Target[]; outcome: Outcome } | null };
  verify: { a: NetworkNode; b: NetworkNode; probability: number; gain: number; ties: NetworkTie[] }[];
  sensitivity: {
    what: "report" | "source" | "grade";
    id: string;
    caption: string;
    lost_links: number;
    dropped: Target[];
    added: Target[];
    largest: number;
  }[];
  hubs: NetworkNode[];
  label: Label;
}

export interface Aftermath {
  before: number;
  without: number;
  replaced: number;
  reconnected: [number, number, number];
  likely: { a: NetworkNode; b: NetworkNode; score: number; joins_parts: boolean }[];
  heirs: { gone: NetworkNode; heirs: { node: NetworkNode; shared: number; tied: boolean; largest: number }[] }[];
  parts: number[];
}
