// Words selected in the transcript, with a mouse or a finger, are offered to the question that is
// worked on: a bar at the foot of the page, with one button.

import { selectedQuote } from "./selection.js";

// `turnTexts`: where words can be selected; `target()`: the question they are for, or null;
// `numberOf(target)`: what people call it; `take(found, target)`: what the button does, with {turn,
// start, quote}. Returns what has the bar offer again, when another question is worked on.
export function watchSelection({ turnTexts, target, numberOf, take }) {
  const bar = document.querySelector("[data-quote-bar]");
  const button = bar.querySelector("[data-take]");
  const told = bar.querySelector("[data-told]");
  const words = bar.dataset;
  let found = null;

  function offer() {
    found = selectedQuote(turnTexts);
    if (!found) {
      if (!told.textContent) bar.hidden = true;
      button.hidden = true;
      return;
    }
    const question = target();
    bar.hidden = false;
    button.hidden = !question;
    told.textContent = question ? "" : words.textNone;
    if (question)
      button.querySelector("span").textContent = words.textFor.replace("{n}", numberOf(question));
  }

  document.addEventListener("selectionchange", offer);
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  button.addEventListener("click", () => {
    const question = target();
    if (!question || !found) return;
    const taken = found;
    getSelection().removeAllRanges();
    take(taken, question);
    told.textContent = words.textDone.replace("{n}", numberOf(question));
    bar.hidden = false;
    button.hidden = true;
    setTimeout(() => {
      told.textContent = "";
      offer();
    }, 4000);
  });
  return () => {
    if (found) offer();
  };
}
