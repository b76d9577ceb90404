// What the lines of a voucher leave, shown while they are typed. The page works without it: saving says the same.
"use strict";

const form = document.querySelector("form[data-voucher]");
const language = document.documentElement.lang;

// An amount as people type it, in thousandths: the last separator before one or two figures, or three of which it is the
// only kind, parts off the decimals as the server reads them; NaN where it is none.
function thousandths(text) {
  const typed = text.replace(/[\s\u00a0']/g, "").replace("\u2212", "-");
  if (!typed) return 0;
  if (!/^-?[\d.,]+$/.test(typed)) return NaN;
  const comma = language.startsWith("nl") ? "," : ".";
  const other = comma === "," ? "." : ",";
  let plain = typed;
  if (typed.includes(comma) && typed.includes(other)) plain = typed.split(typed.lastIndexOf(comma) > typed.lastIndexOf(other) ? other : comma).join("");
  else if (typed.includes(other) && /[.,]\d{3}$/.test(typed)) plain = typed.split(other).join("");
  return Math.round(Number(plain.replace(",", ".")) * 1000);
}

const shown = (amount) => (amount / 1000).toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 3 });

function look() {
  const usual = form.querySelector("#id_currency").value.trim().toUpperCase(), sums = new Map();
  for (const row of form.querySelectorAll("tbody tr")) {
    const value = (name) => row.querySelector(`[name$="-${name}"]`).value.trim();
    const debit = thousandths(value("debit")), credit = thousandths(value("credit")), cell = row.querySelector("[data-left]");
    if (!debit && !credit) { cell.textContent = ""; continue; }
    const currency = value("currency").toUpperCase() || usual;
    const sum = sums.get(currency) || { debit: 0, credit: 0, left: 0 };
    sum.debit += debit;
    sum.credit += credit;
    if (!value("offset")) sum.left += debit - credit;
    sums.set(currency, sum);
    cell.textContent = Number.isNaN(sum.left) ? "?" : shown(sum.left);
  }
  const totals = form.querySelector("[data-totals]"), words = totals.dataset;
  totals.textContent = [...sums].map(([currency, sum]) =>
    `${currency}: ${words.debit} ${shown(sum.debit)}, ${words.credit} ${shown(sum.credit)}, ${words.difference} ${shown(sum.left)}`).join(" · ");
}

// Enter goes to the next line, not to Save: whoever types line after line means that.
function goDown(event) {
  const row = event.target.closest("tbody tr");
  if (event.key !== "Enter" || !row || event.ctrlKey || event.metaKey || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  const next = row.nextElementSibling;
  if (next) next.querySelector("[name$='-account']").focus();
  else form.querySelector("button[value=more]").click();
}

if (form) {
  form.addEventListener("input", look);
  form.addEventListener("keydown", goDown);
  look();
}
