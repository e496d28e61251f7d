//! `crossbearing identity score`: proposals and the queue against the truth of an exercise.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use crossbearing_access::{PseudonymKey, Role, Viewer};
use crossbearing_exercise::{Exercise, FiledReport, Plan, TruthRecord};
use crossbearing_identity::{Decision, Desk, Picture, Wanted, Weights};
use crossbearing_ledger::{Batch, Ledger, Setup, Verdict, View};
use crossbearing_model::{
    Audience, Citation, EntityId, Instant, Label, LabelSpec, Ontology, Statement,
};

use crate::commands::console::say;

/// After so many decisions the share of identities recovered is given.
const AFTER: [usize; 3] = [100, 300, 1000];

/// Arguments of `crossbearing identity score`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing exercise --persons 2000 --out exercise-2000\n  crossbearing identity score exercise-2000"
)]
pub(crate) struct Score {
    /// A folder that `crossbearing exercise --out` wrote.
    folder: PathBuf,
    /// As if all agencies kept one node and hid nothing from one another.
    #[arg(long)]
    together: bool,
    /// Take every signal for what it says, instead of the shipped weights.
    #[arg(long)]
    plain: bool,
    /// Print weights fitted to the pairs of this exercise, as those that are shipped were.
    #[arg(long)]
    learn: bool,
    /// Print so many of the wrong pairs that are held most probable, and of the right ones that are
    /// held least so, with the evidence.
    #[arg(long, value_name = "PAIRS")]
    worst: Option<usize>,
}

impl Score {
    /// Files the exercise in memory, and lets a perfect analyst follow the queue.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let path = self.folder.join("manifest.json");
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let manifest: serde_json::Value = serde_json::from_str(&text)?;
        let plan = &manifest["plan"];
        let number = |key: &str| plan[key].as_u64().with_context(|| format!("no plan.{key}"));
        let today: Instant = plan["today"].as_str().context("no plan.today")?.parse()?;
        let plan = Plan::new(number("seed")?, u32::try_from(number("persons")?)?)?.ending(today);
        let exercise = Exercise::new(plan)?;
        let ledger = file(&exercise, self.together, today)?;
        let truth = truth(&exercise);
        let analyst = exercise.cast().members.into_iter();
        let analyst = analyst
            .filter(|member| member.roles.contains(&Role::Analyst))
            .min_by_key(|member| member.principal.clone())
            .context("the exercise has no analyst")?;
        let purpose = analyst.purposes.first().context("the analyst has no purpose")?.clone();
        let viewer = Viewer {
            groups: analyst.groups,
            roles: analyst.roles.into_iter().collect(),
            clearance: analyst.clearance,
            principal: analyst.principal,
            agency: analyst.agency,
            purpose,
            given_by: None,
        };
        let view = ledger.view(&viewer, today)?;
        let weights = if self.plain { Weights::plain() } else { Weights::shipped() };
        let mut picture = Picture::read(&ledger, &view, weights)?;
        if self.learn {
            return learn(&picture, &truth);
        }
        say(format_args!("seen by {} of {}", viewer.principal, viewer.agency))?;
        before(&picture, &truth)?;
        if let Some(most) = self.worst {
            return worst(&picture, &truth, most);
        }
        follow(&mut picture, &ledger, (&viewer, today), &truth)
    }
}

type Truth = HashMap<EntityId, String>;

fn truth(exercise: &Exercise) -> Truth {
    let identity = |record| match record {
        TruthRecord::Identity { entity, truth, .. } => Some((entity, format!("{truth:?}"))),
        _ => None,
    };
    exercise.truth().filter_map(identity).collect()
}

fn file(exercise: &Exercise, together: bool, today: Instant) -> anyhow::Result<Ledger> {
    let ledger = Ledger::in_memory(Setup {
        ontology: Arc::new(Ontology::standard().clone()),
        pseudonym_key: PseudonymKey::from_bytes([7; 32]),
    })?;
    let mut reports: Vec<FiledReport> = exercise.reports().collect();
    reports.sort_by(|one, other| (one.recorded_at, &one.id).cmp(&(other.recorded_at, &other.id)));
    for report in reports {
        let (at, by) = (report.recorded_at, report.filed_by);
        let protections = if together { Vec::new() } else { report.protections };
        let statements =
            if together { opened(report.statements, today)? } else { report.statements };
        ledger.append(Batch { statements, protections, ..Batch::default() }, at, &by)?;
    }
    Ok(ledger)
}

