// What every page does where scripts run; each page works without. No inline code: the pages' policy forbids it.
import htmx from "htmx.org";

// htmx would otherwise write a style element and evaluate strings, both of which the policy refuses.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;

// A form that asks (data-auto) is sent as soon as something in it is chosen; empty fields are kept out of the address.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) {
    form.requestSubmit();
  }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get") {
    for (const field of form.elements) {
      if (field.name && field.value === "") field.disabled = true;
    }
    setTimeout(() => {
      for (const field of form.elements) field.disabled = false;
    });
  }
  const asked = event.submitter?.dataset.confirm;
  if (asked && !window.confirm(asked)) event.preventDefault();
});

// Keys: each element with data-key is pressed or followed by that key, unless somebody writes.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
  if (found) {
    event.preventDefault();
    if (found.matches("input, textarea, select")) found.focus();
    else found.click();
  }
});

// Words that are picked in a report's text go into the form that asks for evidence: their offsets, counted in code
// points of the whole text, as the record counts them.
document.addEventListener("selectionchange", () => {
  const picked = document.getSelection();
  const text = picked.rangeCount ? picked.getRangeAt(0).startContainer.parentElement?.closest("[data-report]") : null;
  const form = document.querySelector("form[data-evidence]");
  if (!text || !form || picked.isCollapsed || !text.contains(picked.getRangeAt(0).endContainer)) return;
  const range = picked.getRangeAt(0);
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = [...before.toString()].length;
  form.elements.report.value = text.dataset.report;
  form.elements.start.value = start;
  form.elements.end.value = start + [...range.toString()].length;
  form.querySelector("[data-quote]").textContent = range.toString();
});
