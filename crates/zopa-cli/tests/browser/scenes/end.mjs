// Agreement: all accept openly, the text is laid ready, all heads sign; copies, and the log to be verified elsewhere.

import { readFileSync, statSync, writeFileSync } from "node:fs";
import { choose, goTo, mark } from "../deeds.mjs";
import { program } from "../stage.mjs";
import { checked, must } from "../told.mjs";

export async function end(cast) {
  const { mediator, olena, igor, anna } = cast;
  await goTo(mediator, "/agreement");
  await mediator.look("agreement-none");
  await Promise.all([olena, igor, anna].map(acceptAll));
  await goTo(olena, "");
  await olena.look("draft-agreed");
  checked("all parties accept every point openly");

  await goTo(mediator, "/agreement");
  await mediator.look("agreement-ready");
  await mediator.press("Lay the text below ready for signature");
  for (const person of [olena, igor, anna]) {
    await goTo(person, "/agreement");
    if (person === olena) await person.look("agreement-to-sign");
    await person.press(/^Sign for/);
  }
  await mediator.page.locator("main", { hasText: "All parties have signed." }).waitFor();
  await mediator.look("agreement-signed");
  await goTo(cast.taras, "/agreement");
  await cast.taras.look("agreement-signed-member");
  checked("the text is laid ready, and all heads sign");

  await exports(olena);
  for (const person of [olena, mediator]) await log(person);
}

/** Accepts every point that the page of the text still lets one accept. */
async function acceptAll(person) {
  await goTo(person, "");
  const labels = await person.page.locator("article.point").evaluateAll((all) => all.map((one) => one.id.slice(2)));
  for (const label of labels) await mark(person, label, "accept", "parties", { words: "", reason: "" });
}

async function exports(person) {
  await goTo(person, "/agreement");
  for (const link of await person.page.locator(".links a[download]").all()) {
    const ending = (await link.getAttribute("href")).split("/").pop();
    const path = await person.download(link, `agreement.${ending}`);
    must(statSync(path).size > 500, `the copy ${path} is empty`);
    checked(`a copy of the agreement as ${ending}`);
  }
}

/** Takes the log away and verifies it; a log with another byte does not verify. */
async function log(person) {
  await person.tab("Log");
  await person.look(`log-${person.key}`);
  const path = await person.download(person.page.getByRole("link", { name: /^Download/ }), `log-${person.key}.jsonl`);
  const key = (await person.words("pre code")).match(/--key (\S+)/)[1];
  await program(process.env.ZOPA, ["log", "verify", path, "--key", key]);
  const whole = readFileSync(path, "utf8");
  must(whole.includes("Welcome."), "the log lacks what was said");
  writeFileSync(path, whole.replace("Welcome.", "Welcame."));
  const altered = await program(process.env.ZOPA, ["log", "verify", path, "--key", key]).catch((error) => error);
  must(altered instanceof Error && altered.message.includes("does not match"), `an altered log verifies: ${altered}`);
  writeFileSync(path, whole);
  checked(`the log that ${person.key} may read verifies with the key on the page, and no other does`);
}
