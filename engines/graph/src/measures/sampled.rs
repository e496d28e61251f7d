//! Betweenness from a sample of shortest paths, within a stated error.
//!
//! Riondato, Kornaropoulos: Fast approximation of betweenness centrality through sampling, 2016:
//! with `0.5 / error² (⌊log2(diameter - 2)⌋ + 1 + ln(1 / risk))` random shortest paths all values
//! together are within the error but for the risk (diameter in nodes). A path is drawn by a search
//! from both ends that goes on at the cheaper one (Borassi, Natale: KADABRA, 2016).

use crate::budget::Budget;
use crate::error::{Error, Result};
use crate::graph::{Graph, Node};
use crate::random::Random;

/// Betweenness as shares of all pairs, with its guarantee.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled {
    /// The estimate for each node, as a share of all `n (n - 1) / 2` pairs.
    pub shares: Vec<f64>,
    /// With probability `1 - risk` no estimate is further off than this.
    pub error: f64,
    /// The probability that some estimate is further off.
    pub risk: f64,
    /// How many paths were drawn.
    pub n_samples: usize,
}

impl Sampled {
    /// The `k` nodes with the largest estimates, and whether the sample proves that no other node
    /// belongs there (but for the risk).
    pub fn top(&self, k: usize) -> (Vec<Node>, bool) {
        let mut ranked: Vec<Node> = (0..self.shares.len() as Node).collect();
        let share = |node: Node| self.shares[node as usize];
        ranked.sort_by(|&a, &b| share(b).total_cmp(&share(a)).then(a.cmp(&b)));
        let is_certain = match (ranked.get(k.wrapping_sub(1)), ranked.get(k)) {
            (Some(&last), Some(&next)) => share(last) - share(next) > 2.0 * self.error,
            _ => true,
        };
        ranked.truncate(k);
        (ranked, is_certain)
    }
}

/// Draws as many paths as the error and the risk ask for. When the budget ends before, the error
/// that was reached is stated instead.
pub fn sampled(
    graph: &Graph,
    error: f64,
    risk: f64,
    seed: u64,
    budget: &Budget<'_>,
) -> Result<Sampled> {
    for (name, value) in [("error", error), ("risk", risk)] {
        if !(value > 0.0 && value < 1.0) {
            return Err(Error::OutOfRange { name, expected: "between 0 and 1", value });
        }
    }
    let n_nodes = graph.n_nodes();
    let mut found = Sampled { shares: vec![0.0; n_nodes], error, risk, n_samples: 0 };
    if n_nodes < 3 {
        return Ok(found);
    }
    let mut random = Random::new(seed);
    let mut search = Search::new(graph);
    let complexity = f64::from(dimension(graph, &mut random)) + (1.0 / risk).ln();
    let wanted = (0.5 / (error * error) * complexity).ceil() as usize;
    while found.n_samples < wanted && !(found.n_samples.is_multiple_of(64) && budget.is_spent()) {
        found.n_samples += 1;
        let source = random.below(n_nodes) as Node;
        let other = random.below(n_nodes - 1) as Node;
        let target = if other >= source { other + 1 } else { other };
        search.draw(source, target, &mut random, |node| found.shares[node as usize] += 1.0);
        budget.add(search.take_work());
    }
    let n_samples = found.n_samples.max(1) as f64;
    found.shares.iter_mut().for_each(|share| *share /= n_samples);
    found.error = (0.5 / n_samples * complexity).sqrt().min(1.0);
    Ok(found)
}

/// `⌊log2(d - 2)⌋ + 1` for an upper bound `d` on the nodes of a longest shortest path: twice the
/// largest distance from any one node of each component.
fn dimension(graph: &Graph, random: &mut Random) -> u32 {
    let mut distance = vec![u32::MAX; graph.n_nodes()];
    let mut most = 0;
    let first = random.below(graph.n_nodes()) as Node;
    for start in std::iter::once(first).chain(graph.nodes()) {
        if distance[start as usize] != u32::MAX {
            continue;
        }
        distance[start as usize] = 0;
        let mut queue = vec![start];
        let mut next = 0;
        while let Some(&node) = queue.get(next) {
            next += 1;
            most = most.max(distance[node as usize]);
            for &far in graph.neighbours(node) {
                if distance[far as usize] == u32::MAX {
                    distance[far as usize] = distance[node as usize] + 1;
                    queue.push(far);
                }
            }
        }
    }
    let inner_nodes = (2 * most + 1).saturating_sub(2).max(1);
    inner_nodes.ilog2() + 1
}

/// One end of a search from both.
#[derive(Debug, Default)]
struct End {
    distance: Vec<u32>,
    paths: Vec<f64>,
    reached: Vec<Node>,
    layer: std::ops::Range<usize>,
    depth: u32,
}

impl End {
    fn start(&mut self, node: Node) {
        self.distance[node as usize] = 0;
        self.paths[node as usize] = 1.0;
        self.reached.push(node);
        self.layer = 0..1;
        self.depth = 0;
    }

    fn clear(&mut self) {
        for node in self.reached.drain(..) {
            self.distance[node as usize] = u32::MAX;
            self.paths[node as usize] = 0.0;
        }
    }

    /// The arcs that the next layer costs.
    fn cost(&self, graph: &Graph) -> usize {
        self.reached[self.layer.clone()].iter().map(|&node| graph.degree(node)).sum()
    }

    fn expand(&mut self, graph: &Graph) {
        let first = self.reached.len();
        for index in self.layer.clone() {
            let node = self.reached[index];
            for &far in graph.neighbours(node) {
                if self.distance[far as usize] == u32::MAX {
                    self.distance[far as usize] = self.depth + 1;
                    self.reached.push(far);
                }
                if self.distance[far as usize] == self.depth + 1 {
                    self.paths[far as usize] += self.paths[node as usize];
                }
            }
        }
        self.layer = first..self.reached.len();
        self.depth += 1;
    }

