/** What is on the chart: which nodes, where, which are hidden, pinned or boxed; every change can be undone. */

import type { Chart, ChartNode, Lens, NetworkTie } from "./types";

import * as api from "$lib/api/client";
import { Problem } from "$lib/api/problem";
import { loadDraft, saveDraft } from "$lib/state/drafts";

export interface Box {
  label: string;
  ids: string[];
}

/** What undo goes back to. */
export interface Layout {
  ids: string[];
  places: Record<string, [number, number]>;
  hidden: string[];
  pinned: string[];
  boxes: Box[];
}

const EMPTY: Layout = { ids: [], places: {}, hidden: [], pinned: [], boxes: [] };
const MOST_STEPS = 100;
/** Layouts are kept for so many filters. */
const MOST_KEPT = 24;
const DRAFT = "network.layouts";

export class Explorer {
  layout = $state.raw<Layout>(EMPTY);
  chart = $state.raw<Chart | undefined>();
  problem = $state.raw<Problem | undefined>();
  loading = $state(false);
  selected = $state.raw<string[]>([]);
  #past = $state.raw<Layout[]>([]);
  #future = $state.raw<Layout[]>([]);
  #asked = 0;
  /** The layout of each filter, the last one used at the end; survives a reload, ends with the session. */
  #kept = new Map<string, Layout>(loadDraft<[string, Layout][]>(DRAFT) ?? []);
  #filter: string | null = null;
  /** How many times wider than high the drawing is. */
  aspect = 0;

  readonly nodes = $derived<ChartNode[]>(
    (this.chart?.nodes ?? []).filter((node) => !this.layout.hidden.includes(node.id)),
  );
  readonly ties = $derived.by<NetworkTie[]>(() => {
    const seen = new Set(this.nodes.map((node) => node.id));
    return (this.chart?.ties ?? []).filter((tie) => seen.has(tie.source) && seen.has(tie.target));
  });
  readonly canUndo = $derived(this.#past.length > 0);
  readonly canRedo = $derived(this.#future.length > 0);

  /** Another filter: what was on the chart under it is there again, where it was. */
  async refilter(lens: Lens): Promise<void> {
    const filter = JSON.stringify(lens);
    if (filter !== this.#filter) {
      const kept = this.#kept.get(filter);
      if (this.#filter !== null && this.layout.ids.length) this.#keep();
      if (kept) this.layout = kept;
      this.#filter = filter;
    }
    await this.load(lens);
  }

  /** Loads the chart of what is on it; an overview if nothing is. */
  async load(lens: Lens, expand: { id: string; kinds?: string[]; most?: number }[] = []): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    try {
      const { ids, places } = this.layout;
      const chart = await api.post<Chart>("/network/chart", { ids, places, expand, lens, aspect: this.aspect });
      if (asked !== this.#asked) return;
      this.problem = undefined;
      this.#take(chart, expand.length > 0);
    } catch (cause) {
      if (asked !== this.#asked) return;
      this.problem = cause instanceof Problem ? cause : new Problem(0, "Something failed here", String(cause), "");
    }
    this.loading = false;
  }

  #take(chart: Chart, expanded: boolean): void {
    const next: Layout = {
      ...this.layout,
      ids: chart.nodes.map((node) => node.id),
      places: Object.fromEntries(chart.nodes.map((node) => [node.id, [node.x, node.y]])),
      hidden: expanded ? [] : this.layout.hidden,
    };
    if (expanded) this.#keep();
    this.layout = next;
    this.chart = chart;
    this.selected = this.selected.filter((id) => next.places[id] !== undefined);
    this.remember();
  }

  /** Keeps the layout for its filter. */
  remember(): void {
    if (this.#filter === null) return;
    this.#kept.delete(this.#filter);
    this.#kept.set(this.#filter, this.layout);
    for (const oldest of [...this.#kept.keys()].slice(0, -MOST_KEPT)) this.#kept.delete(oldest);
    saveDraft(DRAFT, [...this.#kept]);
  }

  async expand(lens: Lens, id: string, kinds: string[], most: number): Promise<void> {
    await this.load(lens, [{ id, kinds, most }]);
  }

  /** Starts again from these, or from an overview. */
  async start(lens: Lens, ids: string[]): Promise<void> {
    if (this.layout.ids.length) this.#keep();
    this.layout = { ...EMPTY, ids };
    await this.load(lens, ids.length === 1 && ids[0] ? [{ id: ids[0], most: 30 }] : []);
  }

  /** Adds these to what is on the chart. */
  async add(lens: Lens, ids: string[]): Promise<void> {
    this.#keep();
    this.layout = { ...this.layout, ids: [...new Set([...this.layout.ids, ...ids])] };
    await this.load(lens);
  }

  /** Opens a layout under the filters that it was saved with. */
  async open(lens: Lens, layout: Layout): Promise<void> {
    if (this.layout.ids.length) this.#keep();
    this.#filter = JSON.stringify(lens);
    this.layout = layout;
    this.remember();
    await this.load(lens);
  }

  /** Moves a node; `keep` at the end of a drag. */
  move(id: string, x: number, y: number, first: boolean): void {
    if (first) this.#keep();
    const pinned = this.layout.pinned.includes(id) ? this.layout.pinned : [...this.layout.pinned, id];
    this.layout = { ...this.layout, pinned, places: { ...this.layout.places, [id]: [x, y] } };
  }

  hide(ids: string[]): void {
    this.#keep();
    this.layout = { ...this.layout, hidden: [...new Set([...this.layout.hidden, ...ids])] };
    this.selected = [];
    this.remember();
  }

  showAll(): void {
    this.#keep();
    this.layout = { ...this.layout, hidden: [] };
    this.remember();
  }

  togglePin(id: string): void {
    this.#keep();
    const pinned = this.layout.pinned.includes(id)
      ? this.layout.pinned.filter((known) => known !== id)
      : [...this.layout.pinned, id];
    this.layout = { ...this.layout, pinned };
    this.remember();
  }

  box(label: string, ids: string[]): void {
    this.#keep();
    this.layout = { ...this.layout, boxes: [...this.layout.boxes, { label, ids }] };
    this.remember();
  }

  unbox(label: string): void {
    this.#keep();
    this.layout = { ...this.layout, boxes: this.layout.boxes.filter((box) => box.label !== label) };
    this.remember();
  }

  /** Lays everything out anew that is not pinned. */
  async arrange(lens: Lens): Promise<void> {
    this.#keep();
    const pinned = this.layout.pinned.flatMap((id) => {
      const place = this.layout.places[id];
      return place ? [[id, place] as const] : [];
    });
    this.layout = { ...this.layout, places: Object.fromEntries(pinned) };
    await this.load(lens);
  }

  async undo(lens: Lens): Promise<void> {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#future = [...this.#future, this.layout];
    this.#past = this.#past.slice(0, -1);
    await this.#go(before, lens);
  }

  async redo(lens: Lens): Promise<void> {
    const after = this.#future.at(-1);
    if (!after) return;
    this.#past = [...this.#past, this.layout];
    this.#future = this.#future.slice(0, -1);
    await this.#go(after, lens);
  }

  async #go(layout: Layout, lens: Lens): Promise<void> {
    const same = layout.ids.join() === this.layout.ids.join();
    this.layout = layout;
    if (same) this.remember();
    else await this.load(lens);
  }

  #keep(): void {
    this.#past = [...this.#past.slice(1 - MOST_STEPS), this.layout];
    this.#future = [];
  }
}
