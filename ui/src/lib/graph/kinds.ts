/** The shape and colour of a thing on a chart: few, told apart by shape as well as by hue. */

export type Shape = "circle" | "square" | "diamond" | "triangle";

export interface Kind {
  shape: Shape;
  token: string;
  label: string;
}

const PEOPLE: Kind = { shape: "circle", token: "--kind-name", label: "people, organisations" };
const THINGS: Kind = { shape: "square", token: "--kind-selector", label: "numbers, accounts, vessels" };
const PLACES: Kind = { shape: "diamond", token: "--kind-place", label: "places" };
const EVENTS: Kind = { shape: "triangle", token: "--kind-event", label: "events" };

export const KINDS = [PEOPLE, THINGS, PLACES, EVENTS];

const BY_SCHEMA: Record<string, Kind> = {
  Person: PEOPLE,
  LegalEntity: PEOPLE,
  Organization: PEOPLE,
  Company: PEOPLE,
  PublicBody: PEOPLE,
  HawalaOffice: PEOPLE,
  Network: PEOPLE,
  Address: PLACES,
  Place: PLACES,
  SafeHouse: PLACES,
  Route: PLACES,
  Leg: PLACES,
  Event: EVENTS,
  Meeting: EVENTS,
  Warrant: EVENTS,
  Encounter: EVENTS,
  Detection: EVENTS,
  Disruption: EVENTS,
  Referral: EVENTS,
  Extradition: EVENTS,
  Trip: EVENTS,
  Crossing: EVENTS,
  Arrest: EVENTS,
  Seizure: EVENTS,
  Charge: EVENTS,
  Conviction: EVENTS,
  Sentence: EVENTS,
  Payment: EVENTS,
  ValueTransfer: EVENTS,
  Call: EVENTS,
  Message: EVENTS,
};

export function kindOf(schema: string): Kind {
  return BY_SCHEMA[schema] ?? THINGS;
}
