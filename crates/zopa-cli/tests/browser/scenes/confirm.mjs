// A confirmation lasts a quarter of an hour; then whatever commits the delegation asks again who is there.

import { goTo, mark } from "../deeds.mjs";
import { program } from "../stage.mjs";
import { checked, must } from "../told.mjs";

/** Makes somebody's confirmation older than it is: nobody wants to wait for a quarter of an hour. Whether that worked. */
async function grown(person, what) {
  if (!process.env.ROOMS) {
    console.log(`skipped: ${what}, as ROOMS does not name the database`);
    return false;
  }
  must(/^[0-9a-f-]+$/.test(person.account), `${person.account} is no account`);
  const old = `UPDATE sessions SET stepped_up_at = 1 WHERE account = '${person.account}'`;
  try {
    await program("sqlite3", [process.env.ROOMS, `PRAGMA busy_timeout = 20000; ${old};`]);
    return true;
  } catch (error) {
    console.log(`skipped: ${what}, as sqlite3 did not work: ${error.message.split("\n")[0]}`);
    return false;
  }
}

/** Marks a point and confirms it by passkey. */
export async function confirmByPasskey(person, point) {
  if (!(await grown(person, "confirming by passkey"))) return;
  await person.refused(403, () => mark(person, point, "reserve", "parties", { reason: "Confirmed by passkey." }));
  await person.reads("Confirm that it is you");
  await person.look("confirm");
  await person.press("Confirm with your passkey and send");
  await person.reads("Confirmed by passkey.");
  checked("what commits a delegation is confirmed by passkey, and then sent as it was typed");
}

/** Marks a point and confirms it by a printed code; a wrong code sends nothing. */
export async function confirmByCode(person, point) {
  if (!(await grown(person, "confirming by code"))) return;
  await person.refused(403, () => mark(person, point, "reserve", "parties", { reason: "Confirmed by code." }));
  await person.page.getByLabel(/printed code/).fill("AAAA-BBBB-CCCC-DDDD");
  await person.refused(422, () => person.press("Confirm with the code and send"));
  await person.reads("do not fit together");
  await person.look("confirm-wrong");
  await person.page.getByLabel(/printed code/).fill(person.codes.pop());
  await person.press("Confirm with the code and send");
  await goTo(person, `/points/${point}`);
  must((await person.words()).includes("Confirmed by code."), "the mark was not sent");
  checked("what commits a delegation is confirmed by a printed code, and not by a wrong one");
}
