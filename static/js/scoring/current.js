// The question that is scored now: keys and evidence are meant for it.

import { questions, sheet } from "./page.js";

let current = null;
export const currentQuestion = () => current;

export function go(question, scroll = true) {
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

export function step(by) {
  const shown = questions.filter((question) => !question.hidden);
  const at = shown.indexOf(current);
  go(shown[Math.max(0, Math.min(shown.length - 1, at + by))]);
}

sheet.addEventListener("focusin", (event) => {
  const question = event.target.closest("[data-question]");
  if (question && question !== current) go(question, false);
});
