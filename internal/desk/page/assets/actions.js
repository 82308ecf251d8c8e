// Buttons and forms that name a call of the control API in data-api make it: "POST /path".
import { refresh, say } from "./panes.js";

const seconds = (text) => `${Number(text)}s`;
const kinds = { number: Number, seconds, list: (text) => [text], bool: (text) => text === "true" };

/** bodyOf is the JSON of a form. A field without text is left out, unless its emptiness says something. */
function bodyOf(form) {
  const body = {};
  for (const field of form.elements) {
    if (!field.name || field.dataset.path !== undefined) continue;
    if (field.value === "" && field.dataset.empty === undefined) continue;
    if (form.dataset.changes !== undefined && field.value === field.defaultValue) continue; // it stays as it is
    if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
    if (field.type !== "hidden" && field.offsetParent === null) continue; // it is not for this kind of fault
    const [name, part] = field.name.split(".");
    const value = (kinds[field.dataset.type] ?? String)(field.value);
    if (part) (body[name] ??= {})[part] = value;
    else body[name] = value;
  }
  return body;
}

/** queryOf is a form as the query of an address; the values of one name stand in one list. */
function queryOf(form) {
  const query = new URLSearchParams();
  const data = new FormData(form);
  for (const name of new Set(data.keys())) {
    const value = data.getAll(name).filter(Boolean).join(",");
    if (value) query.set(name, value);
  }
  return `?${query}`;
}

/** fill puts the fields that belong into an address there. */
function fill(address, form) {
  return address.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(form.elements[name].value.trim()));
}

/** call makes a call of the control API, and returns its error, null for none. */
async function call(api, body) {
  const [method, address] = api.split(" ");
  try {
    const answer = await fetch(address, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (answer.ok) return null;
    const { error } = await answer.json().catch(() => ({ error: { message: `The server answered with ${answer.status}` } }));
    return [error.message, error.remedy].filter(Boolean).map((text) => text.replace(/\.?$/, ".")).join(" ");
  } catch {
    return "The server cannot be reached. Is twilio-sim still running?";
  }
}

async function act(owner, api, body) {
  const place = errorPlace(owner);
  place.textContent = "";
  owner.setAttribute("aria-busy", "true");
  const problem = await call(api, body);
  owner.removeAttribute("aria-busy");
  place.textContent = problem ?? "";
  return problem === null;
}

function errorPlace(owner) {
  const form = owner.closest("form, dialog, section.call, .detail");
  return form?.querySelector(".error") ?? document.getElementById("toast");
}

async function pressed(button) {
  const body = JSON.parse(button.dataset.body ?? "{}");
  if (button.dataset.form) body.to = document.getElementById(button.dataset.form).value;
  if (await act(button, button.dataset.api, body)) done(button, button.dataset.after);
}

async function submitted(form) {
  const query = form.dataset.query === undefined ? "" : queryOf(form);
  if (form.dataset.needs && !new FormData(form).has(form.dataset.needs)) {
    errorPlace(form).textContent = "Choose at least one.";
    return;
  }
  if (!(await act(form, fill(form.dataset.api, form) + query, query ? {} : bodyOf(form)))) return;
  for (const name of (form.dataset.reset ?? "").split(" ").filter(Boolean)) form.elements[name].value = "";
  if (form.querySelector("[data-close]")) form.closest("dialog")?.close();
  done(form, form.dataset.after && fill(form.dataset.after, form));
}

async function done(owner, address) {
  if (address && decodeURIComponent(address) !== decodeURIComponent(location.pathname)) return location.assign(address);
  const pane = owner.closest("[data-source]") ?? document.getElementById("faults");
  const focus = owner.dataset.focus;
  await Promise.all(["conversation", pane.id].map((id) => refresh(id)));
  if (focus) document.getElementById(focus)?.focus();
}

async function copy(button) {
  const answer = await fetch(button.dataset.snippet).catch(() => null);
  const text = answer?.ok ? await answer.text() : "The server does not hold this request any more.";
  document.getElementById("snippet").textContent = text;
  open("snippet-dialog");
  const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  document.getElementById("snippet-state").textContent = copied ? "It is in the clipboard." : "Select it, and copy it by hand.";
}

/** open shows a dialog, with its fields filled. */
export function open(id, fields = {}) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  document.querySelector("dialog[open]")?.close();
  for (const place of dialog.querySelectorAll(".error")) place.textContent = "";
  for (const field of dialog.querySelectorAll("input[name]")) {
    if (field.type !== "text" && field.type !== "url") continue;
    if (field.name in fields) field.defaultValue = fields[field.name];
    field.value = field.defaultValue;
  }
  dialog.showModal();
}

let keys = Promise.resolve();

export function startActions() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.key) keys = keys.then(() => pressed(button)); // in their order
    else if (button.dataset.api) pressed(button);
    else if (button.dataset.snippet) copy(button);
    else if (button.dataset.dialog) open(button.dataset.dialog, JSON.parse(button.dataset.fill ?? "{}"));
    else if (button.dataset.close !== undefined) button.closest("dialog").close();
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault(); // no form of this page may be sent by itself
    if (!event.target.dataset.api) return void location.assign(event.target.getAttribute("action") + queryOf(event.target));
    if (event.target.getAttribute("aria-busy") !== "true") submitted(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.dataset.enter === undefined) return;
    event.preventDefault();
    if (event.target.value.trim()) event.target.form.requestSubmit();
    else say("Write a text first.");
  });
}
