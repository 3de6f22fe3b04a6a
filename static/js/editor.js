// The scorecard editor. Every form works without this; with it, what is typed is sent as it is
// typed and the page brings itself up to date piece by piece. Nothing typed is ever replaced while
// it has not been sent.

import { request } from "./api.js";

const page = document.querySelector("[data-editor]");
const words = page.dataset;
let part = words.part;
let revision = Number(words.revision);
let tried = new Map(); // the answers given in the preview, by field name

const piece = (name) => page.querySelector(`[data-piece="${name}"]`);
const form = () => page.querySelector("[data-part-form]");
const say = (text, bad = false) => {
  const place = page.querySelector("[data-saved]");
  place.textContent = text;
  place.classList.toggle("bad", bad);
};

// ---- sending ------------------------------------------------------------------------------------

let dirty = false; // something typed is not sent yet
let stale = false; // the form on the page is older than what it shows
let timer;
let queue = Promise.resolve(); // one request after the other, in the order they were asked for

function send(address, make, then) {
  queue = queue.then(async () => {
    const body = make && make(); // made when its turn has come: what an answer before it brought is part of it
    if (body === undefined) return undefined;
    if (body) say(words.textSaving);
    for (;;) {
      let response;
      try {
        response = await request(address, body);
      } catch {
        say(words.textUnsaved, true);
        await new Promise((wake) => setTimeout(wake, 3000));
        continue; // nothing typed is given up
      }
      if (response.status === 401) {
        say(words.textRefused, true);
        await new Promise((wake) => setTimeout(wake, 5000));
        continue;
      }
      const found = await response.json().catch(() => ({}));
      if (!found.pieces) return say(found.error || words.textUnsaved, true);
      return then(found);
    }
  });
  return queue;
}

const undecided = () =>
  [...(form()?.querySelectorAll("[data-theirs]") ?? [])].filter((place) =>
    place.querySelector("[data-take]"),
  );

// Sends the form as it is filled. Called before everything else that is sent, so that the order on
// the server is the order here.
function save(pressed) {
  clearTimeout(timer);
  const own = form();
  if (!own || (!dirty && !pressed)) return queue;
  return send(
    own.action,
    () => {
      if (own !== form()) return undefined;
      dirty = false;
      const body = new URLSearchParams(new FormData(own));
      for (const open of undecided()) body.delete(open.dataset.field); // what two people changed waits for a decision
      if (pressed) body.set("do", pressed);
      if (stale) body.set("form", "1");
      body.set("revision", revision);
      return body;
    },
    (found) => show(found, { typedIn: own }),
  );
}

// With a decision open, nothing that would draw the form anew is done before somebody has said so.
const held = () => {
  const [open] = undecided();
  if (!open) return false;
  say(words.textConflict, true);
  focusOn(open.querySelector("button"));
  return true;
};

function act(address, fields) {
  if (held()) return queue;
  save();
  return send(
    address,
    () => {
      const body = new URLSearchParams(fields);
      body.set("revision", revision);
      return body;
    },
    (found) => show(found),
  );
}

function open(name, { field = "" } = {}) {
  if (held()) return queue;
  save();
  const address = `${words.base}?part=${encodeURIComponent(name)}`;
  return send(`${address}&revision=${revision}`, null, (found) => {
    show(found, { quiet: true });
    const place =
      field && (form().elements[field] ?? form().querySelector(`[name^="${CSS.escape(field)}"]`));
    focusOn(place?.length ? place[0] : place || firstField());
  });
}

// ---- showing ------------------------------------------------------------------------------------

