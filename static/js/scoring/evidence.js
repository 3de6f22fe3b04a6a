// Evidence: words of the transcript, or a moment of the recording, beside the question they speak
// for.

import { watchSelection } from "../quote_bar.js";
import { characters, selectedQuote } from "../selection.js";
import { alsoSend, dropUnsent, flush, keepUnsent } from "./answers.js";
import { currentQuestion } from "./current.js";
import { numberOf, page, questionOf, say, sheet, words } from "./page.js";
import { newMark } from "./unsent.js";

const turnTexts = [...page.querySelectorAll("[data-turn-text]")];

// Without a mouse: in the transcript, up and down pick a whole turn, and e quotes it.
let picked = null;
export function pick(by) {
  const turns = [...page.querySelectorAll(".turn")];
  const at = picked
    ? turns.indexOf(picked) + by
    : turns.findIndex(
        (turn) =>
          turn.getBoundingClientRect().bottom >
          page.querySelector(".talk-scroll").getBoundingClientRect().top,
      );
  unpick();
  picked = turns[Math.max(0, Math.min(turns.length - 1, at))];
  picked.setAttribute("data-picked", "");
  picked.scrollIntoView({ block: "nearest" });
}
export function unpick() {
  picked?.removeAttribute("data-picked");
  picked = null;
}
function pickedWords() {
  const text = picked?.querySelector("[data-turn-text]").textContent ?? "";
  return text.trim()
    ? {
        turn: picked.dataset.turn,
        start: characters(text) - characters(text.trimStart()),
        quote: text.trim(),
      }
    : null;
}

function light(turn) {
  const place = page.querySelector(`[data-turn-text="${turn}"]`);
  if (!place) return; // a moment of the recording stands in no turn
  const text = [...place.textContent];
  const spans = [...sheet.querySelectorAll(`[data-evidence][data-turn="${turn}"]:not([data-gone])`)]
    .map((item) => ({
      id: item.dataset.evidence,
      start: Number(item.dataset.start),
      end: Number(item.dataset.end),
    }))
    .sort((a, b) => a.start - b.start);
  const hits = wordMarks(place);
  const edges = [
    ...new Set([0, text.length, ...[...spans, ...hits].flatMap((span) => [span.start, span.end])]),
  ].sort((a, b) => a - b);
  place.replaceChildren(
    ...edges.slice(1).map((to, i) => {
      const [from, words] = [edges[i], text.slice(edges[i], to).join("")];
      const over = (span) => span.start <= from && span.end >= to;
      const [evidence, hit] = [spans.find(over), hits.find(over)];
      if (!evidence && !hit) return words;
      const mark = document.createElement("mark");
      if (hit) Object.assign(mark, { className: hit.css, title: hit.title });
      if (evidence) {
        mark.dataset.mark = evidence.id;
        mark.classList.add("lit");
      }
      mark.textContent = words;
      return mark;
    }),
  );
}

// Where the hits of word lists stand in a turn, in characters; evidence may have cut one into
// pieces.
function wordMarks(place) {
  const found = [];
  let at = 0;
  for (const node of place.childNodes) {
    const length = characters(node.textContent);
    if (node.nodeType === Node.ELEMENT_NODE && node.matches("mark.word")) {
      const css = [...node.classList].filter((name) => name.startsWith("word")).join(" ");
      found.push({ start: at, end: at + length, css, title: node.title });
    }
    at += length;
  }
  return found;
}

// The words that are selected, or picked with the keys, for the question that is scored now.
export function attach() {
  const found = selectedQuote(turnTexts) ?? pickedWords();
  const question = currentQuestion();
  if (!found || !question) return say(words.textSelect, true);
  getSelection().removeAllRanges();
  unpick();
  return addWords(found, question);
}

const addWords = ({ turn, start, quote }, question) =>
  add({ question_id: question.dataset.question, turn_n: turn, start, quote });

watchSelection({ turnTexts, target: currentQuestion, numberOf, take: addWords });

// The moment of the recording that is heard, with a note that is asked for.
export async function attachMoment() {
  const audio =
    page.querySelector("[data-player][data-playing] audio") ??
    page.querySelector("[data-player] audio");
  const question = currentQuestion();
  if (!audio) return undefined;
  if (!question) return say(words.textMoment, true);
  const seconds = audio.currentTime;
  const time = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const note = await askNote(time);
  if (note === null) return undefined;
  return add({ question_id: question.dataset.question, moment: seconds.toFixed(3), quote: note });
}

