// Hostile words in every field that takes any, looked at by everybody who can read them.
// node attack.mjs ADDRESS MEDIATOR_LINK OUT

import { choose, goTo, invite, join, mark, minutesAhead, openRoom, propose, say } from "./deeds.mjs";
import { HIDDEN, HOSTILE, NAMES, TEXT, line } from "./hostile.mjs";
import { run } from "./stage.mjs";
import { checked, must } from "./told.mjs";

const [, , , link, out] = process.argv;
const TITLE = HOSTILE[1];
const PARTIES = [HOSTILE[0], "حزب النهر", HOSTILE[10].slice(0, 80)];
const POINTS = ["/points/1", "/points/2", "/points/3"];
const PLACES = ["", ...POINTS, "/talk", "/inside", "/signals", "/minutes", "/agreement", "/roster", "/log", "/versions"];

await run(out, async (stage) => {
  const [mediator, first, second] = [await stage.person("mediator"), await stage.person("first"), await stage.person("second")];
  await join(mediator, link, NAMES[0]);
  await account(mediator);
  // Markdown has comments and tags of its own, so a word stands before them; the next version has them as they are.
  const points = HOSTILE.map((words, n) => `## ${n + 1}. Of ${[...words].slice(0, 250).join("")}\n\nOf ${words}\n`);
  await openRoom(mediator, { title: TITLE, parties: PARTIES, text: points.join("\n") });
  await mediator.look("roster");
  for (const [n, person] of [first, second].entries()) {
    await join(person, await invite(mediator, PARTIES[n], "head", NAMES[n + 1]), NAMES[n + 1]);
    await mediator.look(`invited-${person.key}`);
    await person.follow(TITLE);
    person.room = mediator.room;
  }
  // A long name stays in an invitation that nobody takes up.
  await invite(mediator, PARTIES[2], "head", NAMES[3]);
  checked("people, parties and talks with hostile names");

  await speak(mediator, first, second);
  await decide(mediator, first);
  await publish(mediator);
  await readAll(stage, mediator, first, second);
  await literally(first, mediator);
  await hidden(first, mediator);
});

async function account(mediator) {
  await mediator.go(new URL("/account", mediator.page.url()).href);
  await mediator.page.getByLabel("What the program is called").fill(NAMES[1]);
  await mediator.press("Make a token");
  await mediator.go(new URL("/account", mediator.page.url()).href);
  await mediator.reads(NAMES[1]);
  await mediator.look("account");
  // What was refused is shown again.
  await mediator.go(new URL("/rooms/new", mediator.page.url()).href);
  await mediator.page.getByLabel(/^What the talks are called/).fill(line());
  await mediator.page.getByLabel(/^Parties/).fill(TEXT);
  await mediator.page.getByLabel(/^In numbered points/).fill(TEXT);
  await mediator.refused(422, () => mediator.press("Open the room"));
  await mediator.look("room-refused");
}

async function speak(mediator, first, second) {
  await mark(first, "1", "accept_if_amended", "parties", { words: TEXT, reason: line() });
  await mark(second, "1", "red_line", "mediator", { reason: line() });
  await propose(first, "1", () => TEXT, line());
  await propose(first, "2", () => `${TEXT}\n${TEXT}`, line());
  for (const person of [first, second, mediator]) {
    await goTo(person, "/talk");
    await say(person, TEXT, { type: "non_paper", points: ["1", "2"] });
    await goTo(person, "/inside");
    await say(person, TEXT);
  }
  await goTo(first, `/caucus/${await party(first)}`);
  await say(first, TEXT);
  await goTo(mediator, "/signals");
  const form = mediator.page.locator("form", { has: mediator.page.locator('input[value="ask"]') });
  await form.locator('textarea[name="words"]').fill(TEXT);
  for (const box of await form.locator('input[name="whom"]').all()) await box.check();
  await form.locator('input[name="open"]').check();
  await form.locator('input[name="answers"][value="parties"]').check();
  await form.locator('input[name="due"]').fill(minutesAhead(60));
  await mediator.press("Ask", form);
  await mediator.page.locator('main a[href*="/signals/"]').first().click();
  await mediator.page.waitForURL(/signals\/.+/);
  const moved = await mediator.unfold("Move the deadline");
  await moved.locator('input[name="due"]').fill(minutesAhead(120));
  await moved.locator('input[name="note"]').fill(line());
  await mediator.press("Move it", moved);
  await first.go(new URL(new URL(mediator.page.url()).pathname, first.page.url()).href);
  await first.page.locator('textarea[name="words"]').fill(TEXT);
  await first.press("Answer");
  for (const person of [mediator, first, second]) {
    await person.go(new URL(new URL(mediator.page.url()).pathname, person.page.url()).href);
    await person.look(`signal-${person.key}`);
  }
  checked("marks, amendments, messages, questions and answers with hostile words");
}

