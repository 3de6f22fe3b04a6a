// Answers that are not sent yet are kept in this browser under the person, the evaluation and the
// window: no window writes over another's, or sends it while that one is open, and nobody else who
// works at this machine is shown it. What a closed window left, the next one takes over.

const EVERYBODY = "vaybe-unsent:";
const FORGOTTEN = 30 * 24 * 3600 * 1000; // after that nobody comes back for it

export const newMark = () =>
  [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");

// The shelf of one person and evaluation; a window's own name on it follows.
export const shelfOf = (person, base) => `${EVERYBODY}${person}:${base}:`;

export function store(name, answers, storage = localStorage) {
  if (answers.length) storage.setItem(name, JSON.stringify({ at: Date.now(), answers }));
  else storage.removeItem(name);
}

export function load(name, storage = localStorage) {
  try {
    const { at, answers } = JSON.parse(storage.getItem(name));
    return { at: Number(at), answers: [...answers] };
  } catch {
    return { at: 0, answers: [] }; // gone meanwhile, or not ours
  }
}

// What windows left on a shelf, the oldest first.
export const leftOn = (shelf, storage = localStorage) =>
  Object.keys(storage)
    .filter((name) => name.startsWith(shelf))
    .sort((a, b) => load(a, storage).at - load(b, storage).at);

export function forget(now = Date.now(), storage = localStorage) {
  for (const name of leftOn(EVERYBODY, storage)) {
    if (now - load(name, storage).at > FORGOTTEN) storage.removeItem(name);
  }
}