/// The same statements under labels that hide nothing.
fn opened(statements: Vec<Statement>, today: Instant) -> anyhow::Result<Vec<Statement>> {
    let review = today.plus_millis(1000 * 3600 * 24 * 365);
    let mut opened: HashMap<*const Citation, Arc<Citation>> = HashMap::new();
    let mut out = Vec::with_capacity(statements.len());
    for statement in statements {
        let key = Arc::as_ptr(&statement.citation);
        let known = opened.get(&key).map(Arc::clone);
        let citation = match known {
            Some(citation) => citation,
            None => open(&statement.citation, review)?,
        };
        opened.insert(key, Arc::clone(&citation));
        // Corrections name what they correct by a hash that holds the label.
        if statement.standing.target().is_none() {
            out.push(Statement { citation, ..statement });
        }
    }
    Ok(out)
}

fn open(citation: &Citation, review: Instant) -> anyhow::Result<Arc<Citation>> {
    let label = Label::seal(LabelSpec {
        releasable_to: [Audience::Everyone].into(),
        ..LabelSpec::for_agency(citation.label.spec().originator.clone(), review)
    })?;
    Ok(Arc::new(Citation { label, ..citation.clone() }))
}

/// Groups of records that are truly one.
fn groups<'t>(picture: &Picture, truth: &'t Truth) -> BTreeMap<&'t str, Vec<EntityId>> {
    let mut groups: BTreeMap<&str, Vec<EntityId>> = BTreeMap::new();
    for subject in picture.subjects() {
        for member in &subject.members {
            if let Some(of) = truth.get(member) {
                groups.entry(of).or_default().push(member.clone());
            }
        }
    }
    groups
}

fn true_pairs(groups: &BTreeMap<&str, Vec<EntityId>>) -> usize {
    groups.values().map(|group| group.len() * (group.len() - 1) / 2).sum()
}

/// What there is to recover: identities that stand as several records.
struct Sought {
    pairs: usize,
    identities: Vec<Vec<EntityId>>,
}

impl Sought {
    fn new(picture: &Picture, truth: &Truth) -> Self {
        let groups = groups(picture, truth);
        let pairs = true_pairs(&groups);
        let identities = groups.into_values().filter(|group| group.len() > 1).collect();
        Self { pairs, identities }
    }

    /// How many identities are one cluster by now.
    fn whole(&self, picture: &Picture) -> usize {
        let identities = picture.identities();
        let is_whole = |group: &&Vec<EntityId>| {
            let first = group.first().map(|first| identities.of(first));
            first.is_some_and(|first| group.iter().all(|one| identities.of(one) == first))
        };
        self.identities.iter().filter(is_whole).count()
    }
}

/// Precision and recall of what is proposed, before anybody decided anything.
fn before(picture: &Picture, truth: &Truth) -> anyhow::Result<()> {
    let groups = groups(picture, truth);
    let total = true_pairs(&groups);
    let records: usize = groups.values().map(Vec::len).sum();
    say(format_args!(
        "{records} records of {} true persons and things, {total} true pairs",
        groups.len()
    ))?;
    for least in [0.1, 0.5, 0.9] {
        let proposed: Vec<_> = picture.likely(least).collect();
        let right = proposed.iter().filter(|(a, b, _)| truth.get(*a) == truth.get(*b)).count();
        say(format_args!(
            "from probability {least}: {} pairs, precision {:.3}, recall {:.3}",
            proposed.len(),
            right as f64 / proposed.len().max(1) as f64,
            right as f64 / total.max(1) as f64,
        ))?;
    }
    let mut bins = [(0.0_f64, 0.0_f64, 0_usize); 10];
    for (a, b, probability) in picture.likely(0.0) {
        let bin = &mut bins[((probability * 10.0) as usize).min(9)];
        bin.0 += probability;
        bin.1 += f64::from(u8::from(truth.get(a) == truth.get(b)));
        bin.2 += 1;
    }
    let all: usize = bins.iter().map(|bin| bin.2).sum();
    let error: f64 = bins.iter().map(|bin| (bin.0 - bin.1).abs()).sum();
    say(format_args!(
        "expected calibration error {:.3} over {all} candidates",
        error / all.max(1) as f64
    ))
}

