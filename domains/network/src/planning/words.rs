//! A plan's reasons and its certificate in plain words.

use super::{Goal, Plan, PlanRequest, Step};

impl Step {
    /// Why this removal, in a sentence.
    pub fn why(&self) -> String {
        let links = counted(self.links, "link");
        let sizes: Vec<String> = self.joins.iter().take(5).map(u32::to_string).collect();
        if !self.closes.is_empty() {
            let layers: Vec<&str> = self.closes.iter().map(|layer| layer.as_str()).collect();
            let parts = match sizes.len() {
                0 | 1 => "beside others of the plan".to_owned(),
                _ => format!("alone joins parts of {}", sizes.join(" and ")),
            };
            return format!("the tie between the two is closed ({}); {parts}", layers.join(", "));
        }
        if self.in_layers > 1 {
            let reaches = if sizes.is_empty() {
                "others of the plan".to_owned()
            } else {
                format!(
                    "parts of {}{}",
                    sizes.join(", "),
                    if self.joins.len() > 5 { ", ..." } else { "" }
                )
            };
            return format!(
                "{links} in the {} layers that must survive, to {reaches}",
                self.in_layers
            );
        }
        match self.joins.len() {
            0 => format!("{links}, all to others of the plan"),
            1 => format!("{links} into the part of {} that is left", sizes[0]),
            n if n > 5 => {
                format!("{links}; alone holds {n} parts together, of {}, ...", sizes.join(", "))
            }
            n => format!("{links}; alone holds {n} parts together, of {}", sizes.join(", ")),
        }
    }
}

impl Plan {
    /// What is certain about the plan, in plain words.
    pub fn in_words(&self, request: &PlanRequest) -> String {
        let (value, bound) = (self.certificate.value, self.certificate.bound);
        let gap = self.certificate.gap() * 100.0;
        let proved = self.certificate.proved;
        match request.goal {
            Goal::Block { .. } if proved && self.steps.is_empty() => format!(
                "Proved: nothing within the budget makes the largest part smaller than it is, {value}."
            ),
            Goal::Block { .. } if proved => format!(
                "Proved: no other choice within the budget leaves a largest part of fewer than {value}."
            ),
            Goal::Block { .. } => format!(
                "The best found leaves {value}. No choice within the budget leaves fewer than {bound}; \
                 whether one leaves fewer than {value} is open (gap {gap:.0} %)."
            ),
            Goal::Set { max_fragment } if proved => format!(
                "Proved: nothing that costs less than {value} leaves no part larger than {max_fragment}."
            ),
            Goal::Set { max_fragment } => format!(
                "The best found costs {value}. Nothing below {bound} leaves no part larger than \
                 {max_fragment} (gap {gap:.0} %)."
            ),
            Goal::Order { .. } if !self.certificate.reached => {
                "The goal is not reached: those who may not be named hold too large a part together."
                    .to_owned()
            }
            Goal::Order { .. } if proved => {
                format!("Proved: no order has a smaller area under its curve than {value:.3}.")
            }
            Goal::Order { .. } => format!(
                "The area under the curve is {value:.3}. No order is below {bound:.3} (gap {gap:.0} %)."
            ),
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
