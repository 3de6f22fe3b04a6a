// Answers save themselves. Each is kept in this browser until the server has it, under the window
// in which it was given; what two windows say differently is shown side by side until somebody
// chooses.

import { accepted, foresee, misfitOf, refused, show } from "./missing.js";
import {
  activity,
  base,
  fieldsNamed,
  isBox,
  questionOf,
  say,
  send,
  tellSubmitted,
  words,
} from "./page.js";
import { forget, leftOn, load, newMark, shelfOf, store } from "./unsent.js";

const shelf = shelfOf(words.person, base);
const me = newMark();
const unsent = new Map();
const touched = new Set(); // questions answered in this window
// A question has a token that is another with every change. A save tells under which this window
// may know the question, its own unanswered saves included; the server refuses when somebody else's
// was the last, and both are shown until one is chosen.
const known = new Map();
const knownOf = (id) => {
  if (!known.has(id)) known.set(id, [fieldsNamed("known", id)[0]?.value ?? ""]);
  return known.get(id);
};
const learn = (id, token) => known.set(id, [...knownOf(id).slice(-20), token]);
const held = new Set(); // questions of which two windows say different things
const keep = () => store(shelf + me, [...unsent]);

function fieldsOf(question) {
  const id = question.dataset.question;
  const fields = [];
  for (const input of question.querySelectorAll("input, textarea")) {
    if (!input.name || (isBox(input) && !input.checked)) continue;
    if (input.name === `q.${id}`) fields.push(["answer", input.value]);
    else if (input.name === `comment.${id}`) fields.push(["comment", input.value]);
    else if (input.name === `reasons.${id}`) fields.push(["reasons", input.value]);
  }
  if (!fields.some(([name]) => name === "answer")) fields.push(["answer", ""]);
  if (question.querySelector("[data-reasons]")) fields.push(["reasons", ""]);
  return fields;
}

// What is kept here, by kind: `path(key)` is where it is sent, `taken(key, ok, state, fields)` what
// happens with the server's word on it, and `putBack(key, fields)` shows again what a closed window
// left.
const kinds = new Map([
  ["answer", { path: (id) => `/answers/${id}`, taken: answerTaken, putBack: putAnswerBack }],
]);
const kindNamed = (key) => (key.includes(" ") ? key.split(" ")[0] : "answer");
const kindOf = (key) => kinds.get(kindNamed(key));

// Another kind: its keys begin with its name and a space, which no question's id does.
export const alsoSend = (name, kind) => kinds.set(name, kind);

let sending = null;
let underWay = null; // the key that is being sent
// One sending at a time; who asks while it goes on waits for its end, with what has come in
// meanwhile.
export function flush() {
  sending ??= sendAll().finally(() => {
    sending = null;
    underWay = null;
  });
  return sending;
}

function later() {
  say(words.textUnsaved, true);
  setTimeout(flush, 5000);
}

async function sendAll() {
  for (;;) {
    const [key, fields] = [...unsent].find(([name]) => !held.has(name)) ?? [];
    if (!key) return;
    say(words.textSaving);
    underWay = key;
    let response;
    try {
      const active = ["active", activity.take()];
      // What is sent when the page is left arrives although nobody waits for it any more.
      response = await send(kindOf(key).path(key), [...fields, active], { keepalive: true });
    } catch {
      return later();
    }
    if (response.status >= 500 || response.status === 429) return later();
    // Logged out, or logged in again elsewhere, perhaps as somebody else: what was given waits here
    // until this page is opened anew.
    if (response.status === 401 || response.status === 404 || response.redirected) {
      say(words.textSession, true);
      return;
    }
    const state = await response.json().catch(() => ({}));
    underWay = null;
    if (state.conflict) {
      holdBoth(key, state);
      continue;
    }
    // Kept until the server has it; what was changed meanwhile stays for the next round.
    if (unsent.get(key) === fields) unsent.delete(key);
    keep();
    kindOf(key).taken(key, response.ok, state, fields);
    if (response.status === 409 && kindNamed(key) === "answer") return tellSubmitted();
  }
}

function answerTaken(id, ok, state, fields) {
  if (!ok) return refused(id, state.error);
  learn(id, state.token);
  if (fields.some(([name]) => name === "answer")) accepted(id);
  return show(
    state,
    [...unsent.keys()].filter((key) => kindNamed(key) === "answer"),
  );
}

