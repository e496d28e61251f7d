/** What the codes of the four scales say, in words. */

import type { Grade, Scale } from "$lib/api/types";

interface Codes {
  source: Record<string, string>;
  information: Record<string, string>;
}

const FIVE_INTELLIGENCE: Record<string, string> = {
  A: "known directly to the source",
  B: "known indirectly but corroborated",
  C: "known indirectly",
  D: "not known",
  E: "suspected to be false",
};

export const SCALES: Record<Scale, Codes> = {
  "3x5x2": {
    source: { 1: "reliable source", 2: "untested source", 3: "unreliable source" },
    information: FIVE_INTELLIGENCE,
  },
  "5x5x5": {
    source: {
      A: "always reliable source",
      B: "mostly reliable source",
      C: "sometimes reliable source",
      D: "unreliable source",
      E: "untested source",
    },
    information: {
      1: "known to be true",
      2: "known to the source, not to the officer",
      3: "not known to the source, corroborated",
      4: "cannot be judged",
      5: "suspected to be false",
    },
  },
  "6x6": {
    source: {
      A: "completely reliable source",
      B: "usually reliable source",
      C: "fairly reliable source",
      D: "not usually reliable source",
      E: "unreliable source",
      F: "reliability cannot be judged",
    },
    information: {
      1: "confirmed by other sources",
      2: "probably true",
      3: "possibly true",
      4: "doubtful",
      5: "improbable",
      6: "truth cannot be judged",
    },
  },
  "4x4": {
    source: {
      A: "source without doubt",
      B: "mostly reliable source",
      C: "mostly unreliable source",
      X: "source cannot be assessed",
    },
    information: {
      1: "accuracy not in doubt",
      2: "known personally to the source",
      3: "not known personally, corroborated",
      4: "not known personally, not corroborated",
    },
  },
};

/** `reliable source; known directly to the source`. */
export function gradeWords(grade: Pick<Grade, "scale" | "codes">): string {
  const scale = SCALES[grade.scale];
  const source = scale?.source[grade.codes.charAt(0)];
  const information = scale?.information[grade.codes.charAt(1)];
  return [source, information].filter(Boolean).join("; ");
}
