/** The shape and colour of each kind, and the schema whose icon stands for it. */

export interface KindLook {
  label: string;
  token: string;
  square: boolean;
}

const LOOKS: Record<string, KindLook> = {
  person: { label: "Person", token: "--kind-name", square: false },
  organisation: { label: "Organisation", token: "--kind-name", square: true },
  phone: { label: "Phone", token: "--kind-selector", square: true },
  handle: { label: "Handle", token: "--kind-selector", square: true },
  account: { label: "Account", token: "--kind-money", square: true },
  vehicle: { label: "Vehicle", token: "--kind-selector", square: true },
  vessel: { label: "Vessel", token: "--kind-selector", square: true },
  house: { label: "House", token: "--kind-place", square: true },
  goods: { label: "Goods", token: "--kind-event", square: true },
  document: { label: "Document", token: "--kind-time", square: true },
  event: { label: "Event", token: "--kind-event", square: false },
  place: { label: "Place", token: "--kind-place", square: false },
};

export const KINDS = Object.keys(LOOKS);

export function look(kind: string): KindLook {
  return LOOKS[kind] ?? { label: kind, token: "--text-2", square: true };
}

/** The layers that hold a network together: being in one place, or before one court, does not. */
export const PLAN_LAYERS = [
  "command", "association", "family", "membership", "ownership", "communication", "payment", "transport", "supply", "housing", "meeting",
  "online", "papers",
];

export const ROLE_WORDS: Record<string, string> = {
  organiser: "organiser",
  recruiter: "recruiter, advertiser",
  "money-holder": "money holder",
  "cash-courier": "cash courier",
  supplier: "supplier",
  forger: "forger",
  driver: "driver",
  housekeeper: "housekeeper",
  launcher: "launch leader",
  skipper: "skipper",
  receiver: "receiver",
};

export const STAGES = ["Recruit", "Pay", "Supply", "Move", "House", "Cross", "Arrive"];
