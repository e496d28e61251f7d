/** Why a proposal is dismissed: the common reasons have a key each, after x. */

export interface Reason {
  key: string;
  text: string;
}

export const REASONS: Reason[] = [
  { key: "1", text: "misread: not what it was taken for" },
  { key: "2", text: "not about a person or thing of interest" },
  { key: "3", text: "too vague to record" },
  { key: "4", text: "said elsewhere already" },
  { key: "5", text: "recording it is not necessary for the purpose" },
];

export const SHORTEST_REASON = 3;