    /// Walks back to the start along a random shortest path; `visit` sees every node on the way
    /// but the two ends.
    fn walk(&self, graph: &Graph, from: Node, random: &mut Random, mut visit: impl FnMut(Node)) {
        let mut at = from;
        while self.distance[at as usize] > 1 {
            let before = self.distance[at as usize] - 1;
            let mut left = random.unit() * self.paths[at as usize];
            let mut chosen = at;
            for &near in graph.neighbours(at) {
                if self.distance[near as usize] == before {
                    chosen = near;
                    left -= self.paths[near as usize];
                    if left < 0.0 {
                        break;
                    }
                }
            }
            at = chosen;
            visit(at);
        }
    }
}

#[derive(Debug)]
struct Search<'graph> {
    graph: &'graph Graph,
    ends: [End; 2],
    work: u64,
}

impl<'graph> Search<'graph> {
    fn new(graph: &'graph Graph) -> Self {
        let end = || End {
            distance: vec![u32::MAX; graph.n_nodes()],
            paths: vec![0.0; graph.n_nodes()],
            ..End::default()
        };
        Self { graph, ends: [end(), end()], work: 0 }
    }

    /// Draws one shortest path uniformly; `visit` sees its inner nodes.
    fn draw(
        &mut self,
        source: Node,
        target: Node,
        random: &mut Random,
        mut visit: impl FnMut(Node),
    ) {
        self.ends[0].start(source);
        self.ends[1].start(target);
        let meeting = self.meet();
        let total: f64 = meeting.iter().map(|&(_, paths)| paths).sum();
        let mut left = random.unit() * total;
        let chosen = meeting.iter().find(|&&(_, paths)| {
            left -= paths;
            left < 0.0
        });
        if let Some(&(middle, _)) = chosen.or(meeting.last()) {
            if middle != source && middle != target {
                visit(middle);
            }
            for end in &self.ends {
                end.walk(self.graph, middle, random, &mut visit);
            }
        }
        self.ends.iter_mut().for_each(End::clear);
    }

    /// Grows the cheaper end until both meet: the nodes of the last layer grown that the other end
    /// knows at the least total distance, with the paths through each. Empty when they never do.
    fn meet(&mut self) -> Vec<(Node, f64)> {
        loop {
            let costs = [self.ends[0].cost(self.graph), self.ends[1].cost(self.graph)];
            let grown = usize::from(costs[1] < costs[0]);
            if self.ends[0].layer.is_empty() || self.ends[1].layer.is_empty() {
                return Vec::new();
            }
            self.work += costs[grown] as u64;
            self.ends[grown].expand(self.graph);
            let [mine, other] = if grown == 0 {
                [&self.ends[0], &self.ends[1]]
            } else {
                [&self.ends[1], &self.ends[0]]
            };
            // Every path of the least length crosses the other end's last layer, or is shorter.
            let layer = &mine.reached[mine.layer.clone()];
            let known = layer.iter().filter(|&&node| other.distance[node as usize] != u32::MAX);
            let meeting: Vec<(Node, f64)> = known
                .map(|&node| (node, mine.paths[node as usize] * other.paths[node as usize]))
                .collect();
            if !meeting.is_empty() {
                return meeting;
            }
        }
    }

    fn take_work(&mut self) -> u64 {
        std::mem::take(&mut self.work) + 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Steps;
    use crate::measures::betweenness;

    fn random_graph(n_nodes: usize, n_edges: usize) -> Graph {
        let mut random = Random::new(12);
        let edges: Vec<_> = (0..n_edges)
            .map(|_| {
                let far = random.below(n_nodes) * random.below(n_nodes) / n_nodes;
                (random.below(n_nodes) as Node, far as Node)
            })
            .collect();
        Graph::from_edges(n_nodes, edges).unwrap()
    }

    #[test]
    fn the_error_holds_in_95_of_100_runs() {
        let graph = random_graph(200, 420);
        let pairs = 200.0 * 199.0 / 2.0;
        let exact: Vec<f64> = betweenness::exact(&graph).iter().map(|b| b / pairs).collect();
        let steps = Steps::new(u64::MAX);
        let within = (0..100)
            .filter(|&seed| {
                let found = sampled(&graph, 0.02, 0.1, seed, &Budget::whole(&steps)).unwrap();
                found.shares.iter().zip(&exact).all(|(a, b)| (a - b).abs() <= found.error)
            })
            .count();
        assert!(within >= 95, "{within}");
    }

    #[test]
    fn estimates_have_no_bias() {
        let graph = random_graph(40, 70);
        let pairs = 40.0 * 39.0 / 2.0;
        let exact: Vec<f64> = betweenness::exact(&graph).iter().map(|b| b / pairs).collect();
        let steps = Steps::new(u64::MAX);
        let found = sampled(&graph, 0.005, 0.1, 1, &Budget::whole(&steps)).unwrap();
        for (a, b) in found.shares.iter().zip(&exact) {
            assert!((a - b).abs() < 0.006, "{a} {b}");
        }
        let most = exact.iter().copied().fold(0.0, f64::max);
        assert!((exact[found.top(1).0[0] as usize] - most).abs() < 0.01);
    }

    #[test]
    fn a_short_budget_states_a_larger_error() {
        let graph = random_graph(40, 70);
        let found = sampled(&graph, 0.001, 0.1, 1, &Budget::whole(&Steps::new(5000))).unwrap();
        assert!(found.error > 0.01);
        assert!(sampled(&graph, 0.0, 0.1, 1, &Budget::whole(&Steps::new(1))).is_err());
    }
}
