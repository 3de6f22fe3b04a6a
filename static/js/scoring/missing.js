// What a question still misses, and what stands in a number field without being its answer. Before
// the first try to submit it is only counted; after it, every question says what it misses.

import { go } from "./current.js";
import { misfit } from "./numbers.js";
import { page, questionOf, questions, say, sheet, words } from "./page.js";

let wanting = JSON.parse(words.wanting); // question to what it misses, as the server says
let tried = location.hash === "#wanting";
const wrong = new Map(); // question to why its field holds no answer
const numberOf = (question) => question.querySelector(".q-no").textContent;

// What a question misses; undefined when it misses nothing.
export const lackOf = ({ dataset }) => wrong.get(dataset.question) ?? wanting[dataset.question];
export const isOpen = (question) => !question.hidden && Boolean(wanting[question.dataset.question]);
export const firstLacking = () =>
  questions.find((question) => !question.hidden && lackOf(question));

export function tryToSubmit() {
  tried = true;
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

export function show(state) {
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

export function showWanting() {
  for (const question of questions) {
    const id = question.dataset.question;
    const place = question.querySelector("[data-wanting]");
    const message = lackOf(question);
    place.textContent = message || "";
    place.hidden = !message || !(tried || wrong.has(id));
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
