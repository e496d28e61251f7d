//! The report of a linkage as one HTML page that needs nothing else.

use std::fmt::Write as _;

use crossbearing_linkage::{Edge, Linkage};

use super::{true_pairs, truth};

/// Doubtful pairs shown.
const SHOWN: usize = 20;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;\
    padding:0 1rem;color:#1b1f24}table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem \
    .7rem;border-bottom:1px solid #d8dee4;text-align:left}td.n{text-align:right;font-variant-numeric\
    :tabular-nums}.bar{display:inline-block;height:.7rem}.up{background:#2f7d4f}.down{background:\
    #b3402e}h2{margin-top:2.5rem}";

/// Writes the report.
pub(super) fn html(linkage: &Linkage, clusters: &[u32]) -> String {
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Linkage report</title>\
         <style>{STYLE}</style><h1>Linkage report</h1><p>{} records, {} pairs compared.</p>",
        linkage.table().records,
        linkage.pairs
    );
    write_schemes(linkage, &mut page);
    write_weights(linkage, &mut page);
    write_calibration(linkage, &mut page);
    write_doubtful(linkage, clusters, &mut page);
    page.push_str("</html>\n");
    page
}

fn write_schemes(linkage: &Linkage, page: &mut String) {
    let total = truth(linkage).map(true_pairs);
    page.push_str("<h2>Blocking</h2><table><tr><th>keys<th>pairs<th>recall</tr>");
    for scheme in &linkage.schemes_report {
        let recall = match (scheme.true_pairs, total) {
            (Some(found), Some(total)) => format!("{:.3}", found as f64 / total.max(1) as f64),
            _ => "unknown".to_owned(),
        };
        let _ = write!(
            page,
            "<tr><td>{}<td class=n>{}<td class=n>{recall}</tr>",
            escaped(&scheme.keys.join(" + ")),
            scheme.pairs
        );
    }
    page.push_str("</table>");
}

fn write_weights(linkage: &Linkage, page: &mut String) {
    page.push_str("<h2>Weights</h2><p>What each level of agreement adds, in nats.</p><table>");
    for (compare, own) in linkage.plan().compare.iter().zip(&linkage.weights().compare) {
        for (meaning, weight) in compare.kind.meanings().iter().zip(&own.levels) {
            let column = escaped(&compare.column);
            let _ = write!(page, "<tr><td>{column}<td>{meaning}<td class=n>{weight:+.2}</tr>");
        }
    }
    page.push_str("</table>");
}

fn write_calibration(linkage: &Linkage, page: &mut String) {
    let Some(truth) = truth(linkage) else {
        page.push_str("<h2>Calibration</h2><p>The plan names no column with the truth.</p>");
        return;
    };
    page.push_str(
        "<h2>Calibration</h2><table><tr><th>probability<th>pairs<th>expected<th>observed</tr>",
    );
    let mut bins = [(0.0f64, 0.0f64, 0.0f64); 10];
    for edge in linkage.edges() {
        let probability = 1.0 / (1.0 + f64::from(-edge.weight).exp());
        let bin = &mut bins[((probability * 10.0) as usize).min(9)];
        bin.0 += 1.0;
        bin.1 += probability;
        bin.2 += f64::from(u8::from(truth[edge.first as usize] == truth[edge.second as usize]));
    }
    for (number, (pairs, expected, observed)) in bins.iter().enumerate() {
        let (expected, observed) = (expected / pairs.max(1.0), observed / pairs.max(1.0));
        let _ = write!(
            page,
            "<tr><td>0.{number}<td class=n>{pairs}<td class=n>{expected:.3}<td class=n>{observed:.3}\
             <td><span class=\"bar up\" style=\"width:{:.0}px\"></span></tr>",
            observed * 200.0
        );
    }
    page.push_str("</table>");
}

/// The pairs nearest to the threshold, and those where weight and clusters disagree most.
fn write_doubtful(linkage: &Linkage, clusters: &[u32], page: &mut String) {
    page.push_str(
        "<h2>Worst pairs</h2><p>Where the pair's own weight and its clusters disagree.</p>",
    );
    let wrong = |edge: &Edge| {
        let together = clusters[edge.first as usize] == clusters[edge.second as usize];
        if together { -edge.weight } else { edge.weight }
    };
    let mut edges: Vec<&Edge> = linkage.edges().iter().collect();
    edges.sort_by(|a, b| wrong(b).total_cmp(&wrong(a)));
    for edge in edges.into_iter().take(SHOWN) {
        write_waterfall(linkage, edge, page);
    }
}

fn write_waterfall(linkage: &Linkage, edge: &Edge, page: &mut String) {
    let _ = write!(page, "<h3>{:+.1} nats</h3><table>", edge.weight);
    for term in linkage.explain((edge.first, edge.second)) {
        let side = if term.weight >= 0.0 { "up" } else { "down" };
        let _ = write!(
            page,
            "<tr><td>{}<td>{}<td>{}<td>{}<td class=n>{:+.1}<td><span class=\"bar {side}\" \
             style=\"width:{:.0}px\"></span></tr>",
            escaped(&term.column),
            escaped(&term.values.0),
            escaped(&term.values.1),
            term.meaning,
            term.weight,
            term.weight.abs() * 12.0
        );
    }
    page.push_str("</table>");
}

/// Text safe inside HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
