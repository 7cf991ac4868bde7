// A close look at one page: does it break a rule, can everybody use it, does it fit a small screen, how much does it weigh?

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { must } from "./told.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = { width: 1280, height: 800 };
const SMALL = { width: 320, height: 640 };
const MOST_BYTES = 100_000;

/** Looks at a person's page, and keeps pictures: light, dark, small, printed. */
export async function look(person, name) {
  const { page, stage } = person;
  const where = `${name} (${person.key}, ${new URL(page.url()).pathname})`;
  const picture = (kind) => page.screenshot({ path: join(stage.out, `${name}-${kind}.png`), fullPage: true });
  stage.calm(where);
  const bytes = person.loaded;
  must(bytes < MOST_BYTES, `${where} weighs ${bytes} bytes`);
  const n = await page.locator("h1").count();
  must(n === 1, `${where} has ${n} main headings`);

  await page.setViewportSize(WIDE);
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
  await picture("light");
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0);
  await page.emulateMedia({ colorScheme: "dark" });
  await picture("dark");
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await picture("print");
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize(SMALL);
  await picture("small");

  // What is folded together must hold as well: everything is opened while the page is measured.
  const folded = await page.evaluate(() => {
    const closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((details) => details.setAttribute("open", ""));
    closed.forEach((details) => details.setAttribute("data-was-folded", ""));
    return closed.length;
  });
  const wide = await page.evaluate(tooWide);
  must(wide.length === 0, `${where} is wider than ${SMALL.width} pixels:\n  ${wide.join("\n  ")}`);
  if (folded > 0) await picture("small-open");
  await page.setViewportSize(WIDE);
  const wrong = [];
  // Without script the rules cannot be checked either; the same pages are checked with it.
  for (const colorScheme of person.script ? ["dark", "light"] : []) {
    await page.emulateMedia({ colorScheme });
    wrong.push(...(await inaccessible(page)).map((what) => `in ${colorScheme}: ${what}`));
  }
  must(wrong.length === 0, `${where} is not accessible:\n  ${wrong.join("\n  ")}`);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("[data-was-folded]")) {
      details.removeAttribute("open");
      details.removeAttribute("data-was-folded");
    }
  });
  stage.calm(where);
  stage.looks.push({ name: where, paint, bytes });
  console.log(`ok: looked at ${where}: ${bytes} bytes, first paint after ${Math.round(paint)} ms`);
}

/** What stands beyond the edge of the screen, in the page. */
function tooWide() {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const all = [...document.body.querySelectorAll("*")].filter((element) => !element.closest(".scroll, .skip, .hidden"));
  const beyond = all.filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > edge + 1;
  });
  const told = (element) => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.trim().slice(0, 60)}`;
  return [`scrolls to ${document.documentElement.scrollWidth}`, ...beyond.slice(0, 8).map(told)];
}

/** What stands in the way of people who cannot see, or cannot use a mouse. */
async function inaccessible(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (values) => axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    RULES,
  );
  const told = ({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} [${node.failureSummary?.split("\n")[1]?.trim()}]`);
    return `${id}: ${help}, ${nodes.length} times: ${places.join(" | ")}`;
  };
  return violations.map(told);
}
