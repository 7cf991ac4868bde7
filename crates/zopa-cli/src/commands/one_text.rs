//! `zopa one-text`: one text for all instead of a text for each.

use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::output::Output;
use crate::read::{self, nearest};
use crate::shape::{Keyed, Number, Talks, by_party, package};
use crate::telling::{Telling, heading, item};
use crate::texts::{self, FORMS, Text};
use crate::words::{table, wrapped};
use clap::Args;
use serde::Serialize;
use std::time::Instant;
use zopa::assess::one_text::{Base, OneText, one_text};
use zopa::assess::{Purse, standing};
use zopa::exact::Rational;
use zopa::model::Negotiation;
use zopa::report::figure::significant;
use zopa::solve::{Answer, Budget, Solver};

/// Nodes for each of the two steps where no budget is given: the first may be very hard, and its bound tells how far
/// it can be from the best.
const NODES: u64 = 20_000_000;

/// Make one text out of the texts that the parties accepted
///
/// First the common base: everyone gets at least what its own text gives it, and whoever gains most gains as little as
/// possible. Then the improvement: nobody gets less than by the base, and whoever gains least gains as much as possible.
#[derive(Args, Debug)]
#[command(after_help = FORMS)]
pub struct OneTextCommand {
    #[command(flatten)]
    talks: read::Talks,
    /// The text that a party accepted, once for each party; without it, the draft on the table that gives the party most
    #[arg(long = "own", value_name = "PARTY:DRAFT")]
    own: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What a party accepted.
struct Accepted {
    title: String,
    id: Option<String>,
    utility: Rational,
}

/// Joins the texts and prints what comes of it.
pub fn run(command: &OneTextCommand, control: &Control) -> Result<Ending, Fault> {
    let negotiation = command.talks.negotiation()?;
    control.listen()?;
    let solver = Solver::new(&negotiation).map_err(|error| Fault::input(format!("error: {error}")))?;
    let accepted = accepted(command, &solver)?;
    let start = Instant::now();
    let found = control.ask("Looking for one text", 1, |budget| {
        let purse = Purse::of(budget);
        let floors: Vec<Rational> = accepted.iter().map(|accepted| accepted.utility.clone()).collect();
        let found = one_text(&solver, &floors, &purse, NODES.min(budget.nodes / 4));
        budget.nodes = budget.nodes.saturating_sub(purse.spent());
        found
    });
    let seconds = start.elapsed().as_secs_f64();
    let is_proved = match &found.base {
        Base::Found { largest, at_least, .. } => at_least.as_ref() == Some(largest),
        Base::Empty { .. } => true,
        Base::Unknown => false,
    };
    let mut output = Output::new();
    if command.json {
        output.json(&shape(&negotiation, &accepted, &found, seconds))?;
    } else {
        output.words(&words(&negotiation, &accepted, &found))?;
    }
    output.finish()?;
    Ok(if is_proved { Ending::Answered } else { Ending::Unfinished })
}

/// The text of every party, with what it gives that party for certain.
fn accepted(command: &OneTextCommand, solver: &Solver) -> Result<Vec<Accepted>, Fault> {
    let negotiation = solver.negotiation();
    let mut own: Vec<Option<Text>> = negotiation.parties().iter().map(|_| None).collect();
    for typed in &command.own {
        let (name, draft) = typed.split_once(':').ok_or_else(|| {
            Fault::Usage(format!(
                "`{typed}` names no party and draft\n  help: write PARTY:DRAFT, such as farmers:first"
            ))
        })?;
        let party = negotiation.parties().iter().position(|party| party.id == name.trim()).ok_or_else(|| {
            let ids = || negotiation.parties().iter().map(|party| party.id.clone());
            let help = nearest(name, ids()).map_or_else(
                || format!("the parties are {}", ids().collect::<Vec<_>>().join(", ")),
                |meant| format!("did you mean {meant}?"),
            );
            Fault::Usage(format!("there is no party `{name}`\n  help: {help}"))
        })?;
        own[party] = Some(texts::text(draft.trim(), solver, &mut Budget::unlimited())?);
    }
    if own.iter().any(Option::is_none) && negotiation.drafts().is_empty() {
        return Err(Fault::Usage(
            "no draft is on the table\n  help: say with --own PARTY:DRAFT which text each party accepted".into(),
        ));
    }
    let certain = |text: &Text, party: usize| {
        let ask = |question: &dyn Fn(&mut Budget) -> Answer| question(&mut Budget::unlimited());
        standing(negotiation, &text.settles, &ask).utilities[party].least.clone()
    };
    let mut accepted = Vec::new();
    for (party, own) in own.into_iter().enumerate() {
        let texts = match own {
            Some(text) => vec![text],
            None => {
                let drafts = negotiation.drafts().iter();
                drafts.map(|d| texts::text(&d.id, solver, &mut Budget::unlimited())).collect::<Result<Vec<_>, _>>()?
            }
        };
        let most =
            texts.into_iter().map(|text| (certain(&text, party), text)).reduce(|a, b| if b.0 > a.0 { b } else { a });
        let (utility, text) = most.expect("there is a draft");
        accepted.push(Accepted { title: text.title, id: text.id, utility });
    }
    Ok(accepted)
}

#[derive(Serialize)]
struct Shape {
    negotiation: Talks,
    accepted: Keyed<AcceptedShape>,
    floors: Keyed<Number>,
    /// `proven`, `bounded`, `empty` or `unknown`.
    status: &'static str,
    base: Option<BaseShape>,
    short: Option<ShortShape>,
    improvement: Option<ImprovementShape>,
    seconds: f64,
}

#[derive(Serialize)]
struct AcceptedShape {
    draft: Option<String>,
    title: String,
    utility: Number,
}

#[derive(Serialize)]
struct BaseShape {
    outcome: Keyed<String>,
    utilities: Keyed<Number>,
    gains: Keyed<Number>,
    largest_gain: Number,
    largest_gain_at_least: Option<Number>,
}

#[derive(Serialize)]
struct ShortShape {
    by: Number,
    outcome: Keyed<String>,
}

#[derive(Serialize)]
struct ImprovementShape {
    status: &'static str,
    outcome: Option<Keyed<String>>,
    utilities: Option<Keyed<Number>>,
    gains: Option<Keyed<Number>>,
    least_gain: Option<Number>,
    bound: Option<Number>,
}

fn shape(negotiation: &Negotiation, accepted: &[Accepted], found: &OneText, seconds: f64) -> Shape {
    let (status, base, short) = match &found.base {
        Base::Found { outcome, gains, largest, at_least } => {
            let status = if at_least.as_ref() == Some(largest) { "proven" } else { "bounded" };
            let base = BaseShape {
                outcome: package(negotiation, outcome),
                utilities: by_party(negotiation, &negotiation.utilities(outcome)),
                gains: by_party(negotiation, gains),
                largest_gain: Number::from(largest),
                largest_gain_at_least: at_least.as_ref().map(Number::from),
            };
            (status, Some(base), None)
        }
        Base::Empty { short } => {
            let short = short.as_ref();
            let short = short.map(|(by, outcome)| ShortShape { by: by.into(), outcome: package(negotiation, outcome) });
            ("empty", None, short)
        }
        Base::Unknown => ("unknown", None, None),
    };
    let improvement = found.improvement.as_ref().map(|answer| {
        let settlement = answer.settlement();
        ImprovementShape {
            status: answer.status(),
            outcome: settlement.and_then(|s| s.package()).map(|outcome| package(negotiation, outcome)),
            utilities: settlement.map(|s| by_party(negotiation, &s.utilities)),
            gains: settlement.map(|s| by_party(negotiation, &s.gains)),
            least_gain: settlement.map(|s| Number::from(&s.value)),
            bound: answer.bound().map(Number::from),
        }
    });
    let own = |(party, own): (&zopa::model::Party, &Accepted)| {
        let shape =
            AcceptedShape { draft: own.id.clone(), title: own.title.clone(), utility: Number::from(&own.utility) };
        (party.id.clone(), shape)
    };
    Shape {
        negotiation: Talks::new(negotiation),
        accepted: Keyed(negotiation.parties().iter().zip(accepted).map(own).collect()),
        floors: by_party(negotiation, &found.floors),
        status,
        base,
        short,
        improvement,
        seconds,
    }
}

fn words(negotiation: &Negotiation, accepted: &[Accepted], found: &OneText) -> String {
    let telling = Telling::new(negotiation);
    let mut text = format!("{}\n\n", negotiation.title());
    for (party, own) in accepted.iter().enumerate() {
        let gives = telling.utility(party, &own.utility);
        text.push_str(&item(
            "- ",
            &format!("{} accepted “{}”, which gives it {gives}", telling.party(party), own.title),
        ));
    }
    let (base, gains, largest, at_least) = match &found.base {
        Base::Found { outcome, gains, largest, at_least } => (outcome, gains, largest, at_least),
        Base::Empty { short } => {
            text.push_str("\nNo package gives everyone as much as its own text (proved).\n");
            if let Some((by, _)) = short {
                let by = significant(by, 3);
                text.push_str(&wrapped(
                    &format!("If everyone accepted {by} less than that, there would be one (--json has it)."),
                    "",
                ));
            }
            return text;
        }
        Base::Unknown => return text + "\nNo common base was found in time, and none was excluded.\n",
    };
    text.push_str(&heading("The common base"));
    let sure = match at_least {
        Some(bound) if bound == largest => "no common base lets whoever gains most gain less (proved)".to_string(),
        Some(bound) => format!("none lets whoever gains most gain less than {}", significant(bound, 3)),
        None => "others may let whoever gains most gain less".to_string(),
    };
    text.push_str(&wrapped(
        &format!(
            "Everyone gets at least what its own text gives it, and nobody gets ahead: whoever gains most gains {}; {sure}.",
            significant(largest, 3)
        ),
        "",
    ));
    text.push_str(&item("", &telling.effect(gains)));
    let settlement = found.improvement.as_ref().and_then(Answer::settlement);
    let Some((settlement, improved)) = settlement.and_then(|s| Some((s, s.package()?))) else { return text };
    text.push_str(&heading("The improvement"));
    let proved = if matches!(found.improvement, Some(Answer::Optimum { .. })) { " (proved)" } else { "" };
    let n = base.differences(improved).len();
    text.push_str(&wrapped(
        &match n {
            0 => format!("None: whatever gives one party more gives another less{proved}."),
            _ => {
                format!("{n} points changed. Nobody loses, and whoever gains least gains as much as possible{proved}:")
            }
        },
        "",
    ));
    if n > 0 {
        text.push_str(&item("", &telling.effect(&settlement.gains)));
    }
    let mut rows = vec![vec![String::new(), "own text".into(), "base".into(), "improved".into()]];
    let utilities = negotiation.utilities(base);
    for (party, accepted) in accepted.iter().enumerate() {
        let own = [&accepted.utility, &utilities[party], &settlement.utilities[party]];
        let figures = own.iter().map(|value| telling.utility(party, value));
        rows.push(std::iter::once(telling.party(party).to_string()).chain(figures).collect());
    }
    text.push('\n');
    text.push_str(&table(&rows));
    text.push_str(&heading("The one text"));
    for (issue, &option) in improved.0.iter().enumerate() {
        text.push_str(&item("- ", &telling.settled(issue, option)));
    }
    text
}
