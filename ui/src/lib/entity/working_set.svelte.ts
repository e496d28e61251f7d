/** What a record's page works on: its views' answers, each asked for once it is looked at, all narrowed alike. */

import type { Entity, GraphEdge, Moment, Neighbours, Places } from "$lib/api/types";

import * as api from "$lib/api/client";
import { readChosen } from "$lib/state/filters";
import { Resource } from "$lib/state/resource.svelte";
import { location, setQuery } from "$lib/state/router.svelte";

import { FILTERS, ofEdge, ofMoment, ofPlace, ofStatement, passes, type Item, type Narrowing } from "./narrowing";

export class WorkingSet {
  readonly id: string;
  asOf = $derived(location.query.get("as_of"));
  view = $derived(location.query.get("view") ?? "record");
  narrowing = $derived<Narrowing>({
    chosen: readChosen(location.query, FILTERS),
    from: timeIn("from"),
    to: timeIn("to"),
  });

  #looked = $state({ timeline: false, map: false, network: false });
  now: Resource<Entity>;
  then: Resource<Entity>;
  timeline: Resource<Moment[]>;
  places: Resource<Places>;
  neighbours: Resource<Neighbours>;

  /** Made while a component starts, since it follows the address. */
  constructor(id: string) {
    this.id = id;
    const path = `/entities/${encodeURIComponent(id)}`;
    const asked = <T>(view: "timeline" | "map" | "network", part: string) =>
      new Resource<T>((signal) => (this.#looked[view] ? api.get(`${path}/${part}`, { as_of: this.asOf }, signal) : undefined));
    this.now = new Resource((signal) => api.get(path, {}, signal));
    this.then = new Resource((signal) => (this.asOf ? api.get(path, { as_of: this.asOf }, signal) : undefined));
    this.timeline = asked("timeline", "timeline");
    this.places = asked("map", "places");
    this.neighbours = asked("network", "neighbours");
    $effect(() => {
      if (this.view === "timeline" || this.view === "map" || this.view === "network") this.#looked[this.view] = true;
    });
  }

  entity = $derived.by(() => (this.asOf ? (this.then.data ?? (this.then.problem ? undefined : this.now.data)) : this.now.data));
  problem = $derived.by(() => (this.asOf ? this.then.problem : this.now.problem));
  #own = $derived.by(() => new Map((this.entity?.statements ?? []).map((statement) => [statement.id, statement])));
  #nodes = $derived.by(() => new Map((this.neighbours.data?.nodes ?? []).map((node) => [node.id, node])));

  /** Everything that the present view could show. */
  items = $derived.by((): Item[] => {
    if (this.view === "timeline") return (this.timeline.data ?? []).map((moment) => ofMoment(moment, this.#own));
    if (this.view === "map") return (this.places.data?.features ?? []).map((place) => ofPlace(place.properties, this.#own));
    if (this.view === "network") return (this.neighbours.data?.edges ?? []).map((edge) => this.#tie(edge));
    return (this.entity?.statements ?? []).map(ofStatement);
  });
  passing = $derived.by(() => this.items.filter((item) => passes(item, this.narrowing)).length);

  statements = $derived.by(() => (this.entity?.statements ?? []).filter((one) => passes(ofStatement(one), this.narrowing)));
  moments = $derived.by(() => this.timeline.data?.filter((one) => passes(ofMoment(one, this.#own), this.narrowing)));
  positions = $derived.by((): Places | undefined => {
    const all = this.places.data;
    return all && { ...all, features: all.features.filter((one) => passes(ofPlace(one.properties, this.#own), this.narrowing)) };
  });
  graph = $derived.by((): Neighbours | undefined => {
    const all = this.neighbours.data;
    if (!all) return undefined;
    const edges = all.edges.filter((edge) => passes(this.#tie(edge), this.narrowing));
    const tied = new Set(edges.flatMap((edge) => [edge.source, edge.target]).concat(this.id));
    return { ...all, edges, nodes: all.nodes.filter((node) => tied.has(node.id)) };
  });

  reload(): void {
    for (const resource of [this.now, this.then, this.timeline, this.places, this.neighbours]) resource.reload();
  }

  setRange(from: number | null, to: number | null): void {
    setQuery({ from: textOf(from), to: textOf(to) }, { replace: true });
  }

  #tie(edge: GraphEdge): Item {
    return ofEdge(edge, this.#nodes.get(edge.source === this.id ? edge.target : edge.source));
  }
}

function timeIn(name: string): number | null {
  const at = Date.parse(location.query.get(name) ?? "");
  return Number.isNaN(at) ? null : at;
}

function textOf(time: number | null): string | null {
  return time === null ? null : `${new Date(time).toISOString().slice(0, 16)}Z`;
}
