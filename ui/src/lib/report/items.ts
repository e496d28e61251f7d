/** What a report asks its reader to decide: repeated mentions of one thing are one item. */

import type { Finding, Mention, MentionStatus, Report } from "$lib/api/report_types";
import type { EntityBrief, Passage } from "$lib/api/types";

import { findingKind, mentionKind, type MentionKind } from "./kinds";

export interface Item {
  /** The key of its first mention, or of the finding. */
  id: string;
  /** Every key that one decision decides. */
  keys: string[];
  kind: MentionKind;
  title: string;
  /** The normalised value, where it differs from what is written. */
  value: string;
  lang?: string | null | undefined;
  status: MentionStatus;
  /** Why it was dismissed. */
  reason?: string | null | undefined;
  entity?: EntityBrief | null | undefined;
  passages: Passage[];
  fields: Finding["fields"];
  isFinding: boolean;
  /** The finding whose verdict is this one's too. */
  partOf?: string | undefined;
  /** A detail that says nothing by itself: it must be linked before it can be confirmed. */
  needsEntity: boolean;
}

const DETAILS = ["date", "age", "term", "money", "nationality"];

export function itemsOf(report: Report): Item[] {
  const items = [...report.findings.map(fromFinding), ...fromMentions(report)];
  return items.sort((a, b) => start(a) - start(b) || Number(b.isFinding) - Number(a.isFinding));
}

function fromFinding(finding: Finding): Item {
  return {
    id: finding.key,
    keys: [finding.key],
    kind: findingKind(finding.kind),
    title: finding.title,
    value: "",
    status: finding.status,
    reason: finding.reason,
    entity: finding.entity,
    passages: finding.passages,
    fields: finding.fields,
    isFinding: true,
    needsEntity: false,
  };
}

/** The finding that decides a mention with it: its own, or one that rests on the same passage. */
function findingOf(mention: Mention, findings: Finding[]): Finding | undefined {
  const rests = (finding: Finding) =>
    finding.passages.some(({ start, end }) => start === mention.start && end === mention.end);
  const found = findings.find((finding) => finding.key === mention.finding) ?? findings.find(rests);
  // What is new inside something known is decided by itself.
  return found && (found.status === "proposed" || mention.status !== "proposed") ? found : undefined;
}

function fromMentions({ mentions, findings }: Report): Item[] {
  const items = new Map<string, Item>();
  for (const mention of mentions) {
    const partOf = findingOf(mention, findings)?.key;
    const same = [mention.kind, mention.value, mention.status, mention.entity?.id ?? "", partOf ?? ""].join("\u0000");
    const passage = { start: mention.start, end: mention.end };
    const known = items.get(same);
    if (known) {
      known.keys.push(mention.key);
      known.passages.push(passage);
      continue;
    }
    items.set(same, {
      id: mention.key,
      keys: [mention.key],
      kind: mentionKind(mention.kind),
      title: mention.text,
      value: mention.value === mention.text ? "" : mention.value,
      lang: mention.lang,
      status: mention.status,
      reason: mention.reason,
      entity: mention.entity,
      passages: [passage],
      fields: [],
      isFinding: false,
      partOf,
      needsEntity: DETAILS.includes(mention.kind),
    });
  }
  return [...items.values()];
}

function start(item: Item): number {
  return item.passages[0]?.start ?? 0;
}
