// What matters to a party, and what the mediator can make of what was disclosed.

import { choose, goTo } from "../deeds.mjs";
import { checked } from "../told.mjs";

export async function values({ olena, igor, mediator }) {
  await olena.tab("Values");
  await olena.look("values-none");
  await fill(olena, 7, 61);
  await choose(olena.page.locator("form.values"), "delegation");
  await olena.press("Write it down");
  await olena.reads("How good each version is for us");
  await olena.look("values");
  await igor.tab("Values");
  await fill(igor, 11, 23);
  await choose(igor.page.locator("form.values"), "mediator");
  await igor.press("Write it down");
  checked("numbers are written down, and every version has a private score");

  await mediator.tab("Map");
  await mediator.reads("Values not disclosed to you: Europe (E3 and EU), Ukraine".split(":")[0]);
  await mediator.reads("Ukraine");
  await mediator.look("map");
  await olena.refused(404, () => goTo(olena, "/map"));
  checked("the mediator's map is the mediator's alone");
}

/** Gives every choice a number that differs from its neighbours'. */
async function fill(person, step, walkAway) {
  const numbers = await person.page.locator('form.values input[type="number"]').all();
  for (const [i, number] of numbers.entries()) await number.fill(String((i * step + 13) % 101));
  await person.page.locator('input[name="walk_away"]').fill(String(walkAway));
}
