"""The peers of the network engine, and the tables that put both side by side."""

import gzip
import json
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

PROGRAM = os.environ.get("CROSSBEARING_PROGRAM", "target/release/crossbearing")

ASKED = {
    "dismantling/moreno_train_train.txt.gz": (None, 7.52, 6.87),
    "Montagna_meetings_edgelist.csv": (None, 4.29, 4.14),
    "Montagna_phonecalls_edgelist.csv": (None, 2.05, 2.02),
    "dismantling/london_transport_multiplex_aggr.txt.gz": (14.28, 8.35, 7.93),
    "dismantling/arenas-meta.txt.gz": (37.73, 30.93, 29.04),
    "dismantling/econ-wm1.txt.gz": (40.11, 36.08, 34.02),
    "dismantling/maayan-Stelzl.txt.gz": (61.43, 59.18, 57),
    "dismantling/opsahl-ucsocial.txt.gz": (254.19, 244.91, 240),
    "dismantling/maayan-figeys.txt.gz": (63.69, 61.50, 60),
    "dismantling/petster-hamster.txt.gz": (239.42, 211.22, 208),
    "dismantling/opsahl-openflights.txt.gz": (170.11, 165.64, 160),
    "dismantling/advogato.txt.gz": (516.67, 484.52, 478),
    "dismantling/pajek-erdos.txt.gz": (121.93, 116.36, 114),
    "dismantling/gridkit-eupowergrid.txt.gz": (240.28, 90.05, 75),
}


def generate(work):
    import igraph

    for name, n_nodes in (("1m", 1_000_000), ("100k", 100_000), ("10k", 10_000), ("2k", 2_000)):
        path = work / f"ba-{name}.txt"
        if not path.exists():
            random.seed(1)
            edges = igraph.Graph.Barabasi(n_nodes, 5).get_edgelist()
            path.write_text("\n".join(f"{a} {b}" for a, b in edges))


def timed(run):
    start = time.process_time()
    value = run()
    return time.process_time() - start, value


def speed(work):
    import igraph
    import networkit
    import rustworkx

    networkit.setNumberOfThreads(1)
    ours = dict(line.split("\t", 1) for line in (work / "ours.tsv").read_text().splitlines())
    edges = [tuple(map(int, line.split())) for line in open(work / "ba-1m.txt")]
    large = igraph.Graph(edges=edges)
    flights = [
        tuple(map(int, line.split()[:2]))
        for line in open(work / "opsahl-openflights.txt")
        if line[0] != "#"
    ]
    small = igraph.Graph(edges=flights)
    kit = networkit.Graph(max(max(edge) for edge in flights) + 1)
    for a, b in flights:
        kit.addEdge(a, b)
    rust = rustworkx.PyGraph()
    rust.extend_from_edge_list(flights)
    hundred = igraph.Graph.Read_Edgelist(str(work / "ba-100k.txt"), directed=False)

    def leiden():
        random.seed(1)
        found = hundred.community_leiden(objective_function="modularity", n_iterations=24)
        return hundred.modularity(found.membership)

    peers = {
        "pagerank": [("igraph", lambda: max(large.pagerank()))],
        "k-core": [("igraph", lambda: max(large.coreness()))],
        "components": [("igraph", lambda: len(large.connected_components()))],
        "articulation points": [("igraph", lambda: len(large.articulation_points()))],
        "betweenness": [
            ("igraph", lambda: max(small.betweenness())),
            ("networkit", lambda: max(networkit.centrality.Betweenness(kit).run().scores()) / 2),
            (
                "rustworkx",
                lambda: max(
                    rustworkx.betweenness_centrality(
                        rust, normalized=False, parallel_threshold=10**9
                    ).values()
                ),
            ),
        ],
        "leiden": [("igraph, 24 passes", leiden)],
    }
    print("| measure | ours | value | peer | its | value | ratio |")
    print("|---|---|---|---|---|---|---|")
    for name, line in ours.items():
        if name == "sampled betweenness":
            print(f"| {name}: runs of 100 within the stated error | {line} | | | | | |")
            continue
        seconds, value = line.split("\t")
        for peer, run in peers.get(name, [("", None)]):
            if run is None:
                print(f"| {name} | {seconds} | {float(value):.4f} | | | | |")
                continue
            theirs, their_value = timed(run)
            ratio = theirs / float(seconds)
            print(
                f"| {name} | {seconds} | {float(value):.6g} | {peer} | {theirs:.3f} "
                f"| {their_value:.6g} | {ratio:.1f} |"
            )


def plan(work, data, name, *arguments):
    text = (data / name).read_bytes()
    if name.endswith(".gz"):
        text = gzip.decompress(text)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    run = subprocess.run(
        [PROGRAM, "graph", "plan", "-", "--json", *arguments],
        input=text,
        capture_output=True,
        check=True,
    )
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return json.loads(run.stdout), text.decode(), seconds


def area(text, order, stop=0.1):
    """The area under the curve, computed anew from the order alone."""
    from scipy.integrate import simpson

    import igraph

    n_declared, edges = None, []
    for line in text.splitlines():
        if line.startswith("# nodes"):
            n_declared = int(line.split()[2])
        elif line.strip() and not line.startswith("#"):
            edges.append(line.split()[:2])
    graph = igraph.Graph.TupleList(edges)
    known = set(graph.vs["name"])
    graph.add_vertices([str(node) for node in range(n_declared or 0) if str(node) not in known])
    n_nodes = n_declared or graph.vcount()
    curve = []
    for label in order:
        graph.delete_vertices(graph.vs.find(name=label))
        curve.append(max(graph.connected_components().sizes()) / n_nodes)
        if curve[-1] < stop:
            break
    return simpson(curve, dx=1)