/// What misleads: wrong pairs held probable, and right ones held improbable.
fn worst(picture: &Picture, truth: &Truth, most: usize) -> anyhow::Result<()> {
    let is_same = |a: &EntityId, b: &EntityId| truth.get(a) == truth.get(b);
    let mut all: Vec<_> = picture.likely(0.0).collect();
    all.sort_by(|one, other| {
        other.2.total_cmp(&one.2).then((one.0, one.1).cmp(&(other.0, other.1)))
    });
    let wrong = all.iter().filter(|(a, b, _)| !is_same(a, b)).take(most);
    let right = all.iter().rev().filter(|(a, b, _)| is_same(a, b)).take(most);
    for (title, pairs) in [("wrong", wrong.collect::<Vec<_>>()), ("right", right.collect())] {
        say(format_args!("\n{title} pairs"))?;
        for (left, right, probability) in pairs {
            say(format_args!("{probability:.3}  {left}  {right}"))?;
            for term in picture.proposal(left, right)?.evidence.terms {
                say(format_args!("    {:+.2}  {}", term.weight, term.text))?;
            }
        }
    }
    Ok(())
}

/// A perfect analyst decides what comes first, again and again.
fn follow(
    picture: &mut Picture,
    ledger: &Ledger,
    (viewer, today): (&Viewer, Instant),
    truth: &Truth,
) -> anyhow::Result<()> {
    let sought = Sought::new(picture, truth);
    let node = "node-score".parse()?;
    let (mut decided, mut same) = (0, 0);
    while decided < AFTER[AFTER.len() - 1] {
        let view: View = ledger.view(viewer, today)?;
        picture.refresh(ledger, &view)?;
        let wanted = Wanted { limit: 1, ..Wanted::by(viewer.principal.clone()) };
        let queue = picture.queue(&wanted);
        let Some(first) = queue.proposals.first() else { break };
        let is_same = truth.get(&first.left) == truth.get(&first.right);
        let verdict = if is_same { Verdict::Same } else { Verdict::Different };
        let decision = Decision {
            left: first.left.clone(),
            right: first.right.clone(),
            verdict,
            reason: "by the truth of the exercise".to_owned(),
            second_opinion: false,
        };
        let now = today.plus_millis(decided as i64);
        let desk = Desk { ledger, view: &view, node: &node, grade: "3x5x2/1A".parse()?, now };
        let made = picture.decide(&decision, &desk)?;
        ledger.append(made.batch, now, &viewer.principal)?;
        decided += 1;
        same += usize::from(is_same);
        if AFTER.contains(&decided) {
            recovered(picture, ledger, (viewer, today), (decided, same), &sought)?;
        }
    }
    if !AFTER.contains(&decided) {
        recovered(picture, ledger, (viewer, today), (decided, same), &sought)?;
        say("then the queue is empty")?;
    }
    Ok(())
}

fn recovered(
    picture: &mut Picture,
    ledger: &Ledger,
    (viewer, today): (&Viewer, Instant),
    (decided, same): (usize, usize),
    sought: &Sought,
) -> anyhow::Result<()> {
    let view = ledger.view(viewer, today)?;
    picture.refresh(ledger, &view)?;
    let joined: usize = picture
        .identities()
        .clusters()
        .map(|(_, members)| members.len() * (members.len() - 1) / 2)
        .sum();
    let (whole, all) = (sought.whole(picture), sought.identities.len());
    say(format_args!(
        "after {decided} decisions ({same} same): {joined} of {} true pairs, {:.1} %; {whole} of \
         {all} identities of several records whole, {:.1} %",
        sought.pairs,
        100.0 * joined as f64 / sought.pairs.max(1) as f64,
        100.0 * whole as f64 / all.max(1) as f64,
    ))
}

fn learn(picture: &Picture, truth: &Truth) -> anyhow::Result<()> {
    let labelled = picture.labelled(|a, b| truth.get(a) == truth.get(b));
    let weights = Weights::shipped().trained(&labelled, "learned");
    say(format_args!("start {:.2}", weights.start()))?;
    for kind in crossbearing_identity::Kind::ALL {
        say(format_args!("{:.2}  {}", weights.belief(kind), kind.as_str()))?;
    }
    let fit = |weights: &Weights| crossbearing_identity::Fit::of(weights, &labelled);
    say(format_args!("before {:?}", fit(&Weights::shipped())))?;
    say(format_args!("after {:?}", fit(&weights)))
}
