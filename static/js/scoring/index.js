// The scoring page: every answer saves itself, the score follows, and everything can be done from the
// keyboard. Answers that could not be sent are kept in this browser and sent when the page is opened
// or the network is back.

import { csrfToken, request } from "../api.js";
import { characters, selectedQuote } from "../selection.js";
import { Activity } from "./activity.js";
import { misfit } from "./numbers.js";
import { forget, leftOn, load, newMark, shelfOf, store } from "./unsent.js";

const page = document.querySelector("[data-scoring]");
const sheet = page.querySelector("[data-sheet]");
const base = page.dataset.base;
const words = page.dataset;
const saved = page.querySelector("[data-saved]");
const questions = [...sheet.querySelectorAll("[data-question]")];
let wanting = JSON.parse(words.wanting);
let tried = location.hash === "#wanting";
let current = null;

const activity = new Activity(Number(words.idle) * 1000);
activity.watch(document);

// ---- saving ----------------------------------------------------------------------------------------------------

const shelf = shelfOf(words.person, base);
const me = newMark();
const unsent = new Map();
const touched = new Set(); // questions answered in this window
// A question has a token that is another with every change. A save tells under which this window may know the question, its own
// unanswered saves included; the server refuses when somebody else's was the last, and both are shown until one is chosen.
const known = new Map();
const knownOf = (id) => {
  if (!known.has(id))
    known.set(id, [sheet.querySelector(`[name="known.${CSS.escape(id)}"]`)?.value ?? ""]);
  return known.get(id);
};
const learn = (id, token) => known.set(id, [...knownOf(id).slice(-20), token]);
const held = new Set(); // questions of which two windows say different things
const keep = () => store(shelf + me, [...unsent]);

const say = (text, bad = false) => {
  saved.textContent = text;
  saved.classList.toggle("bad", bad);
};

const send = (path, fields) => request(base + path, new URLSearchParams(fields));

function fieldsOf(question) {
  const id = question.dataset.question;
  const fields = [];
  for (const input of question.querySelectorAll("input, textarea")) {
    if (!input.name || ((input.type === "radio" || input.type === "checkbox") && !input.checked))
      continue;
    if (input.name === `q.${id}`) fields.push(["answer", input.value]);
    else if (input.name === `comment.${id}`) fields.push(["comment", input.value]);
    else if (input.name === `reasons.${id}`) fields.push(["reasons", input.value]);
  }
  if (!fields.some(([name]) => name === "answer")) fields.push(["answer", ""]);
  if (question.querySelector("[data-reasons]")) fields.push(["reasons", ""]);
  return fields;
}

let sending = null;
// One sending at a time; who asks while it goes on waits for its end, with what has come in meanwhile.
function flush() {
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

async function sendAll() {
  for (;;) {
    const [id, fields] = [...unsent].find(([name]) => !held.has(name)) ?? [];
    if (!id) return;
    say(words.textSaving);
    let response;
    try {
      response = await send(`/answers/${id}`, [...fields, ["active", activity.take()]]);
    } catch {
      say(words.textUnsaved, true);
      setTimeout(flush, 5000);
      return;
    }
    if (response.status >= 500 || response.status === 429) {
      say(words.textUnsaved, true);
      setTimeout(flush, 5000);
      return;
    }
    // Logged out, or logged in again elsewhere, perhaps as somebody else: what was given waits here until this page is opened anew.
    if (response.status === 401 || response.status === 404 || response.redirected) {
      say(words.textSession, true);
      return;
    }
    const state = await response.json().catch(() => ({}));
    if (state.conflict) {
      holdBoth(id, state);
      continue;
    }
    // Kept until the server has it; an answer changed meanwhile stays for the next round.
    if (unsent.get(id) === fields) unsent.delete(id);
    keep();
    if (response.ok) {
      learn(id, state.token);
      if (fields.some(([name]) => name === "answer")) wrong.delete(id);
      show(state);
    } else {
      if (state.error) wrong.set(id, state.error);
      warn(id, state.error);
    }
    if (response.status === 409) return tellSubmitted();
  }
}

function save(question) {
  const id = question.dataset.question;
  const mark = newMark();
  // What cannot be an answer is not sent; the comment beside it is.
  const given = fieldsOf(question).filter(([name]) => name !== "answer" || !misfitOf(question));
  const fields = [...given, ...knownOf(id).map((token) => ["known", token]), ["mark", mark]];
  learn(id, mark);
  touched.add(id);
  unsent.delete(id);
  unsent.set(id, fields);
  keep();
  return flush();
}

// Both stay until somebody chooses: what is kept on the server, and what was given here.
function holdBoth(id, { error, conflict }) {
  const question = sheet.querySelector(`#question-${CSS.escape(id)}`);
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
    const inputs = [...sheet.querySelectorAll(`[name="${CSS.escape(`${name}.${id}`)}"]`)];
    const boxes = inputs.filter((input) => input.type === "radio" || input.type === "checkbox");
    for (const box of boxes) box.checked = wanted.includes(box.value);
    const written = wanted.find((value) => !boxes.some((box) => box.value === value)) ?? "";
    for (const input of inputs)
      if (!boxes.includes(input) && input.type !== "hidden") input.value = written;
  }
}

