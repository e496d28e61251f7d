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
  entity?: EntityBrief | null | undefined;
  passages: Passage[];
  fields: Finding["fields"];
  isFinding: boolean;
}

export function itemsOf(report: Report): Item[] {
  const items = [...report.findings.map(fromFinding), ...fromMentions(report.mentions)];
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
    entity: finding.entity,
    passages: finding.passages,
    fields: finding.fields,
    isFinding: true,
  };
}

function fromMentions(mentions: Mention[]): Item[] {
  const items = new Map<string, Item>();
  for (const mention of mentions) {
    const same = [mention.kind, mention.value, mention.status, mention.entity?.id ?? ""].join("\u0000");
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
      entity: mention.entity,
      passages: [passage],
      fields: [],
      isFinding: false,
    });
  }
  return [...items.values()];
}

function start(item: Item): number {
  return item.passages[0]?.start ?? 0;
}
