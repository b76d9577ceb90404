// What makes pages quicker to use. Every page works without it.
"use strict";

// --- keyboard: j k Enter x n p in lists, / to filter or search, ? for help (Ctrl-K: palette.js) ------------------------

const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

const rowLinks = () => [...document.querySelectorAll("main tbody tr .row-link, main .step-link, main .hits a")];

function step(by) {
  const links = rowLinks();
  if (!links.length) return;
  const row = document.activeElement.closest("tr");
  const here = links.findIndex((link) => link === document.activeElement || (row && row.contains(link)));
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + by, 0), links.length - 1);
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
}

function tickRow() {
  const row = document.activeElement.closest("tr");
  const box = row && row.querySelector("input[name=selected]");
  if (box) box.click();
  return Boolean(box);
}

// The filter of the page where it has one, else the search of the whole.
function focusFilter() {
  const box = document.querySelector("main form.filter input[type=search]") || document.getElementById("find");
  if (box) { box.focus(); box.select(); }
}

const turnPage = (rel) => document.querySelector(`main .pager a[rel=${rel}]`)?.click();

const keys = {
  j: () => step(1),
  k: () => step(-1),
  x: tickRow,
  n: () => turnPage("next"),
  p: () => turnPage("prev"),
  "/": focusFilter,
  "?": () => document.getElementById("help")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.querySelectorAll("details:is(.menu, .options)[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = keys[event.key];
  if (act) { event.preventDefault(); act(); }
});

// --- the menu at the side shows where one is, also where it is longer than the screen ----------------------------------

{
  const side = document.querySelector(".side");
  const here = side?.querySelector("[aria-current]");
  if (here && here.offsetTop + here.offsetHeight > side.clientHeight) side.scrollTop = here.offsetTop - side.clientHeight / 2;
}

// --- menus close when another opens or the page is clicked ----------------------------------------------------------

document.addEventListener("click", (event) => {
  const help = event.target.closest("[data-opens]");
  if (help) document.getElementById(help.dataset.opens)?.showModal();
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  document.querySelectorAll("details:is(.menu, .options)[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// --- choosing rows: all of the page, a range with Shift, how many ----------------------------------------------------

let lastBox = null;

const boxesOf = (form) => [...form.querySelectorAll("input[name=selected]")];

function showChoice(form) {
  const boxes = boxesOf(form);
  const ticked = boxes.filter((box) => box.checked);
  boxes.forEach((box) => box.closest("tr").classList.toggle("chosen", box.checked));
  const all = form.querySelector("[data-ticks-all]");
  if (all) {
    all.checked = boxes.length > 0 && ticked.length === boxes.length;
    all.indeterminate = ticked.length > 0 && ticked.length < boxes.length;
  }
  const count = form.querySelector("[data-ticked-count]");
  if (count) count.textContent = ticked.length.toLocaleString(document.documentElement.lang);
}

function prepareChoice() {
  const form = document.getElementById("choice");
  const head = form?.querySelector("thead th.choose");
  if (!head) return;
  if (!head.querySelector("input")) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "form-check-input";
    box.dataset.ticksAll = "";
    box.setAttribute("aria-label", form.dataset.tickAllLabel);
    head.replaceChildren(box);
  }
  showChoice(form);
}

document.addEventListener("click", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.name !== "selected") return;
  const boxes = boxesOf(box.form);
  if (event.shiftKey && lastBox && boxes.includes(lastBox)) {
    const [from, until] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((a, b) => a - b);
    boxes.slice(from, until + 1).forEach((each) => { each.checked = box.checked; });
  }
  lastBox = box;
});

document.addEventListener("change", (event) => {
  const box = event.target;
  const form = box.form;
  if (!form || form.id !== "choice") return;
  if (box.matches("[data-ticks-all]")) boxesOf(form).forEach((each) => { each.checked = box.checked; });
  if (box.name === "selected" || box.matches("[data-ticks-all]")) {
    const ticked = form.querySelector("input[name=selection][value=ticked]");
    if (ticked) ticked.checked = true;
  }
  showChoice(form);
});

// --- forms: the first error has the focus, a form is sent once ------------------------------------------------------

