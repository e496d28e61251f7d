-- From the third version on, a file is kept once and opens under every label that it came in under:
-- a second agency that files the same picture sees its own, and not that it was there before. What
-- `original` said of the first of them stands in `filing` with the others.
CREATE TABLE IF NOT EXISTS filing (
    digest BLOB NOT NULL,
    label TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    PRIMARY KEY (digest, label)
) WITHOUT ROWID;
INSERT OR IGNORE INTO filing (digest, label, name, media_type)
SELECT digest, label, name, media_type FROM original WHERE label <> '';
UPDATE original SET name = '', media_type = '', label = '' WHERE label <> '';

-- What was drawn from a file, to be shown in its place. It goes when the file goes.
CREATE TABLE IF NOT EXISTS drawing (
    digest BLOB NOT NULL,
    kind TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (digest, kind)
);
