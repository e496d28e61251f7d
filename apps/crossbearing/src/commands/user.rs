//! `crossbearing user`.

use std::io::BufRead as _;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use crossbearing_access::Role;
use crossbearing_model::{AgencyId, Classification, GroupId, Instant, PrincipalId, PurposeId};

use super::console::{FolderArguments, say, say_json};
use crate::accounts::{Accounts, Agency, Password, Person, Purpose};
use crate::secret::Secret;
use crate::server::now;

/// Arguments of `crossbearing user`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing user agency north --name \"Northern Crime Agency\"\n  crossbearing user purpose op-lantern --title \"Operation Lantern\" --until 2027-01-01T00:00:00Z\n  crossbearing user add ines --name \"Ines Varkonel\" --agency north --role analyst --purpose op-lantern"
)]
pub(crate) struct User {
    #[command(flatten)]
    folder: FolderArguments,
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Add a person; prints a password that was drawn for the person.
    Add(Add),
    /// List the people.
    List(List),
    /// Set another password; ends the person's sessions.
    Password(SetPassword),
    /// Close an account; its name stays in the log.
    Close {
        /// The user name.
        user: PrincipalId,
    },
    /// Let a person state a purpose.
    Grant {
        /// The user name.
        user: PrincipalId,
        /// The purpose.
        purpose: PurposeId,
    },
    /// Add a purpose, or change its title and dates.
    Purpose(SetPurpose),
    /// Add an agency, or change its name and groups.
    Agency(SetAgency),
}

#[derive(Debug, Args)]
struct Add {
    /// The user name.
    user: PrincipalId,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// The agency's short name.
    #[arg(long)]
    agency: AgencyId,
    /// A role; give several, the main one first.
    #[arg(long = "role", required = true)]
    roles: Vec<Role>,
    /// Cleared up to: public, official, official-sensitive, secret.
    #[arg(long, value_parser = classification, default_value = "official")]
    clearance: Classification,
    /// A purpose that the person may state; give several.
    #[arg(long = "purpose")]
    purposes: Vec<PurposeId>,
    /// Read the password from standard input instead of drawing one.
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Debug, Args)]
struct List {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct SetPassword {
    /// The user name.
    user: PrincipalId,
    /// Read the password from standard input instead of drawing one.
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Debug, Args)]
struct SetPurpose {
    /// Its short name, as in labels and in the log.
    purpose: PurposeId,
    /// What it is.
    #[arg(long)]
    title: String,
    /// From when it may be stated; now if not given.
    #[arg(long, value_name = "TIME")]
    from: Option<Instant>,
    /// Until when.
    #[arg(long, value_name = "TIME")]
    until: Instant,
}

#[derive(Debug, Args)]
struct SetAgency {
    /// Its short name, as in labels.
    agency: AgencyId,
    /// Its name.
    #[arg(long)]
    name: String,
    /// A group that it belongs to; give several.
    #[arg(long = "group")]
    groups: Vec<GroupId>,
}

impl User {
    /// Does the step.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let accounts = folder.accounts()?;
        match self.step {
            Step::Add(step) => step.run(&accounts),
            Step::List(step) => step.run(&accounts),
            Step::Password(step) => step.run(&accounts),
            Step::Close { user } => Ok(accounts.close(&user)?),
            Step::Grant { user, purpose } => Ok(accounts.grant(&user, &purpose)?),
            Step::Purpose(step) => step.run(&accounts),
            Step::Agency(step) => Ok(accounts.put_agency(&Agency {
                id: step.agency,
                name: step.name,
                groups: step.groups.into_iter().collect(),
            })?),
        }
    }
}

impl Add {
    fn run(self, accounts: &Accounts) -> anyhow::Result<()> {
        let (password, drawn) = password(self.password_stdin)?;
        let person = Person {
            id: self.user.clone(),
            name: self.name,
            agency: self.agency,
            roles: self.roles,
            clearance: self.clearance,
            note: None,
            closed: false,
        };
        accounts.add_person(&person, &password)?;
        for purpose in &self.purposes {
            accounts.grant(&self.user, purpose)?;
        }
        tell(drawn)
    }
}

impl List {
    fn run(self, accounts: &Accounts) -> anyhow::Result<()> {
        let people = accounts.people()?;
        if self.json {
            let shown = people.iter().map(|person| {
                serde_json::json!({
                    "user": person.id,
                    "name": person.name,
                    "agency": person.agency,
                    "roles": person.roles,
                    "clearance": person.clearance,
                    "closed": person.closed,
                })
            });
            return say_json(&shown.collect::<Vec<_>>());
        }
        for person in people {
            let roles: Vec<&str> = person.roles.iter().map(|role| role.as_str()).collect();
            let closed = if person.closed { " (closed)" } else { "" };
            let Person { id, name, agency, .. } = &person;
            say(format_args!("{id}\t{name}\t{agency}\t{}{closed}", roles.join(", ")))?;
        }
        Ok(())
    }
}

impl SetPassword {
    fn run(self, accounts: &Accounts) -> anyhow::Result<()> {
        let (password, drawn) = password(self.password_stdin)?;
        accounts.set_password(&self.user, &password)?;
        tell(drawn)
    }
}

impl SetPurpose {
    fn run(self, accounts: &Accounts) -> anyhow::Result<()> {
        Ok(accounts.put_purpose(&Purpose {
            id: self.purpose,
            title: self.title,
            valid_from: self.from.unwrap_or_else(now),
            valid_until: self.until,
        })?)
    }
}

/// The password to set, and its text if it was drawn here.
fn password(from_stdin: bool) -> anyhow::Result<(Password, Option<String>)> {
    if from_stdin {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).context("no password on standard input")?;
        return Ok((Password::chosen(line.trim_end_matches(['\r', '\n']).to_owned())?, None));
    }
    let text = Secret::draw()?.reveal()[..20].to_owned();
    Ok((Password::chosen(text.clone())?, Some(text)))
}

fn tell(drawn: Option<String>) -> anyhow::Result<()> {
    match drawn {
        Some(text) => say(format_args!("password: {text}")),
        None => Ok(()),
    }
}

fn classification(text: &str) -> Result<Classification, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| "write public, official, official-sensitive or secret".to_owned())
}
