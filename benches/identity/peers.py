"""The peers on the same pair sets and tables, in CPU time of this process."""

import csv
import sys
import time
from pathlib import Path

SETS = ["arabic", "russian", "hebrew", "ofac", "slips"]
#: nomenklatura is slow: it sees every so manieth pair of a set.
THINNED = 4


def best_f1(scored):
    """The best F1 over all thresholds, with the threshold."""
    scored = sorted(scored, key=lambda pair: -pair[0])
    positives = sum(same for _, same in scored)
    hits, best = 0, (0.0, 0.0)
    for taken, (score, same) in enumerate(scored, 1):
        hits += same
        best = max(best, (2 * hits / (positives + taken), score))
    return best


def pairs(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8") as file:
        return [(row["name1"], row["name2"], row["same"] == "1") for row in csv.DictReader(file)]


def measure(label, folder, score, step=1):
    for name in SETS:
        taken = pairs(folder, name)[::step]
        started = time.process_time()
        scored = [(score(a, b), same) for a, b, same in taken]
        spent = time.process_time() - started
        f1, threshold = best_f1(scored)
        rate = len(taken) / max(spent, 1e-9)
        print(f"| {label} | {name} | {f1:.3f} ({threshold:.2f}) | {rate:,.0f} pairs/s |", flush=True)


def jaro_winkler(folder):
    from rapidfuzz.distance import JaroWinkler
    from normality import latinize_text

    cache = {}

    def latin(name):
        if name not in cache:
            cache[name] = (latinize_text(name) or "").lower()
        return cache[name]

    measure(
        "Jaro-Winkler after ICU romanisation",
        folder,
        lambda a, b: JaroWinkler.similarity(latin(a), latin(b)),
    )


def nomenklatura(folder):
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    def entity(name):
        return model.get_proxy({"id": name, "schema": "Person", "properties": {"name": [name]}})

    for name in ["name-based", "logic-v2"]:
        algorithm = get_algorithm(name)
        if algorithm is None:
            print(f"| {name} | not in this version |")
            continue
        config = algorithm.default_config()
        measure(
            name,
            folder,
            lambda a, b: algorithm.compare(entity(a), entity(b), config).score,
            THINNED,
        )


def main():
    folder = Path(sys.argv[1])
    print("| peer | set | best F1 (at) | CPU speed |\n|---|---|---|---|")
    for peer in (jaro_winkler, nomenklatura):
        try:
            peer(folder)
        except Exception as error:  # A peer that cannot run must not hide the others.
            print(f"| {peer.__name__} | {type(error).__name__}: {error} |")


main()
