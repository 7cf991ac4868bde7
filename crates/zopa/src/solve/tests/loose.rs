//! Networks too wide for tables, against enumeration.

use crate::exact::{Rational, ratio};
use crate::model::{
    Additive, Condition, Issue, IssueOption, JointTerm, Negotiation, Parts, Party, Preferences, Role, Rule, RuleKind,
    Utility,
};
use crate::random::{Random, Shape, negotiation};
use crate::solve::solution::{Question, solution};
use crate::solve::{Answer, Budget, Solver};
use num_traits::One;
use rayon::prelude::*;

/// Twelve issues of three options, every two of which are tied: too wide for tables, so that factors are loose.
#[test]
fn answers_agree_where_factors_are_loose() {
    (0..6u64).into_par_iter().for_each(|seed| {
        let negotiation = tangled(seed);
        let solver = Solver::new(&negotiation).unwrap();
        assert!(!solver.space.loose.is_empty() && !solver.network().has_bonuses(), "seed {seed}");
        let mut best = [i64::MIN; 3];
        visit_permitted(&negotiation, &mut |utilities| {
            let gains: Vec<i64> = utilities.iter().map(|utility| utility - 20).collect();
            if gains.iter().all(|gain| *gain >= 0) {
                let figures = [utilities.iter().sum(), *gains.iter().min().unwrap(), gains.iter().product()];
                best.iter_mut().zip(figures).for_each(|(best, figure)| *best = figure.max(*best));
            }
        });
        for (id, best) in ["utilitarian", "egalitarian", "nash"].into_iter().zip(best) {
            let question = Question::plain(solution(id).unwrap(), negotiation.parties().len());
            let answer = solver.solve(&question, &mut Budget::unlimited());
            let Answer::Optimum { settlement, certificate } = &answer else { panic!("seed {seed} {id}: {answer:?}") };
            assert_eq!(settlement.value, ratio(best, 1), "seed {seed} {id}");
            assert!(negotiation.in_zone(settlement.package().unwrap()), "seed {seed} {id}");
            let checked = crate::certify::check(certificate.as_ref().unwrap(), &negotiation);
            assert!(checked.is_ok(), "seed {seed} {id}: {checked:?}");
        }
    });
}

/// Whole utilities, and between every two issues a rule or a term.
fn tangled(seed: u64) -> Negotiation {
    let mut random = Random(seed);
    let n = 12;
    let plain = negotiation(1, &Shape::SMALL);
    let issue = |index: usize| {
        let option = |option: usize| IssueOption { id: format!("o{option}"), text: String::new(), amount: None };
        let options = (0..3).map(option).collect();
        Issue { id: format!("i{index}"), options, ..plain.issues()[0].clone() }
    };
    let mut rules = Vec::new();
    let mut terms = [Vec::new(), Vec::new()];
    for (a, b) in (0..n).flat_map(|b| (0..b).map(move |a| (a, b))) {
        let conditions = [a, b].map(|issue| Condition { issue, options: vec![random.below(3)] }).to_vec();
        if random.below(3) == 0 {
            rules.push(Rule { text: String::new(), kind: RuleKind::Excludes(conditions) });
        } else {
            let worth = ratio(random.below(9) as i64 - 4, 1);
            terms[random.below(2)].push(JointTerm { conditions, worth });
        }
    }
    let preferences = terms.map(|joint_terms| {
        let values = (0..n).map(|_| (0..3).map(|_| ratio(random.below(6) as i64, 1)).collect()).collect();
        let one = Rational::one();
        let weights = vec![one.clone(); n];
        let additive = Additive { weights, values, joint_terms, weight_total: one.clone(), value_scale: one };
        let utility = Utility::Additive(additive);
        Preferences { utility, red_lines: Vec::new(), reservation_value: ratio(20, 1), discount: None }
    });
    let party = |i: usize| Party { id: format!("p{i}"), name: format!("Party {i}"), role: Role::Party };
    let parts = Parts {
        title: "tangled".into(),
        issues: (0..n).map(issue).collect(),
        parties: (0..2).map(party).collect(),
        preferences: preferences.to_vec(),
        rules,
        ..Parts::default()
    };
    Negotiation::new(parts).unwrap()
}

/// The utilities of every outcome that obeys the rules, where they are whole.
fn visit_permitted(negotiation: &Negotiation, each: &mut dyn FnMut(&[i64])) {
    let whole = |number: &Rational| i64::try_from(number.to_integer()).unwrap();
    let n = negotiation.issues().len();
    let mut settlement = vec![0; n];
    let additive = |own: &'_ Preferences| match &own.utility {
        Utility::Additive(additive) => additive.clone(),
        Utility::Table(_) => panic!("tangled talks are sums"),
    };
    let additive: Vec<Additive> = negotiation.preferences().iter().map(additive).collect();
    let values: Vec<Vec<Vec<i64>>> = additive
        .iter()
        .map(|own| own.values.iter().map(|values| values.iter().map(whole).collect()).collect())
        .collect();
    let terms: Vec<Vec<(&JointTerm, i64)>> =
        additive.iter().map(|own| own.joint_terms.iter().map(|term| (term, whole(&term.worth))).collect()).collect();
    loop {
        if negotiation.rules().iter().all(|rule| rule.obeyed(&settlement)) {
            let utility = |party: usize| -> i64 {
                let own = settlement.iter().enumerate().map(|(issue, &option)| values[party][issue][option]);
                let held = terms[party].iter().filter(|(term, _)| term.holds(&settlement));
                own.sum::<i64>() + held.map(|(_, worth)| worth).sum::<i64>()
            };
            each(&[utility(0), utility(1)]);
        }
        let Some(issue) = (0..n).rev().find(|&issue| settlement[issue] < 2) else { return };
        settlement[issue] += 1;
        settlement[issue + 1..].fill(0);
    }
}
