//! Finished reports.

use std::sync::Arc;

use crossbearing_access::Protection;
use crossbearing_model::{
    AgencyId, Citation, EntityId, Instant, PartialDate, PrincipalId, PurposeId, Statement,
};

use crate::Exercise;
use crate::identity::TruthId;
use crate::invention::phrases::Language;
use crate::random::Random;
use crate::telling::desk::Desk;
use crate::telling::draft::{Draft, Mistake};
use crate::telling::schedule::{Assignment, Form};
use crate::telling::teller::Teller;
use crate::telling::template::{self, Template};
use crate::word::Word;
use crate::world::cell::Cell;
use crate::world::episode::Episode;

const STREAM: u64 = 8;

/// A report as an agency filed it.
#[derive(Debug, Clone)]
pub struct FiledReport {
    /// The id of the report: an entity of schema `Report`.
    pub id: EntityId,
    /// Its number at the agency.
    pub reference: String,
    /// Whose it is.
    pub agency: AgencyId,
    /// Who filed it.
    pub filed_by: PrincipalId,
    /// When it was filed.
    pub recorded_at: Instant,
    /// When what it tells of happened.
    pub dated: PartialDate,
    /// What sort of report: `arrest`, `crossing`, `profile`, ...
    pub form: &'static str,
    /// The language of title and text, as a BCP 47 tag.
    pub language: &'static str,
    /// Its heading.
    pub title: String,
    /// Its text. Passages of statements are byte positions in it.
    pub text: String,
    /// The operation it was filed for, if any.
    pub operation: Option<PurposeId>,
    /// Who says so, how well graded, and who may read title and text.
    pub citation: Arc<Citation>,
    /// What was confirmed of it; none if nobody has read it yet.
    pub statements: Vec<Statement>,
    /// Who in it is a pseudonym to all who are not named.
    pub protections: Vec<Protection>,
}

/// A report with what only the truth knows of it.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) filed: FiledReport,
    /// What can be read from the text of a report that nobody has read yet.
    pub(crate) answers: Vec<Statement>,
    pub(crate) mistakes: Vec<(Statement, Mistake, String)>,
    /// The entities it speaks of and what they truly are.
    pub(crate) identities: Vec<(EntityId, Word, TruthId)>,
}

/// Writes the report numbered `number` of a cell.
pub(crate) fn write(
    exercise: &Exercise,
    cell: &Cell,
    number: usize,
    assignment: Assignment,
) -> Written {
    let plan = exercise.plan();
    let path = [STREAM, u64::from(cell.number), number as u64];
    let mut random = Random::of(plan.seed(), &path);
    let episode = &cell.episodes[assignment.episode];
    let agency = assignment.agency;
    let (language, template) = choose(exercise, episode, assignment, &mut random);
    let mut teller = Teller {
        plan,
        agencies: &exercise.cast_ref().agencies,
        agency,
        cell,
        episode,
        language,
        random: random.clone(),
        draft: Draft::default(),
        report: number,
        people: Vec::new(),
        places: Vec::new(),
        subject: match assignment.form {
            Form::Report => 0,
            Form::Interview(position) => position,
        },
        things: Vec::new(),
    };
    let title = teller.title(template);
    teller.body(template);
    Desk { exercise, cell, episode, number, assignment, random }.file(teller, title)
}

/// A language of the agency that has templates for the form, and one of them.
fn choose(
    exercise: &Exercise,
    episode: &Episode,
    assignment: Assignment,
    random: &mut Random,
) -> (Language, &'static Template) {
    let form = form(episode, assignment);
    let languages = exercise.cast_ref().agencies[assignment.agency].languages;
    let mut language = if random.chance(65) { Language::English } else { random.pick(languages) };
    let mut templates: Vec<_> = template::of_form(form, language).collect();
    if templates.is_empty() {
        language = Language::English;
        templates = template::of_form(form, language).collect();
    }
    // Every form has an English template (a test reads them all).
    (language, random.pick(&templates))
}

/// What sort of report it is, and the name of its templates.
pub(crate) fn form(episode: &Episode, assignment: Assignment) -> &'static str {
    match assignment.form {
        Form::Report => episode.kind.form(),
        Form::Interview(_) => "interview",
    }
}
