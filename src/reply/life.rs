//! The life of a reply: its stages, and the one table of steps from stage to stage. The store does nothing that the table does not allow.
//!
//! ```text
//! work -> review -> cleared -> received -> checking -> validated
//! ```
//!
//! Before it is received the reply is with the State, then with the Secretariat. A State takes back, withdraws, or asks to correct; an
//! officer opens it again, whole for a correction or in named questions for a clarification; each time it goes the whole way once more.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How far a reply is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Answers change.
    Work,
    /// The official who clears it has it.
    Review,
    /// It is cleared and waits to be submitted.
    Cleared,
    /// The Secretariat has it.
    Received,
    /// The Secretariat checks it.
    Checking,
    /// The Secretariat is done with it: it may be analysed.
    Validated,
}

impl Stage {
    /// All stages in their order.
    pub const ALL: [Self; 6] = [
        Self::Work,
        Self::Review,
        Self::Cleared,
        Self::Received,
        Self::Checking,
        Self::Validated,
    ];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Review => "review",
            Self::Cleared => "cleared",
            Self::Received => "received",
            Self::Checking => "checking",
            Self::Validated => "validated",
        }
    }

    /// The stage with this code.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Whether the reply is with the Secretariat.
    #[must_use]
    pub const fn is_submitted(self) -> bool {
        match self {
            Self::Work | Self::Review | Self::Cleared => false,
            Self::Received | Self::Checking | Self::Validated => true,
        }
    }
}

/// Which answers may change while it is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Opened {
    /// All.
    Whole,
    /// Those to the questions that the Secretariat asked about.
    Questions,
}

impl Opened {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Whole, Self::Questions];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Questions => "questions",
        }
    }
}

/// What of the reply counts in the analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Nothing.
    None,
    /// A version that was submitted.
    Submitted,
    /// The same, after an earlier one was validated.
    Corrected,
    /// A version that was validated.
    Validated,
}

/// Who takes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hand {
    /// Who leads the reply.
    FocalPoint,
    /// Who clears it.
    ClearingOfficial,
    /// The Secretariat.
    Officer,
}

/// Where a reply is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Life {
    /// How far it is.
    pub stage: Stage,
    /// Which answers may change in [`Stage::Work`].
    pub opened: Opened,
    /// What counts.
    pub standing: Standing,
    /// Whether the State asked to correct it and has no answer yet.
    pub requested: bool,
}

/// Before anything happened.
pub const BEGIN: Life = Life {
    stage: Stage::Work,
    opened: Opened::Whole,
    standing: Standing::None,
    requested: false,
};

/// From where to where a step leads, by whom, and what else it changes. An absent part stays as it was.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// By whom.
    pub by: Hand,
    /// From which stages.
    pub from: &'static [Stage],
    /// Only while a request to correct waits (or while none does).
    pub requested: Option<bool>,
    /// Only while this counts.
    pub standing: Option<Standing>,
    /// Only while these answers may change.
    pub opened: Option<Opened>,
    /// To which stage.
    pub to: Option<Stage>,
    /// What may change afterwards.
    pub opens: Option<Opened>,
    /// What counts afterwards.
    pub stands: Option<Standing>,
    /// Whether a request waits afterwards.
    pub requests: Option<bool>,
}

const SAME: Rule = Rule {
    by: Hand::Officer,
    from: &[],
    requested: None,
    standing: None,
    opened: None,
    to: None,
    opens: None,
    stands: None,
    requests: None,
};

