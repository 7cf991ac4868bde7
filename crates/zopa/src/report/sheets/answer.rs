//! The answer in a sentence or two.

use crate::report::brief::{Brief, Room};
use crate::report::figure;
use crate::report::phrase::{Phrase, capitalised, counted, number_word};
use crate::report::sheet::Sheet;
use crate::solve::count::Count;
use num_bigint::BigUint;
use num_traits::Zero;

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let mut sheet = Sheet::new("answer", "The answer");
    sheet.lead = headline(brief);
    sheet.notes = rarity_note(brief).into_iter().collect();
    Some(sheet)
}

/// Whether there is room, and how near the drafts are: a phrase for each sentence.
#[must_use]
pub fn headline(brief: &Brief) -> Vec<Phrase> {
    match brief.room() {
        Room::Some => [Some(room(brief)), drafts(brief)].into_iter().flatten().collect(),
        Room::None => vec![no_room(brief)],
        Room::Unknown => vec![
            Phrase::new().strong("It is not known whether there is room for agreement."),
            Phrase::from(
                "The search ended before it found a package that satisfies everyone, or a proof that there is none. \
                 Give it more time for an answer.",
            ),
        ],
    }
}

fn room(brief: &Brief) -> Phrase {
    let there = Phrase::new().strong("There is room for agreement");
    let total = brief.negotiation.n_outcomes();
    let Some(counted) = &brief.count else { return there.say(".") };
    let text = match &counted.count {
        Count::Exact(n) if *n == total => ": every package satisfies everyone.".to_string(),
        Count::Exact(n) if total <= BigUint::from(1000u32) => {
            let satisfy = if *n == BigUint::from(1u32) { "satisfies" } else { "satisfy" };
            format!(": {n} of {} {satisfy} everyone.", packages(&total))
        }
        Count::Exact(n) if n.is_zero() => ".".to_string(),
        Count::Exact(n) => format!(": about 1 package in {} satisfies everyone.", figure::one_in(n, &total)),
        Count::Interval { at_least, at_most } => interval(at_least, at_most, &total),
        Count::Confidence { low, high, .. } => interval(low, high, &total),
    };
    there.say(text)
}

fn packages(total: &BigUint) -> String {
    let plural = if *total == BigUint::from(1u32) { "package" } else { "packages" };
    format!("{} {plural}", figure::whole(total))
}

fn interval(low: &BigUint, high: &BigUint, total: &BigUint) -> String {
    if high.is_zero() {
        return ".".into();
    }
    let often = figure::one_in(high, total);
    // Nearly all at most, and none at least, tells nothing.
    if low.is_zero() && high * 2u32 > *total {
        return "; how many packages satisfy everyone could not be counted.".into();
    }
    if low.is_zero() {
        return format!(": at most about 1 package in {often} satisfies everyone.");
    }
    let rarely = figure::one_in(low, total);
    if often == rarely {
        return format!(": about 1 package in {often} satisfies everyone.");
    }
    format!(": between 1 package in {rarely} and 1 in {often} satisfy everyone.")
}

/// What the rarity counts, and how sure it is.
fn rarity_note(brief: &Brief) -> Option<Phrase> {
    let counted = brief.count.as_ref()?;
    let total = brief.negotiation.n_outcomes();
    let sure = match &counted.count {
        Count::Exact(n) => format!("Exactly {} of the {}", figure::whole(n), packages(&total)),
        Count::Interval { at_least, at_most } => format!(
            "Between {} and {} (proved bounds) of the {}",
            figure::whole(at_least),
            figure::whole(at_most),
            packages(&total)
        ),
        Count::Confidence { low, high, level, samples, .. } => format!(
            "Between {} and {} (with {}% confidence, from {} random draws) of the {}",
            figure::whole(low),
            figure::whole(high),
            (level * 100.0).round(),
            figure::whole(&BigUint::from(*samples)),
            packages(&total)
        ),
    };
    let allowed = counted.allowed.as_ref().map_or_else(String::new, |allowed| {
        format!(" {} obey the rules and cross no red line.", capitalised(&figure::whole(allowed)))
    });
    Some(Phrase::from(format!(
        "A package settles every point by one of its options. {sure} obey the rules, cross no red line and give \
         every party at least its walk-away value.{allowed}"
    )))
}

fn drafts(brief: &Brief) -> Option<Phrase> {
    let n = brief.drafts.len();
    let table = match n {
        0 => return Some(Phrase::from("No draft is on the table.")),
        1 => Phrase::from("The draft on the table, ").then(brief.draft(0)).say(", "),
        _ => Phrase::from(format!("the {} drafts on the table", number_word(n))),
    };
    let acceptable = brief.acceptable_drafts();
    if !acceptable.is_empty() {
        return Some(among(brief, table, &acceptable));
    }
    let excluded =
        (0..n).all(|draft| brief.changes_needed(draft).is_none_or(|(changes, proven)| changes > 0 && proven));
    if !excluded || brief.nearest_draft().is_none() {
        let known = match n {
            1 => table.say("is not known to be among them"),
            _ => Phrase::from("None of ").then(table).say(" is known to be among them"),
        };
        return Some(known.then(nearest(brief)).say("."));
    }
    let none = match n {
        1 => table.say("is not among them"),
        _ => Phrase::from("None of ").then(table).say(" is among them"),
    };
    Some(none.then(nearest(brief)).say("."))
}

/// "; the nearest is E3, two points away".
fn nearest(brief: &Brief) -> Phrase {
    let Some((draft, changes)) = brief.nearest_draft() else { return Phrase::new() };
    let points = counted(changes, "point", "points");
    if brief.drafts.len() == 1 {
        return Phrase::from(format!("; the nearest package that is, is {points} away"));
    }
    Phrase::from(format!("; the nearest is draft {} (", draft + 1))
        .then(brief.draft(draft))
        .say(format!("), {points} away"))
}

/// The drafts that all could sign.
fn among(brief: &Brief, table: Phrase, acceptable: &[usize]) -> Phrase {
    let is_open = |draft: &usize| !brief.drafts[*draft].standing.open.is_empty();
    let how = match (acceptable.iter().all(is_open), acceptable.iter().any(is_open)) {
        (true, _) => " once the open points are filled suitably",
        (false, true) => " where open points are filled suitably",
        _ => "",
    };
    if brief.drafts.len() == 1 {
        return table.say("is among them").say(how).say(".");
    }
    let names = acceptable
        .iter()
        .map(|&draft| Phrase::from(format!("draft {} (", draft + 1)).then(brief.draft(draft)).say(")"));
    let names = Phrase::list(names);
    let verb = if acceptable.len() == 1 { " is" } else { " are" };
    Phrase::from("Of ").then(table).say(", ").then(names).say(verb).say(" among them").say(how).say(".")
}

fn no_room(brief: &Brief) -> Phrase {
    let there = Phrase::new().strong("There is no room.");
    let Some(no_deal) = brief.no_deal.as_ref().filter(|no_deal| !no_deal.causes.is_empty()) else {
        return there.say(" No package satisfies everyone.");
    };
    let n = no_deal.causes.len();
    let opening = match n {
        1 => " This demand cannot be met: ".to_string(),
        _ => format!(" These {} demands cannot all be met: ", number_word(n)),
    };
    let demands = no_deal.causes.iter().map(|cause| brief.demand(&cause.demand));
    there.say(opening).then(Phrase::joined(demands, "; ")).say(".")
}
