/** A label as a form fills it in. */

export interface LabelForm {
  releasable_to: string[];
  classification: string;
  tlp: string;
  pap: string;
  handling: string;
  conditions: string[];
  review: string;
  expires: string;
  embargo_until: string;
  evidential: boolean;
  onward: "yes" | "ask" | "no";
  protected: boolean;
  /** The purposes it is for; any if none. */
  purposes: string[];
  /** User names of the people it is for, where it is for named people only. */
  named: string;
}

export const CLASSIFICATIONS = ["public", "official", "official-sensitive", "secret"];
export const TLPS = ["clear", "green", "amber", "amber-strict", "red"];
export const PAPS = ["clear", "green", "amber", "red"];
export const HANDLINGS = ["none", "p", "c", "h0", "h1", "h2", "h3"];
/** The codes whose conditions are given by hand. */
export const CONDITIONAL = ["c", "h3"];

/** The most careful label to work with: one's own people only, reviewed in a year. */
export function careful(today: Date): LabelForm {
  const review = new Date(today);
  review.setUTCFullYear(review.getUTCFullYear() + 1);
  return {
    releasable_to: [],
    classification: "official",
    tlp: "amber",
    pap: "amber",
    handling: "none",
    conditions: [],
    review: review.toISOString().slice(0, 10),
    expires: "",
    embargo_until: "",
    evidential: false,
    onward: "ask",
    protected: false,
    purposes: [],
    named: "",
  };
}

/** The first thing that is wrong with it, in words; the server checks the same again. */
export function labelFault(label: LabelForm): string | undefined {
  if (!label.review && !label.expires) return "A label needs a review date or an expiry date.";
  if (label.tlp === "amber-strict" && label.releasable_to.length) {
    return "TLP:AMBER+STRICT stays with the originator: take the recipients away or choose TLP:AMBER.";
  }
  if (label.tlp === "red" && !namesIn(label).length) {
    return "TLP:RED is for named people only: write their user names.";
  }
  if (label.embargo_until && label.expires && label.embargo_until >= label.expires) {
    return "It would expire before its embargo ends.";
  }
  return undefined;
}

/** The user names, as they are separated by spaces or commas; a draft of an earlier version has none. */
function namesIn(label: LabelForm): string[] {
  return (label.named ?? "").split(/[\s,;]+/).filter(Boolean);
}

/** As the server reads it: instants, and a handling code with its conditions. */
export function labelBody(label: LabelForm, originator: string): Record<string, unknown> {
  const instant = (text: string) => (text ? new Date(text).toISOString().replace(/\.\d+Z$/, "Z") : undefined);
  const handling = CONDITIONAL.includes(label.handling)
    ? { scheme: label.handling, conditions: label.conditions }
    : { scheme: label.handling };
  return {
    originator,
    releasable_to: label.releasable_to.map((agency) => ({ agency })),
    classification: label.classification,
    tlp: label.tlp,
    pap: label.pap,
    handling,
    review: instant(label.review),
    expires: instant(label.expires),
    embargo_until: instant(label.embargo_until),
    evidential: label.evidential,
    onward: label.onward,
    protected: label.protected,
    purposes: label.purposes ?? [],
    named: label.tlp === "red" || label.protected ? namesIn(label) : [],
  };
}
