//! Tables and sentences for the terminal.

use zopa::exact::{Rational, to_f64};
use zopa::model::{Issue, Negotiation, Outcome};

/// The width that tables and texts aim at, in characters.
pub const WIDTH: usize = 80;

/// Lines up rows in columns: the first to the left, the others to the right.
pub fn table(rows: &[Vec<String>]) -> String {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count()).max();
    let widths: Vec<usize> = (0..n_columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().enumerate().map(|(column, cell)| match column {
            0 => format!("{cell:<width$}", width = widths[0]),
            _ => format!("{cell:>width$}", width = widths[column]),
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Breaks a text into lines that begin with an indent.
pub fn wrapped(text: &str, indent: &str) -> String {
    let mut lines = String::new();
    let mut line = indent.to_string();
    for word in text.split_whitespace() {
        if line.trim().is_empty() || line.chars().count() + 1 + word.chars().count() <= WIDTH {
            if !line.trim().is_empty() {
                line.push(' ');
            }
        } else {
            lines.push_str(line.trim_end());
            lines.push('\n');
            line = indent.to_string();
        }
        line.push_str(word);
    }
    lines + line.trim_end() + "\n"
}

/// A number with as many digits as a reader can use: exact figures are in the JSON.
pub fn figure(value: &Rational) -> String {
    let float = to_f64(value);
    if value.is_integer() && float.abs() >= 10.0 {
        return value.to_integer().to_string();
    }
    match float.abs() {
        size if size == 0.0 || (1e-3..1e6).contains(&size) => format!("{float:.4}"),
        _ => format!("{float:.3e}"),
    }
}

/// An issue by its point and title.
pub fn heading(issue: &Issue) -> String {
    match issue.point {
        Some(point) => format!("{point}. {}", issue.title),
        None => issue.title.clone(),
    }
}

/// What an outcome says on some issues, in words.
pub fn clauses(negotiation: &Negotiation, outcome: &Outcome, issues: impl Iterator<Item = usize>) -> String {
    let clause = |issue: usize| {
        let settled = &negotiation.issues()[issue];
        format!("  {}\n{}", heading(settled), wrapped(&settled.options[outcome.0[issue]].text, "     "))
    };
    issues.map(clause).collect()
}

/// "1 point", "3 points".
pub fn counted(n: usize, singular: &str) -> String {
    if n == 1 { format!("1 {singular}") } else { format!("{n} {singular}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zopa::exact::parse;

    #[test]
    fn columns_line_up() {
        let rows = [vec!["Nash".into(), "0.5".into()], vec!["Kalai".into(), "0.25".into()]];
        assert_eq!(table(&rows), "Nash    0.5\nKalai  0.25\n");
    }

    #[test]
    fn lines_break_between_words() {
        let long = "word ".repeat(40);
        let text = wrapped(&long, "   ");
        assert!(text.lines().all(|line| line.starts_with("   word") && line.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.split_whitespace().count(), 40);
        assert_eq!(wrapped("", "  "), "\n");
    }

    #[test]
    fn figures_are_short() {
        let check = |number: &str, expected: &str| assert_eq!(figure(&parse(number).expect("a number")), expected);
        check("1/3", "0.3333");
        check("0", "0.0000");
        check("300088", "300088");
        check("1e-9", "1.000e-9");
        check("12345678.5", "1.235e7");
    }
}
