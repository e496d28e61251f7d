//! `crossbearing protect`: the register of people who are pseudonyms to all who are not named.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use crossbearing_access::{Protection, Role};
use crossbearing_ledger::{AsOf, Batch, Ledger, Reconsidered};
use crossbearing_log::Kind;
use crossbearing_model::{Basis, Citation, EntityId, PrincipalId, Statement, SubjectCategory};

use super::console::{Asker, AskerArguments, FolderArguments, LabelArguments, say, say_json};
use crate::folder::DataFolder;
use crate::server::now;

/// Arguments of `crossbearing protect`.
#[derive(Debug, Args)]
#[command(
    after_help = "For safeguarding officers.\n\nExamples:\n  crossbearing protect --as sia --purpose op-lantern name p-7 ines\n  crossbearing protect --as sia --purpose op-lantern release p-7 --reason \"entered by mistake: another person\" --second tomo"
)]
pub(crate) struct Protect {
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// List who is protected, as what, and who is named for them.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Protect a person.
    Add {
        /// The person.
        person: EntityId,
        /// As what: victim, smuggled, child, witness.
        #[arg(long)]
        category: SubjectCategory,
        /// Who may know who it is, beside safeguarding officers.
        #[arg(long = "name", value_name = "USER")]
        named: Vec<PrincipalId>,
    },
    /// Let further people know who it is.
    Name {
        /// The person.
        person: EntityId,
        /// The people.
        #[arg(required = true)]
        users: Vec<PrincipalId>,
    },
    /// End the protection, as two people decided.
    Release {
        /// The person.
        person: EntityId,
        #[command(flatten)]
        decided: Decided,
    },
    /// Say that a protected person is a suspect or convicted, as two people decided. The protection
    /// stays.
    Accuse {
        /// The person.
        person: EntityId,
        /// suspect or convicted.
        #[arg(long)]
        category: SubjectCategory,
        /// The report that says so.
        #[arg(long)]
        report: EntityId,
        #[command(flatten)]
        decided: Decided,
        #[command(flatten)]
        label: Box<LabelArguments>,
    },
}

/// What one person does not decide alone.
#[derive(Debug, Args)]
struct Decided {
    /// Why, in words; it goes into the transparency log.
    #[arg(long)]
    reason: String,
    /// The second person, a safeguarding officer too.
    #[arg(long, value_name = "USER")]
    second: PrincipalId,
}

impl Protect {
    /// Does the step.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let asker = self.asker.enter(&folder.accounts()?)?;
        if !asker.viewer.is(Role::SafeguardingOfficer) {
            bail!("{} does not have the role safeguarding-officer", asker.viewer.principal);
        }
        let keeper = Keeper { ledger: folder.ledger()?, folder: &folder, asker: &asker };
        match self.step {
            Step::List { json } => keeper.list(json),
            Step::Add { person, category, named } => keeper.add(person, category, named),
            Step::Name { person, users } => keeper.name(&person, users),
            Step::Release { person, decided } => keeper.release(person, decided),
            Step::Accuse { person, category, report, decided, label } => {
                keeper.accuse((person, category), report, decided, &label)
            }
        }
    }
}

/// Who keeps the register, and where.
struct Keeper<'a> {
    folder: &'a DataFolder,
    asker: &'a Asker,
    ledger: Ledger,
}

