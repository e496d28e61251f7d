//! From the ledger's entities to nodes and ties.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;

use crossbearing_ledger::{AsOf, EntityRecord, Identities, Ledger, Read, View};
use crossbearing_model::{
    Edge, EntityId, Label, Name, Ontology, PropertyKind, StatementId, SubjectCategory,
};

use super::events::{joined, span_of, span_of_period};
use super::resolve::resolve;
use super::{Care, MOST_ENTITIES, Node, NodeNo, Projection, Report, Source, Span, Tie};
use crate::error::{Error, Result};
use crate::evidence::{Evidence, ReportNo, SourceNo, any};
use crate::kind::{Layer, NodeKind};

/// Links of which each is an event by itself: two payments are not one.
const OCCASIONS: [&str; 4] = ["Payment", "Call", "Debt", "Message"];

/// Through what money goes: where it is paid in, and where it is paid out.
const WAYS: [[&str; 2]; 2] =
    [["payerAccount", "beneficiaryAccount"], ["sendingOffice", "payingOffice"]];

pub(super) fn project(ledger: &Ledger, view: &View, as_of: AsOf) -> Result<Projection> {
    let ontology = ledger.ontology();
    let (mut records, mut links, mut calls) = (Vec::new(), Vec::new(), Vec::new());
    let mut provenance = Vec::new();
    let mut too_many = false;
    ledger.every_entity(view, as_of, &mut |record| {
        if let Some(kind) = NodeKind::of(ontology, &record.schema) {
            records.push((record, kind));
        } else if ontology.schema(&record.schema).is_some_and(|schema| schema.edge().is_some()) {
            links.push(record);
        } else if ontology.schema(&record.schema).is_some_and(|schema| schema.is_a("Call")) {
            calls.push(record);
        } else if matches!(record.schema.as_ref(), "Report" | "Source") {
            provenance.push(record);
        }
        too_many = records.len() + links.len() + calls.len() > MOST_ENTITIES;
        if too_many { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if too_many {
        return Err(Error::TooLarge { limit: MOST_ENTITIES });
    }
    let mut builder = Builder::new(ontology, &provenance);
    builder.nodes(&records, &ledger.identities(view, as_of)?);
    for (record, _) in &records {
        builder.properties(record);
        if let Some(edge) = ontology.schema(&record.schema).and_then(|schema| schema.edge()) {
            builder.link(record, edge);
        }
    }
    for record in &links {
        if let Some(edge) = ontology.schema(&record.schema).and_then(|schema| schema.edge()) {
            builder.link(record, edge);
            builder.ways_of_money(record, edge);
        }
    }
    builder.calls(&records, &calls);
    builder.selectors(&records);
    Ok(builder.finish())
}

/// What makes ties one tie.
pub(super) type Key = (NodeNo, NodeNo, Name, Option<EntityId>);

pub(super) struct Builder<'a> {
    ontology: &'a Ontology,
    provenance: HashMap<&'a EntityId, &'a EntityRecord>,
    made: Projection,
    ties: BTreeMap<Key, Tie>,
    report_numbers: HashMap<EntityId, ReportNo>,
    source_numbers: HashMap<EntityId, SourceNo>,
}

impl<'a> Builder<'a> {
    fn new(ontology: &'a Ontology, provenance: &'a [EntityRecord]) -> Self {
        Self {
            ontology,
            provenance: provenance.iter().map(|record| (&record.id, record)).collect(),
            made: Projection::default(),
            ties: BTreeMap::new(),
            report_numbers: HashMap::new(),
            source_numbers: HashMap::new(),
        }
    }

    fn nodes(&mut self, records: &[(EntityRecord, NodeKind)], identities: &Identities) {
        let belongs = resolve(self.ontology, records, identities);
        let n_groups = belongs.iter().max().map_or(0, |last| last + 1);
        let mut groups: Vec<Vec<&(EntityRecord, NodeKind)>> = vec![Vec::new(); n_groups];
        for (record, group) in records.iter().zip(belongs) {
            groups[group].push(record);
        }
        for group in groups {
            let number = self.made.nodes.len() as NodeNo;
            let Some(node) = self.node(&group) else { continue };
            for member in &node.members {
                self.made.index.insert(member.clone(), number);
            }
            self.made.nodes.push(node);
        }
    }

    /// One node of every record that it is; shown as the one of which most is said.
    fn node(&mut self, group: &[&(EntityRecord, NodeKind)]) -> Option<Node> {
        let fullest = group.iter().max_by_key(|(record, _)| {
            (record.protected, record.statements.len(), std::cmp::Reverse(record.id.clone()))
        });
        let (shown, kind) = fullest?;
        let mut members: Vec<EntityId> =
            group.iter().map(|(record, _)| record.id.clone()).collect();
        members.sort_unstable();
        let mut when = Span::default();
        let (mut in_danger, mut suspicion) = (Vec::new(), Vec::new());
        for (record, kind) in group {
            if *kind == NodeKind::Event || *kind == NodeKind::Goods {
                when = joined(when, span_of(self.ontology, record));
            }
            for read in record.statements.iter().filter(|read| read.stands()) {
                if read.statement.property.as_ref() != "subjectCategory" {
                    continue;
                }
                match read.statement.value.parse::<SubjectCategory>() {
                    Ok(category) if category.is_protected() => in_danger.push(read.id),
                    Ok(SubjectCategory::Suspect | SubjectCategory::Convicted) => {
                        suspicion.push(self.evidence(read));
                    }
                    _ => {}
                }
            }
        }
        let protected = group.iter().any(|(record, _)| record.protected);
        let is_endangered = protected || !in_danger.is_empty();
        Some(Node {
            id: shown.id.clone(),
            members,
            kind: *kind,
            schema: Arc::clone(&shown.schema),
            caption: shown.caption.value.clone(),
            lang: shown.caption.lang.clone(),
            protected,
            care: if is_endangered { Care::InDanger(in_danger) } else { Care::None },
            suspicion,
            when,
            labels: labels_of_caption(shown),
        })
    }

    /// What an entity's own statements point to.
    fn properties(&mut self, record: &EntityRecord) {
        let Some(&from) = self.made.index.get(&record.id) else { return };
        let Some(schema) = self.ontology.schema(&record.schema) else { return };
        // When somebody was born says nothing about when a tie held.
        let happens = [NodeKind::Event, NodeKind::Goods, NodeKind::Document]
            .contains(&self.made.node(from).kind);
        let occasion = if happens { span_of(self.ontology, record) } else { Span::default() };
        for read in record.statements.iter().filter(|read| read.stands()) {
            let statement = &read.statement;
            let Some(property) = schema.property(&statement.property) else { continue };
            let is_end = schema.edge().is_some_and(|edge| {
                edge.source == statement.property || edge.target == statement.property
            });
            if property.kind() != PropertyKind::Entity || is_end {
                continue;
            }
            let Some(to) = self.target(read) else { continue };
            let layer = Layer::of(schema, self.made.node(to).kind);
            let key =
                (from, to, Name::from(format!("{}.{}", schema.name(), property.name())), None);
            let when = joined(occasion, span_of_period(statement.valid));
            let evidence = self.evidence(read);
            self.tie(key, layer, property.label(), true, when, [evidence]);
        }
    }

    /// A link that is an entity of its own, as a tie between its two ends.
    fn link(&mut self, record: &EntityRecord, edge: &Edge) {
        let Some(schema) = self.ontology.schema(&record.schema) else { return };
        let (sources, targets) = (ends(record, &edge.source), ends(record, &edge.target));
        let is_occasion = OCCASIONS.iter().any(|name| schema.is_a(name));
        let link = is_occasion.then(|| record.id.clone());
        for (from, said_from) in self.by_node(&sources) {
            for (to, said_to) in self.by_node(&targets) {
                if from == to {
                    continue;
                }
                let evidence = both(&said_from, &said_to);
                let key = (from, to, Arc::clone(schema.name()), link.clone());
                let when = self.when_of_link(record);
                let layer = Layer::of(schema, NodeKind::Person);
                self.tie(key.clone(), layer, &edge.label, edge.directed, when, evidence);
                self.said_roles(&key, record);
            }
        }
    }

    /// Money goes from the payer through accounts and offices to the beneficiary.
    fn ways_of_money(&mut self, record: &EntityRecord, edge: &Edge) {
        let is_payment =
            self.ontology.schema(&record.schema).is_some_and(|schema| schema.is_a("Payment"));
        if !is_payment {
            return;
        }
        for way in WAYS {
            let stations = [&edge.source, &Name::from(way[0]), &Name::from(way[1]), &edge.target]
                .map(|property| self.by_node(&ends(record, property)));
            for pair in stations.windows(2) {
                for (from, said_from) in &pair[0] {
                    for (to, said_to) in &pair[1] {
                        if from != to {
                            let kind = Name::from(format!("{}.{}", record.schema, way[0]));
                            let key = (*from, *to, kind, Some(record.id.clone()));
                            let when = self.when_of_link(record);
                            let evidence = both(said_from, said_to);
                            self.tie(key, Layer::Payment, "money went to", true, when, evidence);
                        }
                    }
                }
            }
        }
    }

    pub(super) fn when_of_link(&self, record: &EntityRecord) -> Span {
        let valid = record.statements.iter().filter(|read| read.stands());
        let valid = valid.map(|read| span_of_period(read.statement.valid));
        valid.fold(span_of(self.ontology, record), joined)
    }

    fn said_roles(&mut self, key: &Key, record: &EntityRecord) {
        let of_role = |read: &&Read| read.stands() && read.statement.property.as_ref() == "role";
        let said: Vec<(String, Evidence)> = record
            .statements
            .iter()
            .filter(of_role)
            .map(|read| (read.statement.value.clone(), self.evidence(read)))
            .collect();
        if let Some(tie) = self.ties.get_mut(key) {
            for (role, evidence) in said {
                if tie.said_roles.iter().all(|(_, known)| known.statements != evidence.statements) {
                    tie.said_roles.push((role, evidence));
                }
            }
        }
    }

    /// What says that each node is at an end of a link.
    pub(super) fn by_node(&mut self, reads: &[&Read]) -> Vec<(NodeNo, Vec<Evidence>)> {
        let mut found: BTreeMap<NodeNo, Vec<Evidence>> = BTreeMap::new();
        for read in reads {
            if let Some(node) = self.target(read) {
                let evidence = self.evidence(read);
                found.entry(node).or_default().push(evidence);
            }
        }
        found.into_iter().collect()
    }

    fn target(&self, read: &Read) -> Option<NodeNo> {
        let id: EntityId = read.statement.value.parse().ok()?;
        self.made.index.get(&id).copied()
    }

    pub(super) fn ontology(&self) -> &'a Ontology {
        self.ontology
    }

    /// Whether anything ties two nodes already.
    pub(super) fn is_tied(&self, one: NodeNo, other: NodeNo) -> bool {
        let from = |a: NodeNo, b: NodeNo| {
            let first: Key = (a, b, Name::from(""), None);
            let next = self.ties.range(first..).next();
            next.is_some_and(|((from, to, ..), _)| (*from, *to) == (a, b))
        };
        from(one, other) || from(other, one)
    }

    /// The node that an entity belongs to.
    pub(super) fn node_of(&self, id: &EntityId) -> Option<NodeNo> {
        self.made.index.get(id).copied()
    }

    pub(super) fn tie(
        &mut self,
        key: Key,
        layer: Layer,
        label: &str,
        directed: bool,
        when: Span,
        evidence: impl IntoIterator<Item = Evidence>,
    ) {
        let (from, to, kind, link) = key.clone();
        let tie = self.ties.entry(key).or_insert_with(|| Tie {
            from,
            to,
            kind,
            layer,
            label: label.to_owned(),
            directed,
            link,
            when,
            evidence: Vec::new(),
            said_roles: Vec::new(),
            probability: 0.0,
        });
        tie.when = joined(tie.when, when);
        for said in evidence {
            if tie.evidence.iter().all(|known| known.statements != said.statements) {
                tie.evidence.push(said);
            }
        }
    }

    pub(super) fn evidence(&mut self, read: &Read) -> Evidence {
        let citation = &read.statement.citation;
        let report = self.report(&citation.report, citation.label.spec().originator.as_str());
        Evidence {
            statements: vec![read.id],
            reports: vec![report],
            source: self.made.source_of(report),
            grade: citation.grade,
            probability: citation.grade.probability(),
            labels: vec![citation.label.clone()],
        }
    }

    fn report(&mut self, id: &EntityId, agency: &str) -> ReportNo {
        if let Some(known) = self.report_numbers.get(id) {
            return *known;
        }
        let record = self.provenance.get(id).copied();
        let stated = record.and_then(|record| {
            let of_source =
                |read: &&Read| read.stands() && read.statement.property.as_ref() == "source";
            record.statements.iter().find(of_source)?.statement.value.parse::<EntityId>().ok()
        });
        let source = self.source(stated.as_ref().unwrap_or(id));
        let number = self.made.reports.len() as ReportNo;
        self.made.reports.push(Report {
            id: id.clone(),
            title: self.caption(id),
            source,
            agency: agency.to_owned(),
        });
        self.report_numbers.insert(id.clone(), number);
        number
    }

    fn source(&mut self, id: &EntityId) -> SourceNo {
        if let Some(known) = self.source_numbers.get(id) {
            return *known;
        }
        let number = self.made.sources.len() as SourceNo;
        self.made.sources.push(Source { id: id.clone(), caption: self.caption(id) });
        self.source_numbers.insert(id.clone(), number);
        number
    }

    fn caption(&self, id: &EntityId) -> String {
        let record = self.provenance.get(id);
        record.map_or_else(|| id.to_string(), |record| record.caption.value.clone())
    }

    fn finish(mut self) -> Projection {
        self.made.ties = self.ties.into_values().collect();
        for tie in &mut self.made.ties {
            tie.probability = any(&tie.evidence);
        }
        self.made.index_ties();
        mark_carried(&mut self.made);
        self.made
    }
}

/// Whoever is a passenger and whom nobody calls a suspect was carried.
fn mark_carried(made: &mut Projection) {
    let mut carried: BTreeMap<NodeNo, Vec<StatementId>> = BTreeMap::new();
    for tie in made.ties.iter().filter(|tie| tie.kind.ends_with(".passengers")) {
        let said = tie.evidence.iter().flat_map(|said| said.statements.iter().copied());
        carried.entry(tie.to).or_default().extend(said);
    }
    for (node, said) in carried {
        let node = &mut made.nodes[node as usize];
        if node.care == Care::None && node.suspicion.is_empty() {
            node.care = Care::Carried(said);
        }
    }
}

pub(super) fn ends<'r>(record: &'r EntityRecord, property: &Name) -> Vec<&'r Read> {
    let of_property = |read: &&Read| read.stands() && read.statement.property == *property;
    record.statements.iter().filter(of_property).collect()
}

/// Each statement of one end with the one of the other end that its own report makes, else with
/// the best.
pub(crate) fn both(one: &[Evidence], other: &[Evidence]) -> Vec<Evidence> {
    let best_for = |said: &Evidence, among: &[Evidence]| {
        let pairs = among.iter().map(|partner| said.and(partner));
        pairs.max_by(|a, b| a.probability.total_cmp(&b.probability))
    };
    let mut pairs: Vec<Evidence> = one.iter().filter_map(|said| best_for(said, other)).collect();
    for said in other {
        let is_used = pairs.iter().any(|pair| pair.statements.contains(&said.statements[0]));
        if !is_used {
            pairs.extend(
                one.iter()
                    .map(|partner| partner.and(said))
                    .max_by(|a, b| a.probability.total_cmp(&b.probability)),
            );
        }
    }
    pairs
}

/// The labels of the statements that say what the caption says.
fn labels_of_caption(record: &EntityRecord) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for read in record.statements.iter().filter(|read| read.stands()) {
        let label = &read.statement.citation.label;
        if read.statement.value == record.caption.value && !labels.contains(label) {
            labels.push(label.clone());
        }
    }
    labels
}
