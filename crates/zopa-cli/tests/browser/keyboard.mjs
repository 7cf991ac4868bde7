// By keyboard alone: the link past the head of the page, every stop visible, a mark made without touching a mouse.
// node keyboard.mjs ADDRESS MEDIATOR_LINK OUT

import { join as at } from "node:path";
import { enter, invite, join, openRoom } from "./deeds.mjs";
import { run } from "./stage.mjs";
import { checked, must } from "./told.mjs";

const [, , , link, out] = process.argv;
const ROOM = { title: "Talks on water", parties: ["Upstream", "Downstream"], text: "1. Flow\n\nHalf of it.\n\n2. Dams\n\nNone." };

await run(out, async (stage) => {
  const [mediator, head] = [await stage.person("mediator"), await stage.person("head")];
  await join(mediator, link, "Mediator of the talks");
  await openRoom(mediator, ROOM);
  await join(head, await invite(mediator, "Upstream", "head", "Head of Upstream"), "Head of Upstream");
  await enter(head, ROOM.title);
  const { page } = head;

  const first = await next(page);
  must(first.words === "Skip to the page", `the first stop is ${first.words}`);
  await page.screenshot({ path: at(out, "skip.png") });
  await page.keyboard.press("Enter");
  must((await focused(page)).id === "main", "the link past the head does not lead to the page");
  checked("the first stop leads past the head of the page");

  const action = await until(page, (stop) => stop.class.includes("go"));
  checked(`after it, the stop number ${action.n} is what waits: ${action.words}`);
  must(action.n <= 3, `what waits is only the stop number ${action.n}`);
  await page.screenshot({ path: at(out, "first-action.png") });
  await pressed(page, "Enter");

  await page.locator("#main").focus();
  await until(page, (stop) => stop.name === "stance");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const stance = await focused(page);
  must(stance.checked && stance.value === "reserve", `the arrows choose ${stance.value}`);
  await until(page, (stop) => stop.name === "reason");
  await page.keyboard.type("By keyboard alone.");
  await until(page, (stop) => stop.name === "level");
  for (let i = 0; i < 2; i += 1) await page.keyboard.press("ArrowDown");
  must((await focused(page)).value === "parties", "the arrows do not choose who may read it");
  await until(page, (stop) => stop.words === "Mark point 1");
  await pressed(page, "Enter");
  await head.reads("reserve");
  await head.reads("By keyboard alone.");
  await head.look("marked-by-keyboard");
  checked("a mark made by keyboard alone");

  await round(head, "text", "");
  await round(head, "messages", "/talk");
  await round(head, "values", "/values");
  await round(mediator, "people", "/roster");
  await round(mediator, "issue", "/issue");
});

/** Presses a key that leads to another page. */
async function pressed(page, key) {
  await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press(key)]);
  await page.waitForLoadState("load");
}

/** The element that has the focus. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return {
      tag: element.tagName,
      id: element.id,
      class: element.className,
      name: element.name,
      value: element.value,
      checked: element.checked,
      words: (element.ariaLabel ?? element.innerText ?? "").trim(),
      is: [element.tagName, element.id, element.name, element.value, element.innerText].join(" ").slice(0, 80),
      shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      // What has the focus must not lie under something else, such as a bar that stays in place.
      free: box.width === 0 || middle === null || element.contains(middle) || middle.contains(element),
    };
  });
}

/** Goes on to the next stop, which must be visible. */
async function next(page) {
  await page.keyboard.press("Tab");
  const stop = await focused(page);
  must(stop.tag === "BODY" || stop.shown, `at ${page.url()} the focus cannot be seen on ${stop.is}`);
  must(stop.tag === "BODY" || stop.free, `at ${page.url()} something lies over ${stop.is}`);
  return stop;
}

/** Goes on until a stop fits. */
async function until(page, fits) {
  for (let n = 1; n < 200; n += 1) {
    const stop = await next(page);
    if (fits(stop)) return { ...stop, n };
  }
  throw new Error(`no stop fits at ${page.url()}`);
}

/** Goes once through all stops of a page. */
async function round(person, name, path) {
  await person.go(new URL(person.room + path, person.page.url()).href);
  for (let n = 0; n < 400; n += 1) {
    const stop = await next(person.page);
    if (stop.tag === "BODY" || (n > 0 && stop.words === "Skip to the page")) {
      checked(`every one of ${n} stops can be seen on ${name}`);
      return;
    }
  }
  throw new Error(`no way out of ${path} by keyboard`);
}
