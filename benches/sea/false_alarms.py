#!/usr/bin/env python3
"""How often each rule is wrong: on an exercise, whose truth is known, and on ordinary real logs,
where whatever fires has to be explained. Prints one table.

    benches/sea/false_alarms.py [PROGRAM]

PROGRAM is `target/release/crossbearing` if none is named. CROSSBEARING_DATA names another folder of
data than ../shared/data; logs that are absent are left out. The exercise is that of docs/tracks.md
(160 vessels, 24 hours, each scene four times), with five seeds, none of which a threshold was set by.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CROSSBEARING_DATA", ROOT.parent / "shared/data")) / "ais"
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/crossbearing"
SEEDS = range(9, 14)
EXERCISE = ["--vessels", "160", "--hours", "24", "--scenes", "4"]
LOGS = ["amsa.txt.gz", "dma_stream.txt.gz", "solent_2016-01-12.csv.gz"]


def ask(*arguments):
    """What the program prints, the last line of it as JSON."""
    done = subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def exercise(folder):
    """Events, found ones, alerts and false alerts by rule on the exercises, and their vessel hours;
    no false ones where ordinary vessels rightly set a rule off."""
    log, tallies, hours = folder / "ships.nmea", {}, 0.0
    for seed in SEEDS:
        ask("exercise", "ships", "--seed", str(seed), *EXERCISE, "--out", log)
        score = json.loads(ask("tracks", "score", log))
        hours += score["vessel_hours"]
        for rule in score["rules"]:
            tally = tallies.setdefault(rule["rule"], [0, 0, 0, 0])
            for idx, what in enumerate(["events", "found", "alerts"]):
                tally[idx] += rule[what]
            if rule["precision"] is not None:
                tally[3] += round(rule["alerts"] * (1 - rule["precision"]))
            elif rule["alerts"]:
                tally[3] = float("nan")
    return tallies, hours


def real(folder, name):
    """Alerts by rule on a real log, and its vessel hours; none if it is absent."""
    packed = DATA / name
    if not packed.exists():
        return None
    log = folder / name.removesuffix(".gz")
    log.write_bytes(gzip.decompress(packed.read_bytes()))
    summary = json.loads(ask("tracks", "alerts", "--summary", log).splitlines()[-1])
    return summary["alerts"], summary["vessel_hours"]


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        tallies, hours = exercise(folder)
        logs = {name: real(folder, name) for name in LOGS}
    logs = {name: found for name, found in logs.items() if found is not None}
    print(f"exercise: {hours:.0f} vessel hours;", end=" ")
    print("; ".join(f"{name}: {hours:.1f}" for name, (_, hours) in logs.items()))
    print()
    names = " | ".join(name.split(".")[0] for name in logs)
    print(f"| rule | events | found | alerts | false | false in 1,000 vessel hours | {names} |")
    print("|---|" + "--:|" * (5 + len(logs)))
    rules = set(tallies).union(*(alerts for alerts, _ in logs.values()))
    for rule in sorted(rules):
        events, found, alerts, n_false = tallies.get(rule, [0, 0, 0, 0])
        false = "not measured | " if n_false != n_false else f"{n_false} | {n_false / hours * 1000:.2f}"
        fired = " | ".join(str(alerts.get(rule, 0)) for alerts, _ in logs.values())
        print(f"| `{rule}` | {events} | {found} | {alerts} | {false} | {fired} |")


main()
