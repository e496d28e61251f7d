/** The kinds of things, and what can be said of them. */

export interface Property {
  name: string;
  label: string;
  description: string;
  kind: string;
  range: string | null;
}

export interface Schema {
  name: string;
  label: string;
  plural: string;
  description: string;
  abstract: boolean;
  parents: string[];
  featured: string[];
  properties: Property[];
}

export interface Ontology {
  version: string;
  schemata: Schema[];
}
