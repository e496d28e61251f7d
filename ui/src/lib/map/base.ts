/** The base map: Natural Earth through world-atlas, shipped with the application; or a finer coast that the
 *  node has. */

import type { GeometryObject, Topology } from "topojson-specification";
import "maplibre-gl/dist/maplibre-gl.css";

import {
  Map as MapLibre,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type GeoJSONSource,
  type MapOptions,
  type SourceSpecification,
  type StyleSpecification,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { feature, mesh } from "topojson-client";
import coarseUrl from "world-atlas/countries-50m.json?url";
import fineUrl from "world-atlas/countries-10m.json?url";

import * as api from "$lib/api/client";
import { paint } from "$lib/state/paint";

/** Above this zoom the 1:10 million coast is drawn in place of the 1:50 million one. */
const FINE_FROM = 4.5;
/** The mark of the first coast. */
const DRAWN = "coast drawn";

export interface Land {
  land: GeoJSON.GeoJSON;
  borders: GeoJSON.GeoJSON;
  countries: { name: string; at: [number, number]; size: number }[];
}

const loaded = new Map<string, Promise<Land>>();

/** A coast that the node keeps as vector tiles. */
interface FinerCoast {
  /** The address of its tiles, with {z}, {x} and {y}. */
  tiles: string;
  deepest: number;
  bounds: [number, number, number, number];
  attribution: string;
}

/** The finer coast, if the node has one: whoever cannot be told draws the shipped one. */
async function finerCoast(): Promise<FinerCoast | null> {
  const document = await api
    .get<{ tiles: string[]; maxzoom: number; bounds: FinerCoast["bounds"]; attribution: string }>("/sea/tiles/coast.json")
    .catch(() => null);
  if (!document?.tiles[0]) return null;
  // The server may be known by another name than this page has.
  const tiles = document.tiles[0].replace(/^\w+:\/\/[^/]+/, window.location.origin);
  return { tiles, deepest: document.maxzoom, bounds: document.bounds, attribution: document.attribution };
}

/** What land is drawn from; what others wrote is text, not markup. */
function landSource(land: Land, coast: FinerCoast | null): SourceSpecification {
  if (!coast) return { type: "geojson", data: land.land, attribution: "Natural Earth" };
  const said = document.createElement("span");
  said.textContent = `Coast: ${coast.attribution}`;
  const { tiles, deepest, bounds } = coast;
  return { type: "vector", tiles: [tiles], maxzoom: deepest, bounds, attribution: `${said.innerHTML} · Borders: Natural Earth` };
}

setWorkerUrl(workerUrl);

/** A map of the sea, north up, with what moves it and a scale in nautical miles. Throws where nothing can be
 *  drawn. Its land comes with {@link drawLand}, once its style is loaded. */
export function startMap(container: HTMLElement, options: Omit<MapOptions, "container" | "style">): MapLibre {
  const map = new MapLibre({
    ...options,
    container,
    style: baseStyle(),
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: { compact: true },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ unit: "nautical" }), "bottom-left");
  return map;
}

/** The sea, on which whatever is drawn stands before the coast is there. Without glyphs or sprites: what
 *  carries text is drawn as HTML above it. */
function baseStyle(): StyleSpecification {
  return {
    version: 8,
    // Who turns the night on does not want to be dazzled on the way.
    transition: { duration: 0, delay: 0 },
    sources: { graticule: { type: "geojson", data: graticule() } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": paint("--sea") } },
      {
        id: "graticule",
        type: "line",
        source: "graticule",
        paint: { "line-color": paint("--shore"), "line-opacity": 0.28, "line-width": 0.5 },
      },
    ],
  };
}

/** Draws land, shore and borders beneath everything but sea and graticule, sharper when near. */
export async function drawLand(map: MapLibre): Promise<Land> {
  const [land, coast] = await Promise.all([load(coarseUrl), finerCoast()]);
  const layers = map.getLayersOrder();
  const above = layers[layers.indexOf("graticule") + 1];
  const of = coast ? { source: "land", "source-layer": "coast" } : { source: "land" };
  const color = paint("--shore");
  map.addSource("land", landSource(land, coast));
  map.addSource("borders", { type: "geojson", data: land.borders });
  // The shore is the edge of the land.
  map.addLayer({ id: "land", type: "fill", ...of, paint: { "fill-color": paint("--land"), "fill-antialias": false } }, above);
  map.addLayer({ id: "shore", type: "line", ...of, paint: { "line-color": color, "line-width": 0.9 } }, above);
  map.addLayer(
    { id: "borders", type: "line", source: "borders", paint: { "line-color": color, "line-width": 0.8, "line-dasharray": [3, 2] } },
    above,
  );
  map.once("idle", () => {
    // For whoever measures how soon it is there.
    performance.mark(DRAWN);
    // Only now, so that the coarse one need not wait for the fine one.
    sharpenWhenNear(map);
  });
  return land;
}

function sharpenWhenNear(map: MapLibre): void {
  const look = () => {
    if (map.getZoom() < FINE_FROM) return;
    map.off("moveend", look);
    // Where that fails, or the map is gone by then, the coarse coast stays.
    load(fineUrl).then(({ land, borders }) => sharpen(map, land, borders)).catch(() => {});
  };
  map.on("moveend", look);
  look();
}

function sharpen(map: MapLibre, land: GeoJSON.GeoJSON, borders: GeoJSON.GeoJSON): void {
  const source = map.getSource("land");
  if (source?.type === "geojson") (source as GeoJSONSource).setData(land);
  map.getSource<GeoJSONSource>("borders")?.setData(borders);
}

function load(url: string): Promise<Land> {
  const known = loaded.get(url);
  if (known) return known;
  const promise = fetch(url)
    .then((response) => response.json() as Promise<Topology>)
    .then(read);
  loaded.set(url, promise);
  return promise;
}

function read(topology: Topology): Land {
  const { land, countries } = topology.objects;
  if (!land || !countries || countries.type !== "GeometryCollection") {
    throw new Error("the shipped map has no land or no countries");
  }
  const shapes = feature(topology, countries);
  const features = "features" in shapes ? shapes.features : [shapes];
  return {
    land: feature(topology, land),
    borders: mesh(topology, countries as GeometryObject, (a, b) => a !== b),
    countries: features.map(labelOf).filter((label) => label.name !== ""),
  };
}

/** Where a country's name goes: the middle of its largest piece. */
function labelOf(country: GeoJSON.Feature): Land["countries"][number] {
  const name = String((country.properties as { name?: string } | null)?.name ?? "");
  const { geometry } = country;
  const pieces =
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : [];
  let best: { at: [number, number]; size: number } = { at: [0, 0], size: 0 };
  for (const piece of pieces) {
    const box = boxOf(piece[0] ?? []);
    const size = (box[2] - box[0]) * (box[3] - box[1]);
    if (size > best.size) best = { at: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2], size };
  }
  return { name, ...best };
}

function boxOf(ring: GeoJSON.Position[]): [number, number, number, number] {
  let box: [number, number, number, number] = [180, 90, -180, -90];
  for (const [x = 0, y = 0] of ring) {
    box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
  }
  return box;
}

function graticule(): GeoJSON.MultiLineString {
  const lines: GeoJSON.Position[][] = [];
  for (let lon = -180; lon <= 180; lon += 10) lines.push([[lon, -80], [lon, 80]]);
  for (let lat = -80; lat <= 80; lat += 10) {
    lines.push(Array.from({ length: 37 }, (_, step) => [-180 + step * 10, lat]));
  }
  return { type: "MultiLineString", coordinates: lines };
}
