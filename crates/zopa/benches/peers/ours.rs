//! What is timed here.

use crate::instances::Instance;
use crate::table::median;
use std::hint::black_box;
use std::time::Instant;
use zopa::certify::{self, Checker};
use zopa::exact::to_f64;
use zopa::registry::solution;
use zopa::solve::engine::goal::LeastRatio;
use zopa::solve::engine::search::{Remainder, search};
use zopa::solve::engine::space::Space;
use zopa::solve::frontier::{FrontierAnswer, Limits, frontier as find_frontier};
use zopa::solve::network::Network;
use zopa::solve::{Answer, Budget, Question, Settlement, Solver};

/// Something to solve for.
pub struct Objective {
    /// Name in the tables, and for the peer's script.
    pub id: &'static str,
    /// Whether the peer solves it.
    pub is_asked_of_peer: bool,
    /// How far the peer's value may be from the optimum: it works with tolerances of 1e-6.
    pub tolerance: f64,
    kind: Kind,
}

enum Kind {
    /// A solution of the registry.
    Solution,
    /// The largest least ratio of gain to what the party's best options on each issue add up to, as
    /// the peer defines Kalai-Smorodinsky.
    PeersRatio,
}

const fn objective(id: &'static str, is_asked_of_peer: bool, tolerance: f64) -> Objective {
    Objective { id, is_asked_of_peer, tolerance, kind: Kind::Solution }
}

/// Everything that is timed.
pub const OBJECTIVES: [Objective; 6] = [
    objective("utilitarian", true, 5e-6),
    objective("egalitarian", true, 5e-6),
    Objective { id: "ks", is_asked_of_peer: true, tolerance: 5e-6, kind: Kind::PeersRatio },
    objective("nash", true, 2e-5),
    objective("kalai-smorodinsky", false, 0.0),
    objective("leximin", false, 0.0),
];

/// A time in seconds, and what came out.
pub struct Timed {
    /// The solve with its certificate.
    pub solve: f64,
    /// The check of the certificate, by a checker that is prepared like the solver.
    pub check: Option<f64>,
    /// Whether the solve ended with a proof.
    pub is_proved: bool,
    /// The value in the peer's unit; `None` where the zone is empty.
    pub value: Option<f64>,
}

/// How often a solve is repeated, unless it is slow.
const REPETITIONS: usize = 5;
const SLOW: f64 = 0.5;

/// Utilities are divided by this for the peer.
const UNIT: f64 = 1e6;

/// Times every objective on an instance.
pub fn time(instance: &Instance) -> Vec<Timed> {
    let solver = Solver::new(&instance.negotiation).expect("benchmark instances can be compiled");
    let checker = Checker::new(&instance.negotiation).expect("benchmark instances are exact");
    let time = |objective: &Objective| match objective.kind {
        Kind::Solution => solved(instance, &solver, &checker, objective.id),
        Kind::PeersRatio => peers_ratio(&solver),
    };
    OBJECTIVES.iter().map(time).collect()
}

fn solved(instance: &Instance, solver: &Solver, checker: &Checker, id: &str) -> Timed {
    let solution = solution(id).expect("objectives are named as in the registry");
    let question = Question::plain(solution, instance.negotiation.parties().len());
    let (solve, answer) = repeated(|| solver.solve(&question, &mut patience()));
    let check = answer.certificate().map(|certificate| {
        let (seconds, verdict) = repeated(|| checker.check(certificate, &certify::Limits::default()));
        assert!(verdict.is_ok(), "{id} of {}: {verdict:?}", instance.name);
        seconds
    });
    let is_proved = matches!(answer, Answer::Optimum { .. } | Answer::Empty { .. });
    Timed { solve, check, is_proved, value: answer.settlement().map(|settlement| value(id, settlement)) }
}

/// What a solve may take before it counts as not proved: some seconds.
fn patience() -> Budget<'static> {
    Budget { nodes: 300_000_000, interrupt: None }
}

fn value(id: &str, settlement: &Settlement) -> f64 {
    let gains = settlement.gains.iter().map(|gain| to_f64(gain) / UNIT);
    match id {
        "utilitarian" => settlement.utilities.iter().map(to_f64).sum::<f64>() / UNIT,
        "nash" => gains.map(f64::ln).sum(),
        _ => gains.fold(f64::INFINITY, f64::min),
    }
}

fn peers_ratio(solver: &Solver) -> Timed {
    let network = solver.network();
    let space = Space::new(network.clone());
    let (solve, (is_proved, value)) = repeated(|| {
        let reservation = network.reservation.clone();
        let mut goal = LeastRatio::new(reservation.clone(), reservation, reach(network));
        let found = search(&space, &mut goal, &mut patience(), &[]);
        let value = goal.best.map(|best| best.numerator as f64 / best.denominator as f64);
        (matches!(found.remainder, Remainder::Nothing(_)), value)
    });
    Timed { solve, check: None, is_proved, value }
}

/// What each party's best options on every issue add up to beyond its reservation value.
fn reach(network: &Network) -> Vec<i128> {
    let best = |party: usize| -> i64 {
        let best_option = |utility: &[i64]| utility.iter().skip(party).step_by(network.n_parties).max().copied();
        network.variables.iter().filter_map(|variable| best_option(&variable.utility)).sum()
    };
    (0..network.n_parties).map(|party| i128::from(best(party) - network.reservation[party])).collect()
}

/// The number of points, and the median time of listing them.
pub fn frontier(instance: &Instance) -> (usize, f64) {
    let network = Network::new(&instance.negotiation).expect("benchmark instances can be compiled");
    let limits = Limits { max_states: 1 << 20, interrupt: None };
    let (seconds, points) = repeated(|| match find_frontier(&network, &limits) {
        FrontierAnswer::Exact(frontier) => frontier.len(),
        other => panic!("the frontier is small: {other:?}"),
    });
    (points, seconds)
}

/// The median time of something, and its last result.
fn repeated<T>(work: impl Fn() -> T) -> (f64, T) {
    let mut seconds = Vec::new();
    loop {
        let start = Instant::now();
        let result = black_box(work());
        seconds.push(start.elapsed().as_secs_f64());
        if seconds.len() == REPETITIONS || seconds[0] > SLOW {
            return (median(&seconds), result);
        }
    }
}
