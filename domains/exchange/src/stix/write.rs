//! Bundles out.

use std::collections::HashSet;
use std::io::Write;

use super::furniture::furniture;
use super::object::{ObjectWriter, Subject, Surroundings};
use crate::Result;

/// Writes a bundle, entity by entity.
pub struct BundleWriter<'a, W> {
    output: W,
    writer: ObjectWriter<'a>,
    /// Observables that the bundle has: the same address may be said of several.
    observables: HashSet<String>,
    objects: u64,
}

impl<'a, W: Write> BundleWriter<'a, W> {
    /// Begins a bundle on `output`, which is best a buffered one. `uuid` makes its id, which means
    /// nothing.
    pub fn new(mut output: W, writer: ObjectWriter<'a>, uuid: u128) -> Result<Self> {
        let id = super::id::ObjectId { kind: "bundle", uuid: super::id::random(uuid) };
        write!(output, "{{\"type\":\"bundle\",\"id\":\"{id}\",\"objects\":[")?;
        let mut bundle = Self { output, writer, observables: HashSet::new(), objects: 0 };
        for (_, _, json) in furniture(writer.producer) {
            bundle.put(&json)?;
        }
        Ok(bundle)
    }

    /// Writes the objects of one entity.
    pub fn write(&mut self, subject: &Subject<'_>, around: &dyn Surroundings) -> Result<()> {
        let writer = self.writer;
        writer.write(subject, around, &mut |id, kind, json| {
            // Our own object of an account is written for each entity: it carries statements.
            let repeated = kind.is_observable() && !self.observables.insert(id.to_owned());
            if repeated && json.contains("\"derived\":true") { Ok(()) } else { self.put(json) }
        })
    }

    /// Ends the bundle and says how many objects are in it.
    pub fn finish(mut self) -> Result<(W, u64)> {
        self.output.write_all(b"]}\n")?;
        self.output.flush()?;
        Ok((self.output, self.objects))
    }

    fn put(&mut self, json: &str) -> Result<()> {
        if self.objects > 0 {
            self.output.write_all(b",\n")?;
        }
        self.output.write_all(json.as_bytes())?;
        self.objects += 1;
        Ok(())
    }
}
