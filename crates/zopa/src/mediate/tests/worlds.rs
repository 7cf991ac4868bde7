//! Two worlds that differ in what one party keeps from another: the other cannot tell them apart.

use super::super::*;
use super::laws::sight;
use super::rig::party;
use super::script::{Scene, Step, tries};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What differs between the worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Secret {
    /// What `b` keeps within the delegation has other contents.
    InternalAltered,
    /// What `b` keeps within the delegation was never written.
    InternalLeftOut,
    /// What `b` tells the mediator alone, too, has other contents.
    CaucusAltered,
    /// What `b` tells the mediator alone, too, was never written.
    CaucusLeftOut,
}

impl Secret {
    fn is_caucus(self) -> bool {
        matches!(self, Secret::CaucusAltered | Secret::CaucusLeftOut)
    }

    fn is_left_out(self) -> bool {
        matches!(self, Secret::InternalLeftOut | Secret::CaucusLeftOut)
    }

    /// Whether those who watch read the answers to a question in the end.
    fn is_for_watchers(self, asked: &Ask) -> bool {
        asked.answers >= Level::Parties || !self.is_caucus()
    }

    fn covers(self, level: Level) -> bool {
        level == Level::Delegation || (self.is_caucus() && level == Level::Mediator)
    }

    /// The same action with other contents, or none where it belongs to what differs by not being there.
    ///
    /// # Errors
    /// It says the same in both worlds.
    fn other(self, action: &Action, scene: &Scene, questions: &BTreeMap<ItemId, Ask>) -> Result<Option<Action>, ()> {
        let other = match action.clone() {
            Action::SetMark(mark) if self.covers(mark.level) => {
                let at = Stance::ALL.iter().position(|stance| *stance == mark.stance).unwrap_or(0);
                let [words, reason] = ["other words of old", "another reason"].map(str::to_string);
                Action::SetMark(SetMark { stance: Stance::ALL[(at + 1) % 4], words, reason, ..mark })
            }
            Action::Say(say) if self.covers(say.level) => Action::Say(Say { words: "other words".into(), ..say }),
            Action::Propose(amendment) if self.covers(amendment.level) => {
                Action::Propose(Propose { words: "other words".into(), reason: "why not".into(), ..amendment })
            }
            Action::SetValues(set) if self.covers(set.level) => {
                Action::SetValues(SetValues { values: Values { walk_away: 99, ..Values::default() }, ..set })
            }
            Action::Reply(reply) => {
                let asked = questions.get(&reply.signal).ok_or(())?;
                let is_kept = !self.is_for_watchers(asked) || (asked.hidden && !is_over(scene, &reply.signal));
                let is_told = asked.hidden && !asked.quiet;
                if !is_kept || (self.is_left_out() && is_told) {
                    return Err(());
                }
                Action::Reply(Reply { words: "another answer".into(), ..reply })
            }
            _ => return Err(()),
        };
        Ok((!self.is_left_out()).then_some(other))
    }
}

/// Who must not be able to tell the worlds apart.
fn watchers(secret: Secret) -> Vec<Reader> {
    let mut readers = vec![Reader::Public];
    readers.extend(["a", "c"].map(|id| Reader::Delegation(Delegation::Party(party(id)))));
    if !secret.is_caucus() {
        readers.push(Reader::Delegation(Delegation::Mediator));
    }
    readers
}

fn is_of_b(scene: &Scene, seat: &SeatId) -> bool {
    scene.room.delegation_of(seat) == Some(&Delegation::Party(party("b")))
}

/// What a step leads to, as far as a watcher can know: all of it where it is their own.
fn outcome(scene: &Scene, step: &Step, result: &Result<Vec<Entry>, Refusal>, readers: &[Reader]) -> String {
    let own = scene.room.delegation_of(&step.by).cloned().map(Reader::Delegation);
    if own.is_none_or(|own| readers.contains(&own)) {
        return format!("{result:?}");
    }
    let entries = result.iter().flatten();
    let read = entries.filter(|entry| readers.iter().any(|reader| entry.ledger.is_read_by(reader)));
    format!("{:?}", read.collect::<Vec<_>>())
}