// Submitted in another window: this one can only be read any more.
function tellSubmitted() {
  const link = Object.assign(document.createElement("a"), {
    href: base,
    textContent: words.textSubmitted,
  });
  saved.append(" ", link);
}

// ---- numbers: what nothing can measure is refused here at once, and by the server ------------------------------

const wrong = new Map(); // questions whose field holds what is not their answer, and why
const numberOf = (question) => question.querySelector(".q-no").textContent;

// Why a question's number field holds no answer; "" when it does, or is empty.
function misfitOf(question) {
  const field = question.querySelector("[data-number]");
  return field ? misfit(field.value, field.dataset, words) : "";
}

function look(question) {
  const why = misfitOf(question);
  question.querySelector("[data-number]")?.classList.toggle("is-invalid", Boolean(why));
  if (why) wrong.set(question.dataset.question, why);
  else wrong.delete(question.dataset.question);
  return why;
}

function warn(id, message) {
  say(message || "", true);
  const place = document.querySelector(`#question-${CSS.escape(id)} [data-wanting]`);
  if (place) {
    place.textContent = message || "";
    place.hidden = false;
  }
}

function show(state) {
  const open = sheet.querySelector(".why")?.open;
  sheet.querySelector("[data-score]").innerHTML = state.score;
  if (open) sheet.querySelector(".why").open = true;
  wanting = state.wanting;
  for (const question of questions) {
    const id = question.dataset.question;
    question.hidden = state.states[id] === "hidden";
    const short = state.fell_short.includes(id);
    question.toggleAttribute("data-short", short);
    const reasons = question.querySelector("[data-reasons]");
    if (reasons) reasons.hidden = !short;
    const comment = question.querySelector("[data-comment]");
    if (comment && short) comment.open = true;
  }
  showWanting();
  say(`${words.textSaved} ${state.saved}`);
}

function showWanting() {
  for (const question of questions) {
    const id = question.dataset.question;
    const place = question.querySelector("[data-wanting]");
    const message = wrong.get(id) ?? wanting[id];
    place.textContent = message || "";
    place.hidden = !message || !(tried || wrong.has(id));
    question.toggleAttribute("data-done", !message);
  }
  const count = new Set([...Object.keys(wanting), ...wrong.keys()]).size;
  page.querySelector("[data-left]").textContent = count ? `${count} ${words.textLeft}` : "";
  showMissing();
}

// After the first try to submit: every question that misses something, by number above and with what it misses below.
function showMissing() {
  const missing = tried
    ? questions.filter(
        (question) =>
          !question.hidden &&
          (wrong.has(question.dataset.question) || wanting[question.dataset.question]),
      )
    : [];
  const link = (question, text) => {
    const made = Object.assign(document.createElement("a"), {
      href: `#${question.id}`,
      textContent: text,
    });
    made.addEventListener("click", (event) => {
      event.preventDefault();
      go(question);
    });
    return made;
  };
  const line = page.querySelector("[data-missing-line]");
  const lackOf = ({ dataset }) => wrong.get(dataset.question) ?? wanting[dataset.question];
  line.hidden = !missing.length;
  line.replaceChildren(
    words.textMissing,
    ...missing.flatMap((question) => [
      " ",
      Object.assign(link(question, numberOf(question)), { title: lackOf(question) }),
    ]),
  );
  const list = page.querySelector("[data-missing]");
  list.hidden = !missing.length;
  list.replaceChildren(
    ...missing.map((question) => {
      const item = document.createElement("li");
      item.append(
        link(question, `${numberOf(question)}. ${question.querySelector(".q-text").textContent}`),
        ` ${lackOf(question)}`,
      );
      return item;
    }),
  );
}

