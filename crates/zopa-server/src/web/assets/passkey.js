// Passkeys: signing in, joining, confirming, and a further passkey. Everything that is shown is set as text.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** Sends JSON, and gives the answer; what is wrong comes as an error whose message can be shown. */
async function ask(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  throw new Error(answer?.problems?.join(" ") ?? "The server cannot do this now. Try again in a moment.");
}

const listed = (list) => list?.map((known) => ({ ...known, id: bytes(known.id) }));

/** Lets the browser make a passkey. */
async function made({ publicKey }) {
  const options = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: listed(publicKey.excludeCredentials),
  };
  const credential = await navigator.credentials.create({ publicKey: options });
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: {
      attestationObject: text(credential.response.attestationObject),
      clientDataJSON: text(credential.response.clientDataJSON),
      transports: credential.response.getTransports?.(),
    },
    extensions: credential.getClientExtensionResults(),
  };
}

/** Lets a passkey answer. */
async function answered({ publicKey }) {
  const options = {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    allowCredentials: listed(publicKey.allowCredentials),
  };
  const credential = await navigator.credentials.get({ publicKey: options });
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response;
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: {
      authenticatorData: text(authenticatorData),
      clientDataJSON: text(clientDataJSON),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    },
    extensions: credential.getClientExtensionResults(),
  };
}

/** A ceremony: begin, the browser's own interface, finish. */
async function ceremony(path, body, step) {
  const { ceremony, options } = await ask(`${path}/begin`, body);
  return ask(`${path}/finish`, { ceremony, credential: await step(options) });
}

/** Runs something at the press of a button, and tells in words what went wrong. */
async function run(button, told, work) {
  button.disabled = true;
  told.textContent = "";
  try {
    await work();
  } catch (error) {
    const words = {
      NotAllowedError: "The passkey was not used: it was cancelled, or took too long. Try again.",
      InvalidStateError: "This device has a passkey for this account already.",
      NotSupportedError: "This device cannot make such a passkey. Use printed codes.",
      SecurityError: "Passkeys do not work at this address.",
    };
    told.textContent = words[error.name] ?? error.message;
  } finally {
    button.disabled = false;
  }
}

/** An element with text and children. */
function element(name, content, ...children) {
  const made = document.createElement(name);
  if (content) made.textContent = content;
  made.append(...children);
  return made;
}

/** The sheet of printed codes, as the server's own page has it. */
function sheet({ account, codes, next }) {
  const mono = element("dd", account);
  mono.className = "mono";
  const list = element("ol", "", ...codes.map((code) => element("li", code)));
  list.className = "codes";
  list.dir = "ltr";
  const facts = element("dl", "", element("dt", "Where"), element("dd", location.origin), element("dt", "Account"), mono);
  facts.className = "facts";
  const print = element("button", "Print this sheet");
  print.type = "button";
  print.addEventListener("click", () => window.print());
  const on = element("a", "I have them, go on");
  on.href = next;
  on.className = "button main";
  const buttons = element("p", "", print, " ", on);
  buttons.className = "noprint";
  const told =
    "Each code signs you in once, or confirms once that it is you. They are shown now and never again: print this " +
    "page or write them down, and keep the sheet as you keep a passport.";
  const page = element("div", "", element("h1", "Your printed codes"), element("p", told), facts, list, buttons);
  page.className = "narrow sheet";
  const main = document.getElementById("main");
  main.replaceChildren(page);
  main.focus();
}

const works = {
  "sign-in": (place) => async () => {
    const { next } = await ceremony("/sign-in", {}, answered);
    location.assign(next);
  },
  join: (place) => async () => {
    const name = place.elements.namedItem("name");
    if (name.reportValidity()) sheet(await ceremony(place.getAttribute("action"), { name: name.value }, made));
  },
  another: (place) => async () => {
    const { next } = await ceremony("/account/passkey", {}, made);
    location.assign(next);
  },
};

if (window.PublicKeyCredential) {
  for (const place of document.querySelectorAll("[data-passkey]")) {
    place.hidden = false;
    const button = place.querySelector("button.main");
    button.closest("[hidden]")?.removeAttribute("hidden");
    const work = works[place.dataset.passkey](place);
    button.addEventListener("click", () => run(button, place.querySelector(".told"), work));
  }
  for (const form of document.querySelectorAll("form[data-confirm]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const told = form.querySelector(".told") ?? form.appendChild(element("p"));
      told.setAttribute("role", "status");
      told.className = "told";
      run(form.querySelector("button"), told, async () => {
        await ceremony("/confirm", {}, answered);
        form.submit();
      });
    });
  }
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