def order(work, data, seconds):
    print("| network | MIND | best of 8 | asked | ours | checked | none below | proved | sum | removals |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, (mind, classical, asked) in ASKED.items():
        found, text, _ = plan(work, data, name, "--goal", "order", "--time", seconds)
        checked = area(text, found["order"])
        short = name.split("/")[-1].split(".")[0]
        mark = "" if checked <= asked else " (missed)"
        print(
            f"| {short} | {mind or '-'} | {classical} | {asked} | {found['auc_simpson']:.4f}{mark} "
            f"| {checked:.4f} | {found['lower_bound']:.4f} | {found['proved']} "
            f"| {found['auc_sum']:.4f} | {found['removals']} |",
            flush=True,
        )


def curves(work, data, seconds):
    """The plan's curve beside the published one that always removes the highest betweenness."""
    for name, short, largest in (
        ("meetings_edgelist", "meeting", 92),
        ("phonecalls_edgelist", "phone_calls", 89),
    ):
        published = data / "montagna_published" / f"sequential_{short}_unweighted.csv"
        rows = [line.split(",") for line in published.read_text().splitlines()[2:17]]
        theirs = [round(float(row[2]) * largest) for row in rows]
        file = f"Montagna_{name}.csv"
        stop = "0.1"
        found, _, _ = plan(work, data, file, "--goal", "order", "--stop", stop, "--time", seconds)
        ours = [round(share * found["nodes"]) for share in found["curve"]]
        above = [step + 1 for step, pair in enumerate(zip(ours, theirs)) if pair[0] > pair[1]]
        print(f"Montagna {short}: published {theirs}")
        print(f"  ours {ours}; above at steps {above or 'none'}", flush=True)


def healing(work, data):
    """Ties held likely after each of the seizures of CAVIAR, and those that formed."""
    sums = {"tried": 0, "came_true": 0, "possible": 0, "formed": 0}
    print("| phase | likeliest ties | formed | all pairs | formed |")
    print("|---|---|---|---|---|")
    for phase in range(1, 11):
        files = [str(data / "caviar_phases" / f"caviar{p}.csv") for p in (phase, phase + 1)]
        run = subprocess.run(
            [PROGRAM, "graph", "healing", files[0], "--then", files[1]]
            + ["--json"],
            capture_output=True,
            check=True,
        )
        found = json.loads(run.stdout)
        for key in sums:
            sums[key] += found[key]
        print(f"| {phase} | " + " | ".join(str(found[key]) for key in sums) + " |")
    precision = sums["came_true"] / sums["tried"]
    chance = sums["formed"] / sums["possible"]
    print(f"precision {precision:.3f}, chance {chance:.3f}, {precision / chance:.1f} times")


def others(work, seconds):
    """Networks that nothing was tuned on, beside adaptive degree and betweenness by igraph."""
    import igraph

    random.seed(7)
    side = 20
    made = {
        "scale-free": igraph.Graph.Barabasi(400, 2),
        "small world": igraph.Graph.Watts_Strogatz(1, 400, 3, 0.1),
        "spatial": igraph.Graph.GRG(400, 0.08),
        "modular": igraph.Graph.SBM(
            [[0.08 if a == b else 0.004 for b in range(8)] for a in range(8)],
            [50] * 8,
        ),
        "lattice": igraph.Graph.Lattice([side, side], circular=False),
    }
    print("| network | nodes | edges | degree | betweenness | ours | none below |")
    print("|---|---|---|---|---|---|---|")
    for name, graph in made.items():
        text = f"# nodes {graph.vcount()}\n"
        text += "\n".join(f"{a} {b}" for a, b in graph.get_edgelist())
        file = work / "other.txt"
        file.write_text(text)
        found, _, _ = plan(work, work, "other.txt", "--goal", "order", "--time", seconds)
        by_degree = area(text, adaptive(graph, lambda left: left.degree()))
        by_betweenness = area(text, adaptive(graph, lambda left: left.betweenness()))
        print(
            f"| {name} | {graph.vcount()} | {graph.ecount()} | {by_degree:.3f} "
            f"| {by_betweenness:.3f} | {area(text, found['order']):.3f} "
            f"| {found['lower_bound']:.3f} |",
            flush=True,
        )


def adaptive(graph, score):
    """Always the node with the highest score of what is left, until the stop."""
    left = graph.copy()
    left.vs["name"] = [str(node) for node in range(graph.vcount())]
    order = []
    while max(left.connected_components().sizes()) / graph.vcount() >= 0.1:
        scores = score(left)
        best = scores.index(max(scores))
        order.append(left.vs[best]["name"])
        left.delete_vertices(best)
    return order


def sets(work, data, seconds):
    print("| network | nodes | edges | removals | lower bound | proved | CPU seconds |")
    print("|---|---|---|---|---|---|---|")
    names = ["Montagna_phonecalls_edgelist.csv", "Montagna_meetings_edgelist.csv"]
    names += sorted(f"covert/{path.name}" for path in (data / "covert").glob("*.csv"))
    for name in names:
        found, _, cpu = plan(
            work, data, name, "--goal", "set", "--max-fragment", "10", "--time", seconds
        )
        short = name.split("/")[-1].split(".")[0]
        print(
            f"| {short} | {found['nodes']} | {found['edges']} | {found['removals']} "
            f"| {found['lower_bound']:g} | {found['proved']} | {cpu:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    task, *rest = sys.argv[1:]
    n_paths = 1 if task == "others" else 2
    rest = [*map(Path, rest[:n_paths]), *rest[n_paths:]]
    tasks = {"generate": generate, "speed": speed, "order": order, "set": sets}
    tasks |= {"curves": curves, "healing": healing, "others": others}
    tasks[task](*rest)