sheet.addEventListener("change", (event) => {
  const question = event.target.closest("[data-question]");
  if (!question) return;
  // "Not applicable" and another answer exclude each other where they are not radio buttons.
  const own = [...question.querySelectorAll(`[name="q.${CSS.escape(question.dataset.question)}"]`)];
  if (event.target.name.startsWith("q.") && event.target.type !== "radio") {
    for (const input of own) {
      if (input === event.target) continue;
      if (event.target.value === "na" ? event.target.checked : input.value === "na") {
        if (input.type === "checkbox") input.checked = false;
        else if (input.type !== "hidden") input.value = "";
      }
    }
  }
  const why = look(question);
  showWanting();
  if (why && event.target.matches("[data-number]")) return say(why, true);
  return save(question);
});
let typing;
sheet.addEventListener("input", (event) => {
  if (!event.target.matches("textarea")) return;
  const question = event.target.closest("[data-question]");
  clearTimeout(typing);
  typing = setTimeout(() => save(question), 700);
});
addEventListener("online", flush);
setInterval(() => {
  const active = activity.take();
  if (active)
    send("/activity", [["active", active]]).catch(() => {
      activity.giveBack(active);
    });
}, 30000);
addEventListener("pagehide", () => {
  const active = activity.take();
  if (active)
    navigator.sendBeacon(
      `${base}/activity`,
      new URLSearchParams({ active, csrf_token: csrfToken }),
    );
});

// ---- evidence --------------------------------------------------------------------------------------------------

const turnTexts = [...page.querySelectorAll("[data-turn-text]")];

// Without a mouse: in the transcript, up and down pick a whole turn, and e quotes it.
let picked = null;
function pick(by) {
  const turns = [...page.querySelectorAll(".turn")];
  const at = picked
    ? turns.indexOf(picked) + by
    : turns.findIndex(
        (turn) =>
          turn.getBoundingClientRect().bottom >
          page.querySelector(".talk-scroll").getBoundingClientRect().top,
      );
  unpick();
  picked = turns[Math.max(0, Math.min(turns.length - 1, at))];
  picked.setAttribute("data-picked", "");
  picked.scrollIntoView({ block: "nearest" });
}
function unpick() {
  picked?.removeAttribute("data-picked");
  picked = null;
}
function pickedWords() {
  const text = picked?.querySelector("[data-turn-text]").textContent ?? "";
  return text.trim()
    ? {
        turn: picked.dataset.turn,
        start: characters(text) - characters(text.trimStart()),
        quote: text.trim(),
      }
    : null;
}

function light(turn) {
  const place = page.querySelector(`[data-turn-text="${turn}"]`);
  if (!place) return; // a moment of the recording stands in no turn
  const text = [...place.textContent];
  const spans = [...sheet.querySelectorAll(`[data-evidence][data-turn="${turn}"]`)]
    .map((item) => ({
      id: item.dataset.evidence,
      start: Number(item.dataset.start),
      end: Number(item.dataset.end),
    }))
    .sort((a, b) => a.start - b.start);
  const hits = wordMarks(place);
  const edges = [
    ...new Set([0, text.length, ...[...spans, ...hits].flatMap((span) => [span.start, span.end])]),
  ].sort((a, b) => a - b);
  place.replaceChildren(
    ...edges.slice(1).map((to, i) => {
      const [from, words] = [edges[i], text.slice(edges[i], to).join("")];
      const over = (span) => span.start <= from && span.end >= to;
      const [evidence, hit] = [spans.find(over), hits.find(over)];
      if (!evidence && !hit) return words;
      const mark = document.createElement("mark");
      if (hit) Object.assign(mark, { className: hit.css, title: hit.title });
      if (evidence) {
        mark.dataset.mark = evidence.id;
        mark.classList.add("lit");
      }
      mark.textContent = words;
      return mark;
    }),
  );
}

