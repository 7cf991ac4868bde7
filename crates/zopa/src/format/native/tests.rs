//! Each slip of the pen, with the complaint that it earns.

use crate::format::{Reading, Source, check_party, load};

mod seats;

const TALKS: &str = "\
[talks]
title = \"Two issues\"
[[party]]
id = \"us\"
[[party]]
id = \"them\"
[[issue]]
id = \"price\"
from = 0
to = 10
step = 5
[[issue]]
id = \"place\"
[[issue.option]]
id = \"home\"
[[issue.option]]
id = \"away\"
";

const US: &str = "\
party = \"us\"
reservation = 0.25
[issue.price]
weight = 1
line = [[0, 1], [10, 0]]
[issue.place]
weight = 1
value = { home = 1, away = 0 }
";

const THEM: &str = "\
party = \"them\"
reservation = 0.25
[issue.price]
weight = 1
line = [[0, 0], [10, 1]]
[issue.place]
weight = 0
";

fn sources(talks: &str, us: &str, them: &str) -> Vec<Source> {
    [("talks.toml", talks), ("us.toml", us), ("them.toml", them)].map(|(name, text)| Source::new(name, text)).to_vec()
}

/// Loads the three files and compares the complaints, given as they are printed.
fn check(files: &[Source], expected: &[&str]) {
    let problems = match load(files) {
        Ok(loaded) => loaded.warnings,
        Err(problems) => problems,
    };
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(shown, expected, "{}", files.iter().map(|f| f.text()).collect::<Vec<_>>().join("\n---\n"));
}

/// Replaces a piece of the talks file.
fn talks(from: &str, to: &str, expected: &[&str]) {
    assert!(TALKS.contains(from), "{from}");
    check(&sources(&TALKS.replacen(from, to, 1), US, THEM), expected);
}

/// Replaces a piece of the first party's file.
fn party(from: &str, to: &str, expected: &[&str]) {
    assert!(US.contains(from), "{from}");
    check(&sources(TALKS, &US.replacen(from, to, 1), THEM), expected);
}

#[test]
fn files_in_order_earn_no_complaint() {
    check(&sources(TALKS, US, THEM), &[]);
}

#[test]
fn slips_in_the_talks_file() {
    talks(
        "title = ",
        "titel = ",
        &[
            "talks.toml:1:2: error: the talks needs `title`\n  help: add `title`: What the talks are called.",
            "talks.toml:2:1: error: the talks has no key `titel`\n  help: did you mean `title`?",
        ],
    );
    talks(
        "from = 0",
        "from = 0\nunits = \"EUR\"",
        &["talks.toml:10:1: error: an issue has no key `units`\n  help: did you mean `unit`?"],
    );
    talks(
        "id = \"away\"",
        "id = \"home\"",
        &[
            "talks.toml:17:6: error: option `home` is declared for the second time in its issue\n  help: give every option of an issue an id of its own",
            "us.toml:8:21: error: there is no option of `place` called `away`\n  help: its options are: `home`",
        ],
    );
    talks(
        "step = 5",
        "step = 3",
        &["talks.toml:10:6: error: steps of 3 do not reach 10\n  help: the nearest ends are to = 9 and to = 12"],
    );
    talks(
        "step = 5",
        "step = -5",
        &[
            "talks.toml:11:8: error: a range must rise from `from` to `to` by a `step` above zero\n  help: turn it round",
        ],
    );
    talks(
        "step = 5",
        "step = 0.0001",
        &["talks.toml:11:8: error: the range leads to more than 10000 options in all\n  help: make the step larger"],
    );
    talks(
        "step = 5",
        "step = five",
        &[
            "talks.toml:11:8: error: `five` is not a value\n  help: put texts in quotation marks; write numbers like 0.55, dates like 2025-11-20, true, false",
        ],
    );
    talks(
        "id = \"them\"",
        "id = \"then\"",
        &[
            "talks.toml:6:6: error: party `then` has no preferences\n  help: add a file with party = \"then\" or fill in its sheet, or make it a mediator, or leave it out",
            "them.toml:1:9: error: the talks have no party `them`\n  help: did you mean `then`? declare it with a [[party]] in the talks file, or leave this file out",
        ],
    );
    talks(
        "id = \"them\"",
        "id = \"them\"\nrole = \"arbiter\"",
        &[
            "talks.toml:7:8: error: `role` cannot be `arbiter`\n  help: what `role` may be: `party`, `mediator`, `ratifier`",
        ],
    );
    talks(
        "id = \"them\"",
        "id = \"them\"\nrole = \"ratifier\"",
        &[
            "talks.toml:5:3: error: ratifier `them` does not say for whom it ratifies\n  help: add `of`: the id of the party that signs",
        ],
    );
    talks(
        "id = \"place\"",
        "id = \"place\"\ncategory = \"sanction\"",
        &[
            "talks.toml:14:12: warning: category `sanction` is not in the list of categories\n  help: did you mean `sanctions`? otherwise leave it: your own words are allowed",
        ],
    );
}

