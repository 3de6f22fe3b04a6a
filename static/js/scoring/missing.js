// What a question still misses, and what stands in a number field without being its answer. It is
// said beside the question as soon as it has an answer; before the first try to submit, one without
// an answer is only counted.

import { go } from "./current.js";
import { misfit } from "./numbers.js";
import {
  fieldsNamed,
  isBox,
  numberOf,
  page,
  questionOf,
  questions,
  say,
  sheet,
  words,
} from "./page.js";
import { fallsShort, isShown, lackOf as lackInWords } from "./requirements.js";

const rules = JSON.parse(words.requirements);
let wanting = JSON.parse(words.wanting); // question to what it misses
let tried = location.hash === "#wanting";
const wrong = new Map(); // question to why its field holds no answer

// What a question misses; undefined when it misses nothing.
export const lackOf = ({ dataset }) => wrong.get(dataset.question) ?? wanting[dataset.question];
export const isOpen = (question) => !question.hidden && Boolean(wanting[question.dataset.question]);
export const firstLacking = () =>
  questions.find((question) => !question.hidden && lackOf(question));

export function tryToSubmit() {
  tried = true;
}

// ---- without the server: what it would say of what stands in the form ---------------------------

const valuesNamed = (name, id) =>
  fieldsNamed(name, id)
    .filter((input) => (isBox(input) ? input.checked : input.value.trim() !== ""))
    .map((input) => input.value.trim());
const valuesOf = (id) => valuesNamed("q", id);
const givenOf = (id) => ({
  values: valuesOf(id),
  comment: fieldsNamed("comment", id)[0]?.value ?? "",
  reasons: valuesNamed("reasons", id),
});

// Take what a question misses, and which questions are asked, from the form. What an answer in
// numbers or of several options is worth only the server knows; so is what is left empty there.
export function foresee(...ids) {
  for (const id of ids) {
    const given = givenOf(id);
    if (rules[id].short === null && !given.values.length) continue;
    foreseeLack(id, given);
    markShort(questionOf(id), fallsShort(given.values, rules[id]));
  }
  for (const question of questions) {
    const id = question.dataset.question;
    const hidden = !isShown(rules, id, valuesOf);
    if (hidden) delete wanting[id];
    else if (question.hidden) foreseeLack(id, givenOf(id));
    question.hidden = hidden;
  }
  showWanting();
}

function foreseeLack(id, given) {
  const lack = lackInWords(given, rules[id], words);
  if (lack) wanting[id] = lack;
  else delete wanting[id];
}

// An answer that fell short asks for its reason and its comment.
function markShort(question, short) {
  question.toggleAttribute("data-short", short);
  const reasons = question.querySelector("[data-reasons]");
  if (reasons) reasons.hidden = !short;
  const comment = question.querySelector("[data-comment]");
  const id = question.dataset.question;
  if (comment && (short || (wanting[id] && valuesOf(id).length))) comment.open = true;
}

// Why a question's number field holds no answer; "" when it does, or is empty.
export function misfitOf(question) {
  const field = question.querySelector("[data-number]");
  return field ? misfit(field.value, field.dataset, words) : "";
}

export function look(question) {
  const why = misfitOf(question);
  question.querySelector("[data-number]")?.classList.toggle("is-invalid", Boolean(why));
  if (why) wrong.set(question.dataset.question, why);
  else wrong.delete(question.dataset.question);
  return why;
}

// What the server said of an answer it took, or refused.
export function accepted(id) {
  wrong.delete(id);
}

export function refused(id, message) {
  if (message) wrong.set(id, message);
  say(message || "", true);
  const place = questionOf(id)?.querySelector("[data-wanting]");
  if (place) {
    place.textContent = message || "";
    place.hidden = false;
  }
}

// What the server said after a save. `later`: questions that were changed here since.
export function show(state, later) {
  const open = sheet.querySelector(".why")?.open;
  sheet.querySelector("[data-score]").innerHTML = state.score;
  if (open) sheet.querySelector(".why").open = true;
  wanting = state.wanting;
  for (const question of questions) {
    const id = question.dataset.question;
    question.hidden = state.states[id] === "hidden";
    markShort(question, state.fell_short.includes(id));
  }
  if (later.length) foresee(...later);
  else showWanting();
  say(`${words.textSaved} ${state.saved}`);
}

export function showWanting() {
  for (const question of questions) {
    const id = question.dataset.question;
    const place = question.querySelector("[data-wanting]");
    const message = lackOf(question);
    place.textContent = message || "";
    place.hidden = !message || !(tried || wrong.has(id) || valuesOf(id).length);
    question.toggleAttribute("data-done", !message);
  }
  const count = new Set([...Object.keys(wanting), ...wrong.keys()]).size;
  page.querySelector("[data-left]").textContent = count ? `${count} ${words.textLeft}` : "";
  showMissing();
}

// After the first try to submit: every question that misses something, by number above and with
// what it misses below.
function showMissing() {
  const missing = tried ? questions.filter((question) => !question.hidden && lackOf(question)) : [];
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
