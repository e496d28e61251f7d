-- The first version of the ledger's file. A later version is a later file beside this one.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

-- Each batch, by its last statement: from a time to how far the ledger reached then.
CREATE TABLE batch (
    last INTEGER PRIMARY KEY,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT NOT NULL
);

CREATE TABLE entity (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
);

CREATE TABLE term (
    no INTEGER PRIMARY KEY,
    schema TEXT NOT NULL,
    property TEXT NOT NULL,
    UNIQUE (schema, property)
);

CREATE TABLE label (
    no INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    spec TEXT NOT NULL
);

CREATE TABLE citation (
    no INTEGER PRIMARY KEY,
    report INTEGER NOT NULL,
    label INTEGER NOT NULL,
    grade TEXT NOT NULL,
    basis TEXT NOT NULL,
    origin TEXT NOT NULL,
    UNIQUE (report, label, grade, basis, origin)
);

CREATE TABLE statement (
    seq INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL,
    term INTEGER NOT NULL,
    citation INTEGER NOT NULL,
    label INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    value TEXT NOT NULL,
    extra TEXT
);
-- Reads by entity, and finds a statement that is there already.
CREATE UNIQUE INDEX statement_of_entity ON statement (entity, digest);

-- Statements whose value is an entity.
CREATE TABLE link (
    target INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (target, seq)
) WITHOUT ROWID;

-- Statements that cite one report under one label mostly stand together.
CREATE TABLE run (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    report INTEGER NOT NULL,
    label INTEGER NOT NULL
);
CREATE INDEX run_of_report ON run (report);
CREATE INDEX run_of_label ON run (label);

CREATE TABLE supersession (
    seq INTEGER PRIMARY KEY,
    by_seq INTEGER NOT NULL
);

CREATE TABLE protection (
    entity TEXT PRIMARY KEY,
    entry TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE original (
    digest BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    label TEXT NOT NULL,
    bytes BLOB NOT NULL
);

-- Words and keys of each statement: an inverted index without the text itself.
CREATE VIRTUAL TABLE token USING fts5 (
    tokens,
    content = '',
    columnsize = 0,
    detail = none,
    tokenize = 'ascii'
);
CREATE VIRTUAL TABLE token_word USING fts5vocab (token, row);
