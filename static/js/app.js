// Small behaviours on data- attributes, used by many pages. Every page works without them.

const themeButton = document.querySelector("[data-theme-button]");
if (themeButton) {
  themeButton.hidden = false;
  const order = ["auto", "light", "dark"];
  themeButton.addEventListener("click", () => {
    const root = document.documentElement;
    root.dataset.themeChoice = order[(order.indexOf(root.dataset.themeChoice) + 1) % order.length];
    document.cookie = `theme=${root.dataset.themeChoice}; path=/; max-age=31536000; samesite=lax`;
    globalThis.vaybeTheme();
  });
}

// A filter form is sent when one of its lists or dates changes; empty fields stay out of the
// address.
for (const form of document.querySelectorAll("form[data-auto-submit]")) {
  const tidy = () => {
    for (const field of form.elements) if (field.name && field.value === "") field.disabled = true;
  };
  form.addEventListener("submit", tidy);
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=date]") && form.checkValidity())
      form.requestSubmit();
  });
}

// One box in a table's heading ticks all of its column.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of all.closest("table").querySelectorAll("tbody input[type=checkbox]"))
      box.checked = all.checked;
  });
}

// Enter presses the page's main button when nothing else has the focus.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== document.body) return;
  const button = document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

// A form that is being sent is not sent again by a second click.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "get") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
  setTimeout(() => delete event.target.dataset.sent, 4000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const field of document.querySelectorAll("form[data-auto-submit] :disabled"))
    field.disabled = false;
});

// What cannot be taken back is asked about first.
document.addEventListener(
  "submit",
  (event) => {
    const question = event.target.dataset.confirm;
    if (question && !globalThis.confirm(question)) {
      event.preventDefault();
      delete event.target.dataset.sent;
    }
  },
  { capture: true },
);

// A menu closes when something else is clicked, and with Escape.
const closeMenus = (but) => {
  for (const open of document.querySelectorAll("details.menu-button[open]"))
    if (open !== but) open.open = false;
};
document.addEventListener("click", (event) =>
  closeMenus(event.target.closest("details.menu-button")),
);
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details.menu-button[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// Changing the language loads the page anew: what was typed into a form that does not save itself
// is asked about first.
let typed = false;
document.addEventListener("input", (event) => {
  if (event.target.form?.method === "post" && !event.target.closest(".scoring, .editor-panes"))
    typed = true;
});
document.addEventListener(
  "submit",
  (event) => {
    const question = event.target.dataset.unsaved;
    if (question && typed && !globalThis.confirm(question)) event.preventDefault();
  },
  { capture: true },
);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => globalThis.print());
}

// In a narrow window the menu scrolls: what it stands on is in sight.
document
  .querySelector(".menu [aria-current]")
  ?.scrollIntoView({ block: "nearest", inline: "center" });