// Where the hits of word lists stand in a turn, in characters; evidence may have cut one into pieces.
function wordMarks(place) {
  const found = [];
  let at = 0;
  for (const node of place.childNodes) {
    const length = characters(node.textContent);
    if (node.nodeType === Node.ELEMENT_NODE && node.matches("mark.word")) {
      const css = [...node.classList].filter((name) => name.startsWith("word")).join(" ");
      found.push({ start: at, end: at + length, css, title: node.title });
    }
    at += length;
  }
  return found;
}

async function attach() {
  const found = selectedQuote(turnTexts) ?? pickedWords();
  if (!found || !current) return say(words.textSelect, true);
  const response = await send("/evidence", {
    question_id: current.dataset.question,
    turn_n: found.turn,
    start: found.start,
    quote: found.quote,
    active: activity.take(),
  }).catch(() => null);
  const item = await response?.json().catch(() => ({}));
  if (!response?.ok) return say(item?.error || words.textUnsaved, true);
  const list = current.querySelector("[data-evidence-list]");
  if (!list.querySelector(`[data-evidence="${item.id}"]`)) list.append(evidenceItem(item));
  getSelection().removeAllRanges();
  unpick();
  light(item.turn_n);
  say(`${words.textSaved} ${item.saved}`);
}

// The moment of the recording that is heard, with a note that is asked for.
async function attachMoment() {
  const audio =
    page.querySelector("[data-player][data-playing] audio") ??
    page.querySelector("[data-player] audio");
  if (!audio) return undefined;
  if (!current) return say(words.textMoment, true);
  const seconds = audio.currentTime;
  const time = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const note = await askNote(time);
  if (note === null) return undefined;
  const response = await send("/evidence", {
    question_id: current.dataset.question,
    moment: seconds.toFixed(3),
    quote: note,
    active: activity.take(),
  }).catch(() => null);
  const item = await response?.json().catch(() => ({}));
  if (!response?.ok) return say(item?.error || words.textUnsaved, true);
  const list = current.querySelector("[data-evidence-list]");
  list.querySelector(`[data-evidence="${item.id}"]`)?.remove();
  list.append(evidenceItem(item));
  return say(`${words.textSaved} ${item.saved}`);
}

function askNote(time) {
  const box = page.querySelector("[data-moment-dialog]");
  const input = box.querySelector("input");
  box.querySelector("[data-moment-question]").textContent = words.textNote.replace("{time}", time);
  input.value = "";
  box.returnValue = "";
  box.showModal();
  return new Promise((tell) => {
    box.addEventListener(
      "close",
      () => tell(box.returnValue === "add" ? input.value.trim() : null),
      { once: true },
    );
  });
}

function evidenceItem(item) {
  const line = document.createElement("li");
  Object.assign(line.dataset, {
    evidence: item.id,
    turn: item.turn_n,
    start: item.start,
    end: item.end,
  });
  const link = document.createElement("a");
  const quote = Object.assign(document.createElement("span"), {
    className: "quote",
    textContent: item.quote,
  });
  if (item.at_ms === null) {
    link.href = `#turn-${item.turn_n}`;
    link.append("“", quote, "”");
  } else {
    link.href = "#recordings";
    link.dataset.at = item.at_ms;
    link.append(`▶ ${item.clock}${item.quote ? " · " : ""}`, quote);
  }
  const remove = document.createElement("button");
  Object.assign(remove, { className: "plain", type: "submit", textContent: "×" });
  remove.dataset.remove = "";
  remove.setAttribute("aria-label", words.textRemove);
  line.append(link, " ", remove);
  return line;
}

sheet.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-remove]");
  if (!button) return;
  event.preventDefault();
  const line = button.closest("[data-evidence]");
  const response = await send(`/evidence/${line.dataset.evidence}/removal`, {
    known: line.querySelector(".quote")?.textContent ?? "",
  }).catch(() => null);
  if (!response?.ok)
    return say((await response?.json().catch(() => ({})))?.error || words.textUnsaved, true);
  const turn = line.dataset.turn;
  line.remove();
  light(turn);
});

// ---- keys ------------------------------------------------------------------------------------------------------

