//! What is wrong with a workbook, with sheet, cell and remedy; all at once.

use super::*;
use crate::exact::ratio;
use crate::model::{
    Additive, Condition, Draft, Issue, IssueOption, JointTerm, PartialOutcome, Party, Preferences, RedLine, Role, Rule,
    RuleKind, Utility,
};
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook};

/// What someone typed over a cell.
enum Typed {
    Text(&'static str),
    Number(f64),
    Day(u16, u8, u8),
    Formula(&'static str),
}
use Typed::{Day, Formula as Computed, Number, Text};

fn condition(issue: usize, option: usize) -> Condition {
    Condition { issue, options: vec![option] }
}

/// Two issues, two parties, a rule, a draft, a pair and a red line.
fn small() -> Outline {
    let issue = |id: &str, options: [&str; 2]| Issue {
        id: id.into(),
        title: id.into(),
        point: None,
        category: None,
        unit: None,
        options: options.map(|id| IssueOption { id: id.into(), text: id.into(), amount: None }).to_vec(),
    };
    let wants = Preferences {
        utility: Utility::Additive(Additive {
            weights: vec![ratio(1, 1), ratio(2, 1)],
            values: vec![vec![ratio(0, 1), ratio(10, 1)]; 2],
            joint_terms: vec![JointTerm { conditions: vec![condition(0, 0), condition(1, 0)], worth: ratio(1, 1) }],
            weight_total: ratio(3, 1),
            value_scale: ratio(10, 1),
        }),
        red_lines: vec![RedLine { conditions: vec![condition(0, 1), condition(1, 1)], text: Some("not both".into()) }],
        reservation_value: ratio(1, 2),
        discount: None,
    };
    let party = |id: &str| Party { id: id.into(), name: id.into(), role: Role::Party };
    Outline {
        title: "small".into(),
        issues: vec![issue("land", ["north", "south"]), issue("water", ["much", "little"])],
        parties: vec![party("city"), party("farmers")],
        preferences: vec![Some(wants.clone()), Some(wants)],
        votes: vec![1; 2],
        ratifications: vec![None; 2],
        rules: vec![Rule { text: "r".into(), kind: RuleKind::Excludes(vec![condition(0, 0), condition(1, 1)]) }],
        drafts: vec![Draft {
            id: "d".into(),
            title: "d".into(),
            date: None,
            provenance: crate::model::Provenance::Tabled,
            settles: PartialOutcome(vec![Some(0), None]),
        }],
        ..Outline::default()
    }
}

/// The small workbook with cells typed over, as one that knows nothing of its styles would save it.
fn typed_over(changes: &[(&str, &str, Typed)]) -> Source {
    let plan = plan::plan(&small(), None);
    let mut book = Workbook::new();
    for sheet in &plan.sheets {
        let page = book.add_worksheet();
        page.set_name(&sheet.name).expect("a name");
        for cell in &sheet.cells {
            match &cell.content {
                plan::Content::Text(text) => {
                    page.write_string(cell.row, cell.column, text).expect("a cell");
                }
                plan::Content::Number(number) => {
                    page.write_number(cell.row, cell.column, crate::exact::to_f64(number)).expect("a cell");
                }
                _ => {}
            }
        }
        for (_, name, typed) in changes.iter().filter(|(name, ..)| *name == sheet.name) {
            let column = name.bytes().next().expect("a letter") - b'A';
            let row: u32 = name[1..].parse::<u32>().expect("a row") - 1;
            let column = u16::from(column);
            let page = match typed {
                Text("") => page.write_blank(row, column, &CellFormat::new()),
                Text(text) => page.write_string(row, column, *text),
                Number(number) => page.write_number(row, column, *number),
                Day(year, month, day) => {
                    let day = ExcelDateTime::from_ymd(*year, *month, *day).expect("a day");
                    page.write_with_format(row, column, &day, &CellFormat::new().set_num_format("d-mmm"))
                }
                Computed(formula) => page.write_formula(row, column, Formula::new(*formula).set_result("0.25")),
            };
            page.expect("a cell");
        }
    }
    Source::new("talks.xlsx", book.save_to_buffer().expect("a workbook"))
}

#[track_caller]
fn check(changes: &[(&str, &str, Typed)], expected: &[&str]) {
    let found = match load(&[typed_over(changes)]) {
        Ok(loaded) => loaded.warnings,
        Err(problems) => problems,
    };
    let found: Vec<String> =
        found.iter().map(|problem| problem.to_string().replace("talks.xlsx, sheet ", "")).collect();
    assert_eq!(found, expected);
}

#[test]
fn nothing_is_complained_of_where_nothing_is_wrong() {
    check(&[], &[]);
    // Blanks around names, capitals in choices and notes in sheets of their own do no harm.
    check(&[("city", "G14", Text(" Never ")), ("Points", "H6", Text("X")), ("Points", "C6", Text(" north "))], &[]);
}

#[test]
fn slips_in_numbers() {
    check(
        &[
            ("city", "C5", Number(55.0)),
            ("city", "E12", Text("")),
            ("city", "F13", Text("ten")),
            ("city", "F14", Day(2026, 1, 3)),
            ("city", "E15", Number(-1.0)),
            ("city", "F16", Text("")),
        ],
        &[
            "\"city\", cell C5: error: reservation 55 is above 1\n  help: utilities run from 0 to 1: write 0.55, not 55",
            "\"city\", cell E12: error: issue `land` has no weight\n  help: write how much it matters beside the others; 0 if the party does not care",
            "\"city\", cell F13: error: `ten` is not a number\n  help: write a decimal like 0.55 or a fraction like 1/3",
            "\"city\", cell F14: error: the cell holds a day, 2026-01-03: perhaps the spreadsheet took a fraction for a date\n  help: clear its format and write a decimal, or a fraction as a formula: =1/3",
            "\"city\", cell E15: error: weight -1 is negative\n  help: write a weight of 0 or more; let the values say what is bad",
            "\"city\", cell F16: error: option `much` of issue `water` has no value\n  help: write how good it is for the party; 0 is the worst",
        ],
    );
}

#[test]
fn fractions_are_exact_and_what_was_rounded_is_told() {
    let source = typed_over(&[("city", "E12", Computed("=1/3")), ("city", "E15", Text("2/3"))]);
    let loaded = shown(load(&[source]));
    let Utility::Additive(additive) = &loaded.negotiation.preferences()[0].utility else { panic!("additive") };
    assert_eq!(additive.weights, [ratio(1, 3), ratio(2, 3)]);
    check(
        &[("city", "E12", Number(1.0 / 3.0))],
        &[
            "\"city\", cell E12: warning: the spreadsheet rounded this number to 0.3333333333333333, which is taken as it stands\n  help: if a fraction is meant, write it as a formula: =1/3",
        ],
    );
}

#[test]
fn slips_in_names_and_choices() {
    check(
        &[
            ("Talks", "C11", Text("mediatr")),
            ("Points", "H5", Text("")),
            ("Points", "H4", Text("dd")),
            ("Rules", "C6", Text("lnd: north")),
            ("Rules", "B7", Text("together")),
            ("city", "D22", Text("land north")),
            ("city", "G16", Text("nver")),
            ("farmers", "C4", Text("farmes")),
        ],
        &[
            "\"Talks\", cell C11: error: `mediatr` cannot stand here\n  help: did you mean `mediator`?",
            "\"Talks\", cell A12: error: party `farmers` has no preferences\n  help: add a file with party = \"farmers\" or fill in its sheet, or make it a mediator, or leave it out",
            "\"Points\", cell H4: error: there is no draft `dd`\n  help: did you mean `d`?",
            "\"Rules\", cell C6: error: there is no issue `lnd`\n  help: did you mean `land`?",
            "\"Rules\", cell B7: error: `together` cannot stand here\n  help: what may stand here: `in words`, `if`, `then`, `not together`, `count of`",
            "\"city\", cell G16: error: `nver` cannot stand here\n  help: did you mean `never`?",
            "\"city\", cell D22: error: `land north` does not name an issue and an option of it\n  help: choose from the list of the cell, or write issue: option; several options with \"or\" between them",
            "\"farmers\", cell C4: error: the talks have no party `farmes`\n  help: did you mean `farmers`?",
        ],
    );
}

#[test]
fn what_is_no_workbook_is_refused() {
    let refuse = |bytes: &[u8]| messages(load(&[Source::new("talks.xlsx", bytes)]));
    assert_eq!(
        refuse(b"hello"),
        [
            "talks.xlsx:1:1: error: the file is no workbook of the kind .xlsx\n  help: open it and save it as Excel workbook (.xlsx)"
        ]
    );
    let mut other = Workbook::new();
    other.add_worksheet().write_string(0, 0, "Shopping").expect("a cell");
    assert_eq!(
        refuse(&other.save_to_buffer().expect("a workbook")),
        [
            "talks.xlsx, sheet \"Sheet1\", cell A1: error: no sheet holds the talks or what a party wants\n  help: begin with a workbook that zopa convert has written"
        ]
    );
    check(
        &[("Instructions", "A1", Text("Notes of the chair"))],
        &[
            "\"Instructions\", cell A1: warning: this sheet is not read: its first cell says `Notes of the chair`\n  help: first cells of the sheets that are read: `How to fill in this workbook`, `The talks`, `Points and their options`, `Rules that any agreement must obey`, `What the party wants`, `Utility of every outcome`, `Lists for the cells with a choice`",
        ],
    );
}

#[test]
fn what_unpacks_without_bounds_is_refused() {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).expect("a file");
    let zeros = vec![0; 1 << 20];
    (0..20).for_each(|_| archive.write_all(&zeros).expect("written"));
    let bytes = archive.finish().expect("an archive").into_inner();
    assert!(bytes.len() < 100_000);
    let found = messages(load(&[Source::new("bomb.xlsx", bytes)]));
    assert_eq!(
        found,
        [
            "bomb.xlsx:1:1: error: the file unpacks to more than 16000000 bytes\n  help: is it the right file? Talks take some kilobytes"
        ]
    );
}
