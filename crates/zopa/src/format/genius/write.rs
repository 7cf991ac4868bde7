//! Writes a domain and a profile of each party as GENIUS reads them.
//!
//! GENIUS divides evaluations by the largest of their issue, so an issue's largest worth is written as
//! its weight, and evaluations as whole numbers in proportion. Terms for issues settled together are
//! written as hyper-rectangles, where all issues are ranges of whole numbers.

use crate::exact::{self, Rational};
use crate::format::scenario::{Decimals, file_names, survey};
use crate::format::xml::escape;
use crate::format::{Source, Written};
use crate::model::{Additive, Condition, Issue, Negotiation, Preferences, Utility};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::fmt::Write;

/// The most hyper-rectangles of a profile.
const MAX_RECTANGLES: usize = 100_000;

/// Writes the files, or says why GENIUS could not read them as they are meant.
pub(super) fn write(negotiation: &Negotiation) -> Result<Written, Vec<String>> {
    let (mut reasons, mut left_out) = survey(negotiation);
    let has_terms = |p: &Preferences| matches!(&p.utility, Utility::Additive(a) if !a.joint_terms.is_empty());
    let nonlinear = negotiation.preferences().iter().any(has_terms);
    let bounds: Vec<Option<(i64, i64)>> = negotiation.issues().iter().map(bounds).collect();
    let mut decimals = Decimals::default();
    let mut files = Vec::new();
    let title = if negotiation.title().is_empty() { "domain" } else { negotiation.title() };
    if nonlinear && bounds.iter().any(Option::is_none) {
        let message = "it knows terms for issues settled together only where every issue is a range of whole numbers";
        reasons.push(message.to_string());
    }
    let issues = Issues { negotiation, bounds: if nonlinear { bounds } else { vec![None; negotiation.sizes().len()] } };
    files.push(Source::new("domain.xml", issues.domain(title)));
    let names = file_names(negotiation, "domain");
    for (party, name) in names.iter().enumerate() {
        match issues.profile(party, title, nonlinear, &mut decimals) {
            Ok(text) => files.push(Source::new(format!("{name}.xml"), text)),
            Err(reason) => reasons.push(format!("{reason} ({})", negotiation.parties()[party].name)),
        }
    }
    left_out.extend(decimals.remark());
    if reasons.is_empty() { Ok(Written { files, left_out }) } else { Err(reasons) }
}

/// The ends of an issue whose options are consecutive whole numbers, ascending.
fn bounds(issue: &Issue) -> Option<(i64, i64)> {
    let whole = |option: &crate::model::IssueOption| {
        let amount = option.amount.as_ref().filter(|amount| amount.is_integer())?.to_integer().to_i64()?;
        (option.id == amount.to_string()).then_some(amount)
    };
    let amounts: Vec<i64> = issue.options.iter().map(whole).collect::<Option<_>>()?;
    let consecutive = amounts.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]));
    consecutive.then(|| (amounts[0], amounts[amounts.len() - 1]))
}

/// The least and the most of some issues, by index.
type Rectangle = Vec<(usize, i64, i64)>;

struct Issues<'n> {
    negotiation: &'n Negotiation,
    /// Where an issue is written as a range of whole numbers, its ends.
    bounds: Vec<Option<(i64, i64)>>,
}

