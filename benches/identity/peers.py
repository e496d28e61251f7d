"""The peers on the same pair sets as ours, in CPU time, each in a process of its own.

`peers.py FOLDER PROGRAM` reads the pair sets and `ours.csv` from FOLDER and prints one table; the
ratio is how many times as fast ours is from raw strings.
"""

import csv
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

SETS = ["arabic", "russian", "hebrew", "ofac", "slips"]
#: nomenklatura is slow: it sees every so manieth pair of a set.
THINNED = {"name-based": 4, "logic-v2": 4}
PEERS = [
    "Jaro-Winkler after ICU romanisation",
    "Jaro-Winkler on raw strings",
    "rigour Levenshtein after ICU romanisation",
    "name-based",
    "logic-v2",
]


def best_f1(scored):
    """The best F1 over all thresholds, with the threshold: pairs of one score are taken together."""
    scored = sorted(scored, key=lambda pair: -pair[0])
    positives = sum(same for _, same in scored)
    hits, best = 0, (0.0, 0.0)
    for taken, (score, same) in enumerate(scored, 1):
        hits += same
        if taken == len(scored) or scored[taken][0] < score:
            best = max(best, (2 * hits / (positives + taken), score))
    return best


def pairs(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8") as file:
        return [(row["name1"], row["name2"], row["same"] == "1") for row in csv.DictReader(file)]


def scorer(peer):
    """A function of two names."""
    if peer.startswith("Jaro-Winkler"):
        from rapidfuzz.distance import JaroWinkler

        if "raw" in peer:
            return lambda a, b: JaroWinkler.similarity(a.lower(), b.lower())
        latin = romanised()
        return lambda a, b: JaroWinkler.similarity(latin(a), latin(b))
    if peer.startswith("rigour"):
        from rigour.text.distance import levenshtein_similarity

        latin = romanised()
        return lambda a, b: levenshtein_similarity(latin(a), latin(b), max_edits=None, max_percent=1.0)
    return nomenklatura(peer)


def romanised():
    from normality import latinize_text

    cache = {}

    def latin(name):
        if name not in cache:
            cache[name] = (latinize_text(name) or "").lower()
        return cache[name]

    return latin


def nomenklatura(name):
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    algorithm = get_algorithm(name)
    config = algorithm.default_config()

    def entity(name):
        return model.get_proxy({"id": name, "schema": "Person", "properties": {"name": [name]}})

    return lambda a, b: algorithm.compare(entity(a), entity(b), config).score


def run_one(folder, peer):
    """In a process of its own: what the parent prints, as JSON."""
    started = time.monotonic()
    score = scorer(peer)
    score("Karvan Ziarmal", "کاروان زیارمل")
    first = time.monotonic() - started
    rows = []
    for name in SETS:
        taken = pairs(folder, name)[:: THINNED.get(peer, 1)]
        began = time.process_time()
        scored = [(score(a, b), same) for a, b, same in taken]
        spent = time.process_time() - began
        rows.append((name, *best_f1(scored), len(taken) / max(spent, 1e-9)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": rows, "first": first, "memory": memory}))


def first_answer(program):
    """Wall seconds and megabytes of our program's first answer."""
    command = [program, "names", "compare", "Karvan Ziarmal", "کاروان زیارمل"]
    code = (
        "import resource, subprocess, sys, time; t = time.monotonic();"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "print(time.monotonic() - t, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=True
    )
    return [float(word) for word in done.stdout.split()]


def main():
    folder = Path(sys.argv[1])
    if len(sys.argv) > 3:
        run_one(folder, sys.argv[3])
        return
    print("| system | set | best F1 (at) | raw pairs a CPU s | ours is faster by | first answer s | MB |")
    print("|---|---|---|---|---|---|---|")
    with open(folder / "ours.csv", encoding="utf-8") as file:
        ours = {row["set"]: row for row in csv.DictReader(file)}
    first, memory = first_answer(sys.argv[2])
    for name, row in ours.items():
        print(
            f"| ours | {name} | {float(row['best_f1']):.3f} ({float(row['at']):.2f}), "
            f"at the shipped threshold {float(row['f1']):.3f} | {float(row['rate']):,.0f} | 1 | "
            f"{first:.2f} | {memory:.0f} |"
        )
    for peer in PEERS:
        done = subprocess.run(
            [sys.executable, __file__, str(folder), sys.argv[2], peer],
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:  # A peer that cannot run must not hide the others.
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            print(f"| {peer} | could not be run: {reason} |")
            continue
        told = json.loads(done.stdout.strip().splitlines()[-1])
        for name, f1, at, rate in told["rows"]:
            ratio = float(ours[name]["rate"]) / rate
            print(
                f"| {peer} | {name} | {f1:.3f} ({at:.2f}) | {rate:,.0f} | {ratio:.1f} | "
                f"{told['first']:.2f} | {told['memory']:.0f} |",
                flush=True,
            )


main()