// Keep what stands in a question's fields; it is sent with the next `flush`. Until then every
// change of it is one.
export function keepAnswer(question) {
  const id = question.dataset.question;
  // What cannot be an answer is not sent; the comment beside it is.
  const given = fieldsOf(question).filter(([name]) => name !== "answer" || !misfitOf(question));
  const waiting = underWay === id ? undefined : unsent.get(id)?.find(([name]) => name === "mark");
  const mark = waiting?.[1] ?? newMark();
  const fields = [
    ...given,
    ...knownOf(id)
      .filter((token) => token !== mark)
      .map((token) => ["known", token]),
    ["mark", mark],
  ];
  if (!waiting) learn(id, mark);
  touched.add(id);
  keepUnsent(id, fields);
}

export function keepUnsent(key, fields) {
  unsent.delete(key);
  unsent.set(key, fields);
  keep();
}

export function dropUnsent(key) {
  unsent.delete(key);
  keep();
}

export function save(question) {
  keepAnswer(question);
  foresee(question.dataset.question);
  return flush();
}

// Both stay until somebody chooses: what is kept on the server, and what was given here.
function holdBoth(id, { error, conflict }) {
  const question = questionOf(id);
  held.add(id);
  say(error, true);
  const place = question.querySelector("[data-conflict-place]");
  place.innerHTML = conflict.html;
  const choose = (event) => {
    event.preventDefault();
    learn(id, conflict.token);
    held.delete(id);
    place.replaceChildren();
    if (event.currentTarget.matches("[data-take-other]")) put(id, conflict);
    save(question);
    question.focus({ preventScroll: true });
  };
  place.querySelector("[data-keep-this]").addEventListener("click", choose);
  place.querySelector("[data-take-other]").addEventListener("click", choose);
}

function put(id, given) {
  const values = { q: given.answer, reasons: given.reasons, comment: [given.comment] };
  for (const [name, wanted] of Object.entries(values)) {
    const inputs = fieldsNamed(name, id);
    const boxes = inputs.filter(isBox);
    for (const box of boxes) box.checked = wanted.includes(box.value);
    const written = wanted.find((value) => !boxes.some((box) => box.value === value)) ?? "";
    for (const input of inputs)
      if (!boxes.includes(input) && input.type !== "hidden") input.value = written;
  }
}

// Whether an answer waits for somebody to choose between two.
export const isHeld = (id) => held.has(id);
export const hasUnsent = () => unsent.size > 0;
export const firstHeld = () => [...held][0];
// Under which tokens this window may know each question.
export const knownTokens = (ids) => ids.flatMap((id) => knownOf(id).map((token) => [id, token]));

// ---- what closed windows left -------------------------------------------------------------------

const windows = new BroadcastChannel(shelf);
const others = new Set(); // windows on this evaluation that are open
windows.addEventListener("message", ({ data }) => {
  if (data.asks) windows.postMessage({ here: me });
  else others.add(data.here);
});

// What a crash or a lost network left behind is put back where it was given, then sent. Where this
// window has an answer already, it waits for the next time the page is opened: both are shown then.
export async function takeOver() {
  forget();
  const left = leftOn(shelf);
  if (!left.length) return;
  windows.postMessage({ asks: me });
  await new Promise((done) => {
    setTimeout(done, 400);
  });
  for (const name of left) {
    if (name === shelf + me || others.has(name.slice(shelf.length))) continue;
    const rest = [];
    for (const [id, fields] of load(name).answers) {
      if (unsent.has(id) || touched.has(id)) rest.push([id, fields]);
      else putBack(id, fields);
    }
    keep();
    store(name, rest);
  }
  await flush();
}

function putBack(key, fields) {
  unsent.set(key, fields);
  kindOf(key).putBack(key, fields);
}

function putAnswerBack(key, fields) {
  const given = (wanted) => fields.filter(([name]) => name === wanted).map(([, value]) => value);
  for (const mark of given("mark")) learn(key, mark);
  put(key, {
    answer: given("answer"),
    reasons: given("reasons"),
    comment: given("comment")[0] ?? "",
  });
  foresee(key);
}
