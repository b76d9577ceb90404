// Names for what the admin site leaves without: boxes that search while one types, and the head of an empty column.
"use strict";

function nameSearchBoxes() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const name = select.labels[0]?.textContent.trim().replace(/:$/, "");
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    if (!name || !box) continue;
    box.removeAttribute("aria-labelledby");
    box.setAttribute("aria-label", name);
    box.querySelector("[role=textbox]")?.setAttribute("aria-label", name);
  }
}

document.addEventListener("formset:added", nameSearchBoxes);
// The library makes its boxes in a timer of its own, which may come after the page is loaded.
window.addEventListener("load", () => setTimeout(nameSearchBoxes));
for (const head of document.querySelectorAll("thead th.original")) head.setAttribute("role", "presentation");
