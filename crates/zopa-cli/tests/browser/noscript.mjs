// The main ways through a room without any script: printed codes in place of passkeys, forms in place of live pages.
// node noscript.mjs ADDRESS MEDIATOR_LINK OUT, with the database in ROOMS.

import { goTo, invite, joinByCodes, mark, minutesAhead, openRoom, propose, say, signInByCode, signOut } from "./deeds.mjs";
import { confirmByCode } from "./scenes/confirm.mjs";
import { run } from "./stage.mjs";
import { checked } from "./told.mjs";

const [, , , link, out] = process.argv;
const ROOM = { title: "Talks on water", parties: ["Upstream", "Downstream"], text: "1. Flow\n\nHalf of it.\n\n2. Dams\n\nNone." };

await run(out, async (stage) => {
  const [mediator, head] = [await stage.person("mediator", { script: false }), await stage.person("head", { script: false })];
  await joinByCodes(mediator, link, "Mediator of the talks");
  await mediator.look("plain-codes");
  await mediator.follow("I have them, go on");
  await openRoom(mediator, ROOM);
  await mediator.look("plain-roster");
  const invitation = await invite(mediator, "Upstream", "head", "Head of Upstream");
  await mediator.look("plain-invited");
  await joinByCodes(head, invitation, "Head of Upstream");
  await head.follow("I have them, go on");
  await head.follow(ROOM.title);
  head.room = mediator.room;
  await head.reads(/1\s+Flow/);
  await head.look("plain-draft");
  checked("joining with printed codes alone");

  await mark(head, "1", "accept_if_amended", "parties", { words: "A third of it.", reason: "Fields need it." });
  await head.reads("A third of it.");
  await propose(head, "1", () => "A third of it.", "Fields need it.");
  await goTo(head, "/caucus/upstream");
  await say(head, "We could live with less.", { level: "mediator" });
  await head.reads("We could live with less.");
  await head.look("plain-caucus");
  checked("marking, proposing and writing");

  await goTo(mediator, "/signals");
  const form = mediator.page.locator("form", { has: mediator.page.locator('input[value="ask"]') });
  await form.locator('textarea[name="words"]').fill("How much less?");
  await form.locator('input[name="whom"][value="upstream"]').check();
  await form.locator('input[name="due"]').fill(minutesAhead(60));
  await mediator.press("Ask", form);
  await goTo(head, "/signals");
  await head.follow("How much less?");
  await head.page.locator('textarea[name="words"]').fill("A tenth.");
  await head.press("Answer");
  await head.reads("answered in time");
  await head.look("plain-answered");
  checked("asking and answering");

  await signOut(head);
  await head.look("plain-sign-in");
  await signInByCode(head);
  await head.reads("Your account");
  await head.look("plain-account");
  await goTo(head, "");
  await head.reads("Half of it.");
  checked("signing out, and in again with a printed code");
  await confirmByCode(head, "2");

  await head.go(new URL("/account", head.page.url()).href);
  await head.press("Make new codes");
  await head.reads("Your printed codes");
  checked("making new codes");
});