function show(found, { typedIn = null, quiet = false } = {}) {
  revision = found.revision;
  if (found.part !== part)
    history.pushState(
      { part: found.part },
      "",
      `${words.base}?part=${encodeURIComponent(found.part)}`,
    );
  part = found.part;
  for (const [name, html] of Object.entries(found.pieces)) {
    const place = piece(name);
    if (name === "form" && typedIn && dirty && typedIn === form()) {
      stale = true; // typed on meanwhile: that is sent first, and the form drawn anew then
      continue;
    }
    if (name === "form") stale = false;
    const held = place.contains(document.activeElement) ? document.activeElement : null;
    const link = held?.closest?.("[data-part-link]")?.dataset.partLink;
    const name0 = held?.name;
    const caret = held?.matches("textarea") ? [held.selectionStart, held.selectionEnd] : null;
    place.innerHTML = html;
    if (link) place.querySelector(`[data-part-link="${CSS.escape(link)}"]`)?.focus();
    else if (name0 && name === "form") {
      const again = form()?.elements[name0];
      const field = again?.length && !again.options ? again[0] : again;
      field?.focus();
      if (caret && field?.matches?.("textarea")) field.setSelectionRange(...caret);
    } else if (held?.value && held.matches("button"))
      place.querySelector(`button[value="${CSS.escape(held.value)}"]:not(:disabled)`)?.focus();
  }
  if (found.question) {
    const id = part.split(":")[1];
    piece("preview")
      .querySelector(`[data-question="${CSS.escape(id)}"]`)
      ?.replaceWith(document.createRange().createContextualFragment(found.question));
  }
  const own = form();
  if (own && own.dataset.partForm === found.part) {
    if (!found.pieces.form) own.elements.was.value = found.was;
    for (const place of own.querySelectorAll("[data-beside]")) {
      if (found.pieces.form) break;
      place.replaceChildren(
        ...(found.beside[place.dataset.beside] ?? []).map(([level, text]) =>
          Object.assign(document.createElement("p"), { className: level, textContent: text }),
        ),
      );
    }
  }
  const told = page.querySelector("[data-told]");
  if (found.told) told.textContent = found.told;
  told.hidden = !found.told && (told.hidden || !quiet);
  if (undecided().length) say(words.textConflict, true);
  else say(quiet ? "" : `${words.textSaved} ${found.saved}`);
  ready();
  if (found.focus === "first") focusOn(firstField());
  else if (found.focus.includes("@"))
    focusOn(
      form()?.querySelector(
        `[data-row="${CSS.escape(found.focus.replace("@", "."))}"] input:not([type=hidden])`,
      ),
    );
  else if (found.focus)
    focusOn(
      form()?.querySelector(
        `[name^="${CSS.escape(found.focus)}."], [name="${CSS.escape(found.focus)}"]`,
      ),
    );
  if (document.activeElement === document.body && !quiet)
    piece("outline")
      .querySelector(`[data-part-link="${CSS.escape(part)}"]`)
      ?.focus();
  restore();
}

const firstField = () => form()?.querySelector("textarea, input:not([type=hidden])");
const focusOn = (field) => {
  field?.focus();
  field?.scrollIntoView({ block: "nearest" });
};

// What only a script can do is shown, what only works without one is hidden.
function ready() {
  for (const place of page.querySelectorAll("[data-no-script]")) place.hidden = true;
  for (const place of page.querySelectorAll(
    "[data-script-only], [data-keys], [data-take], [data-keep]",
  ))
    place.hidden = false;
}

// ---- the form -----------------------------------------------------------------------------------

page.addEventListener("input", (event) => {
  if (!event.target.closest("[data-part-form]")) return;
  dirty = true;
  if (event.target.name === "dimension.new") return; // it becomes one of the list when it is left
  clearTimeout(timer);
  timer = setTimeout(save, event.target.matches("select, [type=checkbox]") ? 0 : 600);
});
page.addEventListener("focusout", (event) => {
  if (dirty && event.target.closest("[data-part-form]")) save();
});

page.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const own = event.target;
  if (own.matches("[data-part-form]")) {
    event.preventDefault();
    dirty = true;
    const pressed = event.submitter?.name === "do" ? event.submitter.value : "";
    save(pressed);
  } else if (own.matches("[data-act]")) {
    event.preventDefault();
    const fields = [...new FormData(own, event.submitter)];
    act(own.action, fields);
  } else if (own.matches("[data-preview]")) {
    event.preventDefault();
  } else if (dirty) {
    event.preventDefault();
    save().then(() => own.requestSubmit(event.submitter));
  }
});