// It waits with the answers, in its turn, and is shown as waiting until the server has it.
function add(fields) {
  const key = `evidence ${newMark()}`;
  keepUnsent(key, Object.entries(fields));
  showWaiting(key, Object.entries(fields));
  return flush();
}

function showWaiting(key, fields) {
  const given = Object.fromEntries(fields);
  const line = document.createElement("li");
  line.dataset.waiting = key;
  const quote = quoteOf(given.quote);
  line.append(...(given.moment === undefined ? ["“", quote, "”"] : ["▶ ", quote]));
  line.append(" ", removalButton());
  questionOf(given.question_id)?.querySelector("[data-evidence-list]").append(line);
}

alsoSend("evidence", {
  path: () => "/evidence",
  putBack: showWaiting,
  taken(key, ok, item) {
    const line = sheet.querySelector(`[data-waiting="${key}"]`);
    if (!ok) {
      line?.remove();
      return say(item.error || words.textUnsaved, true);
    }
    const list = questionOf(item.question_id).querySelector("[data-evidence-list]");
    list.querySelector(`[data-evidence="${item.id}"]`)?.remove();
    list.append(evidenceItem(item));
    line?.remove();
    if (item.turn_n !== null) light(item.turn_n);
    return say(`${words.textSaved} ${item.saved}`);
  },
});

function askNote(time) {
  const box = page.querySelector("[data-moment-dialog]");
  const input = box.querySelector("input");
  box.querySelector("[data-moment-question]").textContent = words.textNote.replace("{time}", time);
  input.value = "";
  box.returnValue = "";
  box.showModal();
  return new Promise((tell) => {
    box.addEventListener(
      "close",
      () => tell(box.returnValue === "add" ? input.value.trim() : null),
      { once: true },
    );
  });
}

function evidenceItem(item) {
  const line = document.createElement("li");
  Object.assign(line.dataset, {
    evidence: item.id,
    turn: item.turn_n,
    start: item.start,
    end: item.end,
  });
  const link = document.createElement("a");
  const quote = quoteOf(item.quote);
  if (item.at_ms === null) {
    link.href = `#turn-${item.turn_n}`;
    link.append("“", quote, "”");
  } else {
    link.href = "#recordings";
    link.dataset.at = item.at_ms;
    link.append(`▶ ${item.clock}${item.quote ? " · " : ""}`, quote);
  }
  line.append(link, " ", removalButton());
  return line;
}

const quoteOf = (text) =>
  Object.assign(document.createElement("span"), { className: "quote", textContent: text });

function removalButton() {
  const remove = document.createElement("button");
  Object.assign(remove, { className: "plain", type: "submit", textContent: "×" });
  remove.dataset.remove = "";
  remove.setAttribute("aria-label", words.textRemove);
  return remove;
}

function hide(line) {
  line.hidden = true;
  line.dataset.gone = "";
  light(line.dataset.turn);
}

const idIn = (key) => key.split(" ")[1];
const lineOf = (key) => sheet.querySelector(`[data-evidence="${idIn(key)}"]`);

alsoSend("removal", {
  path: (key) => `/evidence/${idIn(key)}/removal`,
  putBack(key) {
    const line = lineOf(key);
    if (line) hide(line);
  },
  taken(key, ok, state) {
    const line = lineOf(key);
    if (ok) {
      line?.remove();
      return say(`${words.textSaved} ${state.saved}`);
    }
    if (line) {
      line.hidden = false;
      delete line.dataset.gone;
      light(line.dataset.turn);
    }
    return say(state.error || words.textUnsaved, true);
  },
});

sheet.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove]");
  if (!button) return;
  event.preventDefault();
  const waiting = button.closest("[data-waiting]");
  if (waiting) {
    dropUnsent(waiting.dataset.waiting);
    waiting.remove();
    return;
  }
  const line = button.closest("[data-evidence]");
  keepUnsent(`removal ${line.dataset.evidence}`, [
    ["known", line.querySelector(".quote")?.textContent ?? ""],
  ]);
  hide(line);
  flush();
});