function go(question, scroll = true) {
  if (!question) return;
  current?.removeAttribute("data-current");
  current = question;
  current.setAttribute("data-current", "");
  if (scroll) {
    current.focus({ preventScroll: true });
    current.scrollIntoView({
      block: "center",
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
    });
  }
}

function step(by) {
  const shown = questions.filter((question) => !question.hidden);
  const at = shown.indexOf(current);
  go(shown[Math.max(0, Math.min(shown.length - 1, at + by))]);
}

sheet.addEventListener("focusin", (event) => {
  const question = event.target.closest("[data-question]");
  if (question && question !== current) go(question, false);
});

// ---- on to the next question, after an answer by key that needs nothing more --------------------------------------

const goesOn = page.querySelector("[data-go-on]");
goesOn.checked = localStorage.getItem("vaybe-go-on") !== "no";
goesOn.addEventListener("change", () =>
  localStorage.setItem("vaybe-go-on", goesOn.checked ? "yes" : "no"),
);
let wentOn = -Infinity; // when the page went on by itself

async function goOn(question) {
  if (!goesOn.checked) return;
  await flush();
  const id = question.dataset.question;
  if (current !== question || wanting[id] || wrong.has(id) || unsent.has(id) || held.has(id))
    return;
  // Somebody who has gone on to write or to read stays there.
  const at = document.activeElement;
  if (at !== document.body && at !== question && !at?.name?.startsWith("q.")) return;
  const open = questions.filter((one) => !one.hidden && wanting[one.dataset.question]);
  const after =
    open.find((one) => question.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) ??
    open[0];
  if (!after) return;
  go(after);
  wentOn = performance.now();
}

// Keys that are pressed while the server has not said yet whether a question may be left wait for it, in their order.
let line = null;
function inTurn(act) {
  const done = line ? line.then(act) : act();
  if (!done?.then) return;
  const mine = done
    .catch(() => null)
    .finally(() => {
      if (line === mine) line = null;
    });
  line = mine;
}

// Who is used to press j after every answer does not skip a question by it.
const next = () => {
  if (performance.now() - wentOn > 600) step(1);
  wentOn = -Infinity;
};

const fieldOf = (question) =>
  question?.querySelector(
    `[data-number][name^="q."], input[type=date][name^="q."], textarea[name^="q."]`,
  );
function into() {
  const field = fieldOf(current);
  field?.focus();
  field?.select?.();
}

function choose(value) {
  const own = [...current.querySelectorAll(`[name="q.${CSS.escape(current.dataset.question)}"]`)];
  if (value === "na") return press(own.find((input) => input.value === "na"));
  if (fieldOf(current)) return say(words.textEnter); // a figure that is there is not written over by a key
  const listed = own.filter((input) => input.value !== "na" && input.type !== "hidden");
  if (current.dataset.type === "scale")
    return press(
      listed.find((input) => input.value === value) ||
        (value === "0" && listed.find((input) => input.value === "10")),
    );
  return press(listed[Number(value) - 1]);
}

function press(input) {
  if (!input) return undefined;
  input.checked = input.type === "radio" ? true : !input.checked;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  const short = current;
  if (input.type === "radio")
    setTimeout(() => {
      if (current === short && document.activeElement === short) short.focus();
    }, 0);
  // Of several answers nobody knows which is the last.
  return current.dataset.type === "multi" && input.value !== "na" ? undefined : goOn(current);
}

const dialog = page.querySelector("[data-keys-dialog]");
const keysButton = page.querySelector("[data-keys]");
keysButton.hidden = false;
keysButton.addEventListener("click", () => dialog.showModal());

