//! Names across scripts: normalise, transliterate, compare, index.