page.addEventListener("click", (event) => {
  const link = event.target.closest("[data-part-link]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    open(link.dataset.partLink, { field: link.dataset.field });
    return;
  }
  const chosen = event.target.closest("[data-take], [data-keep]");
  if (chosen) {
    const { theirs, field } = chosen.closest("[data-theirs]").dataset;
    const own = form().elements[field];
    if (chosen.matches("[data-take]") && own.matches?.("textarea, input, select"))
      own.value = theirs;
    chosen.closest("[data-theirs]").remove();
    dirty = true;
    save();
    focusOn(own);
  }
  if (event.target.closest("[data-keys]")) page.querySelector("[data-keys-dialog]").showModal();
});
addEventListener("popstate", () => {
  part = new URLSearchParams(location.search).get("part") || "card"; // the address says so already
  open(part);
});
addEventListener("beforeunload", (event) => {
  if (dirty) {
    save();
    event.preventDefault();
  }
});

// ---- keys ---------------------------------------------------------------------------------------

const outlineForm = () => piece("outline").querySelector("form");
const outline = (fields) => act(outlineForm().action, { part, ...fields });

document.addEventListener("keydown", (event) => {
  if (page.querySelector("[data-keys-dialog]").open) return;
  const inText = event.target.matches("textarea, input:not([type=checkbox]):not([type=radio])");
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "Enter") {
      event.preventDefault();
      outline({ do: event.shiftKey ? "add-section" : "add-question" });
    } else if (!inText && ["z", "y"].includes(event.key.toLowerCase())) {
      event.preventDefault();
      const redo = event.key.toLowerCase() === "y" || event.shiftKey;
      page
        .querySelector(
          `[data-piece="bar"] button[value="${redo ? "redo" : "undo"}"]:not(:disabled)`,
        )
        ?.click();
    }
    return;
  }
  const row = event.target.closest("[data-row]");
  if (event.altKey) {
    const up = event.key === "ArrowUp";
    if (up || event.key === "ArrowDown") {
      event.preventDefault();
      const link = event.target.closest("[data-part-link]");
      if (row) row.querySelector(`button[value^="${up ? "up" : "down"} "]:not(:disabled)`)?.click();
      else if ((link?.dataset.partLink ?? part) !== "card")
        act(outlineForm().action, { part: link?.dataset.partLink ?? part, do: up ? "up" : "down" });
    } else if (event.key === "PageUp" || event.key === "PageDown") {
      event.preventDefault();
      const links = [...piece("outline").querySelectorAll("[data-part-link]")];
      const at = links.findIndex((link) => link.dataset.partLink === part);
      const next = links[at + (event.key === "PageUp" ? -1 : 1)];
      if (next) open(next.dataset.partLink);
    }
    return;
  }
  if (event.key === "Enter" && row && inText) {
    event.preventDefault();
    const [key] = row.dataset.row.split(".");
    const rows = [...form().querySelectorAll(`[data-row^="${key}."]`)];
    const next = rows[rows.indexOf(row) + 1];
    if (next) focusOn(next.querySelector("textarea, input"));
    else {
      dirty = true;
      save(`add ${key}`);
    }
    return;
  }
  const link = event.target.closest("[data-part-link]");
  if (
    link &&
    (event.key === "ArrowUp" || event.key === "ArrowDown") &&
    piece("outline").contains(link)
  ) {
    event.preventDefault();
    const links = [...piece("outline").querySelectorAll("[data-part-link]")];
    links[links.indexOf(link) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
  }
  if (event.key === "?" && !inText) page.querySelector("[data-keys-dialog]").showModal();
});

// ---- dragging in the outline --------------------------------------------------------------------

