// What lies between the base map and the ships: zones, coverage, trails, wakes; and all their colours.

import type { Map } from "maplibre-gl";

import { paint } from "$lib/state/paint";

/** The colour of each layer, by day and by night. */
const COLORS = [
  ["sea", "background-color", "--sea"],
  ["land", "fill-color", "--land"],
  ["shore", "line-color", "--shore"],
  ["borders", "line-color", "--shore"],
  ["graticule", "line-color", "--shore"],
  ["coverage", "fill-color", "--accent"],
  ["zones", "line-color", "--accent"],
  ["ports", "circle-stroke-color", "--text-2"],
  ["unsure", "fill-color", "--warn"],
  ["unsure-edge", "line-color", "--warn"],
  ["trails", "line-color", "--text-3"],
  ["trails-gap", "line-color", "--warn"],
  ["wake", "line-color", "--text"],
  ["wake-gap", "line-color", "--text-2"],
  ["measure", "line-color", "--accent"],
] as const;

/** Puts the layers on a map that has loaded its base. They have no colours yet. */
export function addLayers(made: Map) {
  const empty: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
  for (const name of ["zones", "coverage", "trails", "wake", "unsure", "measure"]) made.addSource(name, { type: "geojson", data: empty });
  made.addLayer({ id: "coverage", type: "fill", source: "coverage", paint: { "fill-opacity": ["get", "o"], "fill-antialias": false } });
  made.addLayer({ id: "zones", type: "line", source: "zones", filter: ["==", ["get", "kind"], "zone"], paint: { "line-width": 1.4, "line-dasharray": [5, 2] } });
  made.addLayer({ id: "ports", type: "circle", source: "zones", filter: ["in", ["get", "kind"], ["literal", ["port", "station"]]], paint: { "circle-radius": 4, "circle-color": "transparent", "circle-stroke-width": 1.4 } });
  made.addLayer({ id: "unsure", type: "fill", source: "unsure", paint: { "fill-opacity": 0.14, "fill-antialias": false } });
  made.addLayer({ id: "unsure-edge", type: "line", source: "unsure", paint: { "line-dasharray": [2, 2] } });
  made.addLayer({ id: "trails", type: "line", source: "trails", filter: ["!", ["get", "gap"]], paint: { "line-width": 1, "line-opacity": 0.55 } });
  made.addLayer({ id: "trails-gap", type: "line", source: "trails", filter: ["get", "gap"], paint: { "line-width": 1, "line-opacity": 0.6, "line-dasharray": [2, 3] } });
  made.addLayer({ id: "wake", type: "line", source: "wake", filter: ["!", ["get", "gap"]], paint: { "line-width": 1.6, "line-opacity": 0.8 } });
  made.addLayer({ id: "wake-gap", type: "line", source: "wake", filter: ["get", "gap"], paint: { "line-width": 1.2, "line-dasharray": [2, 3] } });
  made.addLayer({ id: "measure", type: "line", source: "measure", paint: { "line-width": 2, "line-dasharray": [3, 2] } });
}

/** Gives every layer that is there, those of the base too, its colour of now. */
export function colour(map: Map) {
  for (const [layer, property, name] of COLORS) {
    if (map.getLayer(layer)) map.setPaintProperty(layer, property, paint(name));
  }
}
