// What people do in a room, done as they do it: by the forms of its pages.

import { must } from "./told.mjs";

/** Follows an invitation with a passkey; the printed codes and the account that come with it. */
export async function join(person, link, name, { look = false } = {}) {
  await person.go(link);
  if (look) await person.look(`join-${person.key}`);
  await person.page.getByLabel("Your name").fill(name);
  await person.page.getByRole("button", { name: "Continue with a passkey" }).click();
  await person.page.getByRole("heading", { name: "Your printed codes" }).waitFor();
  await keepSheet(person);
  if (look) await person.look(`codes-${person.key}`);
  await person.follow("I have them, go on");
}

/** Keeps what stands on the sheet of printed codes. */
export async function keepSheet(person) {
  person.codes = await person.page.locator(".codes li").allInnerTexts();
  person.account = (await person.page.locator(".sheet .facts .mono").innerText()).trim();
  must(person.codes.length === 10, `${person.key} got ${person.codes.length} codes`);
}

/** Makes an invitation on the page of people; its link. */
export async function invite(person, delegation, rank, name) {
  await person.tab("People");
  await person.page.getByLabel("Delegation").selectOption({ label: delegation });
  await person.page.getByLabel("Rank").first().selectOption({ label: rank });
  await person.page.getByLabel(/^Name/).fill(name);
  await person.press("Make an invitation");
  return person.page.getByLabel("Link").inputValue();
}

/** Signs out. */
export async function signOut(person) {
  await person.follow("All rooms");
  await person.press("Sign out");
}

/** Signs in with the passkey. */
export async function signIn(person) {
  await person.leads(person.page.getByRole("button", { name: "Sign in with your passkey" }));
}

/** Goes into the room. */
export async function enter(person, title) {
  await person.follow(title);
  person.room = new URL(person.page.url()).pathname;
}

/** Goes to a place in the room. */
export async function goTo(person, path) {
  await person.go(new URL(person.room + path, person.page.url()).href);
}

const LEVELS = { delegation: "delegation", mediator: "mediator", parties: "parties", public: "public" };

/** Chooses who may read something. */
export async function choose(form, level, party) {
  await form.locator(`input[name="level"][value="${LEVELS[level]}"]`).check();
  if (party) await form.locator('select[name="with"]').selectOption({ label: party });
}

/** Marks a point, on the page of that point. */
export async function mark(person, point, stance, level, { words, reason } = {}) {
  await goTo(person, `/points/${point}`);
  const form = person.page.locator("form.mark");
  await form.locator(`input[name="stance"][value="${stance}"]`).check();
  if (words !== undefined) await form.locator('textarea[name="words"]').fill(words);
  if (reason !== undefined) await form.locator('textarea[name="reason"]').fill(reason);
  await choose(form, level);
  await person.leads(form.locator("button"));
}

/** Proposes other words for a point; `change` makes them from the words as they stand. */
export async function propose(person, point, change, reason, level = "parties") {
  await goTo(person, `/points/${point}`);
  const folded = await person.unfold("Propose other words");
  const words = folded.locator('textarea[name="words"]');
  const proposed = change(await words.inputValue());
  await words.fill(proposed);
  await folded.locator('textarea[name="reason"]').fill(reason);
  await choose(folded, level);
  await person.press("Propose it", folded);
  return proposed;
}

/** Writes a message on the page that shows the form. */
export async function say(person, words, { type = "note", level, party, binding = false, points = [] } = {}) {
  const folded = await person.unfold("Write a message");
  await folded.locator('select[name="type"]').selectOption(type);
  await folded.locator('textarea[name="words"]').fill(words);
  if (binding) await folded.locator('input[name="binding"]').check();
  if (level) await choose(folded, level, party);
  if (points.length > 0) await person.unfold("Points that it is about", folded);
  for (const point of points) await folded.locator(`input[name="points"][value="${point}"]`).check();
  await person.press("Send it", folded);
}

/** A moment as the forms take it: so many whole minutes ahead, in universal time. */
export function minutesAhead(minutes) {
  const whole = Math.floor(Date.now() / 60_000) + minutes;
  return new Date(whole * 60_000).toISOString().slice(0, 16);
}

/** Opens a room on a text, by the page for it. */
export async function openRoom(person, { title, parties, text }) {
  await person.go(new URL("/rooms/new", person.page.url()).href);
  await person.page.getByLabel(/^What the talks are called/).fill(title);
  await person.page.getByLabel(/^Parties/).fill(parties.join("\n"));
  await person.page.getByLabel(/^In numbered points/).fill(text);
  await person.press("Open the room");
  person.room = new URL(person.page.url()).pathname.split("/").slice(0, 3).join("/");
}

/** Follows an invitation with printed codes alone, as whoever has no script must. */
export async function joinByCodes(person, link, name) {
  await person.go(link);
  await person.page.getByLabel("Your name").fill(name);
  await person.press("Continue with printed codes alone");
  await keepSheet(person);
}

/** Signs in with a printed code. */
export async function signInByCode(person) {
  await person.page.getByLabel("Account").fill(person.account);
  await person.page.getByLabel(/^Code/).fill(person.codes.pop());
  await person.press("Sign in with the code");
}