/// Adds lines to the end of the talks file, which has 17.
fn added(lines: &str, expected: &[&str]) {
    check(&sources(&format!("{TALKS}{lines}"), US, THEM), expected);
}

#[test]
fn slips_in_rules_and_drafts() {
    added(
        "[[rule]]\nif = { issue = \"prise\", is = \"5\" }\nthen = { issue = \"place\", is = [\"hone\"] }\n",
        &[
            "talks.toml:19:16: error: there is no issue `prise`\n  help: did you mean `price`?",
            "talks.toml:20:33: error: there is no option of `place` called `hone`\n  help: did you mean `home`?",
        ],
    );
    added(
        "[[rule]]\ntext = \"nothing\"\n",
        &[
            "talks.toml:18:3: error: a rule says nothing\n  help: write `if` and `then`; or `exclude`; or `at_most`, `at_least` or `exactly` with `of`",
        ],
    );
    added(
        "[[rule]]\nif = { issue = \"place\", is = \"home\" }\n",
        &[
            "talks.toml:18:3: error: a rule has only one of `if` and `then`\n  help: write `if` and `then`; or `exclude`; or `at_most`, `at_least` or `exactly` with `of`",
        ],
    );
    added(
        "[[rule]]\nat_most = 1.5\nof = { issue = \"place\", is = \"home\" }\n",
        &["talks.toml:19:11: error: `at_most` must be a whole number, not `1.5`\n  help: write 0, 1, 2, ..."],
    );
    added(
        "[[rule]]\nexclude = []\n",
        &["talks.toml:18:3: error: no condition stands here\n  help: name an issue and the option meant"],
    );
    added(
        "[[draft]]\nid = \"d\"\ndate = 2025-02-30\nsettles = { place = \"home\", price = \"7\" }\n",
        &[
            "talks.toml:20:8: error: `2025-02-30` is not a day of the calendar\n  help: write year, month and day: 2025-11-20",
            "talks.toml:21:37: error: there is no option of `price` called `7`\n  help: did you mean `0`?",
        ],
    );
    let twice = TALKS.replacen("id = \"away\"", "id = \"away\"\ndrafts = [\"d\"]\n[[draft]]\nid = \"d\"", 1);
    let twice = twice.replacen("id = \"home\"", "id = \"home\"\ndrafts = [\"d\", \"e\"]", 1);
    check(
        &sources(&twice, US, THEM),
        &[
            "talks.toml:16:16: error: there is no draft `e`\n  help: did you mean `d`?",
            "talks.toml:19:11: error: draft `d` names two options of issue `place`: `home` and `away`\n  help: keep the one that the text contains",
        ],
    );
}

