// Keeps a page of a room fresh. The stream says only that there is something new; the page itself is asked for again,
// so that what is shown is decided in one place. Nothing is replaced under somebody's hands.

const main = () => document.getElementById("main");
const news = document.getElementById("news");
let touched = false;
let last = null;
let timer = 0;

document.addEventListener("input", (event) => {
  if (main().contains(event.target)) touched = true;
});

/** Whether somebody is at work in the page. */
function isBusy() {
  const active = document.activeElement;
  const typing = active && main().contains(active) && /^(INPUT|TEXTAREA|SELECT)$/.test(active.tagName);
  return touched || typing || !document.getSelection().isCollapsed;
}

/** What stays open: each `details` by its place under the nearest element with a name. */
function openOnes() {
  const key = (details) => {
    const owner = details.closest("[id]");
    const place = [...owner.querySelectorAll("details")].indexOf(details);
    return `${owner.id} ${place} ${details.querySelector("summary")?.textContent}`;
  };
  const all = [...main().querySelectorAll("details")];
  return { key, open: new Map(all.map((details) => [key(details), details.open])) };
}

const fields = () => [...main().querySelectorAll("input:not([type=hidden]), textarea, select")].filter((field) => field.name);
const isBox = (field) => field.type === "radio" || field.type === "checkbox";

/** Whether a field holds something else than it was shown with. */
function isChanged(field) {
  if (isBox(field)) return field.checked !== field.defaultChecked;
  if (!field.options) return field.value !== field.defaultValue;
  const first = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
  return field.value !== first?.value;
}

/** Takes down what was typed and not sent; gives back what puts it into the fields of the same forms. */
function typed() {
  const key = (field) =>
    [field.closest("[id]").id, field.form?.elements.action?.value, field.name, isBox(field) && field.value].join(" ");
  const kept = new Map(fields().filter(isChanged).map((field) => [key(field), isBox(field) ? field.checked : field.value]));
  return () => {
    for (const field of fields().filter((field) => kept.has(key(field)))) {
      field[isBox(field) ? "checked" : "value"] = kept.get(key(field));
    }
  };
}

function gone() {
  news.textContent = "This page is no longer live. Open it again to see what is new.";
}

async function show() {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!response.ok) return gone();
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const kept = openOnes();
  const restore = typed();
  const focus = document.activeElement?.id;
  const at = [scrollX, scrollY];
  main().replaceWith(fresh.getElementById("main"));
  for (const details of main().querySelectorAll("details")) {
    const open = kept.open.get(kept.key(details));
    if (open !== undefined) details.open = open;
  }
  for (const part of [".waiting", ".tabs"]) {
    const [old, now] = [document.querySelector(`.top ${part}`), fresh.querySelector(`.top ${part}`)];
    if (old && now) old.replaceWith(now);
  }
  restore();
  scrollTo(...at);
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  news.replaceChildren();
}

function offer() {
  if (news.firstChild) return;
  const text = document.createElement("span");
  text.textContent = "There is something new. ";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = touched ? "Show it, and keep what I typed" : "Show it";
  button.addEventListener("click", () => show().then(() => main().focus({ preventScroll: true })));
  news.replaceChildren(text, button);
}

function arrived() {
  clearTimeout(timer);
  timer = setTimeout(() => (isBusy() ? offer() : show().catch(() => offer())), 200);
}

// The browser connects again by itself after a break; the first number after it tells whether something was missed.
const source = new EventSource(document.body.dataset.events);
source.addEventListener("news", (event) => {
  if (last !== null && event.data !== last) arrived();
  last = event.data;
});
source.addEventListener("error", () => {
  if (source.readyState === EventSource.CLOSED) gone();
});
