//! Two servers on one PostgreSQL: the same acts race on both, in one order, and pages on both are live.

use crate::place::Place;
use crate::room::house::{House, Person, Stage, mark, say};
use serde_json::json;
use std::time::Duration;
use zopa::mediate::seal::check;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acts_on_two_replicas_have_one_order_and_none_is_lost() {
    let Some(place) = Place::postgres().await else { return };
    let stage = Stage::new(&place).await;
    let other = House::new(&place).await;
    let speak = async |house: &House, person: &Person, name: &str| {
        let mut done = 0;
        for number in 0..40 {
            let words = format!("{name} {number}");
            let answer = house.act(person, &stage.room, say(&words, "parties")).await;
            assert!(answer.status.is_success(), "{} {}", answer.status, answer.text());
            done += 1;
        }
        done
    };
    let (first, second) =
        tokio::join!(speak(&stage.house, &stage.a_head, "first"), speak(&other, &stage.b_head, "second"));
    tokio::time::sleep(Duration::from_millis(500)).await;
    let words = |whole: &serde_json::Value| -> Vec<String> {
        let items = whole["items"].as_array().unwrap();
        items.iter().filter_map(|item| item["body"]["words"].as_str().map(str::to_string)).collect()
    };
    let here = words(&stage.see(&stage.c_head).await);
    let path = format!("/api/rooms/{}", stage.room);
    let there = words(&other.get(&stage.c_head, &path).await.ok().json());
    assert_eq!(here.len(), first + second);
    assert_eq!(here, there, "both replicas tell one order");
    for name in ["first", "second"] {
        let own: Vec<&String> = here.iter().filter(|words| words.starts_with(name)).collect();
        assert_eq!(
            own,
            (0..40).map(|number| format!("{name} {number}")).collect::<Vec<_>>().iter().collect::<Vec<_>>()
        );
    }
    let whole = zopa_server::transfer::export(other.app.store.as_ref(), &stage.room).await.unwrap().unwrap();
    assert!(check(&whole).is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_hears_of_what_happens_on_the_other() {
    let Some(place) = Place::postgres().await else { return };
    let stage = Stage::new(&place).await;
    let other = House::new(&place).await;
    let live = other.app.hall.room(&stage.room).await.unwrap().unwrap();
    let reader = zopa::mediate::Reader::Delegation(zopa::mediate::Delegation::Party("a".into()));
    let stranger = zopa::mediate::Reader::Delegation(zopa::mediate::Delegation::Party("c".into()));
    let (mut own, outside) = (live.news(&reader).unwrap(), live.news(&stranger).unwrap());
    stage.act(&stage.a_head, mark("1", "reserve", "delegation")).await.ok();
    tokio::time::timeout(Duration::from_secs(5), own.changed()).await.expect("news within five seconds").unwrap();
    assert!(!outside.has_changed().unwrap(), "others hear nothing of a private mark");
    let path = format!("/api/rooms/{}/points", stage.room);
    assert_eq!(other.get(&stage.a_head, &path).await.ok().json()[0]["mine"]["stance"], "reserve");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_is_used_once_on_either_replica() {
    let Some(place) = Place::postgres().await else { return };
    let stage = Stage::new(&place).await;
    let other = House::new(&place).await;
    let link = stage.house.invite(&stage.mediator, &stage.room, "c", "member").await;
    let path = link.strip_prefix(crate::room::house::ADDRESS).unwrap().to_string();
    let nobody = Person::nobody();
    let (here, there) = tokio::join!(
        stage.house.post_form(&nobody, &path, &[("name", "One of two")]),
        other.post_form(&nobody, &path, &[("name", "Two of two")]),
    );
    let entered = [here, there].iter().filter(|answer| answer.headers.contains_key("set-cookie")).count();
    assert_eq!(entered, 1);
    let roster = stage.see(&stage.mediator).await["roster"].clone();
    assert_eq!(roster.as_array().unwrap().iter().filter(|seat| seat["delegation"] == json!("c")).count(), 2);
}