#[test]
fn slips_in_a_party_file() {
    party(
        "reservation = 0.25",
        "reservation = 25",
        &["us.toml:2:15: error: reservation 25 is above 1\n  help: utilities run from 0 to 1: write 0.25, not 25"],
    );
    party(
        "reservation = 0.25\n",
        "",
        &[
            "us.toml:1:1: error: `us` does not say what no agreement is worth to it\n  help: add reservation = 0.5, a utility from 0 to 1; 0 if any agreement beats none",
        ],
    );
    party(
        "reservation = 0.25",
        "reservation = \"a half\"",
        &["us.toml:2:15: error: `a half` is not a number\n  help: write a decimal like 0.55 or a fraction like 1/3"],
    );
    party(
        "reservation = 0.25",
        "reservation = 0.25\ndiscount = 1.5",
        &[
            "us.toml:3:12: error: discount 1.5 is not above 0 and at most 1\n  help: write 0.95 where a round of delay costs a twentieth",
        ],
    );
    party(
        "reservation = 0.25",
        "reservation = 0.25\nscale = 0.5",
        &["us.toml:3:9: error: a value of 1 is above the scale of 0.5\n  help: write scale = 1, or lower the value"],
    );
}

#[test]
fn slips_in_values() {
    party(
        ", away = 0",
        "",
        &[
            "us.toml:6:8: error: issue `place` has no value for `away`\n  help: give every option a value; 0 is the worst",
        ],
    );
    party(
        "away = 0",
        "awya = 0",
        &["us.toml:8:21: error: there is no option of `place` called `awya`\n  help: did you mean `away`?"],
    );
    party(
        "away = 0",
        "away = -1",
        &[
            "us.toml:8:28: error: the value of `away` is negative: -1\n  help: raise all values until the worst is 0, or add normalise = false for plain sums",
        ],
    );
    party(
        "[issue.place]\nweight = 1\nvalue = { home = 1, away = 0 }\n",
        "",
        &[
            "us.toml:1:1: error: `us` says nothing about issue `place`\n  help: give `place` a weight and values; weight = 0 if the party does not care",
        ],
    );
    party(
        "value = { home = 1, away = 0 }",
        "red_lines = [\"hom\"]",
        &[
            "us.toml:6:8: error: issue `place` has no values\n  help: add value = { home = ..., ... }; or weight = 0",
            "us.toml:8:14: error: there is no option of `place` called `hom`\n  help: did you mean `home`?",
        ],
    );
    party(
        "value = { home = 1, away = 0 }",
        "line = [[0, 1], [1, 1]]",
        &["us.toml:6:8: error: issue `place` is no range of amounts\n  help: write `value` instead of `line`"],
    );
    party(
        "[10, 0]]",
        "[9, 0]]",
        &[
            "us.toml:3:8: error: the line of issue `price` does not reach 10\n  help: add a point for the lowest and one for the highest amount",
        ],
    );
    party(
        "[[0, 1], [10, 0]]",
        "[[10, 1], [0, 0]]",
        &["us.toml:5:19: error: the amounts of a line must rise\n  help: sort its points by amount"],
    );
    party(
        "[[0, 1], [10, 0]]",
        "[0, 10]",
        &[
            "us.toml:5:9: error: a point of the line needs two numbers\n  help: write points of amount and value: [[0, 100], [50, 80], [100, 0]]",
        ],
    );
}

#[test]
fn slips_in_weights_and_combinations() {
    party(
        "weight = 1\nline",
        "weight = -1\nline",
        &[
            "us.toml:4:10: error: weight -1 is negative\n  help: write a weight of 0 or more; let the values say what is bad",
        ],
    );
    let idle = US.replace("weight = 1", "weight = 0");
    check(
        &sources(TALKS, &idle, THEM),
        &[
            "us.toml:1:1: error: all weights of `us` are zero\n  help: give the issues that matter to it a weight above zero",
        ],
    );
    party(
        "[issue.place]",
        "[issue.place]\nred_lines = [\"home\", \"away\"]",
        &[
            "us.toml:1:1: warning: `us` accepts no option of issue `place`\n  help: no agreement is possible so; add the option that it accepts",
        ],
    );
    party(
        "[issue.price]",
        "[[together]]\nwhen = { place = \"home\" }\nworth = 2\n[issue.price]",
        &[
            "us.toml:3:3: error: `together` needs two or more different issues\n  help: write when = { first-issue = \"option\", second-issue = \"option\" }",
        ],
    );
    party(
        "[issue.price]",
        "[[red_line]]\nwhen = { place = true }\n[issue.price]",
        &["us.toml:4:18: error: `place` must be a text, not true or false\n  help: write \"true\""],
    );
    party(
        "[issue.price]",
        "[[red_line]]\nwhen = { place = [] }\n[issue.price]",
        &["us.toml:4:18: error: a condition names no option\n  help: write the option, or a list of options"],
    );
}

