// Everything can be done from the keyboard: digits answer, letters lead to what belongs to a
// question.

import { isHeld } from "./answers.js";
import { currentQuestion, go, step } from "./current.js";
import { attach, attachMoment, pick, unpick } from "./evidence.js";
import { isOpen, lackOf } from "./missing.js";
import { fieldsNamed, page, questions, say, sheet, words } from "./page.js";

// ---- on to the next question, after an answer by key that needs nothing more --------------------

const goesOn = page.querySelector("[data-go-on]");
goesOn.checked = localStorage.getItem("vaybe-go-on") !== "no";
goesOn.addEventListener("change", () =>
  localStorage.setItem("vaybe-go-on", goesOn.checked ? "yes" : "no"),
);
let wentOn = -Infinity; // when the page went on by itself

// A question that was answered by key and has not been left since: no digit changes it before
// somebody has come back to it on purpose, because who types at full speed means the next one.
let passed = null;

function goOn(question) {
  if (!goesOn.checked) return;
  if (currentQuestion() !== question || isHeld(question.dataset.question)) return;
  // Somebody who has gone on to write or to read stays there.
  const at = document.activeElement;
  const own = at === document.body || at === question || at?.name?.startsWith("q.");
  if (!own && !at?.closest("[data-reasons], [data-comment]")) return;
  if (lackOf(question)) {
    passed = question;
    lead(question);
    return;
  }
  const open = questions.filter(isOpen);
  const after =
    open.find((one) => question.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) ??
    open[0];
  if (after) {
    go(after);
    wentOn = performance.now();
  } else {
    passed = question;
    question.focus({ preventScroll: true });
  }
}

// To what the question still wants: its reason, then its comment.
function lead(question) {
  const reasons = [...question.querySelectorAll("[data-reasons]:not([hidden]) input")];
  const comment = question.querySelector(`textarea[name^="comment."]`);
  if (reasons.length && !reasons.some((input) => input.checked)) {
    reasons[0].focus();
    say(words.textReason);
  } else if (comment && !comment.value.trim()) {
    const details = comment.closest("details");
    if (details) details.open = true;
    comment.focus();
  } else question.focus({ preventScroll: true });
}

function leave(by) {
  passed = null;
  step(by);
}

// Who is used to press j after every answer does not skip a question by it.
const next = () => {
  if (performance.now() - wentOn > 600) leave(1);
  else passed = null;
  wentOn = -Infinity;
};

const fieldOf = (question) =>
  question?.querySelector(
    `[data-number][name^="q."], input[type=date][name^="q."], textarea[name^="q."]`,
  );
function into() {
  const field = fieldOf(currentQuestion());
  field?.focus();
  field?.select?.();
}

function choose(value) {
  const current = currentQuestion();
  if (current === passed) return say(lackOf(current) ? words.textReason : words.textAll);
  const own = fieldsNamed("q", current.dataset.question);
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
  const current = currentQuestion();
  input.checked = input.type === "radio" ? true : !input.checked;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  if (input.type === "radio")
    setTimeout(() => {
      if (currentQuestion() === current && document.activeElement === current) current.focus();
    }, 0);
  // Of several answers nobody knows which is the last.
  return current.dataset.type === "multi" && input.value !== "na" ? undefined : goOn(current);
}

const dialog = page.querySelector("[data-keys-dialog]");
const keysButton = page.querySelector("[data-keys]");
keysButton.hidden = false;
keysButton.addEventListener("click", () => dialog.showModal());

// Whoever goes to a question with mouse, touch or tab means it.
document.addEventListener("pointerdown", () => {
  passed = null;
});

// `submit` sends the form in.
export function watchKeys(submit) {
  document.addEventListener("keydown", (event) => onKey(event, submit));
}

function onKey(event, submit) {
  const current = currentQuestion();
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
      passed = null;
      if (event.key === "Enter" || event.target.matches("textarea[name^='comment.']"))
        goOn(current);
    } else if (number && /^\p{L}$/u.test(event.key)) {
      // no letter belongs into a number
      event.preventDefault();
      if (event.key === "j" || event.key === "k") {
        event.target.blur();
        leave(event.key === "j" ? 1 : -1);
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
    if (event.target.closest("[data-reasons]")) return goOn(current);
    return into();
  }
  if (event.key === "Tab") passed = null;
  if (event.key === "Escape" && passed) {
    passed = null;
    say("");
    return current?.focus({ preventScroll: true });
  }
  const reading = page.querySelector(".talk-scroll").contains(document.activeElement);
  if (reading && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    return pick(event.key === "ArrowDown" ? 1 : -1);
  }
  if (event.key === "Escape" && (reading || document.activeElement?.closest("[data-reasons]"))) {
    unpick();
    passed = null;
    return current?.focus({ preventScroll: true });
  }
  const keys = {
    j: next,
    k: () => leave(-1),
    n: () => choose("na"),
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
    keys[event.key] ?? (/^[0-9]$/.test(event.key) && current ? () => choose(event.key) : null);
  if (!action) return undefined;
  event.preventDefault();
  return action();
}
