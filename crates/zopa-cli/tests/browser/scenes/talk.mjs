// What is said: to all, within a delegation, and with the mediator alone, of which others learn nothing.

import { choose, goTo, say } from "../deeds.mjs";
import { checked } from "../told.mjs";

const TO_RUSSIA = "Between us: would a cap of seven hundred thousand help?";
const FROM_RUSSIA = "In confidence: it would, with monitoring by neutral states.";
const PLACES = ["", "/points/6", "/talk", "/inside", "/caucus/ukraine", "/signals", "/minutes", "/agreement", "/roster", "/log"];

export async function talk({ mediator, olena, taras, igor, anna }) {
  await mediator.tab("Messages");
  await mediator.look("talk-empty");
  await say(mediator, "Welcome. Please mark every point by tonight.");
  await olena.tab("Messages");
  await say(olena, "We offer to read points 6 and 7 together.", { type: "offer", binding: true, points: ["6", "7"] });
  await olena.reads("binding");
  await igor.tab("Messages");
  await say(igor, "What does the cap count?", { type: "question", points: ["6"] });
  await say(igor, "A first thought on the cap, without prejudice.", { type: "without_prejudice" });
  await igor.look("talk");
  checked("messages of several kinds reach everybody");

  await olena.tab("Delegation");
  await say(olena, "Among us: seven hundred is our true limit.");
  await taras.tab("Delegation");
  await taras.reads("our true limit");
  await taras.look("inside");
  for (const person of [mediator, igor]) {
    await person.tab(person === mediator ? "Team" : "Delegation");
    await person.lacks("our true limit");
  }
  checked("what is said within a delegation stays there");

  await goTo(mediator, "/caucus/russia");
  await say(mediator, TO_RUSSIA, { level: "mediator" });
  await igor.tab("Caucus");
  await igor.reads(TO_RUSSIA);
  await say(igor, FROM_RUSSIA);
  await igor.look("caucus-party");
  await mediator.page.locator("main", { hasText: FROM_RUSSIA }).waitFor();
  await mediator.look("caucus-mediator");
  for (const person of [olena, anna]) {
    const own = person === anna ? "/caucus/europe" : "/caucus/ukraine";
    for (const place of PLACES) {
      await goTo(person, place.startsWith("/caucus") ? own : place);
      await person.lacks("seven hundred thousand");
      await person.lacks("monitoring by neutral");
    }
    await person.refused(404, () => goTo(person, "/caucus/russia"));
  }
  await olena.look("not-theirs");
  checked("a caucus goes both ways, and nobody else can tell that there was one");

  await widen(igor, olena);
  await takeBack(olena, igor);
}

/** The owner lets all parties read what was said in confidence. */
async function widen(owner, other) {
  await owner.tab("Caucus");
  const card = owner.page.locator("article.card", { hasText: FROM_RUSSIA });
  const folded = await owner.unfold("Let others read it", card);
  await choose(folded, "parties");
  await owner.press("Let them read it", folded);
  await goTo(owner, "/talk");
  await owner.reads("Shown more widely");
  await goTo(other, "/talk");
  await other.reads(FROM_RUSSIA);
  await other.lacks("seven hundred thousand");
  checked("the owner of words, and nobody else, lets others read them");
}

/** What is taken back stays known to those who read it. */
async function takeBack(owner, other) {
  await goTo(owner, "/talk");
  const card = owner.page.locator("article.card", { hasText: "We offer to read points 6 and 7" });
  await owner.press("Take it back", await owner.unfold("Take it back", card));
  await goTo(other, "/talk");
  await other.reads("Taken back");
  await other.look("talk-taken-back");
  checked("what is taken back is shown as taken back");
}