/** The short name of a person's own party, from the address of the caucus. */
async function party(person) {
  const href = await person.page.locator(".tabs").getByRole("link", { name: "Caucus" }).getAttribute("href");
  return href.split("/").pop();
}

async function decide(mediator, first) {
  await goTo(mediator, "/points/1");
  const card = mediator.page.locator("article.card", { has: mediator.page.locator('textarea[name="note"]') }).first();
  await card.locator('textarea[name="note"]').fill(TEXT.slice(0, 300));
  await mediator.press("Take it into the next version", card);
  await goTo(mediator, "/points/3");
  const frozen = await mediator.unfold("Suspend work on this point");
  await frozen.locator('input[name="note"]').fill(line());
  await mediator.press("Suspend", frozen);
  await goTo(mediator, "/issue");
  await mediator.look("issue");
  const form = mediator.page.locator("form.issue");
  await form.locator('textarea[name="note"]').fill(TEXT);
  for (const [n, words] of HOSTILE.entries()) {
    await form.locator(`input[name="point.${n}.title"]`).fill(words);
    // The words of the first are those of the amendment that was taken.
    if (n > 0) await form.locator(`textarea[name="point.${n}.text"]`).fill(words);
  }
  await mediator.press("Issue version 2", form);
  await goTo(mediator, "/versions/2?against=1");
  await mediator.look("version-compared");
  await goTo(first, "/values");
  for (const number of await first.page.locator('form.values input[type="number"]').all()) await number.fill("50");
  await choose(first.page.locator("form.values"), "mediator");
  await first.press("Write it down");
  await first.look("values");
  await goTo(mediator, "/map");
  await mediator.look("map");
  checked("rulings, suspensions, versions and the map with hostile words");
}

async function publish(mediator) {
  await goTo(mediator, "/minutes");
  const minutes = await mediator.unfold("Write minutes");
  await minutes.locator('input[name="title"]').fill(line());
  await minutes.locator('textarea[name="words"]').fill(TEXT);
  await choose(minutes, "parties");
  await mediator.press("Write them", minutes);
  const paper = await mediator.unfold("Publish a communique");
  await paper.locator('input[name="title"]').fill(HOSTILE[5]);
  await paper.locator('textarea[name="words"]').fill(TEXT);
  await mediator.refused(409, () => mediator.press("Check it, then publish", paper));
  await mediator.look("again-leak");
  await mediator.page.getByLabel(/they shall stay/).check();
  await mediator.press("Send it again");
  checked("minutes and a communique with hostile words");
}

async function readAll(stage, mediator, first, second) {
  for (const person of [mediator, first, second]) {
    const caucus = person === mediator ? await party(first) : await party(person);
    for (const place of [...PLACES, `/caucus/${caucus}`]) {
      await goTo(person, place);
      await person.look(`${person.key}${place.replaceAll("/", "-") || "-text"}`);
    }
  }
  const reader = await stage.person("reader");
  await reader.go(new URL(mediator.room.replace("/rooms/", "/public/"), mediator.page.url()).href);
  await reader.look("public");
  for (const words of HOSTILE) await reader.reads(shown(words));
  checked("everybody's pages hold: no script ran, nothing was broken, nothing overflows");
}

/** Words as they are read: browsers put no line break where there was none. */
function shown(words) {
  return words.replace(/\s+/g, " ").trim();
}

/** What was typed is read as it was typed. */
async function literally(first, mediator) {
  for (const person of [first, mediator]) {
    for (const place of ["/talk", "/inside", "/points/1", "/minutes"]) {
      await goTo(person, place);
      for (const words of HOSTILE) await person.reads(shown(words));
    }
    const title = await person.page.locator(".talks").innerText();
    must(title === TITLE, `the talks are called ${title}`);
  }
  checked("what was typed is read as it was typed");
}

/** What cannot be seen is refused, and told by its number. */
async function hidden(first, mediator) {
  for (const [what, words] of Object.entries(HIDDEN)) {
    await goTo(first, "/talk");
    await first.refused(422, () => say(first, words));
    await first.reads(/invisible character U\+/);
    checked(`${what} is refused`);
  }
  await first.look("again-hidden");
  await goTo(mediator, "/roster");
  await mediator.page.getByLabel(/^Name/).fill("Ada\u202Edni");
  await mediator.refused(422, () => mediator.press("Make an invitation"));
  await mediator.look("roster-refused");
  checked("a name that cannot be read as it is written is refused");
}