macro_rules! steps {
    ($($(#[doc = $doc:literal])+ $step:ident $code:literal $by:ident [$($from:ident)+] $({$($part:ident: $value:expr),+})?;)+) => {
        /// What moves a reply on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Step {
            $($(#[doc = $doc])+ $step,)+
        }

        impl Step {
            /// All steps.
            pub const ALL: &'static [Self] = &[$(Self::$step),+];

            /// Its code, which is also the word for it in the log.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$step => $code,)+
                }
            }

            /// Its line in the table.
            #[must_use]
            pub const fn rule(self) -> Rule {
                match self {
                    $(Self::$step => Rule {
                        by: Hand::$by,
                        from: &[$(Stage::$from),+],
                        $($($part: Some($value),)+)?
                        ..SAME
                    },)+
                }
            }
        }
    };
}

steps! {
    /// Put before the official who clears.
    SendToReview "sent_to_review" FocalPoint [Work] {to: Stage::Review};
    /// Taken back from there.
    TakeBack "taken_back" FocalPoint [Review Cleared] {to: Stage::Work};
    /// Returned with a note.
    Return "returned" ClearingOfficial [Review Cleared] {to: Stage::Work};
    /// Cleared for submission.
    Clear "cleared" ClearingOfficial [Review] {to: Stage::Cleared};
    /// Submitted.
    Submit "submitted" FocalPoint [Cleared]
        {to: Stage::Received, opens: Opened::Whole, stands: Standing::Submitted, requests: false};
    /// Withdrawn: nothing counts any more. Not after a version was validated: figures with it may have left, and what it said would follow
    /// from the next.
    Withdraw "withdrawn" FocalPoint [Work Review Cleared Received Checking]
        {standing: Standing::Submitted, to: Stage::Work, opens: Opened::Whole, stands: Standing::None, requests: false};
    /// Asked to correct it.
    AskToCorrect "correction_requested" FocalPoint [Received Checking] {requested: false, requests: true};
    /// Declined to open it.
    Decline "correction_declined" Officer [Received Checking] {requested: true, requests: false};
    /// Opened again for correction; the version before counts until the next.
    Reopen "reopened" Officer [Received Checking Validated] {to: Stage::Work, opens: Opened::Whole, requests: false};
    /// Taken into checking.
    Take "taken_into_checking" Officer [Received] {to: Stage::Checking};
    /// Asked about named answers, which alone may change.
    Ask "clarification_asked" Officer [Checking] {requested: false, to: Stage::Work, opens: Opened::Questions};
    /// The State let the day pass: closed without its answer, and the version that was asked about is checked further.
    CloseUnanswered "clarification_closed_unanswered" Officer [Work Review Cleared]
        {opened: Opened::Questions, to: Stage::Checking, opens: Opened::Whole};
    /// Validated for analysis.
    Validate "validated" Officer [Checking] {requested: false, to: Stage::Validated, stands: Standing::Validated};
}

impl Step {
    /// The step with this code.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| step.code() == code)
    }
}

/// A step that cannot be taken from where the reply is.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a reply cannot be {} while it is in the stage `{}`; look at it again, somebody else may have moved it on", .step.code(), .stage.code())]
pub struct NotNow {
    /// The step.
    pub step: Step,
    /// Where the reply is.
    pub stage: Stage,
}

impl Life {
    /// Where the step leads.
    ///
    /// # Errors
    /// [`NotNow`] unless the table allows it.
    pub fn after(self, step: Step) -> Result<Self, NotNow> {
        let rule = step.rule();
        let fits = rule.from.contains(&self.stage)
            && rule.requested.is_none_or(|wanted| wanted == self.requested)
            && rule.standing.is_none_or(|wanted| wanted == self.standing)
            && rule.opened.is_none_or(|wanted| wanted == self.opened);
        if !fits {
            return Err(NotNow {
                step,
                stage: self.stage,
            });
        }
        Ok(Self {
            stage: rule.to.unwrap_or(self.stage),
            opened: rule.opens.unwrap_or(self.opened),
            standing: match (rule.stands, self.standing) {
                (Some(Standing::Submitted), Standing::Corrected | Standing::Validated) => {
                    Standing::Corrected
                }
                (stands, before) => stands.unwrap_or(before),
            },
            requested: rule.requests.unwrap_or(self.requested),
        })
    }

    /// Whether somebody may take a step now.
    #[must_use]
    pub fn allows(self, step: Step) -> bool {
        self.after(step).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet, VecDeque};

    use super::*;

    /// Every state that can be reached, with the number of steps to it.
    fn reached(rule: impl Fn(Life, Step) -> Option<Life>) -> BTreeMap<Life, usize> {
        let mut found = BTreeMap::from([(BEGIN, 0)]);
        let mut queue = VecDeque::from([BEGIN]);
        while let Some(life) = queue.pop_front() {
            let depth = found[&life];
            for step in Step::ALL {
                if let Some(next) = rule(life, *step)
                    && !found.contains_key(&next)
                {
                    found.insert(next, depth + 1);
                    queue.push_back(next);
                }
            }
        }
        found
    }

