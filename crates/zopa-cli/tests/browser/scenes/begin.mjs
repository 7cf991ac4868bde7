// The mediator comes in, opens the room with the program, and everybody takes their seats.

import { enter, invite, join, signIn, signOut } from "../deeds.mjs";
import { program } from "../stage.mjs";
import { checked, must } from "../told.mjs";

const TITLE = "A 28-point draft and its answers";
/** Who takes part: key, name, delegation, rank. Each is invited by whoever stands before the arrow. */
const SEATS = [
  ["olena", "Head for Ukraine", "Ukraine", "head", "mediator"],
  ["igor", "Head for Russia", "Russia", "head", "mediator"],
  ["anna", "Head for Europe", "Europe (E3 and EU)", "head", "mediator"],
  ["taras", "Member for Ukraine", "Ukraine", "member", "olena"],
  ["vera", "Member for Russia", "Russia", "member", "igor"],
  ["luc", "Member for Europe", "Europe (E3 and EU)", "member", "anna"],
];

export async function begin(stage, address, link) {
  const cast = { mediator: await stage.person("mediator") };
  const { mediator } = cast;
  await mediator.go(address);
  await mediator.look("sign-in");
  await join(mediator, link, "Mediator of the talks", { look: true });
  await mediator.look("rooms-none");
  checked("the mediator joins by passkey and gets printed codes");

  await mediator.follow("Open a room");
  await mediator.look("new-room");
  const token = await tokenOf(mediator);
  const said = await program(process.env.ZOPA, ["room", "open", process.env.TALKS], {
    ZOPA_SERVER: address,
    ZOPA_TOKEN: token,
  });
  must(/^[\w-]{20}\s*$/.test(said), `the program does not tell the room: ${said}`);
  checked("a program opens a room with a token from the account page");

  await mediator.go(address);
  await mediator.look("rooms");
  await enter(mediator, TITLE);
  await mediator.look("draft-mediator-new");

  const links = {};
  for (const [key, name, delegation, rank, by] of SEATS) {
    const link = (links[key] = await invite(cast[by], delegation, rank, name));
    if (key === "olena") await cast[by].look("invited");
    const person = (cast[key] = await stage.person(key));
    await join(person, link, name, { look: key === "olena" });
    await enter(person, TITLE);
    await person.reads(rank, "header");
    // The page that shows the link once stays as it is, whatever happens in the room meanwhile.
    must((await cast[by].page.getByLabel("Link").inputValue()) === links[key], `${by} lost the link for ${key}`);
    if (key === "olena") await person.look("draft-party-new");
    checked(`${name} takes the seat of a ${rank} of ${delegation}`);
  }
  await used(stage, links.olena);
  await again(cast.olena);
  for (const person of [cast.mediator, cast.olena, cast.taras]) {
    await person.tab("People");
    await person.look(`roster-${person.key}`);
  }
  return cast;
}

async function tokenOf(mediator) {
  await mediator.follow("Account");
  await mediator.look("account");
  await mediator.page.getByLabel("What the program is called").fill("command line");
  await mediator.press("Make a token");
  await mediator.look("token");
  const token = await mediator.page.getByLabel("Token").inputValue();
  await mediator.follow("Done");
  await mediator.reads("command line");
  return token;
}

/** A link that was used does nothing more. */
async function used(stage, link) {
  const stranger = await stage.person("stranger");
  await stranger.refused(422, () => stranger.go(link));
  await stranger.reads("was used");
  await stranger.look("invitation-used");
  await stranger.context.close();
  checked("an invitation works once");
}

/** Signs out, and in again by passkey. */
async function again(person) {
  await signOut(person);
  await person.look("signed-out");
  await signIn(person);
  await enter(person, TITLE);
  checked("somebody signs out, and in again by passkey");
}
