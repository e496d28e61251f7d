//! Everything that can be wrong with what a caller hands in.

/// Why a network could not be read, built or planned for.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A line of an edge list has fewer than one or more than three fields.
    #[error("line {line}: expected `from to [weight]`, found {fields} fields")]
    Fields {
        /// Line number, from 1.
        line: usize,
        /// How many fields the line has.
        fields: usize,
    },
    /// A weight is not a finite number of at least zero.
    #[error("line {line}: weight {text:?} is not a finite number of at least zero")]
    Weight {
        /// Line number, from 1.
        line: usize,
        /// The text found.
        text: String,
    },
    /// A row of an adjacency matrix does not have one cell for each column.
    #[error("line {line}: the matrix has {columns} columns, this row has {cells} cells")]
    Row {
        /// Line number, from 1.
        line: usize,
        /// Cells that the header promises.
        columns: usize,
        /// Cells found.
        cells: usize,
    },
    /// The text is not UTF-8.
    #[error("the text is not UTF-8 from byte {at}")]
    NotText {
        /// Offset of the first wrong byte.
        at: usize,
    },
    /// An edge names a node that the graph does not have.
    #[error("node {node} does not exist: the graph has {n_nodes} nodes")]
    NoSuchNode {
        /// The node named.
        node: u64,
        /// Nodes of the graph.
        n_nodes: usize,
    },
    /// A link that the graph does not have, or that is named twice.
    #[error("there is no link between nodes {from} and {to}, or it is named twice")]
    NoSuchLink {
        /// One end.
        from: u32,
        /// The other end.
        to: u32,
    },
    /// A probability in a file is not one.
    #[error("line {line}: {text:?} is not a probability between 0 and 1")]
    Probability {
        /// Line number, from 1.
        line: usize,
        /// The text found.
        text: String,
    },
    /// A cell of a table is not what its column asks for.
    #[error("line {line}: {column} {text:?} is not {expected}")]
    Cell {
        /// Line number, from 1.
        line: usize,
        /// The column.
        column: &'static str,
        /// The text found.
        text: String,
        /// What would have been accepted.
        expected: &'static str,
    },
    /// A table lacks a column, or has one that nobody knows.
    #[error("the first line must name the columns {expected}: {problem}")]
    Columns {
        /// The columns known.
        expected: &'static str,
        /// What is wrong.
        problem: String,
    },
    /// A label that the network does not hold.
    #[error("no node is called {label:?}")]
    NoSuchLabel {
        /// The label asked for.
        label: String,
    },
    /// More nodes or links than 32-bit ids can hold.
    #[error("{what} is too large for 32-bit ids: {count}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much of it.
        count: usize,
    },
    /// More nodes than a search can hold that looks at everything.
    #[error("{n_nodes} nodes are too many for this search: {limit} at most")]
    TooManyNodes {
        /// Nodes of the graph.
        n_nodes: usize,
        /// The most.
        limit: usize,
    },
    /// A number given as an argument is outside the range that makes sense.
    #[error("{name} must be {expected}, not {value}")]
    OutOfRange {
        /// The argument.
        name: &'static str,
        /// What would have been accepted.
        expected: &'static str,
        /// What was given.
        value: f64,
    },
    /// A list that goes with the nodes has another length than the graph has nodes.
    #[error("{name} has {found} entries for {n_nodes} nodes")]
    Length {
        /// The list.
        name: &'static str,
        /// Its length.
        found: usize,
        /// Nodes of the graph.
        n_nodes: usize,
    },
    /// No allowed set of removals reaches the goal.
    #[error("no allowed removals reach the goal: {reason}")]
    Infeasible {
        /// What stands in the way.
        reason: String,
    },
}

/// The result of everything here that can fail.
pub type Result<T> = std::result::Result<T, Error>;
