// Plays a negotiation from the first invitation to the last signature, by its pages alone.
// node negotiation.mjs ADDRESS MEDIATOR_LINK OUT, with the program in ZOPA, the talks in TALKS, and the database in ROOMS.

import { begin } from "./scenes/begin.mjs";
import { confirmByCode, confirmByPasskey } from "./scenes/confirm.mjs";
import { end } from "./scenes/end.mjs";
import { marks } from "./scenes/marks.mjs";
import { papers } from "./scenes/papers.mjs";
import { ask, late, privately } from "./scenes/signal.mjs";
import { talk } from "./scenes/talk.mjs";
import { values } from "./scenes/values.mjs";
import { version } from "./scenes/version.mjs";
import { run } from "./stage.mjs";

const [, , address, link, out] = process.argv;

await run(out, async (stage) => {
  const cast = await begin(stage, address, link);
  const signal = await ask(cast);
  await marks(cast);
  await talk(cast);
  await late(cast, signal);
  await privately(cast);
  await version(cast);
  await values(cast);
  await confirmByPasskey(cast.taras, "8");
  await confirmByCode(cast.luc, "8");
  await papers(stage, cast);
  await end(cast);
});