    /// What must hold of every step from every state, as words for the first that does not.
    fn broken(rule: &impl Fn(Life, Step) -> Option<Life>) -> Option<String> {
        for life in reached(rule).into_keys() {
            for step in Step::ALL {
                let Some(next) = rule(life, *step) else {
                    continue;
                };
                let fault = |words: &str| Some(format!("{words}: {step:?} from {life:?}"));
                if next.stage.is_submitted()
                    && !life.stage.is_submitted()
                    && life.stage != Stage::Cleared
                    && *step != Step::CloseUnanswered
                {
                    return fault("received without having been cleared");
                }
                if next.stage == Stage::Cleared && life.stage != Stage::Review {
                    return fault("cleared without review");
                }
                if next.standing < life.standing && !matches!(step, Step::Withdraw | Step::Submit) {
                    return fault("what counted is lost");
                }
                if next.standing == Standing::None && life.standing >= Standing::Corrected {
                    return fault("what was validated is withdrawn");
                }
                if next.stage.is_submitted() && next.standing == Standing::None {
                    return fault("with the Secretariat and nothing counts");
                }
                if next.requested && !next.stage.is_submitted() {
                    return fault("a request waits for what is open");
                }
                if next.stage == Stage::Validated && next.standing != Standing::Validated {
                    return fault("validated and not counted as such");
                }
                if *step == Step::CloseUnanswered && next.standing != life.standing {
                    return fault("closing a question changes what counts");
                }
                if next.stage.is_submitted() && next.opened != Opened::Whole {
                    return fault("a clarification outlives its answer");
                }
                // A clarification is the Secretariat's own question: it may close it.
                let by_state = life.stage.is_submitted()
                    || (*step == Step::CloseUnanswered && life.opened == Opened::Questions)
                    || matches!(step.rule().by, Hand::FocalPoint | Hand::ClearingOfficial);
                if !by_state {
                    return fault("the Secretariat moves what is with the State");
                }
            }
        }
        None
    }

    fn table(life: Life, step: Step) -> Option<Life> {
        life.after(step).ok()
    }

    #[test]
    fn no_path_breaks_a_promise_and_every_stage_and_step_is_reached() {
        assert_eq!(broken(&table), None);
        let states = reached(table);
        assert!(states.values().all(|depth| *depth <= 13), "{states:?}");
        let stages: BTreeSet<_> = states.keys().map(|life| life.stage).collect();
        assert_eq!(stages, BTreeSet::from(Stage::ALL));
        for step in Step::ALL {
            assert!(states.keys().any(|life| life.allows(*step)), "{step:?}");
            assert_eq!(Step::find(step.code()), Some(*step));
        }
        // From everywhere the reply can be submitted.
        for life in states.keys() {
            let mut seen = BTreeSet::from([*life]);
            let mut queue = VecDeque::from([*life]);
            let mut can = false;
            while let Some(life) = queue.pop_front() {
                can |= life.allows(Step::Submit);
                let next = Step::ALL.iter().filter_map(|step| table(life, *step));
                queue.extend(next.filter(|life| seen.insert(*life)));
            }
            assert!(can, "{life:?} is a dead end");
        }
    }

    #[test]
    fn a_planted_fault_is_found() {
        let short = |life: Life, step| {
            if step == Step::Submit && life.stage == Stage::Work {
                let cleared = Life {
                    stage: Stage::Cleared,
                    ..life
                };
                return cleared.after(step).ok();
            }
            table(life, step)
        };
        assert!(
            broken(&short)
                .unwrap()
                .contains("without having been cleared")
        );
        let forgetful = |life, step| {
            let next: Life = table(life, step)?;
            Some(if step == Step::Reopen {
                Life {
                    standing: Standing::None,
                    ..next
                }
            } else {
                next
            })
        };
        assert!(broken(&forgetful).unwrap().contains("what counted is lost"));
    }
}
