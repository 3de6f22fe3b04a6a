// Words selected in the transcript go into the quotation of the open question; without a script
// they are typed or copied there.

import { selectedQuote } from "./selection.js";

const form = document.querySelector("[data-disputing]");
const turnTexts = [...document.querySelectorAll("#interaction [data-turn-text]")];
const bar = document.querySelector("[data-quote-bar]");
const button = bar.querySelector("[data-take]");
const told = bar.querySelector("[data-told]");
const words = bar.dataset;
let last = [...form.querySelectorAll("[data-point][open]")].pop() ?? null; // the question that was worked on last
let found = "";

for (const hint of form.querySelectorAll("[data-with-script]")) hint.hidden = false;

const numberOf = (point) => point.querySelector(".q-no").textContent;

function offer() {
  found = selectedQuote(turnTexts)?.quote ?? "";
  if (!found) {
    if (!told.textContent) bar.hidden = true;
    button.hidden = true;
    return;
  }
  const open = last?.open ? last : null;
  bar.hidden = false;
  button.hidden = !open;
  told.textContent = open ? "" : words.textNone;
  if (open) button.querySelector("span").textContent = words.textFor.replace("{n}", numberOf(open));
}

form.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches("[data-point]")) return;
    if (target.open) last = target;
    else if (target === last) last = [...form.querySelectorAll("[data-point][open]")].pop() ?? null;
    if (found) offer();
  },
  true,
);
form.addEventListener("focusin", ({ target }) => {
  last = target.closest("[data-point][open]") ?? last;
});
// Who says what is right, or why, disputes the answer.
form.addEventListener("input", ({ target }) => {
  const point = target.closest("[data-point]");
  if (point && /^(q|why|quote)\./.test(target.name))
    point.querySelector("[name^='dispute.']").checked = true;
});
document.addEventListener("selectionchange", offer);

button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
button.addEventListener("click", () => {
  const field = last?.querySelector("[data-quote]");
  if (!field || !found) return;
  field.value = found;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  getSelection().removeAllRanges();
  field.focus();
  told.textContent = words.textDone.replace("{n}", numberOf(last));
  button.hidden = true;
  setTimeout(() => {
    told.textContent = "";
    offer();
  }, 4000);
});
