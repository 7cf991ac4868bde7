// How a script tells what it found.

/** Ends the script with a message unless something holds. */
export function must(holds, message) {
  if (!holds) throw new Error(message);
}

/** Tells that something was checked. */
export function checked(what) {
  console.log(`ok: ${what}`);
}
