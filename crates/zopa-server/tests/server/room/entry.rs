//! Who comes in, by what: each token opens its own door and no other, once where it says once.

use crate::place::Place;
use crate::room::house::{ADDRESS, Person, Stage, say};
use serde_json::json;

on_both!(
    each_token_opens_its_own_door,
    an_invitation_works_once,
    a_session_that_ended_stays_ended,
    codes_work_once,
    programs_act_by_their_own_token
);

async fn each_token_opens_its_own_door(place: Place) {
    let stage = Stage::new(&place).await;
    let room = format!("/api/rooms/{}", stage.room);
    let cookie = stage.a_head.headers[0].1.clone();
    let browser = cookie.strip_prefix("__Host-zopa=").unwrap();
    let machine = machine_token(&stage).await;
    let link = stage.house.invite(&stage.mediator, &stage.room, "a", "member").await;
    let invitation = link.rsplit('/').next().unwrap();
    let begun = stage.house.post_json(&Person::nobody(), "/sign-in/begin", &json!({})).await.ok().json();
    let ceremony = begun["ceremony"].as_str().unwrap();
    for (name, token) in
        [("browser", browser), ("machine", &machine), ("invitation", invitation), ("ceremony", ceremony)]
    {
        let disguises = ["zb_", "zm_", "zi_", "zc_"].map(|prefix| format!("{prefix}{}", &token[3..]));
        for token in disguises {
            let as_cookie = Person::cookie(format!("__Host-zopa={token}"));
            let as_bearer = Person::bearer(&token);
            let is_browser = name == "browser" && token == browser;
            let is_machine = name == "machine" && token == machine;
            assert_eq!(stage.house.get(&as_cookie, &room).await.status == 200, is_browser, "{name} as a cookie");
            assert_eq!(stage.house.get(&as_bearer, &room).await.status == 200, is_machine, "{name} as a bearer");
            let page = stage.house.get(&as_bearer, &format!("/rooms/{}", stage.room)).await.status.as_u16();
            assert!([401, 303].contains(&page), "{name} as a bearer on a page: {page}");
            let join = stage.house.get(&Person::nobody(), &format!("/join/{token}")).await.status == 200;
            assert_eq!(join, name == "invitation" && token == invitation, "{name} as an invitation");
            let finish = json!({"ceremony": token, "credential": {}});
            assert!(!stage.house.post_json(&Person::nobody(), "/sign-in/finish", &finish).await.status.is_success());
        }
    }
    // Under another name, or beside its own, a cookie means nothing.
    for cookie in [format!("zopa={browser}"), format!("__Secure-zopa={browser}"), "__Host-zopa=".to_string()] {
        assert_eq!(stage.house.get(&Person::cookie(cookie), &room).await.status, 401);
    }
}

