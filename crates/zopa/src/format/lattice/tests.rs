//! Instances, in order and not.

use super::*;
use crate::exact::ratio;
use crate::model::Outcome;

fn check(text: &str, expected: &str) {
    let source = Source::new("i.txt", text);
    let problems = load(&[source]).expect_err("malformed");
    assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"), expected, "{text}");
}

#[test]
fn pairs_add_to_utilities_and_forbid() {
    let text = "2 2 2\n1 1\n1 2\n3 4\n5 6\n7 8\n1\n0 1 X 10 20 0 0 -3 4\n";
    let negotiation = load(&[Source::new("a/i.txt", text)]).expect("in order").negotiation;
    let utilities = |options: [usize; 2]| negotiation.utilities(&Outcome(options.to_vec()));
    assert_eq!(negotiation.title(), "i.txt");
    assert_eq!(utilities([0, 1]), [ratio(18, 1), ratio(30, 1)]);
    assert_eq!(utilities([1, 0]), [ratio(8, 1), ratio(10, 1)]);
    assert_eq!(utilities([1, 1]), [ratio(7, 1), ratio(16, 1)]);
    assert_eq!(negotiation.broken_rules(&Outcome(vec![0, 0])), [0]);
    assert!(negotiation.in_zone(&Outcome(vec![0, 1])));
}

#[test]
fn malformed_instances_are_refused_with_the_place() {
    let pair = "2 1 1\n0\n1\n1\n1\n";
    check(
        "",
        "i.txt:1:1: error: the file ends before the numbers of issues, options and parties\n  help: add the missing lines",
    );
    check(
        "2 3\n",
        "i.txt:1:4: error: the line ends too early\n  help: expected the numbers of issues, options and parties",
    );
    check(
        "2 0 1\n",
        "i.txt:1:3: error: `0` is not a whole number from 1 to 10000\n  help: expected the numbers of issues, options and parties",
    );
    check("1 1 1\n0 0\n", "i.txt:2:3: error: `0` is too many on this line\n  help: expected the reservation values");
    check(
        "1 2 1\n0\n5\n",
        "i.txt:3:2: error: the file ends before the utilities of every option\n  help: add the missing lines",
    );
    check(
        "1 1 1\n0\n1.5\n",
        "i.txt:3:1: error: `1.5` is not an integer of at most 18 digits\n  help: expected the utilities of every option",
    );
    check(&format!("{pair}0 0 1\n"), "i.txt:6:1: error: issue 0 is paired with itself\n  help: name two issues");
    check(
        &format!("{pair}0 2 1\n"),
        "i.txt:6:3: error: `2` is not a whole number from 0 to 1\n  help: expected a pair of issues",
    );
    check(&format!("{pair}0 1\n"), "i.txt:6:4: error: the line ends too early\n  help: expected a pair of issues");
    check(
        &format!("{pair}0 1 4\n0 1 5\n"),
        "i.txt:7:1: error: a line follows the last pair of issues\n  help: remove it, or raise the number of pairs",
    );
}
