/** Words for the codes that the server sends. */

const ROLES: Record<string, string> = {
  analyst: "Analyst",
  "watch-officer": "Watch officer",
  "financial-investigator": "Financial investigator",
  "online-officer": "Online officer",
  prosecutor: "Prosecutor",
  "safeguarding-officer": "Safeguarding officer",
  coordinator: "Coordinator",
  oversight: "Oversight officer",
  administrator: "Administrator",
};

const TLP: Record<string, string> = {
  clear: "TLP:CLEAR",
  green: "TLP:GREEN",
  amber: "TLP:AMBER",
  "amber-strict": "TLP:AMBER+STRICT",
  red: "TLP:RED",
};

export const CONDITIONS: Record<string, string> = {
  "covert-development": "develop covertly only (A1)",
  "covert-use": "use covertly only (A2)",
  "overt-use": "may be used overtly (A3)",
  "delegated-sanitisation": "recipient may sanitise it (S1)",
  "consult-originator": "ask the originator before further use (S2)",
  "not-in-proceedings": "not in proceedings without permission (H1)",
};

export function roleName(role: string): string {
  return ROLES[role] ?? words(role);
}

export function tlpName(tlp: string): string {
  return TLP[tlp.toLowerCase()] ?? tlp;
}

export function conditionName(condition: string): string {
  return CONDITIONS[condition] ?? words(condition);
}

/** `official-sensitive` and `UserAccount` as words. */
export function words(code: string): string {
  const spaced = code.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[-_]/g, " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}

/** `protected-1957cf45745a15c1` as people can say it: `Protected 1957 cf45`. */
export function pseudonym(text: string): string {
  return text.replace(/^protected-([0-9a-f]{4})([0-9a-f]{4})[0-9a-f]*$/, "Protected $1 $2");
}

/** The first letter large, the rest as it is. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}
