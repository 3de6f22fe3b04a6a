// The scoring page: every answer saves itself, the score follows, and everything can be done from
// the keyboard. Answers that could not be sent are kept in this browser and sent when the page is
// opened or the network is back.

import { csrfToken } from "../api.js";
import { firstHeld, flush, hasUnsent, keepAnswer, knownTokens, save, takeOver } from "./answers.js";
import { currentQuestion, go } from "./current.js";
import { watchKeys } from "./keys.js";
import {
  firstLacking,
  foresee,
  isOpen,
  look,
  misfitOf,
  showWanting,
  tryToSubmit,
} from "./missing.js";
import {
  activity,
  base,
  fieldsNamed,
  page,
  questionOf,
  questions,
  say,
  send,
  sheet,
} from "./page.js";

sheet.addEventListener("change", (event) => {
  const question = event.target.closest("[data-question]");
  if (!question) return;
  // "Not applicable" and another answer exclude each other where they are not radio buttons.
  const own = fieldsNamed("q", question.dataset.question);
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
// What is typed is kept in this browser with every key, and sent when the typing pauses.
let typing;
sheet.addEventListener("input", (event) => {
  if (!event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])")) return;
  const question = event.target.closest("[data-question]");
  if (!question) return;
  keepAnswer(question);
  clearTimeout(typing);
  typing = setTimeout(() => {
    if (!event.target.matches("[data-number]")) foresee(question.dataset.question);
    flush();
  }, 700);
});
// A page that is left, or put away on a phone, sends at once what it has.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") flush();
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

let submitting = false;
async function submit() {
  if (submitting) return;
  tryToSubmit();
  await taken;
  await flush();
  if (firstHeld()) return go(questionOf(firstHeld()));
  if (hasUnsent()) return;
  for (const question of questions) if (!question.hidden && misfitOf(question)) look(question);
  const first = firstLacking();
  showWanting();
  if (first) return go(first);
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${base}/submission`;
  const hide = (name, value) =>
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  hide("csrf_token", csrfToken);
  for (const [id, token] of knownTokens(questions.map(({ dataset }) => dataset.question)))
    hide(`known.${id}`, token);
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

sheet.addEventListener("focusin", (event) => {
  const question = event.target.closest("[data-question]");
  if (question && question !== currentQuestion()) go(question, false);
});

watchKeys(submit);

for (const place of page.querySelectorAll("[data-no-script], [data-no-script-evidence]"))
  place.hidden = true;
showWanting();
go(questions.find(isOpen) ?? questions[0]);
scrollTo(0, 0);
const taken = takeOver();
