// Words selected in the transcript go into the quotation of the open question; without a script they are typed or copied there.

const form = document.querySelector("[data-disputing]");
const talk = document.querySelector("#interaction");
const bar = document.querySelector("[data-quote-bar]");
const button = bar.querySelector("[data-take]");
const told = bar.querySelector("[data-told]");
const words = bar.dataset;
let last = [...form.querySelectorAll("[data-point][open]")].pop() ?? null; // the question that was worked on last
let found = "";

for (const hint of form.querySelectorAll("[data-with-script]")) hint.hidden = false;

const numberOf = (point) => point.querySelector(".q-no").textContent;

// The words of one turn: a selection over several counts as far as the first one goes.
function selectedWords() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0);
  const turns = [...talk.querySelectorAll("[data-turn-text]")].filter((turn) => range.intersectsNode(turn));
  for (const turn of turns) {
    const inside = document.createRange();
    inside.selectNodeContents(turn);
    if (turn.contains(range.startContainer)) inside.setStart(range.startContainer, range.startOffset);
    if (turn.contains(range.endContainer)) inside.setEnd(range.endContainer, range.endOffset);
    const quote = inside.toString().trim();
    if (quote) return quote;
  }
  return "";
}

function offer() {
  found = selectedWords();
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

form.addEventListener("toggle", ({ target }) => {
  if (!target.matches("[data-point]")) return;
  if (target.open) last = target;
  else if (target === last) last = [...form.querySelectorAll("[data-point][open]")].pop() ?? null;
  if (found) offer();
}, true);
form.addEventListener("focusin", ({ target }) => { last = target.closest("[data-point][open]") ?? last; });
// Who says what is right, or why, disputes the answer.
form.addEventListener("input", ({ target }) => {
  const point = target.closest("[data-point]");
  if (point && /^(q|why|quote)\./.test(target.name)) point.querySelector("[name^='dispute.']").checked = true;
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
