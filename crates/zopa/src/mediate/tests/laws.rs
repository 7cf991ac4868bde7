//! Laws over random logs: whatever is tried, by whomever, whenever.

use super::super::*;
use super::script::{Scene, Step, tries};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What a reader sees, byte for byte: by every seat of theirs, and how much they have read.
pub fn sight(room: &Room, reader: &Reader, seats: &[SeatId], now: Moment) -> Vec<String> {
    let Reader::Delegation(delegation) = reader else {
        return vec![tell(&view(room, None, now).expect("the public always sees something"))];
    };
    let own = seats.iter().filter(|seat| room.delegation_of(seat) == Some(delegation));
    own.map(|seat| tell(&view(room, Some(seat), now).expect("the seat is one"))).collect()
}

fn tell(view: &View) -> String {
    let histories: Vec<_> = ["1", "2", "9"].iter().map(|label| view.history(label)).collect();
    serde_json::to_string(&(view.whole(), histories, view.reading(), view.communique_draft())).expect("JSON")
}

/// What is the same for a reader after each step, and what must not happen from one to the next.
struct Watch {
    /// Rooms folded from what each reader may read, and from nothing else.
    alone: BTreeMap<Reader, Room>,
    levels: BTreeMap<(Reader, ItemId), Level>,
}

impl Watch {
    fn new(scene: &Scene) -> Watch {
        let readers = scene.room.readers().cloned();
        let folded = |reader: Reader| {
            let own = scene.log.iter().filter(|entry| entry.ledger.is_read_by(&reader));
            (reader.clone(), Room::fold(own).expect("what a reader may read folds alone"))
        };
        Watch { alone: readers.map(folded).collect(), levels: BTreeMap::new() }
    }

    fn sees(&mut self, before: &Room, scene: &Scene, new: &[Entry]) {
        let now = Moment(scene.clock + 20);
        for (reader, alone) in &mut self.alone {
            let own: Vec<&Entry> = new.iter().filter(|entry| entry.ledger.is_read_by(reader)).collect();
            for entry in &own {
                alone.apply(entry).expect("what a reader may read folds alone");
            }
            let n = own.len() as u64;
            assert_eq!(scene.room.reading(reader) - before.reading(reader), n, "{reader:?} has read something else");
            let seats = scene.seats();
            assert_eq!(sight(&scene.room, reader, seats, now), sight(alone, reader, seats, now));
            let looks = seats
                .iter()
                .find(|seat| matches!(reader, Reader::Delegation(of) if scene.room.delegation_of(seat) == Some(of)));
            for item in
                looks.and_then(|seat| view(&scene.room, Some(seat), now)).iter().flat_map(|view| view.items(|_| true))
            {
                let known = self.levels.insert((reader.clone(), item.id.clone()), item.level);
                assert!(known.is_none_or(|level| level <= item.level), "the circle of {} became narrower", item.id);
            }
        }
    }
}

/// Points that are locked keep their words and stay locked while the switch stays off.
fn locks_hold(before: &Room, scene: &Scene) {
    let now = Moment(scene.clock + 20);
    let look = |room| view(room, Some(&scene.mediator()), now);
    let (Some(before), Some(after)) = (look(before), look(&scene.room)) else { return };
    if before.everything() || after.everything() {
        return;
    }
    for point in before.points().into_iter().filter(|point| point.locked) {
        let kept = after.point(&point.label).expect("a locked point stays");
        assert_eq!((kept.title, kept.text, kept.locked), (point.title, point.text, true));
    }
}

/// An action is accepted, and then its entries fit; or it is refused with reasons.
fn attempt(scene: &mut Scene, step: &Step) -> Vec<Entry> {
    match scene.act(step) {
        Ok(entries) => {
            assert!(!entries.is_empty(), "what is accepted leaves a trace");
            scene.take(&entries);
            entries
        }
        Err(refusal) => {
            assert!(!refusal.problems.is_empty() && refusal.problems.iter().all(|problem| !problem.is_empty()));
            Vec::new()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    /// Folding is total, each reader's knowledge is the fold of what they may read, circles only widen, locks hold.
    #[test]
    fn whatever_is_tried_the_room_keeps_its_laws(script in tries(60)) {
        let mut scene = Scene::new();
        let mut watch = Watch::new(&scene);
        for tried in &script {
            let before = scene.room.clone();
            let due = scene.pause(tried);
            watch.sees(&before, &scene, &due);
            for step in scene.steps(tried) {
                let before = scene.room.clone();
                let new = attempt(&mut scene, &step);
                watch.sees(&before, &scene, &new);
                locks_hold(&before, &scene);
            }
        }
        prop_assert_eq!(Room::fold(&scene.log), Ok(scene.room.clone()));
        for (reader, alone) in &watch.alone {
            let own = scene.log.iter().filter(|entry| entry.ledger.is_read_by(reader));
            prop_assert_eq!(&Room::fold(own), &Ok(alone.clone()));
        }
    }
}

/// Random scripts are worth something only if they reach what the laws are about.
#[test]
fn random_scripts_reach_every_action_and_locks_and_conclusions() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut accepted, mut refused) = (BTreeMap::new(), 0);
    let (mut locked, mut tabled, mut revealed) = (0, 0, 0);
    for _ in 0..60 {
        let script = tries(60).new_tree(&mut runner).expect("a script").current();
        let mut scene = Scene::new();
        for tried in &script {
            revealed += scene.pause(tried).len();
            for step in scene.steps(tried) {
                let new = attempt(&mut scene, &step);
                if new.is_empty() {
                    refused += 1;
                } else {
                    *accepted.entry(step.action.kind().name).or_insert(0) += 1;
                }
            }
            let view = view(&scene.room, Some(&scene.mediator()), Moment(scene.clock)).expect("a mediator stays");
            locked += usize::from(!view.everything() && view.points().iter().any(|point| point.locked));
            tabled += usize::from(view.signing().is_some());
        }
    }
    let missing: Vec<&str> = ACTIONS.iter().map(|kind| kind.name).filter(|name| !accepted.contains_key(name)).collect();
    assert!(missing.is_empty(), "never accepted: {missing:?}");
    assert!(refused > 100 && locked > 20 && tabled > 5 && revealed > 10, "{refused} {locked} {tabled} {revealed}");
}
