/** The base map: Natural Earth through world-atlas, shipped with the application. */

import type { GeometryObject, Topology } from "topojson-specification";
import type { StyleSpecification } from "maplibre-gl";
import { feature, mesh } from "topojson-client";
import coarseUrl from "world-atlas/countries-50m.json?url";
import fineUrl from "world-atlas/countries-10m.json?url";

import { paint } from "$lib/state/paint";

/** Above this zoom the 1:10 million coast is drawn in place of the 1:50 million one. */
export const FINE_FROM = 4.5;

export interface Land {
  land: GeoJSON.GeoJSON;
  borders: GeoJSON.GeoJSON;
  countries: { name: string; at: [number, number]; size: number }[];
}

const loaded = new Map<string, Promise<Land>>();

export function coarseLand(): Promise<Land> {
  return load(coarseUrl);
}

export function fineLand(): Promise<Land> {
  return load(fineUrl);
}

/** A style without glyphs or sprites: what carries text is drawn as HTML above it. */
export function baseStyle(land: Land): StyleSpecification {
  return {
    version: 8,
    // Who turns the night on does not want to be dazzled on the way.
    transition: { duration: 0, delay: 0 },
    sources: {
      land: { type: "geojson", data: land.land, attribution: "Natural Earth" },
      borders: { type: "geojson", data: land.borders },
      graticule: { type: "geojson", data: graticule() },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": paint("--sea") } },
      {
        id: "graticule",
        type: "line",
        source: "graticule",
        paint: { "line-color": paint("--shore"), "line-opacity": 0.28, "line-width": 0.5 },
      },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": paint("--land") } },
      {
        id: "shore",
        type: "line",
        source: "land",
        paint: { "line-color": paint("--shore"), "line-width": 0.9 },
      },
      {
        id: "borders",
        type: "line",
        source: "borders",
        paint: { "line-color": paint("--shore"), "line-width": 0.8, "line-dasharray": [3, 2] },
      },
    ],
  };
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
