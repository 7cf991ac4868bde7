//! Everything, for programs: every number exact as text, as a float, and as shown to people.

use crate::assess::{Candidate, Nearest};
use crate::exact::{Rational, to_f64, write};
use crate::report::brief::{Brief, Fewest, Room};
use crate::report::phrase::Phrase;
use crate::report::sheet::{Cell, Sheet, Table};
use crate::report::sheets;
use crate::solve::certificate::Mixture;
use crate::solve::count::{Count, Counted};
use crate::solve::{Answer, Ties};
use serde_json::{Map, Value, json};

/// The version of the layout; raised when a key changes its meaning.
const VERSION: u32 = 1;

/// A report as JSON.
#[must_use]
pub fn json(brief: &Brief) -> String {
    let negotiation = brief.negotiation;
    let value = json!({
        "report": "zopa brief",
        "version": VERSION,
        "title": negotiation.title(),
        "room": match brief.room() { Room::Some => "proven", Room::None => "empty", Room::Unknown => "unknown" },
        "packages": negotiation.n_outcomes().to_string(),
        "count": brief.count.as_ref().map(count),
        "fingerprint": brief.footing.fingerprint,
        "command": brief.footing.command,
        "solutions": brief.solutions.iter().map(|solved| json!({
            "solution": solved.question.solution.id,
            "weights": solved.question.weights.iter().map(number).collect::<Vec<_>>(),
            "answer": answer(brief, &solved.answer),
            "certificate_sha256": solved.fingerprint,
        })).collect::<Vec<_>>(),
        "drafts": (0..brief.drafts.len()).map(|draft| of_draft(brief, draft)).collect::<Vec<_>>(),
        "frontiers": brief.frontiers.iter().map(|pair| json!({
            "first": negotiation.parties()[pair.first].id,
            "second": negotiation.parties()[pair.second].id,
            "complete": pair.is_complete,
            "points": pair.points.iter().map(|point| json!({
                "package": package(brief, &point.outcome),
                "utilities": by_party(brief, &point.utilities),
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "sheets": sheets(brief).iter().map(sheet).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

fn number(value: &Rational) -> Value {
    json!({ "exact": write(value), "float": to_f64(value) })
}

fn count(counted: &Counted) -> Value {
    let (low, high) = counted.count.bounds();
    let kind = match counted.count {
        Count::Exact(_) => "exact",
        Count::Interval { .. } => "proven-bounds",
        Count::Confidence { .. } => "confidence",
    };
    let level = if let Count::Confidence { level, .. } = counted.count { Some(level) } else { None };
    json!({
        "kind": kind,
        "low": low.to_string(),
        "high": high.to_string(),
        "confidence": level,
        "allowed": counted.allowed.as_ref().map(ToString::to_string),
    })
}

fn answer(brief: &Brief, answer: &Answer) -> Value {
    let mut object = Map::new();
    object.insert("status".into(), answer.status().into());
    object.insert("bound".into(), answer.bound().map_or(Value::Null, number));
    if let Some(settlement) = answer.settlement() {
        object.insert("value".into(), number(&settlement.value));
        object.insert("utilities".into(), by_party(brief, &settlement.utilities));
        object.insert("gains".into(), by_party(brief, &settlement.gains));
        object.insert("mixture".into(), mixture(brief, &settlement.mixture));
        let (exactly, at_least) = match settlement.ties {
            Ties::Exactly(n) => (Some(n), n),
            Ties::AtLeast(n) => (None, n),
        };
        object.insert("ties".into(), json!({ "exactly": exactly, "at_least": at_least }));
    }
    Value::Object(object)
}

fn mixture(brief: &Brief, mixture: &Mixture) -> Value {
    let part = |(outcome, share): &(crate::model::Outcome, Rational)| json!({ "share": number(share), "package": package(brief, outcome) });
    mixture.iter().map(part).collect()
}

fn package(brief: &Brief, outcome: &crate::model::Outcome) -> Value {
    let issues = brief.negotiation.issues().iter().zip(&outcome.0);
    issues.map(|(issue, &option)| (issue.id.clone(), Value::from(issue.options[option].id.as_str()))).collect()
}

fn by_party(brief: &Brief, values: &[Rational]) -> Value {
    brief.negotiation.parties().iter().zip(values).map(|(party, value)| (party.id.clone(), number(value))).collect()
}

fn of_draft(brief: &Brief, draft: usize) -> Value {
    let assessment = &brief.drafts[draft];
    let parties =
        brief.negotiation.parties().iter().zip(&assessment.standing.utilities).zip(&assessment.standing.signers);
    let parties = parties.map(|((party, span), signer)| {
        let value = json!({
            "least": number(&span.least),
            "most": number(&span.most),
            "reached": span.is_tight,
            "signs": format!("{:?}", signer.signature).to_lowercase(),
            "red_lines_crossed": signer.crossed,
            "below_walk_away_by": signer.shortfall.as_ref().map(number),
        });
        (party.id.clone(), value)
    });
    json!({
        "draft": brief.negotiation.drafts()[draft].id,
        "open": assessment.standing.open.iter().map(|&issue| brief.negotiation.issues()[issue].id.as_str()).collect::<Vec<_>>(),
        "broken_rules": assessment.standing.broken_rules,
        "ranges_obey_rules": assessment.standing.obeys_rules,
        "parties": parties.collect::<Map<_, _>>(),
        "nearest": nearest(brief, &assessment.nearest),
    })
}

fn nearest(brief: &Brief, nearest: &Nearest) -> Value {
    let (status, least, most) = match nearest.fewest {
        Fewest::Exactly(n) => ("proven", Some(n), Some(n)),
        Fewest::Between { least, most } => ("bounded", Some(least), Some(most)),
        Fewest::Impossible => ("empty", None, None),
        Fewest::Unknown { least } => ("unknown", Some(least), None),
    };
    let of = |candidate: &Candidate| {
        json!({
            "changes": candidate.changes,
            "changed": candidate.changed.iter().map(|&i| brief.negotiation.issues()[i].id.as_str()).collect::<Vec<_>>(),
            "package": package(brief, &candidate.outcome),
            "utilities": by_party(brief, &candidate.utilities),
            "gains": by_party(brief, &candidate.gains),
            "value": candidate.value.as_ref().map(number),
        })
    };
    json!({
        "status": status,
        "changes_at_least": least,
        "changes": most,
        "packages": nearest.packages.iter().map(of).collect::<Vec<_>>(),
    })
}

fn sheet(sheet: &Sheet) -> Value {
    json!({
        "id": sheet.id,
        "title": sheet.title,
        "lead": plain(&sheet.lead),
        "tables": sheet.tables.iter().map(table).collect::<Vec<_>>(),
        "notes": plain(&sheet.notes),
    })
}

fn table(table: &Table) -> Value {
    let row = |cells: &Vec<Cell>| -> Map<String, Value> {
        table.columns.iter().zip(cells).map(|(column, value)| (column.key.clone(), cell(value))).collect()
    };
    json!({
        "id": table.id,
        "caption": table.caption.plain(),
        "columns": table.columns.iter().map(|c| json!({ "key": c.key, "title": c.title.plain() })).collect::<Vec<_>>(),
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Words(words) => Value::from(words.plain()),
        Cell::Lines(lines) => plain(lines),
        Cell::Named { id, name } => json!({ "id": id, "name": name.plain() }),
        Cell::Number { value, shown } => json!({ "exact": write(value), "float": to_f64(value), "shown": shown }),
        Cell::Range { least, most, shown } => json!({ "least": number(least), "most": number(most), "shown": shown }),
    }
}

fn plain(phrases: &[Phrase]) -> Value {
    phrases.iter().map(Phrase::plain).collect()
}
