//! The sample round in memory: the shipped questionnaire, its respondents, and replies from the generator.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use para11::dataset::Dataset;
use para11::form::Form;
use para11::form::file::{Folder, load};
use para11::form::name::Code;
use para11::reply::sample::{self, Plan};
use para11::reply::submission::Submission;
use para11::reply::{Draft, Facts};
use para11::round::{Period, Respondent, Round};

/// Everything a dataset or a data package is made from.
pub(crate) struct SampleRound {
    pub(crate) folder: Folder,
    pub(crate) form: Form,
    pub(crate) round: Round,
    pub(crate) respondents: Vec<Respondent>,
    pub(crate) submissions: Vec<Submission>,
}

impl SampleRound {
    /// Its replies as columns.
    pub(crate) fn dataset(&self) -> Dataset {
        let Self {
            form,
            round,
            respondents,
            submissions,
            ..
        } = self;
        Dataset::build(form, round, respondents, submissions).unwrap()
    }
}

/// A sample round of `para11` with this many replies.
pub(crate) fn round(replies: usize, seed: u64) -> SampleRound {
    let plan = para11::form::catalog::sample_plan("para11").unwrap();
    planned(replies, seed, plan)
}

/// The same by another plan of the sample.
pub(crate) fn planned(replies: usize, seed: u64, plan: &str) -> SampleRound {
    let folder = para11::form::catalog::shipped().remove("para11").unwrap();
    let form = load(&folder).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let round = Round {
        code: Code::parse("sample").unwrap(),
        form: form.name.clone(),
        form_version: para11::form::version::Version::of(&folder)
            .hash()
            .to_owned(),
        opens: day,
        closes: NaiveDate::from_ymd_opt(2027, 3, 31).unwrap(),
        period: Period::five_years_before(day),
        threshold: 3,
        group_threshold: 5,
        sample: true,
    };
    let list = form.list(form.respondents.as_str()).unwrap();
    let respondents: Vec<Respondent> = list
        .choices
        .iter()
        .map(|choice| Respondent {
            code: choice.code.clone(),
            facts: choice.facts.clone(),
        })
        .collect();
    let plan = Plan::parse(&form, plan).unwrap();
    let repliers = sample::repliers(&respondents, &plan, replies, seed);
    let submissions = repliers.into_iter().map(|respondent| {
        let facts = Facts {
            period: round.period,
            today: day,
            respondent: respondent.code.clone(),
        };
        let raw = sample::reply(&form, &facts, respondent, &plan, seed).unwrap();
        let draft = Draft::check(&form, &facts, raw);
        Submission::complete(&form, &round, &draft).unwrap()
    });
    let submissions = submissions.collect();
    SampleRound {
        folder,
        form,
        round,
        respondents,
        submissions,
    }
}

/// Rows of a CSV file by the names of its columns.
pub(crate) fn read_csv(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader.deserialize().map(Result::unwrap).collect()
}