#[test]
fn slips_in_tables_of_outcomes() {
    let one = |price: &str, place: &str, utility: &str| {
        format!("[[outcome]]\nwhen = {{ price = \"{price}\", place = \"{place}\" }}\nutility = {utility}\n")
    };
    let head = "party = \"us\"\nreservation = 12\n";
    let most: String = ["0", "5", "10"].map(|price| one(price, "home", "3")).concat();
    check(
        &sources(TALKS, &format!("{head}{most}{}", one("0", "away", "1")), THEM),
        &[
            "us.toml:1:1: error: 2 of 6 outcomes have no utility\n  help: add [[outcome]] when = { price = \"5\", place = \"away\" }",
        ],
    );
    let all = format!("{most}{}", ["0", "5", "10"].map(|price| one(price, "away", "3")).concat());
    check(&sources(TALKS, &format!("{head}{all}"), THEM), &[]);
    check(
        &sources(TALKS, &format!("{head}{all}{}", one("0", "home", "4")), THEM),
        &["us.toml:21:3: error: an outcome stands here for the second time\n  help: keep one of them"],
    );
}

#[test]
fn slips_of_syntax_are_told_in_every_file() {
    let files = sources(
        &TALKS.replacen("title = \"Two issues\"", "title = \"Two issues", 1),
        &US.replacen("[issue.place]", "[issue.price]", 1),
        &THEM.replacen("weight = 0", "weight = 0\nweight = 1", 1),
    );
    check(
        &files,
        &[
            "talks.toml:2:20: error: invalid text\n  help: expected `\"`",
            "us.toml:6:8: error: `price` stands here for the second time\n  help: put everything under one header",
            "them.toml:8:1: error: `weight` stands here for the second time\n  help: keep one of them",
        ],
    );
}

#[test]
fn a_party_file_is_checked_without_the_others() {
    let [talks, us, _] = sources(TALKS, US, THEM).try_into().expect("three files");
    let checked = check_party(std::slice::from_ref(&talks), &us, &Reading::default()).expect("in order");
    assert_eq!(
        checked.notes,
        ["us: values on a scale of 0 to 1, weights sum to 2; utilities run from 0 to 1; no agreement is worth 0.25"]
    );
    let faulty = Source::new(us.name, US.replacen("home = 1", "hame = 1", 1));
    let problems =
        check_party(std::slice::from_ref(&talks), &faulty, &Reading::default()).expect_err("a misspelt option");
    assert_eq!(problems.iter().map(|p| (p.file.as_str(), p.line)).collect::<Vec<_>>(), [("us.toml", 8)]);
}

#[test]
fn plain_sums_keep_their_units() {
    let us = US.replace("reservation = 0.25", "reservation = 7\nnormalise = false").replace("home = 1", "home = -3");
    let loaded = load(&sources(TALKS, &us, THEM)).expect("in order");
    let outcome = crate::model::Outcome(vec![0, 0]);
    assert_eq!(loaded.negotiation.utility(0, &outcome), crate::exact::ratio(-2, 1));
    assert_eq!(loaded.notes[0], "us: utilities are plain sums in the units written; no agreement is worth 7");
}

#[test]
fn a_silent_mediator_takes_no_part_and_ratifiers_are_counted_anew() {
    let mediated = TALKS.replacen(
        "[[party]]\nid = \"us\"",
        "[[party]]\nid = \"host\"\nrole = \"mediator\"\n[[party]]\nid = \"us\"",
        1,
    );
    let ratified = mediated.replacen("id = \"them\"", "id = \"them\"\nrole = \"ratifier\"\nof = \"us\"", 1);
    let loaded = load(&sources(&ratified, US, THEM)).expect("in order");
    assert_eq!(loaded.notes[0], "host mediates without preferences of its own: it takes no part in the utilities");
    assert_eq!(loaded.negotiation.parties().len(), 2);
    assert_eq!(loaded.negotiation.parties()[1].role, crate::model::Role::Ratifier { of: 0 });
}
