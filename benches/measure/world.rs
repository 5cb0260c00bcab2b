//! What several subjects work on: the questionnaire that comes with the program, a round of it, sample replies.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use para11::access::operator;
use para11::form::file::{self, Folder};
use para11::form::name::Code;
use para11::form::version::Version;
use para11::form::{Form, catalog};
use para11::reply::raw::RawAnswers;
use para11::reply::sample::{self, Plan};
use para11::reply::submission::Submission;
use para11::reply::{Draft, Facts};
use para11::round::{Period, Respondent, Round};
use para11::store::Store;
use para11::store::forms::FormVersion;

/// The questionnaire measured.
const FORM: &str = "para11";
/// Its list of States.
const STATES: &str = "data/member_states.csv";

/// Seed of all sample replies.
pub(crate) const SEED: u64 = 2026;

/// The questionnaire, put to as many respondents as are wanted.
pub(crate) struct World {
    pub(crate) folder: Folder,
    pub(crate) form: Form,
    pub(crate) plan: Plan,
    pub(crate) round: Round,
    pub(crate) respondents: Vec<Respondent>,
}

/// The day of all checks.
pub(crate) fn today() -> anyhow::Result<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 3, 1).context("a day")
}

/// The moment of all that is stored.
pub(crate) fn now() -> anyhow::Result<DateTime<Utc>> {
    let noon = today()?.and_hms_opt(12, 0, 0).context("a moment")?;
    Ok(noon.and_utc())
}

/// Adds States to the list of the questionnaire until it has so many: the same again with a number after the code.
fn enlarge(folder: &mut Folder, count: usize) -> anyhow::Result<()> {
    let list = folder.get_mut(STATES).context("no list of States")?;
    let lines: Vec<String> = list.lines().map(str::to_owned).collect();
    let (head, states) = lines.split_first().context("an empty list")?;
    let place = head.split(',').position(|column| column == "iso3");
    let place = place.context("a list without codes")?;
    for number in states.len()..count {
        let (times, at) = (number / states.len(), number % states.len());
        let line = states.get(at).context("a State")?;
        let cells = line.split(',').enumerate().map(|(column, cell)| {
            if column == place {
                format!("{cell}_{times}")
            } else {
                cell.to_owned()
            }
        });
        list.push_str(&cells.collect::<Vec<_>>().join(","));
        list.push('\n');
    }
    Ok(())
}

impl World {
    /// With so many respondents: the States of the questionnaire, then further ones with the facts of these, as if there were more.
    pub(crate) fn of(count: usize) -> anyhow::Result<Self> {
        let mut folder = catalog::shipped()
            .remove(FORM)
            .context("no questionnaire")?;
        enlarge(&mut folder, count)?;
        let form = file::load(&folder)
            .map_err(|errors| anyhow::anyhow!("the questionnaire has {} mistakes", errors.len()))?;
        let plan = Plan::parse(&form, catalog::sample_plan(FORM).context("no sample plan")?)?;
        let states = form.list(form.respondents.as_str()).context("no States")?;
        let respondents = states.choices.iter().take(count).map(|choice| Respondent {
            code: choice.code.clone(),
            facts: choice.facts.clone(),
        });
        let respondents = respondents.collect();
        let version = Version::of(&folder);
        let round = Round {
            code: Code::parse("2026")?,
            form: form.name.clone(),
            form_version: version.hash().to_owned(),
            opens: today()?,
            closes: today()? + chrono::Days::new(200),
            period: Period::five_years_before(today()?),
            threshold: 3,
            group_threshold: 2,
            sample: true,
        };
        Ok(Self {
            folder,
            form,
            plan,
            round,
            respondents,
        })
    }

    /// Keeps the questionnaire and makes the round.
    pub(crate) fn put(&self, store: &Store) -> anyhow::Result<()> {
        let version = FormVersion {
            form: self.form.name.clone(),
            version: self.form.version.clone(),
            bundle: Version::of(&self.folder).bundle().as_bytes().to_vec(),
        };
        store.put_form_version(version, now()?)?;
        let (round, asked) = (self.round.clone(), self.respondents.clone());
        Ok(store.create_round(&operator(()), round, asked, now()?)?)
    }

    pub(crate) fn facts(&self, respondent: &Respondent) -> anyhow::Result<Facts> {
        Ok(Facts {
            period: self.round.period,
            today: today()?,
            respondent: respondent.code.clone(),
        })
    }

    /// What a respondent typed.
    pub(crate) fn typed(&self, respondent: &Respondent) -> anyhow::Result<RawAnswers> {
        let facts = self.facts(respondent)?;
        Ok(sample::reply(
            &self.form, &facts, respondent, &self.plan, SEED,
        )?)
    }

    /// What a respondent submits.
    pub(crate) fn submission(&self, respondent: &Respondent) -> anyhow::Result<Submission> {
        let draft = Draft::check(
            &self.form,
            &self.facts(respondent)?,
            self.typed(respondent)?,
        );
        Ok(Submission::complete(&self.form, &self.round, &draft)?)
    }
}
