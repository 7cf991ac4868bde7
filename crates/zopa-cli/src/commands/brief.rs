//! `zopa brief`: what a mediator reads first.

use super::solve::questions;
use crate::control::Control;
use crate::fault::{Ending, Fault};
use crate::output::{Existing, Output, tell, write_file};
use crate::read::Talks;
use clap::Args;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use zopa::assess::worlds::Draws;
use zopa::report::render::{Emphasis, text_with};
use zopa::report::{RENDERERS, Renderer, Request, renderer};
use zopa::solve::count::Limits;
use zopa::solve::{Answer, Solver};

/// Tell a mediator on one screen whether there is room, and what is fair
#[derive(Args, Debug)]
pub struct Brief {
    /// Which talks, and how to read them.
    #[command(flatten)]
    talks: Talks,
    /// Also write a report; the name's ending chooses what: .html, .md, .csv, .json or .txt
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The solution whose package is told (see: zopa list solutions)
    #[arg(long, value_name = "NAME", default_value = "nash")]
    solution: String,
    /// Parties' weights, for solutions that take them
    #[arg(long, value_name = "PARTY=WEIGHT", value_delimiter = ',')]
    weights: Vec<String>,
}

/// Gathers the brief, prints it, and writes the report that was asked for.
pub fn run(command: &Brief, control: &Control) -> Result<Ending, Fault> {
    let renderer = command.out.as_deref().map(renderer_for).transpose()?;
    let loaded = command.talks.loaded()?;
    loaded.warnings.iter().for_each(|warning| tell(&warning.to_string()));
    let negotiation = loaded.negotiation;
    let question = questions::one(&command.solution, &command.weights, &negotiation)?;
    control.listen()?;
    let solver = Solver::new(&negotiation).map_err(|error| Fault::input(format!("error: {error}")))?;
    let brief = control.ask("Gathering the brief", 1, |budget| {
        let counting = Limits { seed: control.seed, interrupt: budget.interrupt, ..Limits::quick() };
        let request =
            Request { notes: loaded.notes, command: Some(command.again()), counting, ..Request::of(question) };
        let draws = Draws { seed: control.seed, ..request.draws };
        let request = Request { draws, ..request };
        zopa::report::Brief::gather(&negotiation, &solver, &request, budget)
    });
    let mut output = Output::new();
    output.text(&text_with(&brief, emphasis()))?;
    output.finish()?;
    if let (Some(path), Some(renderer)) = (&command.out, renderer) {
        write_file(path, (renderer.render)(&brief), Existing::Replace)?;
        tell(&format!("wrote {}", path.display()));
    }
    let is_known = |answer: &Answer| matches!(answer, Answer::Optimum { .. } | Answer::Empty { .. });
    Ok(control.ending(is_known(&brief.zone) && brief.solutions.iter().all(|solved| is_known(&solved.answer))))
}

impl Brief {
    /// The command that makes the report again.
    fn again(&self) -> String {
        let mut words = vec!["zopa brief".to_string()];
        words.extend(self.talks.again().iter().map(|word| quoted(word)));
        if let Some(out) = &self.out {
            words.extend(["--out".to_string(), quoted(&out.display().to_string())]);
        }
        if self.solution != "nash" {
            words.extend(["--solution".to_string(), quoted(&self.solution)]);
        }
        if !self.weights.is_empty() {
            words.extend(["--weights".to_string(), quoted(&self.weights.join(","))]);
        }
        words.join(" ")
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=,+:@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// The renderer that a file's name asks for.
fn renderer_for(path: &Path) -> Result<&'static Renderer, Fault> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    renderer(&ending).filter(|renderer| renderer.extensions.contains(&ending.as_str())).ok_or_else(|| {
        let endings = RENDERERS.iter().flat_map(|renderer| renderer.extensions).map(|ending| format!(".{ending}"));
        let endings: Vec<String> = endings.collect();
        Fault::Usage(format!("{} does not end in {}", path.display(), endings.join(", ")))
    })
}

/// Bold letters only where they are seen (see no-color.org).
fn emphasis() -> Emphasis {
    let is_wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if is_wanted && std::io::stdout().is_terminal() { Emphasis::Ansi } else { Emphasis::None }
}
