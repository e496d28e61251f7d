//! What the reader knows before it reads.

use jiff::civil::Date;

/// What is known of a text from outside of it.
#[derive(Debug, Clone)]
pub struct Context {
    /// The day of the report: dates without a year are read before it. Without it they keep none.
    pub report_date: Option<Date>,
    /// The ISO 3166-1 code of the country where the report was written: telephone numbers without
    /// a country, and whether 04/05 is in April (US) or May.
    pub region: Option<String>,
    /// The greatest number of bytes that are read; the rest is left and said so.
    pub limit: usize,
}

impl Default for Context {
    fn default() -> Self {
        Self { report_date: None, region: None, limit: 16 << 20 }
    }
}
