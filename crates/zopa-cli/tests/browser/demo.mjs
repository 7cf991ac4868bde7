// A rehearsal: every seat is one click away, and no page leaves a doubt that nothing here is real.
// node demo.mjs ADDRESS - OUT

import { mark } from "./deeds.mjs";
import { run } from "./stage.mjs";
import { checked, must } from "./told.mjs";

const [, , address, , out] = process.argv;

await run(out, async (stage) => {
  const visitor = await stage.person("visitor");
  await visitor.go(address);
  await rehearses(visitor);
  await visitor.look("demo");
  const seats = await visitor.page.getByRole("button", { name: /^Sit as/ }).evaluateAll((all) => all.map((one) => one.ariaLabel));
  must(seats.length >= 7, `there are only ${seats.length} seats`);
  for (const [i, seat] of seats.entries()) {
    await visitor.press(seat);
    visitor.room = new URL(visitor.page.url()).pathname;
    const tabs = await visitor.page.locator(".tabs a").allInnerTexts();
    for (const tab of tabs) {
      await visitor.tab(tab);
      await rehearses(visitor);
      // The pages of one head and of the mediator are looked at closely; the others have the same.
      if (/(Mediator|Ukraine), head$/.test(seat)) await visitor.look(`demo-${i}-${tab.toLowerCase()}`);
    }
    if (/, (head|member)$/.test(seat) && !seat.includes("Mediator")) {
      await mark(visitor, String(1 + (i % 3)), "reserve", "parties", { reason: `Said by ${seat}.` });
      await visitor.reads("reserve");
      await rehearses(visitor);
    }
    await visitor.press("Leave this seat");
    await visitor.go(address);
    checked(`${seat.replace("Sit as ", "")}: one click away, a rehearsal on each of ${tabs.length} pages`);
  }
});

/** Ends the script unless the page says that it is a rehearsal. */
async function rehearses(visitor) {
  const banner = await visitor.page.locator(".rehearsal").innerText();
  must(/REHEARSAL/.test(banner), `no rehearsal at ${visitor.page.url()}`);
}
