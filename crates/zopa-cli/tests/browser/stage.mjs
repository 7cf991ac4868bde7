// The stage: one browser, and people on it who share nothing with each other. Whatever goes wrong on any page, be it a
// broken policy, an error in the console or a request that fails, is kept and ends the script at the next look.

import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { look } from "./look.mjs";
import { must } from "./told.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** An authenticator like the one that is built into a telephone, whose owner always agrees. */
const AUTHENTICATOR = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
};
/** Slow machines get their time; what never comes ends the script all the same. */
const PATIENCE = 60_000;

/** Runs a script from beginning to end: `play(stage)`, then a last look at what went wrong unseen. */
export async function run(out, play) {
  const stage = await Stage.open(out);
  try {
    await play(stage);
    stage.calm("the end");
    console.log(`ok: ${stage.looks.length} pages looked at, ${stage.slowest()}`);
  } catch (error) {
    const pages = stage.people.filter((person) => !person.page.isClosed());
    for (const person of pages) {
      const path = join(out, `failed-${person.key}.png`);
      await person.page.screenshot({ path, fullPage: true }).catch(() => {});
      console.log(`${person.key} was at ${person.page.url()}`);
    }
    console.log(`FAILED: ${error.stack}`);
    stage.faults.forEach((fault) => console.log(`also: ${fault}`));
    process.exitCode = 1;
  } finally {
    await stage.browser.close();
  }
}

/** A browser with people. */
export class Stage {
  constructor(browser, out) {
    this.browser = browser;
    this.out = out;
    this.people = [];
    this.faults = [];
    this.looks = [];
  }

  static async open(out) {
    mkdirSync(out, { recursive: true });
    return new Stage(await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] }), out);
  }

  /** Somebody new. Without script, passkeys do not work either: they come in by printed codes. */
  async person(key, { script = true } = {}) {
    const context = await this.browser.newContext({ javaScriptEnabled: script, acceptDownloads: true, locale: "en-GB" });
    context.setDefaultTimeout(PATIENCE);
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`policy broken: ${event.violatedDirective} by ${event.blockedURI} ${event.sample}`);
      });
    });
    // Style and scripts can be tried without building the program anew.
    if (process.env.ASSETS) {
      await context.route("**/assets/*", (route) => route.fulfill({ path: join(process.env.ASSETS, basename(new URL(route.request().url()).pathname)) }));
    }
    const person = new Person(this, key, context, await context.newPage());
    person.script = script;
    await person.settle(script);
    this.people.push(person);
    return person;
  }

  /** Ends the script if anything went wrong on any page. */
  calm(where) {
    const faults = this.faults.splice(0);
    must(faults.length === 0, `at ${where}:\n  ${faults.join("\n  ")}`);
  }

  slowest() {
    const slow = this.looks.reduce((slow, look) => (look.paint > slow.paint ? look : slow), { paint: 0, name: "none" });
    const heavy = this.looks.reduce((most, look) => (look.bytes > most.bytes ? look : most), { bytes: 0, name: "none" });
    return `slowest first paint ${Math.round(slow.paint)} ms (${slow.name}), heaviest ${heavy.bytes} bytes (${heavy.name})`;
  }
}

/** Somebody with a browser of their own. */
export class Person {
  constructor(stage, key, context, page) {
    Object.assign(this, { stage, key, context, page, loaded: 0, expected: [] });
  }

