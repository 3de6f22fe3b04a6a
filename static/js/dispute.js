// Words selected in the transcript go into the quotation of the open question; without a script
// they are typed or copied there.

import { watchSelection } from "./quote_bar.js";

const form = document.querySelector("[data-disputing]");
const lastOpen = () => [...form.querySelectorAll("[data-point][open]")].pop() ?? null;
let last = lastOpen(); // the question that was worked on last

for (const hint of form.querySelectorAll("[data-with-script]")) hint.hidden = false;

const offerAgain = watchSelection({
  turnTexts: [...document.querySelectorAll("#interaction [data-turn-text]")],
  target: () => (last?.open ? last : null),
  numberOf: (point) => point.querySelector(".q-no").textContent,
  take({ quote }, point) {
    const field = point.querySelector("[data-quote]");
    field.value = quote;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  },
});

form.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches("[data-point]")) return;
    if (target.open) last = target;
    else if (target === last) last = lastOpen();
    offerAgain();
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
