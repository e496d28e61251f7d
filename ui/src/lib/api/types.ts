/** The shapes of the server's answers; docs/openapi.json is the source. */

export type Basis = "fact" | "assessment";
export type Scale = "3x5x2" | "5x5x5" | "6x6" | "4x4";
export type Role =
  | "analyst"
  | "watch-officer"
  | "financial-investigator"
  | "online-officer"
  | "prosecutor"
  | "safeguarding-officer"
  | "coordinator"
  | "oversight"
  | "administrator";

export interface Purpose {
  id: string;
  title: string;
  valid_from: string;
  valid_until: string;
  in_force: boolean;
}

export interface DemoPerson {
  user: string;
  name: string;
  role: Role;
  agency: string;
  /** What this person comes for, in one line. */
  note: string | null;
  password: string | null;
  purposes: Purpose[];
}

export interface Session {
  user: string;
  name: string;
  role: Role;
  roles: Role[];
  agency: string;
  purpose: string;
  purpose_title: string;
  justification: string;
  expires_at: string;
  demo: boolean;
}

export interface Login {
  user: string;
  password: string;
  purpose: string;
  justification: string;
}

export interface Agency {
  id: string;
  name: string;
  groups: string[];
}

/** A person or thing as it appears in a list. */
export interface EntityBrief {
  id: string;
  schema: string;
  schema_label: string;
  caption: string;
  lang?: string | null;
  protected: boolean;
}

export interface Grade {
  scale: Scale;
  /** The two codes, as on a chip: `1A`. */
  codes: string;
  /** Scale and codes: `3x5x2/1A`. */
  text: string;
  probability: number;
}

export interface Label {
  originator: string;
  releasable_to: string[];
  classification: string;
  tlp: string;
  pap: string;
  handling: string;
  conditions: string[];
  embargo_until?: string | null;
  expires?: string | null;
  review?: string | null;
  purposes: string[];
  named: string[];
  evidential: boolean;
  onward: "yes" | "ask" | "no";
  protected: boolean;
}

export interface Passage {
  /** Bytes of UTF-8 from the start of the report's text. */
  start: number;
  end: number;
}

export type Standing = "asserts" | "replaces" | "retracts";

export interface Statement {
  id: string;
  entity: string;
  schema: string;
  property: string;
  property_label: string;
  /** `name`, `date`, `phone`, `entity`, ... */
  kind: string;
  value: string;
  value_caption?: string | null;
  original?: string | null;
  lang?: string | null;
  valid: { from?: string | null; to?: string | null } | null;
  basis: Basis;
  grade: Grade;
  label: Label;
  report: { id: string; title: string };
  passage: Passage | null;
  recorded_at: string;
  recorded_by: string;
  origin: string;
  standing: Standing;
  superseded_by?: string | null;
}

export interface Entity extends EntityBrief {
  statements: Statement[];
}

export interface SearchHit {
  entity: EntityBrief;
  matched: {
    property: string;
    property_label: string;
    value: string;
    lang?: string | null;
    how: "exact" | "words" | "prefix" | "fuzzy";
    statement: string;
  };
  score: number;
}

export interface FacetValue {
  value: string;
  label: string;
  count: number;
}

export interface SearchResult {
  total: { count: number; exact: boolean };
  hits: SearchHit[];
  facets: Record<"schema" | "agency" | "grade" | "year", FacetValue[]>;
}

/** What a moment, a place or a tie rests on. */
export interface Evidence {
  statement: string;
  report: { id: string; title: string };
  originator: string;
  grade: Grade;
  tlp: string;
  from: string | null;
  to: string | null;
}

/** Something with a date. */
export interface Moment {
  from: string | null;
  to: string | null;
  title: string;
  /** The event, or the entity itself. */
  entity: string;
  schema: string;
  statement: string;
  basis: Basis;
  grade: Grade;
  evidence: Evidence;
}

export interface PlaceProperties {
  label: string;
  entity: string;
  schema: string;
  statement: string;
  property: string;
  from: string | null;
  probability: number;
  basis: Basis;
  evidence: Evidence;
}

export type Places = GeoJSON.FeatureCollection<GeoJSON.Geometry, PlaceProperties>;

export interface GraphNode extends EntityBrief {
  x: number;
  y: number;
  degree: number;
}

export interface GraphEdge {
  source: string;
  target: string;
  kind: string;
  label: string;
  probability: number;
  statements: string[];
  evidence: Evidence[];
}

export interface Neighbours {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Whether there are more neighbours than these. */
  truncated: boolean;
}