async fn machine_token(stage: &Stage) -> String {
    let fields = [("do", "machine"), ("label", "a test")];
    let page = stage.house.post_form(&stage.a_head, "/account", &fields).await.ok().text();
    let at = page.find("zm_").unwrap_or_else(|| panic!("no token: {page}"));
    page[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect()
}

async fn an_invitation_works_once(place: Place) {
    let stage = Stage::new(&place).await;
    let link = stage.house.invite(&stage.mediator, &stage.room, "b", "adviser").await;
    let path = link.strip_prefix(ADDRESS).unwrap().to_string();
    stage.house.join(&link, "Adviser of B").await;
    let again = stage.house.post_form(&Person::nobody(), &path, &[("name", "Second of B")]).await;
    assert!(!again.headers.contains_key("set-cookie"));
    assert_eq!(again.status, 422);

    let revoked = stage.house.invite(&stage.mediator, &stage.room, "b", "adviser").await;
    let open = stage.house.get(&stage.mediator, &format!("/api/rooms/{}/invitations", stage.room)).await.ok().json();
    let id = open[0]["id"].as_str().unwrap();
    let others =
        stage.house.post_form(&stage.a_head, &format!("/rooms/{}/invitations/{id}/revoke", stage.room), &[]).await;
    assert_eq!(others.status, 404, "A cannot revoke an invitation to B");
    stage.house.post_form(&stage.mediator, &format!("/rooms/{}/invitations/{id}/revoke", stage.room), &[]).await.ok();
    let path = revoked.strip_prefix(ADDRESS).unwrap().to_string();
    assert_eq!(stage.house.get(&Person::nobody(), &path).await.status, 422);

    // A head invites into the own delegation alone; others not at all.
    let invite = |delegation: &str| json!({"delegation": delegation, "rank": "member"});
    let path = format!("/api/rooms/{}/invitations", stage.room);
    assert_eq!(stage.house.post_json(&stage.a_head, &path, &invite("b")).await.status, 403);
    assert_eq!(stage.house.post_json(&stage.a_head, &path, &invite("a")).await.status, 200);
    assert_eq!(stage.house.post_json(&stage.a_member, &path, &invite("a")).await.status, 403);

    // The invitation of somebody who was removed meanwhile is void.
    let link = stage.house.invite(&stage.a_head, &stage.room, "a", "member").await;
    let roster = stage.see(&stage.mediator).await["roster"].clone();
    let head = roster.as_array().unwrap().iter().find(|seat| seat["name"] == "Head of A").unwrap()["id"].clone();
    stage.act(&stage.mediator, json!({"action": "remove", "seat": head})).await.ok();
    let path = link.strip_prefix(ADDRESS).unwrap().to_string();
    let joined = stage.house.post_form(&Person::nobody(), &path, &[("name", "Late guest")]).await;
    assert!(!joined.headers.contains_key("set-cookie"));
}

async fn a_session_that_ended_stays_ended(place: Place) {
    let stage = Stage::new(&place).await;
    let room = format!("/api/rooms/{}", stage.room);
    assert_eq!(stage.house.get(&stage.b_member, &room).await.status, 200);
    let out = stage.house.post_form(&stage.b_member, "/sign-out", &[]).await;
    assert!(out.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(stage.house.get(&stage.b_member, &room).await.status, 401);
    assert_eq!(stage.act(&stage.b_member, say("replayed", "parties")).await.status, 401);

    // A cookie from before signing in is never taken over: signing in always makes a new one.
    let planted = Person::cookie(format!("__Host-zopa=zb_{}", "A".repeat(43)));
    let link = stage.house.invite(&stage.mediator, &stage.room, "c", "member").await;
    let path = link.strip_prefix(ADDRESS).unwrap();
    let joined = stage.house.post_form(&planted, path, &[("name", "Member of C")]).await.ok();
    assert_ne!(joined.cookie(), planted.headers[0].1);
    assert_eq!(stage.house.get(&planted, &room).await.status, 401);
    for part in ["; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"] {
        assert!(joined.headers["set-cookie"].to_str().unwrap().contains(part), "{part}");
    }
}

async fn codes_work_once(place: Place) {
    let stage = Stage::new(&place).await;
    let link = stage.house.invite(&stage.mediator, &stage.room, "c", "adviser").await;
    let path = link.strip_prefix(ADDRESS).unwrap();
    let page = stage.house.post_form(&Person::nobody(), path, &[("name", "Adviser of C")]).await.ok();
    let cookie = Person::cookie(page.cookie());
    let account = stage.house.get(&cookie, "/api/me").await.ok().json()["id"].as_str().unwrap().to_string();
    let text = page.text();
    let is_code = |word: &&str| {
        word.len() == 19 && word.chars().all(|c| c == '-' || c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    let codes: Vec<&str> = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).filter(is_code).collect();
    assert_eq!(codes.len(), 10, "{text}");
    let enter = async |account: &str, code: &str| {
        let fields = [("account", account), ("code", code)];
        stage.house.post_form(&Person::nobody(), "/sign-in/code", &fields).await.headers.contains_key("set-cookie")
    };
    assert!(enter(&account, codes[0]).await);
    assert!(!enter(&account, codes[0]).await, "a code works once");
    assert!(enter(&account, &codes[1].to_lowercase().replace('-', " ")).await, "as people type it");
    assert!(!enter("somebody-else", codes[2]).await);
    assert!(!enter(&account, "AAAA-AAAA-AAAA-AAAA").await);
    for _ in 0..5 {
        enter(&account, "BBBB-BBBB-BBBB-BBBB").await;
    }
    assert!(!enter(&account, codes[3]).await, "after many wrong codes even a right one waits");
}

async fn programs_act_by_their_own_token(place: Place) {
    let stage = Stage::new(&place).await;
    let program = Person::bearer(&machine_token(&stage).await);
    stage.act(&program, crate::room::house::mark("1", "accept", "parties")).await.ok();
    assert_eq!(stage.see(&stage.c_head).await["points"][0]["marks"][0]["stance"], "accept");
    let page = stage.house.get(&program, "/account").await.status.as_u16();
    assert!([401, 303].contains(&page), "{page}");
}
