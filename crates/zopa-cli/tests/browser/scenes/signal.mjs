// Questions with a deadline: hidden answers, one in time, one late; and one asked in private, moved and closed.

import { goTo, minutesAhead } from "../deeds.mjs";
import { checked } from "../told.mjs";

const OPEN = "Would you accept inspections by neutral states at point 6?";
const PRIVATE = "Which number would you never write into point 6?";

/** Asks all openly, and lets one party answer; the other lets the deadline pass. */
export async function ask({ mediator, olena, igor, anna }) {
  await mediator.tab("Signals");
  await mediator.look("signals-none");
  // Forms tell time in minutes; between one and two minutes are enough for an answer.
  const due = minutesAhead(2);
  await asked(mediator, OPEN, ["ukraine", "russia"], due, ["open", "hidden"], "parties");
  await mediator.look("signals-asked");

  await goTo(olena, "");
  await olena.follow(/^Answer/, olena.page.locator(".queue"));
  await olena.look("signal-asked");
  await olena.page.locator('textarea[name="words"]').fill("Yes, by neutral states, twice a year.");
  await olena.press("Answer");
  await olena.reads("answered in time");
  await olena.look("signal-answered");
  const path = new URL(olena.page.url()).pathname;
  for (const person of [mediator, igor, anna]) {
    await person.go(olena.page.url());
    await person.reads("answered");
    await person.lacks("twice a year");
  }
  checked("a question with a deadline is asked and answered; the answer stays hidden, from the mediator too");
  return { path, due };
}

async function asked(mediator, words, whom, due, ticks, readers) {
  const form = mediator.page.locator("form", { has: mediator.page.locator('input[value="ask"]') });
  await mediator.unfold("Ask for an answer");
  await form.locator('textarea[name="words"]').fill(words);
  for (const party of whom) await form.locator(`input[name="whom"][value="${party}"]`).check();
  for (const tick of ticks) await form.locator(`input[name="${tick}"]`).check();
  await form.locator(`input[name="answers"][value="${readers}"]`).check();
  await form.locator('input[name="due"]').fill(due);
  await mediator.press("Ask", form);
  await mediator.reads(words);
}

/** Waits for the deadline; then answers are open, and an answer comes late. */
export async function late({ mediator, olena, igor, anna }, { path, due }) {
  const left = Date.parse(`${due}Z`) - Date.now() + 1_000;
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
  const address = new URL(path, igor.page.url()).href;
  await igor.go(address);
  await igor.reads("deadline has passed");
  await igor.look("signal-late");
  await igor.page.locator('textarea[name="words"]').fill("Yes, if monitors come from Asia too.");
  await igor.press("Answer");
  await igor.reads("answered late");
  for (const person of [mediator, olena, anna]) {
    await person.go(address);
    await person.reads("twice a year");
    await person.reads("answered late");
  }
  await mediator.reads("Closed");
  await mediator.look("signal-closed-mediator");
  await olena.look("signal-closed-party");
  checked("after the deadline answers are open, and what comes then is told as late");
}

/** Asks one party in private, moves the deadline, closes the question. */
export async function privately({ mediator, olena, igor }) {
  await mediator.tab("Signals");
  await asked(mediator, PRIVATE, ["russia"], minutesAhead(120), [], "mediator");
  await mediator.follow(PRIVATE);
  const path = new URL(mediator.page.url()).pathname;
  const moved = await mediator.unfold("Move the deadline");
  await moved.locator('input[name="due"]').fill(minutesAhead(300));
  await moved.locator('input[name="note"]').fill("The evening session is long.");
  await mediator.press("Move it", moved);
  await mediator.reads("The evening session is long.");
  await igor.go(new URL(path, igor.page.url()).href);
  await igor.page.locator('textarea[name="words"]').fill("Four hundred thousand for them.");
  await igor.press("Answer");
  await igor.look("signal-private-answered");
  await mediator.page.locator("main", { hasText: "Four hundred thousand for them." }).waitFor();
  await mediator.look("signal-private-mediator");
  await mediator.press("Close it", await mediator.unfold("Close the question"));
  await mediator.reads("Closed");
  await mediator.tab("Signals");
  await mediator.look("signals-closed");
  await olena.refused(404, () => olena.go(new URL(path, olena.page.url()).href));
  await goTo(olena, "/signals");
  await olena.lacks(PRIVATE);
  await olena.look("signals-party");
  checked("a question in private is known to those who were asked; its deadline is moved, and it is closed");
}