  async settle(script) {
    const { page } = this;
    const fault = (what) => this.stage.faults.push(`${this.key} at ${page.url()}: ${what}`);
    page.on("pageerror", (error) => fault(`error in a script: ${error.message}`));
    page.on("dialog", (dialog) => (fault(`a dialog: ${dialog.message()}`), dialog.dismiss()));
    page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      // What was refused on purpose shows in the console too.
      const refused = this.expected.some((status) => message.text().includes(`status of ${status}`));
      if (!refused) fault(`console: ${message.text()}`);
    });
    page.on("response", (response) => {
      const status = response.status();
      if (status >= 400 && !this.expected.includes(status)) fault(`${status} from ${response.url()}`);
    });
    page.on("requestfailed", (request) => {
      // Leaving a page ends its stream of events, and a download is no page.
      const why = request.failure()?.errorText;
      if (why !== "net::ERR_ABORTED") fault(`${why} for ${request.url()}`);
    });
    this.devtools = await this.context.newCDPSession(page);
    await this.count();
    if (script) {
      await this.devtools.send("WebAuthn.enable");
      await this.devtools.send("WebAuthn.addVirtualAuthenticator", { options: AUTHENTICATOR });
    }
  }

  /** Counts the bytes of what a page needs to be shown, without any cache. */
  async count() {
    const needed = new Set();
    this.devtools.on("Network.requestWillBeSent", ({ requestId, loaderId, type }) => {
      if (type === "Document" && requestId === loaderId) {
        needed.clear();
        this.loaded = 0;
      }
      if (["Document", "Stylesheet", "Script", "Image", "Font"].includes(type)) needed.add(requestId);
    });
    this.devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (needed.has(requestId)) this.loaded += encodedDataLength;
    });
    await this.devtools.send("Network.enable");
    await this.devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  }

  /** Does something that is to be refused with a status. */
  async refused(status, work) {
    this.expected.push(status);
    try {
      const [response] = await Promise.all([
        this.page.waitForResponse((response) => response.status() === status),
        work(),
      ]);
      await this.page.waitForLoadState();
      return response;
    } finally {
      this.expected.pop();
    }
  }

  /** Goes to an address. */
  async go(address) {
    await this.page.goto(address, { waitUntil: "load" });
  }

  /** Goes to a tab of the room. */
  async tab(words) {
    await this.leads(this.page.locator(".tabs").getByRole("link", { name: words, exact: true }));
  }

  /** Presses what leads to another page, and waits for that page. */
  async leads(button) {
    await Promise.all([this.page.waitForEvent("framenavigated"), button.click()]);
    await this.page.waitForLoadState("load");
  }

  /** Presses a button of a name, which leads on. */
  async press(name, within = this.page) {
    await this.leads(within.getByRole("button", { name, exact: typeof name === "string" }).first());
  }

  /** Follows a link of a name. */
  async follow(name, within = this.page) {
    await this.leads(within.getByRole("link", { name, exact: typeof name === "string" }).first());
  }

  /** Opens what is folded together. */
  async unfold(name, within = this.page) {
    const details = within.locator("details", { has: this.page.locator("summary", { hasText: name }) }).last();
    if (!(await details.evaluate((details) => details.open))) await details.locator("summary").first().click();
    return details;
  }

  /** The words of the page, as they are read. */
  words(part = "main") {
    return this.page.locator(part).first().innerText();
  }

  /** Ends the script unless the page says something. */
  async reads(words, part = "main") {
    const all = await this.words(part);
    const says = words instanceof RegExp ? words.test(all) : all.includes(words);
    must(says, `${this.key} does not read ${JSON.stringify(String(words))} at ${this.page.url()}, but:\n${all.slice(0, 3000)}`);
  }

  /** Ends the script if the page, seen or unseen, has something in it. */
  async lacks(words) {
    const has = (await this.page.content()).includes(words);
    must(!has, `${this.key} can read ${JSON.stringify(words)} at ${this.page.url()}`);
  }

  /** Takes a download; where it lies then. */
  async download(link, name) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), link.click()]);
    const path = join(this.stage.out, name);
    await download.saveAs(path);
    return path;
  }

  /** Looks closely at the page, and keeps pictures of it. */
  look(name) {
    return look(this, name);
  }
}

/** Runs a program; what it writes. */
export async function program(path, args, env = {}) {
  const options = { env: { ...process.env, ...env }, maxBuffer: 1 << 26 };
  try {
    return (await promisify(execFile)(path, args, options)).stdout;
  } catch (error) {
    throw new Error(`${path} ${args.join(" ")} ended with ${error.code}:\n${error.stdout}\n${error.stderr}`);
  }
}
