// What the admin site leaves out: names of boxes that search while one types and of an empty column, the first error.
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
// As on the other pages, the first field to put right has the focus.
const summary = document.querySelector(".error-summary");
if (summary) (document.getElementById(summary.querySelector("a")?.hash.slice(1)) || summary).focus();
for (const head of document.querySelectorAll("thead th.original")) head.setAttribute("role", "presentation");
