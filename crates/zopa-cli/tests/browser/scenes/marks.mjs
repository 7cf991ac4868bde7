// Marks: private, for the mediator, open to all; by two persons; and pages that stay fresh while others mark.

import { goTo, mark } from "../deeds.mjs";
import { checked, must } from "../told.mjs";

export async function marks(cast) {
  await circles(cast);
  await twoPersons(cast);
  await live(cast);
  await busy(cast);
}

async function circles({ olena, igor, mediator }) {
  await mark(olena, "1", "red_line", "delegation", { reason: "Privately we would never sign this sentence." });
  await olena.look("point-marked");
  await mark(olena, "2", "reserve", "mediator", { reason: "Only the mediator hears of this doubt." });
  await mark(olena, "4", "accept_if_amended", "parties", { words: "A dialogue on security is held.", reason: "Shorter." });
  for (const [person, known] of [[igor, [false, false, true]], [mediator, [false, true, true]]]) {
    const marked = [["1", "we would never sign"], ["2", "hears of this doubt"], ["4", "A dialogue on security is held."]];
    for (const [i, [point, words]] of marked.entries()) {
      await goTo(person, `/points/${point}`);
      if (known[i]) await person.reads(words);
      else await person.lacks(words);
    }
    await goTo(person, "");
    await person.lacks("we would never sign");
  }
  await igor.look("draft-other-party");
  await mediator.look("draft-mediator-marks");
  checked("a private mark stays private, one for the mediator reaches the mediator, an open one everybody");
}

async function twoPersons({ olena, taras, igor }) {
  await olena.tab("People");
  await olena.press("Require a second person for marks");
  await mark(taras, "3", "accept", "parties", { reason: "Our member suggests to accept." });
  await taras.reads("waits for a second person");
  await taras.look("point-prepared");
  await goTo(igor, "/points/3");
  await igor.lacks("Our member suggests");
  await goTo(olena, "");
  await olena.look("draft-second-waits");
  await goTo(olena, "/points/3");
  await olena.look("point-to-second");
  await olena.press("Second this mark");
  await igor.page.locator("main", { hasText: "Our member suggests" }).waitFor();
  checked("a mark by two persons counts once the second stands behind it");
  await olena.tab("People");
  await olena.press("Let one person mark alone");
}

async function live({ olena, igor }) {
  await goTo(olena, "/points/5");
  await olena.page.evaluate(() => (document.body.dataset.before = "here"));
  await mark(igor, "5", "reserve", "parties", { reason: "We need to read this again." });
  await olena.page.locator("main", { hasText: "We need to read this again." }).waitFor();
  must((await olena.page.locator("body").getAttribute("data-before")) === "here", "the page was loaded anew");
  checked("an open mark of another delegation appears on a page that lies open");
}

async function busy({ olena, igor }) {
  const reason = olena.page.locator('form.mark textarea[name="reason"]');
  await reason.fill("half a thought");
  await mark(igor, "5", "red_line", "parties", { reason: "We have read it again." });
  await olena.page.getByRole("button", { name: /^Show it/ }).waitFor();
  must((await reason.inputValue()) === "half a thought", "what was being typed is gone");
  await olena.look("point-news");
  await olena.page.getByRole("button", { name: /^Show it/ }).click();
  await olena.page.locator("main", { hasText: "We have read it again." }).waitFor();
  checked("nothing is replaced under somebody's hands");
}
