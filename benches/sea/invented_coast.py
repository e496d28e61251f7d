#!/usr/bin/env python3
"""Writes an invented coast as GeoJSON: a thousand rough islands all over the world, of any size in all.

    benches/sea/invented_coast.py POSITIONS > coast.geojson

Twelve million positions are 290 MB, about as many as the finest public coasts have.
"""

import math
import random
import sys

ISLANDS = 1000


def island(rand, corners):
    lon, lat, size = rand.uniform(-170, 170), rand.uniform(-75, 75), rand.uniform(0.2, 6)
    waves = [(rand.randint(2, 9) * 3**level, rand.uniform(0.1, 0.3) / 1.9**level, rand.random() * 7) for level in range(9)]
    for at in range(corners):
        angle = at / corners * math.tau
        radius = size * (1 + sum(high * math.sin(many * angle + shift) for many, high, shift in waves) / 2)
        yield lon + radius * math.cos(angle) / math.cos(math.radians(lat)) / 2, lat + radius * math.sin(angle) / 2


def main():
    rand, corners = random.Random(7), int(sys.argv[1]) // ISLANDS
    out = sys.stdout
    out.write('{"type":"FeatureCollection","features":[')
    for idx in range(ISLANDS):
        ring = [f"[{min(max(lon, -180), 360):.6f},{min(max(lat, -89), 89):.6f}]" for lon, lat in island(rand, corners)]
        ring.append(ring[0])
        comma = "," if idx else ""
        out.write(f'{comma}\n{{"type":"Feature","properties":{{"kind":"land"}},"geometry":{{"type":"Polygon","coordinates":[[{",".join(ring)}]]}}}}')
    out.write("\n]}\n")


main()