impl Issues<'_> {
    fn domain(&self, title: &str) -> String {
        let n_issues = self.negotiation.issues().len();
        let mut text = format!("<negotiation_template>\n<utility_space number_of_issues=\"{n_issues}\">\n");
        self.objective(title, &mut text, |_, _| None);
        text.push_str("</objective>\n</utility_space>\n</negotiation_template>\n");
        text
    }

    /// The issues, each option with an evaluation where there is one; the objective stays open.
    fn objective(&self, title: &str, text: &mut String, evaluation: impl Fn(usize, usize) -> Option<String>) {
        let title = escape(title);
        let _ = writeln!(
            text,
            "<objective index=\"0\" description=\"\" name=\"{title}\" type=\"objective\" etype=\"objective\">"
        );
        for (index, issue) in self.negotiation.issues().iter().enumerate() {
            let (number, name) = (index + 1, escape(&issue.id));
            match self.bounds[index] {
                Some((lower, upper)) => {
                    let kind = "type=\"integer\" etype=\"integer\" vtype=\"integer\"";
                    let bounds = format!("lowerbound=\"{lower}\" upperbound=\"{upper}\"");
                    let _ = writeln!(text, "<issue index=\"{number}\" name=\"{name}\" {kind} {bounds}/>");
                }
                None => {
                    let kind = "type=\"discrete\" etype=\"discrete\" vtype=\"discrete\"";
                    let _ = writeln!(text, "<issue index=\"{number}\" name=\"{name}\" {kind}>");
                    for (option, own) in issue.options.iter().enumerate() {
                        let said =
                            evaluation(index, option).map(|e| format!(" evaluation=\"{e}\"")).unwrap_or_default();
                        let value = escape(&own.id);
                        let _ = writeln!(text, "<item index=\"{}\" value=\"{value}\"{said}/>", option + 1);
                    }
                    text.push_str("</issue>\n");
                }
            }
        }
    }

    fn profile(&self, party: usize, title: &str, nonlinear: bool, decimals: &mut Decimals) -> Result<String, String> {
        let preferences = &self.negotiation.preferences()[party];
        let Utility::Additive(additive) = &preferences.utility else {
            return Err("it has no utilities of whole outcomes".into());
        };
        let mut text = if nonlinear {
            let mut text = "<utility_space type=\"nonlinear\">\n".to_string();
            self.objective(title, &mut text, |_, _| None);
            self.rectangles(additive, &mut text)?;
            text
        } else {
            let worths = worths(additive)?;
            let weights: Vec<Rational> =
                worths.iter().map(|issue| issue.iter().max().cloned().unwrap_or_default()).collect();
            let evaluations: Vec<Vec<BigInt>> = worths.iter().map(|issue| proportions(issue)).collect();
            let mut text = "<utility_space>\n".to_string();
            self.objective(title, &mut text, |issue, option| Some(evaluations[issue][option].to_string()));
            for (index, weight) in weights.iter().enumerate() {
                let _ = writeln!(text, "<weight index=\"{}\" value=\"{}\"/>", index + 1, decimals.write(weight));
            }
            text
        };
        text.push_str("</objective>\n");
        let discount = preferences.discount.clone().unwrap_or_else(Rational::one);
        let _ = writeln!(text, "<discount_factor value=\"{}\"/>", decimals.write(&discount));
        let _ = writeln!(text, "<reservation value=\"{}\"/>", decimals.write(&preferences.reservation_value));
        text.push_str("</utility_space>\n");
        Ok(text)
    }

    /// Utilities as hyper-rectangles in whole numbers, divided by one number in the end.
    fn rectangles(&self, additive: &Additive, text: &mut String) -> Result<(), String> {
        let sizes = self.negotiation.sizes();
        let mut worths: Vec<(Vec<Condition>, Rational)> = Vec::new();
        for (issue, &size) in sizes.iter().enumerate() {
            for option in 0..size {
                let worth = additive.contribution(issue, option);
                worths.push((vec![Condition { issue, options: vec![option] }], worth));
            }
        }
        for term in &additive.joint_terms {
            worths.push((term.conditions.clone(), &term.worth / &additive.weight_total));
        }
        worths.retain(|(_, worth)| !worth.is_zero());
        let multiple = worths.iter().fold(BigInt::one(), |multiple, (_, worth)| multiple.lcm(worth.denom()));
        let _ = writeln!(
            text,
            "<utility maxutility=\"{multiple}\">\n<ufun type=\"PlainUfun\" weight=\"1\" aggregation=\"sum\">"
        );
        let mut n_rectangles = 0;
        for (conditions, worth) in &worths {
            let utility = (worth * &multiple).to_integer();
            for rectangle in self.boxes(conditions, &mut n_rectangles)? {
                let _ = writeln!(text, "<hyperRectangle utility=\"{utility}\">");
                for (issue, least, most) in rectangle {
                    let _ = writeln!(text, "<INCLUDES index=\"{}\" min=\"{least}\" max=\"{most}\"/>", issue + 1);
                }
                text.push_str("</hyperRectangle>\n");
            }
        }
        text.push_str("</ufun>\n</utility>\n");
        Ok(())
    }

    /// Conditions as boxes: each issue's options fall into runs of neighbours.
    fn boxes(&self, conditions: &[Condition], n_boxes: &mut usize) -> Result<Vec<Rectangle>, String> {
        let mut boxes = vec![Vec::new()];
        for condition in conditions {
            let lower = self.bounds[condition.issue].map_or(0, |(lower, _)| lower);
            let runs = runs(condition);
            if *n_boxes + boxes.len() * runs.len() > MAX_RECTANGLES {
                return Err(format!("the terms would need more than {MAX_RECTANGLES} hyper-rectangles"));
            }
            let extended = boxes.iter().flat_map(|partial: &Vec<(usize, i64, i64)>| {
                runs.iter().map(move |&(first, last)| {
                    let mut longer = partial.clone();
                    longer.push((condition.issue, lower + first as i64, lower + last as i64));
                    longer
                })
            });
            boxes = extended.collect();
        }
        *n_boxes += boxes.len();
        Ok(boxes)
    }
}

/// Runs of neighbouring options: the first and last of each.
fn runs(condition: &Condition) -> Vec<(usize, usize)> {
    let mut options = condition.options.clone();
    options.sort_unstable();
    options.dedup();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for option in options {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == option => *last = option,
            _ => runs.push((option, option)),
        }
    }
    runs
}

/// What each option adds, none of it below zero: what one issue lacks, another makes up for.
fn worths(additive: &Additive) -> Result<Vec<Vec<Rational>>, String> {
    let options =
        |issue: usize| (0..additive.values[issue].len()).map(move |option| additive.contribution(issue, option));
    let mut worths: Vec<Vec<Rational>> = (0..additive.values.len()).map(|issue| options(issue).collect()).collect();
    if worths.iter().flatten().any(Signed::is_negative) {
        let mut least = Rational::zero();
        for issue in &mut worths {
            let own = issue.iter().min().cloned().unwrap_or_default();
            issue.iter_mut().for_each(|worth| *worth -= &own);
            least += own;
        }
        if least.is_negative() {
            return Err(format!("a utility of {} is below zero", exact::write(&least)));
        }
        worths[0].iter_mut().for_each(|worth| *worth += &least);
    }
    let most: Rational = worths.iter().map(|issue| issue.iter().max().cloned().unwrap_or_default()).sum();
    if most > Rational::one() + Rational::new(1.into(), 1_000_000_000.into()) {
        return Err(format!("a utility of {:.4} is above 1, and would be cut", exact::to_f64(&most)));
    }
    Ok(worths)
}

/// Worths as whole numbers in the same proportion.
fn proportions(worths: &[Rational]) -> Vec<BigInt> {
    let multiple = worths.iter().fold(BigInt::one(), |multiple, worth| multiple.lcm(worth.denom()));
    let whole: Vec<BigInt> = worths.iter().map(|worth| (worth * &multiple).to_integer()).collect();
    let divisor = whole.iter().fold(BigInt::zero(), |divisor, worth| divisor.gcd(worth));
    if divisor.is_zero() { whole } else { whole.into_iter().map(|worth| worth / &divisor).collect() }
}
