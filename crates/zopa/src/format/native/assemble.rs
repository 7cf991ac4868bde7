//! From what was read to a negotiation: who must agree, who ratifies, what is not known.

use super::preferences::Wants;
use super::talks::{Declared, Talks};
use crate::format::Outline;
use crate::format::diagnostic::{Place, Problems, quote};
use crate::model::{MAX_PARTIES, Negotiation, Parts, Ratification, Ratifier, Role};

/// What the files say, before anyone asks whether every party has spoken.
pub(super) struct Heard {
    pub title: Option<String>,
    pub footing: Option<String>,
    pub source: Option<String>,
    /// Where the talks begin.
    pub place: Place,
    pub talks: Talks,
    pub wants: Vec<Option<Wants>>,
    /// Which parties have a file or entry, in order or not.
    pub spoken: Vec<bool>,
}

impl Heard {
    /// The talks as far as they are written.
    pub fn outline(self) -> Outline {
        let mut outline = Outline {
            title: self.title.unwrap_or_default(),
            drafted_by: self.talks.drafted_by,
            footing: self.footing,
            source: self.source,
            issues: self.talks.issues,
            rules: self.talks.rules,
            drafts: self.talks.drafts,
            ..Outline::default()
        };
        for (index, (declared, wants)) in self.talks.parties.into_iter().zip(self.wants).enumerate() {
            outline.parties.push(declared.party);
            outline.votes.push(declared.votes);
            outline.ratifications.push(declared.ratification);
            outline.doubts.extend(wants.as_ref().and_then(|wants| wants.doubts(index)));
            let (preferences, promises) = wants.map(|wants| (wants.preferences, wants.promises)).unzip();
            outline.preferences.push(preferences);
            outline.commitments.extend(promises.into_iter().flatten().map(|promise| promise.made_by(index)));
        }
        outline
    }
}

/// Where a declared participant comes to stand: its index as a party, or as a ratifier by a rule.
#[derive(Clone, Copy)]
enum Seat {
    Party(usize),
    Ratifier(usize),
    /// It has no preferences and takes no part in the utilities.
    Absent,
}

/// Joins what was read; parties without preferences are left out.
pub(super) fn assemble(heard: Heard, problems: &mut Problems) -> Option<Negotiation> {
    let Heard { title, footing, source, place, talks, wants, .. } = heard;
    let seats = seats(&talks, &wants, problems)?;
    let mut parts = Parts {
        title: title.unwrap_or_default(),
        footing,
        source,
        issues: talks.issues,
        rules: talks.rules,
        drafts: talks.drafts,
        ..Parts::default()
    };
    for (index, (declared, wants)) in talks.parties.iter().zip(wants).enumerate() {
        let Some(wants) = wants else { continue };
        add(&mut parts, index, declared, wants, &seats);
    }
    match Negotiation::new(parts) {
        Ok(negotiation) => Some(negotiation),
        Err(flaws) => {
            for flaw in flaws {
                problems.error(place, flaw, "");
            }
            None
        }
    }
}

/// Who sits where. Ratifiers of a party with a rule of ratification stand apart from the parties.
fn seats(talks: &Talks, wants: &[Option<Wants>], problems: &mut Problems) -> Option<Vec<Seat>> {
    let parties = &talks.parties;
    let by_rule =
        |party: &Declared| matches!(party.party.role, Role::Ratifier { of } if parties[of].ratification.is_some());
    let (mut n_parties, mut n_ratifiers) = (0, 0);
    let next = |n: &mut usize| std::mem::replace(n, *n + 1);
    let mut seats = Vec::with_capacity(parties.len());
    for (party, wants) in parties.iter().zip(wants) {
        seats.push(match wants {
            None => Seat::Absent,
            Some(_) if by_rule(party) => Seat::Ratifier(next(&mut n_ratifiers)),
            Some(_) => Seat::Party(next(&mut n_parties)),
        });
    }
    let mut sound = true;
    let mut flaw = |party: &Declared, message: &str, help: &str| {
        problems.error(party.place, format!("{} {message}", quote(&party.party.id)), help);
        sound = false;
    };
    if let Some((party, _)) = parties.iter().zip(&seats).find(|(_, seat)| matches!(seat, Seat::Party(MAX_PARTIES..))) {
        let help = "join some of them, or give ratifiers a rule of ratification";
        flaw(party, &format!("is one party too many: {MAX_PARTIES} can negotiate"), help);
    }
    for party in parties {
        let Role::Ratifier { of } = party.party.role else { continue };
        match seats[of] {
            Seat::Party(_) => {}
            Seat::Absent => flaw(party, "ratifies for a mediator that has no preferences", "name a party that signs"),
            Seat::Ratifier(_) => flaw(party, "ratifies for a ratifier", "name the party that signs"),
        }
    }
    sound.then_some(seats)
}

fn add(parts: &mut Parts, index: usize, declared: &Declared, wants: Wants, seats: &[Seat]) {
    let n_parties = seats.iter().filter(|seat| matches!(seat, Seat::Party(_))).count();
    let position = |seat: Seat| match seat {
        Seat::Party(index) => index,
        Seat::Ratifier(index) => n_parties + index,
        Seat::Absent => unreachable!("only those with preferences are referred to"),
    };
    let of = position(seats[index]);
    parts.doubts.extend(wants.doubts(of));
    let Wants { preferences, promises, .. } = wants;
    parts.commitments.extend(promises.into_iter().map(|promise| promise.made_by(of)));
    let mut party = declared.party.clone();
    if let Role::Ratifier { of } = &mut party.role {
        *of = position(seats[*of]);
    }
    if let Some(rule) = declared.ratification {
        parts.ratifications.push(Ratification { of, rule });
    }
    match seats[index] {
        Seat::Ratifier(_) => parts.ratifiers.push(Ratifier { party, preferences, votes: declared.votes }),
        _ => {
            parts.parties.push(party);
            parts.preferences.push(preferences);
        }
    }
}
