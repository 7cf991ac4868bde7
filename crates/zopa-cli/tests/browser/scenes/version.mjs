// One text: an amendment is proposed and taken, the next version is issued, marks on changed words have to be made again.

import { goTo, mark, propose } from "../deeds.mjs";
import { checked, must } from "../told.mjs";

export async function version({ mediator, olena, igor, anna }) {
  await mark(igor, "6", "accept", "parties");
  const longer = (words) => words.replace(/[.\s]*$/, ", verified twice a year by neutral states.");
  await propose(olena, "6", longer, "Without monitors nobody trusts a number.");
  await olena.look("point-proposed");
  await propose(anna, "6", () => "There is no limit on forces.", "It is for Ukraine to say.");

  await goTo(mediator, "");
  await mediator.look("draft-mediator-amendments");
  await goTo(mediator, "/points/6");
  await mediator.look("point-to-rule");
  await rule(mediator, "verified twice a year", "Both sides can live with it.", "Take it into the next version");
  await rule(mediator, "There is no limit on forces.", "The limit is not open.", "Refuse it");
  await mediator.look("point-ruled");
  checked("the mediator takes one amendment and refuses another");

  await goTo(mediator, "/issue");
  await mediator.look("issue");
  const form = mediator.page.locator("form.issue");
  await form.locator('textarea[name="note"]').fill("Point 6 has monitors now.");
  await mediator.press("Issue version 2", form);
  await mediator.reads("version 2");
  await goTo(mediator, "/versions");
  await mediator.look("versions");
  await mediator.follow("What changed since version 1");
  await mediator.reads("verified twice a year");
  const added = await mediator.page.locator("ins").allInnerTexts();
  must(added.join(" ").includes("verified twice a year"), `new words are not told apart: ${added}`);
  await mediator.look("version-compared");
  await mediator.follow("Show it whole");
  await mediator.look("version");

  await goTo(igor, "");
  const point = igor.page.locator("#p-6");
  await point.getByText("made on version 1, mark again").waitFor();
  await igor.look("draft-mark-again");
  checked("the next version shows word by word what changed, and asks to mark changed points again");
  await staleForm(igor, olena, mediator);
}

/** A mark on words that changed while the form lay open is not sent unseen. */
async function staleForm(igor, olena, mediator) {
  await goTo(igor, "/points/7");
  await igor.page.locator('form.mark input[name="stance"][value="accept"]').check();
  const words = "Ukraine joins no alliance against its will.";
  await goTo(mediator, "/issue");
  const row = mediator.page.locator("fieldset.row", { has: mediator.page.locator('input[value="7"]') });
  await row.locator("textarea").first().fill(words);
  await mediator.press("Issue version 3");
  await igor.refused(409, () => igor.press("Mark point 7"));
  await igor.reads("Not done", "main").catch(() => igor.reads("not done"));
  await igor.look("again-changed");
  await igor.press("Send it again");
  await igor.reads("accept");
  checked("a mark on words that changed meanwhile comes back with the change, and is sent again");
}

/** Rules on the amendment that has certain words. */
async function rule(mediator, words, why, ruling) {
  const card = mediator.page.locator("article.card", { hasText: words });
  await card.locator('textarea[name="note"]').fill(why);
  await mediator.press(ruling, card);
  await mediator.reads(why);
}
