//! Annealing of a partition: worse moves now and then, ever fewer.
//!
//! Moves that only ever gain end in the nearest valley; where communities are weak that is far from
//! the best one. With noise that fades, nodes find their way between valleys (Kirkpatrick, Gelatt,
//! Vecchi: Optimization by simulated annealing, 1983; for modularity: Guimerà, Amaral, 2005).

use crate::budget::Budget;
use crate::communities::level::{Level, Partition, Slot};
use crate::random::Random;

/// Sweeps over all nodes, when the budget allows.
const N_SWEEPS: usize = 120;
/// Temperatures at the start and at the end, in weights of a tie.
const HOT: f64 = 0.5;
const COLD: f64 = 0.12;

/// Anneals until all sweeps are done or the budget is spent.
pub(super) fn anneal(
    level: &Level,
    of: Vec<u32>,
    resolution: f64,
    random: &mut Random,
    budget: &Budget<'_>,
) -> Vec<u32> {
    let (n_ties, mean_tie) = level.ties();
    let mut partition = Partition::new(level, of);
    let noise = Noise::new(random);
    for sweep in 0..N_SWEEPS {
        let done = budget.used().max(sweep as f64 / N_SWEEPS as f64);
        if budget.is_spent() {
            break;
        }
        let temperature = mean_tie * HOT * (COLD / HOT).powf(done);
        partition.shake(level, resolution, temperature, &noise, random);
        budget.add(n_ties as u64);
    }
    partition.of
}

impl Partition {
    /// Goes over all nodes once; each moves to a community that it is tied to, better ones with
    /// more probability: `exp(gain / temperature)`, drawn as the largest gain with Gumbel noise.
    fn shake(
        &mut self,
        level: &Level,
        resolution: f64,
        temperature: f64,
        noise: &Noise,
        random: &mut Random,
    ) {
        for node in level.nodes() {
            let own = self.of[node as usize];
            let mass = level.mass[node as usize];
            self.tie_up(level, node, |_| true);
            let mut draws = noise.draws(random.bits());
            let Slot { tie, mass: with_self } = self.slots[own as usize];
            let gain = tie - resolution * mass * (with_self - mass);
            let mut best = (gain + temperature * draws(), own);
            for &community in &self.near {
                if community != own {
                    let slot = &self.slots[community as usize];
                    let gain = slot.tie - resolution * mass * slot.mass;
                    let shifted = gain + temperature * draws();
                    if shifted > best.0 {
                        best = (shifted, community);
                    }
                }
            }
            self.untie();
            if best.1 != own {
                self.transfer(level, node, best.1);
            }
        }
    }
}

/// Values of the standard Gumbel distribution, so that a draw costs no logarithm.
#[derive(Debug)]
struct Noise {
    values: Vec<f64>,
}

impl Noise {
    const BITS: u32 = 12;

    fn new(random: &mut Random) -> Self {
        let n_values = 1 << Self::BITS;
        let value = |index: usize| -(-((index as f64 + 0.5) / n_values as f64).ln()).ln();
        let mut values: Vec<f64> = (0..n_values).map(value).collect();
        random.shuffle(&mut values);
        Self { values }
    }

    /// Draws that follow from a seed, one after the other.
    fn draws(&self, mut seed: u64) -> impl FnMut() -> f64 + '_ {
        move || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            self.values[(seed >> (64 - Self::BITS)) as usize]
        }
    }
}