let submitting = false;
async function submit() {
  if (submitting) return;
  tried = true;
  await taken;
  await flush();
  if (held.size) return go(sheet.querySelector(`#question-${CSS.escape([...held][0])}`));
  if (unsent.size) return;
  for (const question of questions) if (!question.hidden && misfitOf(question)) look(question);
  const first = questions.find(
    ({ dataset, hidden }) => !hidden && (wrong.has(dataset.question) || wanting[dataset.question]),
  );
  showWanting();
  if (first) return go(first);
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${base}/submission`;
  const hide = (name, value) =>
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  hide("csrf_token", csrfToken);
  for (const { dataset } of questions)
    for (const each of knownOf(dataset.question)) hide(`known.${dataset.question}`, each);
  document.body.append(form);
  submitting = true;
  const active = activity.take();
  if (active) await send("/activity", [["active", active]]).catch(() => null);
  form.submit();
}

sheet.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    document.activeElement?.blur?.();
    return submit();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || page.querySelector("dialog[open]"))
    return undefined;
  const writing = event.target.matches(
    "textarea, select, input:not([type=radio]):not([type=checkbox])",
  );
  if (writing) {
    const number = event.target.matches("[data-number]");
    if (event.key === "Escape" || (event.key === "Enter" && event.target.matches("input"))) {
      event.preventDefault();
      event.target.blur();
      current?.focus({ preventScroll: true });
      if (event.key === "Enter" && event.target.name.startsWith("q.")) inTurn(() => goOn(current));
    } else if (number && /^\p{L}$/u.test(event.key)) {
      // no letter belongs into a number
      event.preventDefault();
      if (event.key === "j" || event.key === "k") {
        event.target.blur();
        step(event.key === "j" ? 1 : -1);
      }
    }
    return undefined;
  }
  if (
    event.key === "Enter" &&
    sheet.contains(event.target) &&
    event.target.matches("fieldset, input")
  ) {
    event.preventDefault(); // it would submit
    return into();
  }
  const reading = page.querySelector(".talk-scroll").contains(document.activeElement);
  if (reading && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    return pick(event.key === "ArrowDown" ? 1 : -1);
  }
  if (event.key === "Escape" && (reading || document.activeElement?.closest("[data-reasons]"))) {
    unpick();
    return current?.focus({ preventScroll: true });
  }
  const keys = {
    j: () => inTurn(next),
    k: () => inTurn(() => step(-1)),
    n: () => inTurn(() => choose("na")),
    e: attach,
    m: attachMoment,
    "?": () => dialog.showModal(),
    c: () => {
      const details = current?.querySelector("[data-comment]");
      if (!details) return current?.querySelector("textarea")?.focus();
      details.open = true;
      return details.querySelector("textarea").focus();
    },
    r: () => current?.querySelector("[data-reasons]:not([hidden]) input")?.focus(),
    t: () => {
      const talk = page.querySelector(".talk-scroll");
      if (talk.contains(document.activeElement) || document.activeElement === talk)
        current?.focus();
      else talk.focus();
    },
  };
  const action =
    keys[event.key] ??
    (/^[0-9]$/.test(event.key) && current ? () => inTurn(() => choose(event.key)) : null);
  if (!action) return undefined;
  event.preventDefault();
  return action();
});

// ---- what closed windows left ------------------------------------------------------------------------------------

const windows = new BroadcastChannel(shelf);
const others = new Set(); // windows on this evaluation that are open
windows.addEventListener("message", ({ data }) => {
  if (data.asks) windows.postMessage({ here: me });
  else others.add(data.here);
});

// What a crash or a lost network left behind is put back where it was given, then sent. Where this window has an answer already, it
// waits for the next time the page is opened: both are shown then.
async function takeOver() {
  forget();
  const left = leftOn(shelf);
  if (!left.length) return;
  windows.postMessage({ asks: me });
  await new Promise((done) => {
    setTimeout(done, 400);
  });
  for (const name of left) {
    if (name === shelf + me || others.has(name.slice(shelf.length))) continue;
    const later = [];
    for (const [id, fields] of load(name).answers) {
      if (unsent.has(id) || touched.has(id)) later.push([id, fields]);
      else putBack(id, fields);
    }
    keep();
    store(name, later);
  }
  await flush();
}

function putBack(id, fields) {
  unsent.set(id, fields);
  const given = (wanted) => fields.filter(([name]) => name === wanted).map(([, value]) => value);
  for (const mark of given("mark")) learn(id, mark);
  put(id, {
    answer: given("answer"),
    reasons: given("reasons"),
    comment: given("comment")[0] ?? "",
  });
}

// ---- begin -----------------------------------------------------------------------------------------------------

for (const place of page.querySelectorAll("[data-no-script], [data-no-script-evidence]"))
  place.hidden = true;
showWanting();
go(
  questions.find((question) => !question.hidden && wanting[question.dataset.question]) ??
    questions[0],
);
scrollTo(0, 0);
const taken = takeOver();