impl Keeper<'_> {
    fn list(&self, json: bool) -> anyhow::Result<()> {
        let register = self.ledger.protections();
        let people = register.iter().map(|entry| entry.entity.clone());
        self.asker.note(self.folder, Kind::Consultation, people)?;
        if json {
            return say_json(&register);
        }
        for entry in register.iter() {
            let named: Vec<_> = entry.named.iter().map(PrincipalId::as_str).collect();
            say(format_args!("{}  {}  {}", entry.entity, entry.category, named.join(" ")))?;
        }
        say(format_args!("{} protected", register.len()))
    }

    fn add(
        &self,
        person: EntityId,
        category: SubjectCategory,
        named: Vec<PrincipalId>,
    ) -> anyhow::Result<()> {
        if !category.is_protected() {
            bail!("a {category} is not protected: choose victim, smuggled, child or witness");
        }
        let view = self.asker.view(&self.ledger)?;
        let known = self.ledger.entity(&view, AsOf::Now, &person)?;
        known.with_context(|| format!("{person} is not known here, or not to you"))?;
        self.check_known(&named)?;
        let named = named.into_iter().collect();
        let (words, follows) = (BTreeSet::new(), BTreeSet::new());
        self.enter(Protection { entity: person, category, named, words, follows })
    }

    fn name(&self, person: &EntityId, users: Vec<PrincipalId>) -> anyhow::Result<()> {
        self.check_known(&users)?;
        let register = self.ledger.protections();
        let entry = register.iter().find(|entry| entry.entity == *person);
        let entry = entry.with_context(|| format!("{person} is not in the register"))?;
        let named = users.into_iter().collect();
        // What somebody names people for stands by itself.
        self.enter(Protection { named, follows: BTreeSet::new(), ..entry.clone() })
    }

    fn enter(&self, entry: Protection) -> anyhow::Result<()> {
        let person = entry.entity.clone();
        self.asker.note(self.folder, Kind::Alteration, [person.clone()])?;
        let batch = Batch { protections: vec![entry], ..Batch::default() };
        self.ledger.append(batch, now(), &self.asker.viewer.principal)?;
        say(format_args!("{person} is protected"))
    }

    fn release(&self, person: EntityId, decided: Decided) -> anyhow::Result<()> {
        let decided = self.agreed(person, decided)?;
        self.ledger.unprotect(&decided, &self.asker.viewer.principal)?;
        say(format_args!("{} is no longer protected", decided.entity))
    }

    fn accuse(
        &self,
        (person, category): (EntityId, SubjectCategory),
        report: EntityId,
        decided: Decided,
        label: &LabelArguments,
    ) -> anyhow::Result<()> {
        if !matches!(category, SubjectCategory::Suspect | SubjectCategory::Convicted) {
            bail!("{category} is no accusation: choose suspect or convicted");
        }
        let citation = Arc::new(Citation {
            report,
            grade: label.grade(),
            label: label.label(self.folder)?,
            basis: Basis::Assessment,
            origin: self.folder.settings().node.clone(),
        });
        let (schema, property) = ("Person", "subjectCategory");
        let said = Statement::new(person.clone(), schema, property, category.as_str(), citation);
        let decided = self.agreed(person, decided)?;
        let (statements, reconsidered) = (vec![said], vec![decided]);
        let batch = Batch { statements, reconsidered, ..Batch::default() };
        self.ledger.append(batch, now(), &self.asker.viewer.principal)?;
        say(format_args!("recorded: {category}"))
    }

    /// Checks the second person, and writes down who decided what and why before it is done.
    fn agreed(&self, entity: EntityId, decided: Decided) -> anyhow::Result<Reconsidered> {
        let Decided { reason, second } = decided;
        let person = self.folder.accounts()?.person(&second)?;
        if person.closed || !person.roles.contains(&Role::SafeguardingOfficer) {
            bail!("{second} is no safeguarding officer of this node");
        }
        if second == self.asker.viewer.principal {
            bail!("the second person must be somebody else than {second}");
        }
        let why = format!("{reason} (agreed by {second})");
        self.asker.note_because(self.folder, &why, Kind::Alteration, [entity.clone()])?;
        Ok(Reconsidered { entity, reason, second })
    }

    fn check_known(&self, users: &[PrincipalId]) -> anyhow::Result<()> {
        let accounts = self.folder.accounts()?;
        users.iter().try_for_each(|user| Ok(accounts.person(user).map(drop)?))
    }
}
