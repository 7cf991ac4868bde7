//! Worlds in JSON.

use super::Findings;
use crate::shape::{ChanceShape, Keyed, Number, Talks, package};
use serde::Serialize;
use zopa::assess::worlds::{Best, Certainty, Prospect, QuestionValue, asked};
use zopa::model::Quantity;

/// What was found, as printed.
#[derive(Serialize)]
pub struct Shape {
    negotiation: Talks,
    worlds: WorldsShape,
    /// How likely it is that there is room for agreement.
    zone: ChanceShape,
    drafts: Vec<DraftShape>,
    fair: Option<ProspectShape>,
    fair_stays: ChanceShape,
    in_every_world: CertaintyShape,
    most_worlds: Option<BestShape>,
    least_regret: Option<BestShape>,
    proposal: Option<ProposalShape>,
    knowing_everything: f64,
    questions: Vec<QuestionShape>,
    seconds: f64,
}

#[derive(Serialize)]
struct WorldsShape {
    /// `every` or `drawn`.
    kind: &'static str,
    count: usize,
    seed: u64,
    unknown_numbers: usize,
    exact: bool,
    solved: usize,
    empty: usize,
    unsolved: usize,
}

#[derive(Serialize)]
struct DraftShape {
    id: Option<String>,
    title: String,
    /// Whether open points had to be filled.
    completed: bool,
    prospect: Option<ProspectShape>,
}

#[derive(Serialize)]
struct ProspectShape {
    outcome: Keyed<String>,
    accepted: Keyed<ChanceShape>,
    all: ChanceShape,
    ratified: Keyed<ChanceShape>,
}

#[derive(Serialize)]
struct CertaintyShape {
    /// `package`, `none` or `unknown`.
    status: &'static str,
    #[serde(flatten)]
    prospect: Option<ProspectShape>,
}

#[derive(Serialize)]
struct BestShape {
    #[serde(flatten)]
    prospect: ProspectShape,
    value: Number,
    bound: Number,
    proven: bool,
}

#[derive(Serialize)]
struct ProposalShape {
    #[serde(flatten)]
    prospect: ProspectShape,
    worth: f64,
}

#[derive(Serialize)]
struct QuestionShape {
    party: String,
    number: QuantityShape,
    ask: String,
    rise: f64,
    standard_error: f64,
    changes: f64,
    if_low: Answered,
    if_high: Answered,
}

#[derive(Serialize)]
struct Answered {
    /// The end of the group of worlds that is nearest to the middle.
    up_to: f64,
    outcome: Keyed<String>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum QuantityShape {
    Reservation,
    Weight { issue: String },
    Value { issue: String, option: String },
    Together { index: usize },
}

impl Findings<'_> {
    /// Puts the findings into their JSON shape.
    pub fn shape(&self) -> Shape {
        let outlook = &self.outlook;
        let [solved, empty, unsolved] = outlook.solved;
        let prospects = self.texts.iter().zip(&outlook.drafts);
        let drafts = prospects.map(|(text, prospect)| DraftShape {
            id: text.text.id.clone(),
            title: text.text.title.clone(),
            completed: text.is_open(),
            prospect: prospect.as_ref().map(|prospect| self.prospect(prospect)),
        });
        Shape {
            negotiation: Talks::new(self.negotiation),
            worlds: WorldsShape {
                kind: if outlook.is_every_world { "every" } else { "drawn" },
                count: outlook.n_worlds,
                seed: self.draws.seed,
                unknown_numbers: self.n_unknowns(),
                exact: outlook.holds_exactly,
                solved,
                empty,
                unsolved,
            },
            zone: (&outlook.zone).into(),
            drafts: drafts.collect(),
            fair: outlook.fair.as_ref().map(|prospect| self.prospect(prospect)),
            fair_stays: (&outlook.fair_stays).into(),
            in_every_world: match &outlook.certain {
                Certainty::Package(prospect) => {
                    CertaintyShape { status: "package", prospect: Some(self.prospect(prospect)) }
                }
                Certainty::None => CertaintyShape { status: "none", prospect: None },
                Certainty::Unknown => CertaintyShape { status: "unknown", prospect: None },
            },
            most_worlds: outlook.likeliest.as_ref().map(|best| self.best(best)),
            least_regret: outlook.least_regret.as_ref().map(|best| self.best(best)),
            proposal: outlook
                .proposal
                .as_ref()
                .map(|(prospect, worth)| ProposalShape { prospect: self.prospect(prospect), worth: *worth }),
            knowing_everything: outlook.everything,
            questions: outlook
                .questions
                .iter()
                .take(self.n_questions)
                .map(|question| self.question(question))
                .collect(),
            seconds: self.seconds,
        }
    }

    fn prospect(&self, prospect: &Prospect) -> ProspectShape {
        let ids = (0..prospect.consents.len()).map(|index| self.negotiation.participant(index).0.id.clone());
        let rules = self.negotiation.ratifications().iter().map(|rule| self.negotiation.parties()[rule.of].id.clone());
        ProspectShape {
            outcome: package(self.negotiation, &prospect.outcome),
            accepted: Keyed(ids.zip(prospect.consents.iter().map(ChanceShape::from)).collect()),
            all: (&prospect.all).into(),
            ratified: Keyed(rules.zip(prospect.ratified.iter().map(ChanceShape::from)).collect()),
        }
    }

    fn best(&self, best: &Best) -> BestShape {
        BestShape {
            prospect: self.prospect(&best.prospect),
            value: (&best.value).into(),
            bound: (&best.bound).into(),
            proven: best.is_proven(),
        }
    }

    fn question(&self, question: &QuestionValue) -> QuestionShape {
        let issues = self.negotiation.issues();
        let answered = |end: usize| Answered {
            up_to: question.ends[end],
            outcome: package(self.negotiation, &self.outlook.packages[question.proposals[end]]),
        };
        QuestionShape {
            party: self.negotiation.participant(question.participant).0.id.clone(),
            number: match question.quantity {
                Quantity::Reservation => QuantityShape::Reservation,
                Quantity::Weight { issue } => QuantityShape::Weight { issue: issues[issue].id.clone() },
                Quantity::Value { issue, option } => {
                    let option = issues[issue].options[option].id.clone();
                    QuantityShape::Value { issue: issues[issue].id.clone(), option }
                }
                Quantity::JointTerm { term } => QuantityShape::Together { index: term },
            },
            ask: asked(self.negotiation, question),
            rise: question.rise,
            standard_error: question.standard_error,
            changes: question.changes,
            if_low: answered(0),
            if_high: answered(1),
        }
    }

    /// How many numbers are not known.
    pub fn n_unknowns(&self) -> usize {
        self.negotiation.doubts().iter().map(|doubts| doubts.unknowns.len()).sum()
    }
}
