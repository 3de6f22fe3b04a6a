// What the parts of the scoring page share: its elements, its texts, how it speaks to the server
// and to the person who scores.

import { request } from "../api.js";
import { Activity } from "./activity.js";

export const page = document.querySelector("[data-scoring]");
export const sheet = page.querySelector("[data-sheet]");
export const base = page.dataset.base;
export const words = page.dataset;
export const questions = [...sheet.querySelectorAll("[data-question]")];
export const questionOf = (id) => sheet.querySelector(`#question-${CSS.escape(id)}`);

// The fields of a question: `name` is q for its answer, comment, or reasons.
export const fieldsNamed = (name, id) => [
  ...sheet.querySelectorAll(`[name="${CSS.escape(`${name}.${id}`)}"]`),
];
export const isBox = (input) => input.type === "radio" || input.type === "checkbox";

export const numberOf = (question) => question.querySelector(".q-no").textContent;

export const activity = new Activity(Number(words.idle) * 1000);
activity.watch(document);

const saved = page.querySelector("[data-saved]");

export const say = (text, bad = false) => {
  saved.textContent = text;
  saved.classList.toggle("bad", bad);
};

// Submitted in another window: this one can only be read any more.
export function tellSubmitted() {
  const link = Object.assign(document.createElement("a"), {
    href: base,
    textContent: words.textSubmitted,
  });
  saved.append(" ", link);
}

export const send = (path, fields, options) =>
  request(base + path, new URLSearchParams(fields), options);
