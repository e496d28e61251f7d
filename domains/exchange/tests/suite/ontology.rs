//! The ontology against the package's: nothing of FollowTheMoney is missing or otherwise.

use crossbearing_model::{Ontology, Property, Schema};

use crate::python;

/// Writes the package's model as lines of tab-separated facts.
const SCRIPT: &str = r"
from followthemoney import model
join = lambda xs: ','.join(sorted(str(x) for x in xs))
for s in model.schemata.values():
    ends = (s.edge_source or '', s.edge_target or '', s.edge_directed if s.edge_source else '')
    print('schema', s.name, s.abstract, join(e.name for e in s.extends), ','.join(s.caption),
          ','.join(s.featured), join(s.required), *ends, sep='\t')
    for p in s.properties.values():
        if not p.stub:
            print('property', s.name, p.name, p.type.name, p.range.name if p.range else '',
                  p.reverse.name if p.reverse else '', p.hidden, p.deprecated, p.format or '', sep='\t')
";

#[test]
fn the_ontology_holds_followthemoney_whole() {
    let Some(facts) = python::run(SCRIPT, b"") else { return };
    let ontology = Ontology::standard();
    let mut count = (0, 0);
    for fact in facts.lines() {
        let fields: Vec<&str> = fact.split('\t').collect();
        let schema =
            ontology.schema(fields[1]).unwrap_or_else(|| panic!("no schema {}", fields[1]));
        if fields[0] == "schema" {
            count.0 += 1;
            assert_eq!(of_schema(schema), fields[2..], "{}", fields[1]);
        } else {
            count.1 += 1;
            let property = schema.property(fields[2]).unwrap_or_else(|| panic!("no {fact}"));
            assert_eq!(of_property(property), fields[2..], "{}", fields[1]);
        }
    }
    let ours = ontology.schemata().filter(|schema| schema.is_followthemoney()).count();
    assert_eq!(count.0, ours, "schemata marked as FollowTheMoney's");
    assert!(count.1 > 1000, "{count:?}");
}

fn of_schema(schema: &Schema) -> Vec<String> {
    let sorted = |names: &[crossbearing_model::Name]| {
        let mut names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        names.sort_unstable();
        names.join(",")
    };
    let edge = schema.edge();
    vec![
        truth(schema.is_abstract()),
        sorted(schema.parents()),
        schema.caption().join(","),
        schema.featured().join(","),
        sorted(schema.required()),
        edge.map(|edge| edge.source.to_string()).unwrap_or_default(),
        edge.map(|edge| edge.target.to_string()).unwrap_or_default(),
        edge.map(|edge| truth(edge.directed)).unwrap_or_default(),
    ]
}

fn of_property(property: &Property) -> Vec<String> {
    vec![
        property.name().to_string(),
        property.kind().followthemoney_type().to_owned(),
        property.range().map(ToString::to_string).unwrap_or_default(),
        property.reverse().map(ToString::to_string).unwrap_or_default(),
        truth(property.is_hidden()),
        truth(property.is_deprecated()),
        property.format().map(ToString::to_string).unwrap_or_default(),
    ]
}

fn truth(value: bool) -> String {
    if value { "True".into() } else { "False".into() }
}
