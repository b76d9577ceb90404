// The search box as a command palette: what is found stands below it while one types. Without it, Enter opens the page
// of what is found.
"use strict";
(() => {
  const field = document.getElementById("find");
  const box = document.getElementById("palette");
  if (!field || !box) return;
  const said = document.getElementById("palette-said");
  let before = null;  // where the focus was when the keyboard brought it here

  const list = () => box.querySelector("[role=listbox]");
  const options = () => [...box.querySelectorAll("[role=option]")];
  const active = () => box.querySelector("[aria-selected=true]");
  const isOpen = () => !box.hidden;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");

  function choose(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id); else field.removeAttribute("aria-activedescendant");
  }

  function show() {
    box.hidden = !box.childElementCount;
    const found = isOpen() && list();
    field.setAttribute("aria-expanded", String(Boolean(found)));
    if (found) field.setAttribute("aria-controls", found.id); else field.removeAttribute("aria-controls");
    choose(found ? options()[0] : null);
  }

  function close() {
    box.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-controls");
    choose(null);
  }

  const isFresh = () => isOpen() && list()?.dataset.text === field.value.trim();
  const ask = () => field.dispatchEvent(new CustomEvent("palette"));

  function open() {
    if (document.activeElement !== field) before = document.activeElement;
    field.focus();
    field.select();
    ask();
  }

  function leave() {
    close();
    if (before?.isConnected && before !== document.body) before.focus(); else field.blur();
    before = null;
  }

  function move(by) {
    const all = options();
    if (!isOpen() || !all.length) { ask(); return; }
    choose(all[(all.indexOf(active()) + by + all.length) % all.length]);
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => active().click(),
    Escape: leave,
  };

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    if (event.key === "Enter" && !(isFresh() && active())) return;  // the form opens the page of what is found
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
  field.addEventListener("click", ask);
  field.addEventListener("blur", () => setTimeout(() => { if (!box.contains(document.activeElement)) close(); }, 150));
  box.addEventListener("mousedown", (event) => event.preventDefault());  // a click leaves the focus where it is
  box.addEventListener("htmx:afterSwap", () => {
    if (document.activeElement !== field) return;
    show();
    said.textContent = box.firstElementChild?.dataset.said || "";
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (isOpen()) leave(); else open();
  });
})();
