//! The ontology, identifiers, statements, grades, labels and times.
