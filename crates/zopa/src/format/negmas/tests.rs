//! Files of NegMAS, in order and not.

use crate::exact::{Rational, ratio};
use crate::format::{Loaded, Source, load};
use crate::model::Outcome;

const SPACE: &str = "\
issues:
- name: price
  type: ContiguousIssue
  values: [-1, 1]
- name: colour
  type: negmas.outcomes.CategoricalIssue
  values: [red, 'No']
name: shop
type: DiscreteCartesianOutcomeSpace
";

fn read(function: &str) -> Result<Loaded, String> {
    let sources = [Source::new("seller.yml", function), Source::new("shop.yml", SPACE)];
    load(&sources).map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn check(function: &str, expected: [(i64, i64); 6]) -> Loaded {
    let loaded = read(function).unwrap_or_else(|problems| panic!("{problems}"));
    let utility = |index: usize| loaded.negotiation.utility(0, &Outcome(vec![index / 2, index % 2]));
    let found: Vec<Rational> = (0..6).map(utility).collect();
    assert_eq!(found, expected.map(|(n, d)| ratio(n, d)), "{function}");
    loaded
}

#[test]
fn additive_functions_and_their_parts_are_read() {
    let function = "\
discount: 0.9
reserved_value: -.inf
type: ExpDiscountedUFun
ufun:
  type: LinearAdditiveUtilityFunction
  reserved_value: -.inf
  weights: [0.5, 2]
  bias: 0.25
  values:
  - {type: AffineFun, slope: 2, bias: 1}
  - mapping: {red: 0.1, 'No': 0}
    type: TableFun
";
    let loaded = check(function, [(-5, 100), (-25, 100), (95, 100), (75, 100), (195, 100), (175, 100)]);
    let preferences = &loaded.negotiation.preferences()[0];
    assert_eq!(
        (preferences.discount.clone(), preferences.reservation_value.clone()),
        (Some(ratio(9, 10)), ratio(-25, 100))
    );
    let polynomial =
        function.replace("{type: AffineFun, slope: 2, bias: 1}", "{type: PolynomialFun, coefficients: [1, 2]}");
    check(&polynomial, [(95, 100), (75, 100), (45, 100), (25, 100), (195, 100), (175, 100)]);
}

#[test]
fn rectangles_are_read() {
    let function = "\
type: HyperRectangleUtilityFunction
reserved_value: 0
bias: 0
outcome_ranges:
- {0: [0, 1], 1: [red]}
- {}
utilities: [2, 0.5]
";
    check(function, [(1, 2), (1, 2), (5, 2), (1, 2), (5, 2), (1, 2)]);
}

#[test]
fn json_and_its_infinities_are_read() {
    let function = r#"{"type": "AffineUtilityFunction", "weights": [1], "bias": 0, "reserved_value": -Infinity}"#;
    let space =
        r#"{"issues": [{"name": "n", "type": "ContiguousIssue", "values": [0, 2]}], "type": "CartesianOutcomeSpace"}"#;
    let loaded = load(&[Source::new("s.json", space), Source::new("u.json", function)]).expect("in order");
    assert_eq!(loaded.negotiation.utility(0, &Outcome(vec![2])), ratio(2, 1));
    assert_eq!(loaded.negotiation.preferences()[0].reservation_value, ratio(0, 1));
}

#[test]
fn what_cannot_be_exact_is_refused() {
    let function = "\
type: LinearAdditiveUtilityFunction
reserved_value: 0
values:
- {type: ExponentialFun, tau: 1}
- {mapping: {red: 1, green: 0}, type: TableFun}
weights: [1]
";
    let expected = "\
seller.yml:4:3: error: the function `ExponentialFun` cannot be read exactly
  help: functions of value are TableFun, AffineFun, LinearFun, ConstFun, IdentityFun, QuadraticFun, PolynomialFun and TriangularFun
seller.yml:5:22: error: `green` is no option of `colour` in the domain
  help: options: `red`, `No`
seller.yml:6:10: error: `weights` does not fit the 2 issues
  help: give one for each issue, in the order of the issues or by name";
    assert_eq!(read(function).expect_err("inexact"), expected);
    let problems = read("type: MappingUtilityFunction\nreserved_value: 0").expect_err("no kind that can be read");
    assert!(problems.contains("`MappingUtilityFunction` cannot be read"), "{problems}");
}