function focusFirstError() {
  const field = document.querySelector("main [aria-invalid=true]");
  (field || document.querySelector(".error-summary"))?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (event.submitter?.matches("[data-download]")) return;  // a file comes, and the page stays to be used
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// A button that must not be pressed by mistake stays off until the word is typed; the server checks it again.
document.addEventListener("input", (event) => {
  const word = event.target.dataset?.mustBe;
  if (word === undefined) return;
  const button = event.target.form.querySelector("[data-needs-word]");
  button.toggleAttribute("disabled", event.target.value.trim() !== word);
});

// --- lists: only what is filled in goes into the address ------------------------------------------------------------

document.addEventListener("htmx:configRequest", (event) => {
  const { parameters, elt } = event.detail;
  const filter = elt.closest?.("form.filter");
  if (!filter) return;
  const now = new URLSearchParams(location.search);
  for (const name of ["sort", "per_page"]) if (now.has(name)) parameters[name] = now.get(name);
  for (const name of Object.keys(parameters)) if (parameters[name] === "" || parameters[name] == null) delete parameters[name];
  if (!Object.keys(parameters).length) parameters.all = "";  // cleared on purpose: not the default view again
  // A field tells once more when it is left. What it tells is shown already, and what was opened since stays open.
  const asked = new URLSearchParams(event.detail.formData);
  now.delete("page");
  now.sort();
  asked.sort();
  if (event.detail.triggeringEvent?.type !== "submit" && String(asked) === String(now)) event.preventDefault();
});

// Nothing blinks for what takes less than 300 ms.
const slow = new WeakMap();
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.defaultPrevented) return;
  const target = event.detail.target;
  slow.set(target, setTimeout(() => target.classList.add("slow"), 300));
});
document.addEventListener("htmx:afterRequest", (event) => {
  const target = event.detail.target;
  clearTimeout(slow.get(target));
  target.classList.remove("slow");
});

// The head of a table stays in sight while scrolling, unless the table is wider than its place; then the place scrolls,
// also by keyboard.
function fitTables() {
  for (const wrap of document.querySelectorAll(".table-wrap")) {
    wrap.classList.remove("fits");
    const fits = wrap.scrollWidth <= wrap.clientWidth;
    wrap.classList.toggle("fits", fits);
    if (!fits) wrap.tabIndex = 0;
    else if (!wrap.hasAttribute("role")) wrap.removeAttribute("tabindex");
  }
}
window.addEventListener("resize", fitTables);

// What had the focus may be gone with the rows it stood in, as the link to the next page: then the new ones have it.
let hadFocus = false;
document.addEventListener("htmx:beforeSwap", (event) => { hadFocus = event.detail.target.contains(document.activeElement); });
document.addEventListener("htmx:afterSwap", () => {
  prepareChoice();
  fitTables();
  if (hadFocus && document.activeElement === document.body) (document.getElementById("rows") || document.getElementById("counted"))?.focus({ preventScroll: true });
});

function sayError(kind) {
  const text = document.body.dataset[kind];
  const area = document.getElementById("messages");
  if (!text || !area) return;
  const note = document.createElement("div");
  note.className = "note note-error";
  note.setAttribute("role", "alert");
  note.textContent = text;
  area.replaceChildren(note);
}
// What the page asks by itself every few seconds fails in silence; what the reader did does not.
const isOwnDoing = (event) => !event.detail.elt.matches?.(".jobs-at-work-place");
// Counts that did not come are no longer waited for; beside them stands the way to count again.
function endCounting(place) {
  const said = document.getElementById("counted-said");
  if (place.id !== "counted" || !said) return;
  place.removeAttribute("aria-busy");
  said.textContent = said.dataset.failed;
}
// A browser may end what a page still asks for when its reader goes on. So that is said a moment later, to who stayed.
let timesLeft = 0;
window.addEventListener("pagehide", () => { timesLeft += 1; });
document.addEventListener("htmx:sendError", (event) => {
  const before = timesLeft;
  setTimeout(() => {
    endCounting(event.detail.elt);
    if (isOwnDoing(event) && timesLeft === before) sayError("errorUnreachable");
  }, 500);
});
document.addEventListener("htmx:responseError", (event) => {
  endCounting(event.detail.elt);
  if (isOwnDoing(event)) sayError(event.detail.xhr.status === 503 ? "errorBusy" : "errorFailed");
});

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-sends]")) event.target.form.requestSubmit();
});

document.querySelectorAll("[data-needs-word]").forEach((button) => { button.disabled = true; });
prepareChoice();
fitTables();
focusFirstError();

// --- what asks again by itself asks ever more rarely while nobody sees the page ---------------------------------------

const LONGEST_PAUSE = 60000;
const pauses = new Map();

document.addEventListener("visibilitychange", () => pauses.clear());

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, pathInfo } = event.detail;
  if (!document.hidden || !(elt.getAttribute("hx-trigger") || "").startsWith("every")) return;
  const place = pathInfo.requestPath.split("?")[0];
  const { pause, until } = pauses.get(place) || { pause: 1500, until: 0 };
  if (Date.now() < until) { event.preventDefault(); return; }
  const longer = Math.min(pause * 2, LONGEST_PAUSE);
  pauses.set(place, { pause: longer, until: Date.now() + longer });
}, true);