let dragged = null;
const dropPlace = (event) => {
  const over = event.target.closest("[data-part]");
  if (!dragged || !over || over.dataset.part === dragged.dataset.part) return null;
  const question = dragged.dataset.part.startsWith("question:");
  if (!question) return over.closest(".part-section");
  return over;
};
const outlinePiece = piece("outline");
outlinePiece.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-part]");
  event.dataTransfer.effectAllowed = "move";
  event.stopPropagation();
});
outlinePiece.addEventListener("dragover", (event) => {
  const over = dropPlace(event);
  if (!over) return;
  event.preventDefault();
  for (const marked of outlinePiece.querySelectorAll("[data-drop]"))
    marked.removeAttribute("data-drop");
  const box = over.getBoundingClientRect();
  const below =
    over.dataset.part.startsWith("section:") && dragged.dataset.part.startsWith("question:")
      ? true
      : event.clientY > box.top + box.height / 2;
  over.dataset.drop = below ? "after" : "before";
});
outlinePiece.addEventListener("drop", (event) => {
  const over = dropPlace(event);
  if (!over) return;
  event.preventDefault();
  const moved = dragged.dataset.part;
  const onSection = over.dataset.part.startsWith("section:");
  let before = over;
  if (onSection && moved.startsWith("question:")) before = over.querySelector("[data-part]");
  else if (over.dataset.drop === "after") before = over.nextElementSibling;
  const section = onSection ? over.dataset.part.split(":")[1] : over.dataset.section;
  act(outlineForm().action, {
    part: moved,
    do: "place",
    section,
    before: before?.dataset.part?.split(":")[1] ?? "",
  });
});
outlinePiece.addEventListener("dragend", () => {
  dragged = null;
  for (const marked of outlinePiece.querySelectorAll("[data-drop]"))
    marked.removeAttribute("data-drop");
});

// ---- the preview, which scores itself -----------------------------------------------------------

const sheet = piece("preview");
let scoring;
sheet.addEventListener("input", (event) => {
  const own = event.target.name;
  if (event.target.value === "na" ? event.target.checked : true) {
    for (const other of sheet.querySelectorAll(`[name="${CSS.escape(own)}"]`)) {
      if (other === event.target || other.type === "radio") continue;
      if ((event.target.value === "na") !== (other.value === "na")) {
        if (other.type === "checkbox") other.checked = false;
        else if (other.type !== "hidden") other.value = "";
      }
    }
  }
  tried = new Map();
  for (const [name, value] of new FormData(sheet))
    tried.set(name, [...(tried.get(name) ?? []), value]);
  clearTimeout(scoring);
  scoring = setTimeout(score, 150);
});

async function score() {
  const body = new URLSearchParams();
  for (const [name, values] of tried) for (const value of values) body.append(name, value);
  const response = await request(`${words.base}/preview`, body).catch(() => null);
  if (!response?.ok) return;
  const found = await response.json();
  const place = page.querySelector("[data-preview-score]");
  const opened = place.querySelector(".why")?.open;
  place.innerHTML = found.score;
  if (opened) place.querySelector(".why").open = true;
  for (const question of sheet.querySelectorAll("[data-question]"))
    question.hidden = found.states[question.dataset.question] === "hidden";
}

// The preview was drawn anew: what had been answered in it is answered again.
function restore() {
  if (![...tried.values()].flat().some(Boolean)) return;
  for (const input of sheet.querySelectorAll("input, textarea")) {
    const values = tried.get(input.name);
    if (!values || input.type === "hidden") continue;
    if (input.type === "radio" || input.type === "checkbox")
      input.checked = values.includes(input.value);
    else input.value = values[0] === "na" ? "" : values[0];
  }
  clearTimeout(scoring);
  scoring = setTimeout(score, 150);
}

// ---- others -------------------------------------------------------------------------------------

// Somebody else may be writing, too: now and then the page asks, and brings itself up to date when
// nothing is being typed.
setInterval(() => {
  if (document.hidden || dirty || form()?.contains(document.activeElement)) return;
  fetch(`${words.base}/revision`, { headers: { Accept: "application/json" } })
    .then((response) => (response.ok ? response.json() : null))
    .then((found) => {
      if (found && found.revision !== revision && !dirty)
        send(`${words.base}?part=${encodeURIComponent(part)}&revision=${revision}`, null, (now) =>
          show(now, { quiet: true }),
        );
    })
    .catch(() => null);
}, 15000);

ready();
