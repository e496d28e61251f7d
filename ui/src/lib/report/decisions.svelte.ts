/** Verdicts that are given but not yet recorded: kept over a reload, undone one by one. */

import type { Decision, Verdict } from "$lib/api/report_types";
import type { EntityBrief } from "$lib/api/types";
import { dropDraft, loadDraft, saveDraft } from "$lib/state/drafts";

import type { Item } from "./items";

interface Given {
  id: string;
  keys: string[];
  verdict: Verdict;
  entity?: EntityBrief | undefined;
  reason?: string | undefined;
}

export class Decisions {
  given = $state.raw<Given[]>([]);
  /** Links chosen before the verdict, by item. */
  links = $state.raw<Record<string, EntityBrief>>({});
  #name: string;

  constructor(report: string) {
    this.#name = `decisions.${report}`;
    const draft = loadDraft<{ given: Given[]; links: Record<string, EntityBrief> }>(this.#name);
    // A draft of an earlier version dismissed without saying why.
    this.given = (draft?.given ?? []).filter((given) => given.verdict === "confirm" || given.reason);
    this.links = draft?.links ?? {};
  }

  verdict(item: Item): Verdict | undefined {
    return this.given.find((given) => given.id === item.id)?.verdict;
  }

  reason(item: Item): string | undefined {
    return this.given.find((given) => given.id === item.id)?.reason;
  }

  entity(item: Item): EntityBrief | undefined {
    return this.links[item.id] ?? item.entity ?? undefined;
  }

  decide(item: Item, verdict: Verdict, reason?: string): void {
    const entity = this.entity(item);
    const rest = this.given.filter((given) => given.id !== item.id);
    this.given = [...rest, { id: item.id, keys: item.keys, verdict, entity, reason }];
    this.#keep();
  }

  link(item: Item, entity: EntityBrief): void {
    this.links = { ...this.links, [item.id]: entity };
    this.#keep();
  }

  /** Takes the latest verdict back and says whose it was. */
  undo(): string | undefined {
    const last = this.given.at(-1);
    this.given = this.given.slice(0, -1);
    this.#keep();
    return last?.id;
  }

  toSend(): Decision[] {
    return this.given.flatMap(({ keys, verdict, entity, reason }) => {
      const linked = verdict === "confirm" && entity ? { entity: entity.id } : {};
      return keys.map((key): Decision => ({ key, verdict, ...linked, ...(reason ? { reason } : {}) }));
    });
  }

  clear(): void {
    this.given = [];
    this.links = {};
    dropDraft(this.#name);
  }

  #keep(): void {
    saveDraft(this.#name, { given: this.given, links: this.links });
  }
}
