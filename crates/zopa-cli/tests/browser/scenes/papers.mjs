// Minutes, and a communique that is not published while it repeats what is not public.

import { choose, goTo } from "../deeds.mjs";
import { checked, must } from "../told.mjs";

export async function papers(stage, { mediator, olena }) {
  await mediator.tab("Minutes");
  const minutes = await mediator.unfold("Write minutes");
  await minutes.locator('input[name="title"]').fill("First day");
  await minutes.locator('textarea[name="words"]').fill("The parties marked the text.\n\nPoint 6 was changed.");
  await choose(minutes, "parties");
  await mediator.press("Write them", minutes);
  await goTo(olena, "/minutes");
  await olena.reads("First day");
  await olena.look("minutes-party");

  const paper = await mediator.unfold("Publish a communique");
  await mediator.look("minutes-mediator");
  await paper.locator('input[name="title"]').fill("Talks go on");
  const leaking = "The parties met. Would you accept inspections by neutral states at point 6? They will meet again.";
  await paper.locator('textarea[name="words"]').fill(leaking);
  await mediator.refused(409, () => mediator.press("Check it, then publish", paper));
  await mediator.reads("Would you accept inspections");
  await mediator.look("again-leak");
  await mediator.page.locator('textarea[name="words"]').fill("The parties met. They will meet again.");
  await mediator.press("Send it again");
  await mediator.reads("Talks go on");
  await mediator.look("minutes-published");
  checked("a communique that repeats what is not public is refused, and published once it does not");

  const reader = await stage.person("reader");
  await reader.go(new URL(mediator.room.replace("/rooms/", "/public/"), mediator.page.url()).href);
  await reader.reads("They will meet again.");
  await reader.look("public");
  for (const secret of ["Ukraine", "Mediator of", "neutral"]) {
    must(!(await reader.words()).includes(secret), `the public page tells ${secret}`);
  }
  await reader.go(new URL(mediator.room, mediator.page.url()).href);
  must(new URL(reader.page.url()).pathname === "/sign-in", "the room is shown to somebody who is not signed in");
  await reader.context.close();
  checked("the public page shows what is public, and no more, to anybody");
}
