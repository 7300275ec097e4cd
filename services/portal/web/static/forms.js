// Forms: new random keys, more rows, and drafts that an ended session cannot take away.
const DRAFT = "draft:";

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.newKey) newKey(document.getElementById(button.dataset.newKey));
  if (button.dataset.again) anotherValue(button);
  if (button.dataset.more) anotherRow(button);
});

function newKey(field) {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is missing where an intranet has no TLS
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  field.value = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function anotherValue(button) {
  const inputs = button.parentElement.querySelectorAll("input");
  const next = inputs[inputs.length - 1].cloneNode();
  next.value = "";
  inputs[inputs.length - 1].after(next);
  htmx.process(next);
  next.focus();
}

function anotherRow(button) {
  const rows = button.parentElement.querySelectorAll(":scope > [data-row]");
  const last = rows[rows.length - 1];
  const next = last.cloneNode(true);
  const from = `${button.dataset.more}-${rows.length - 1}-`;
  const to = `${button.dataset.more}-${rows.length}-`;
  for (const each of [next, ...next.querySelectorAll("*")])
    for (const { name, value } of [...each.attributes])
      if (value.includes(from)) each.setAttribute(name, value.replaceAll(from, to));
  for (const each of next.querySelectorAll("input, textarea, select")) {
    if (each.type === "checkbox" || each.type === "radio") each.checked = false;
    else each.value = "";
  }
  last.after(next);
  htmx.process(next);
}

function saved() {
  return Object.keys(localStorage).filter((each) => each.startsWith(DRAFT));
}

function keep(form) {
  const said = [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
  localStorage.setItem(DRAFT + form.dataset.draft, JSON.stringify(said));
}

function refill(form, said) {
  const values = new Map();
  for (const [name, value] of said) values.set(name, [...(values.get(name) || []), value]);
  for (const group of new Set([...values.keys()].map((each) => each.replace(/-\d+-.*$/, "")))) {
    const more = form.querySelector(`[data-more="${CSS.escape(group)}"]`);
    const numbers = [...values.keys()].map((each) => each.match(new RegExp(`^${group}-(\\d+)-`))).filter(Boolean);
    if (more) while (rowsOf(more) <= Math.max(...numbers.map((each) => +each[1]))) anotherRow(more);
    const again = form.querySelector(`[data-again="${CSS.escape(group)}"]`);
    if (again) while (again.parentElement.querySelectorAll("input").length < values.get(group).length) anotherValue(again);
  }
  for (const field of form.elements) {
    if (!field.name || field.name === "csrf_token") continue;
    const given = values.get(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = Boolean(given && given.includes(field.value));
    else if (given) field.value = given.shift() ?? "";
  }
}

function rowsOf(more) {
  return more.parentElement.querySelectorAll(":scope > [data-row]").length;
}

function offerDraft(form) {
  const said = localStorage.getItem(DRAFT + form.dataset.draft);
  const note = form.querySelector("[data-draft-note]");
  if (!said || form.dataset.refused !== undefined) return;
  refill(form, JSON.parse(said));
  note.hidden = false;
  note.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(DRAFT + form.dataset.draft);
    location.reload();
  });
}

function dropSaved(id) {
  for (const each of saved())
    if (JSON.parse(localStorage.getItem(each)).some(([name, value]) => ["id", "thing"].includes(name) && value === id))
      localStorage.removeItem(each);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const each of document.querySelectorAll("[data-new-key], [data-again], [data-more]")) each.hidden = false;
  for (const each of document.querySelectorAll("[data-done]")) dropSaved(each.dataset.done);
  for (const form of document.querySelectorAll("form[data-draft]")) {
    offerDraft(form);
    form.addEventListener("input", () => keep(form));
  }
  for (const form of document.querySelectorAll("form[action='/sign-out']"))
    form.addEventListener("submit", () => saved().forEach((each) => localStorage.removeItem(each)));
});