/// What those who watch learn by trying: refusals, word for word, to whatever might exist.
fn probe(scene: &Scene, secret: Secret) -> Vec<String> {
    let mut told = Vec::new();
    let by = |id: &str| SeatId::from(id);
    let mut watching = vec![by("a1"), by("c1")];
    watching.extend((!secret.is_caucus()).then(|| scene.mediator()));
    for name in scene.names() {
        let (item, signal, words) = (name.clone(), name, "A try.".to_string());
        let tries: [Action; 7] = [
            Withdraw { item: item.clone() }.into(),
            Second { item: item.clone() }.into(),
            Widen { item: item.clone(), level: Level::Public, with: None }.into(),
            Rule { item, ruling: Ruling::Refused, note: String::new() }.into(),
            Reply { signal: signal.clone(), words: words.clone() }.into(),
            Extend { signal: signal.clone(), due: Moment(100_000), note: words }.into(),
            Close { signal }.into(),
        ];
        for (by, action) in watching.iter().flat_map(|by| tries.iter().map(move |action| (by, action))) {
            let result = scene.act(&Step { at: 9_999, by: by.clone(), action: action.clone() });
            // Closing a question reveals, which is for the script to do.
            told.push(match (result, action) {
                (Ok(_), Action::Close(_)) => "accepted".into(),
                (result, _) => format!("{result:?}"),
            });
        }
    }
    told
}

/// Whether a question is closed, or will be by the time of whoever's clock is most ahead.
fn is_over(scene: &Scene, signal: &ItemId) -> bool {
    let mediator = view(&scene.room, Some(&scene.mediator()), Moment(scene.clock + 20)).expect("a mediator stays");
    mediator.signal(signal).is_some_and(|signal| signal.closed.is_some() || signal.over)
}

/// A script in both worlds at once, compared after each step.
fn check(script: &[super::script::Try], secret: Secret) {
    let readers = watchers(secret);
    let (mut one, mut two) = (Scene::new(), Scene::new());
    let mut questions: BTreeMap<ItemId, Ask> = BTreeMap::new();
    // Questions whose answers differ: once those are told, the worlds may differ.
    let mut kept: BTreeSet<ItemId> = BTreeSet::new();
    let mut n_different = 0;
    for (n, tried) in script.iter().enumerate() {
        one.pause(tried);
        two.pause(tried);
        for (step, same) in one.steps(tried).into_iter().zip(two.steps(tried)) {
            assert_eq!(step.action, same.action, "scripts rest on what all know");
            if let Action::Ask(ask) = &step.action {
                questions.insert(ItemId(format!("i{}", step.at)), ask.clone());
            }
            let is_of_b = is_of_b(&one, &step.by);
            // What `b` shows of its secrets is known; and whether it may show something is for `b` alone to know.
            if is_of_b && matches!(step.action, Action::Widen(_)) {
                continue;
            }
            let first = one.act(&step);
            if kept.iter().any(|signal| is_over(&one, signal)) {
                return;
            }
            let second = match secret.other(&step.action, &one, &questions) {
                Ok(other) if is_of_b => {
                    n_different += 1;
                    if let Action::Reply(reply) = &step.action {
                        let is_told = secret.is_for_watchers(&questions[&reply.signal]);
                        kept.extend(is_told.then(|| reply.signal.clone()));
                    }
                    other.map(|action| two.act(&Step { action, ..same.clone() }))
                }
                _ => Some(two.act(&same)),
            };
            let told = second.as_ref().map(|second| outcome(&two, &same, second, &readers));
            let none = outcome(&two, &same, &Ok(Vec::new()), &readers);
            assert_eq!(outcome(&one, &step, &first, &readers), told.unwrap_or(none), "{:?}", step.action);
            one.take(&first.unwrap_or_default());
            two.take(&second.and_then(Result::ok).unwrap_or_default());
            if kept.iter().any(|signal| is_over(&one, signal)) {
                return;
            }
            let now = Moment(one.clock + 20);
            for reader in &readers {
                assert_eq!(
                    sight(&one.room, reader, one.seats(), now),
                    sight(&two.room, reader, two.seats(), now),
                    "after {n_different} secrets and {:?}",
                    step.action
                );
            }
        }
        if n % 8 == 7 {
            assert_eq!(probe(&one, secret), probe(&two, secret));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn what_a_party_keeps_within_its_delegation_changes_nothing_for_others(script in tries(50)) {
        check(&script, Secret::InternalAltered);
        check(&script, Secret::InternalLeftOut);
    }

    #[test]
    fn what_a_party_tells_the_mediator_alone_changes_nothing_for_other_parties(script in tries(50)) {
        check(&script, Secret::CaucusAltered);
        check(&script, Secret::CaucusLeftOut);
    }
}
