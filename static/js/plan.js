// Shows of a sampling plan's form only what the chosen method asks for. Without it everything is
// shown.

const form = document.querySelector("form[data-plan]");
const method = form?.elements.namedItem("kind");

function show() {
  for (const part of form.querySelectorAll("[data-methods]")) {
    part.hidden = !part.dataset.methods.split(" ").includes(method.value);
  }
}

if (method) {
  method.addEventListener("change", show);
  show();
}
