// The page by keyboard: shortcuts, and lists in which the arrows move.
import { open } from "./actions.js";
import { onSwap, showPane } from "./panes.js";

const panes = { p: "phones", c: "conversation", w: "wire" };
const together = 1500; // milliseconds between g and the letter after it
const columns = 3; // of the dial pad

let wentAt = 0;

function focusOn(id, pane) {
  if (pane) showPane(pane);
  const target = document.getElementById(id);
  target?.focus();
  return Boolean(target);
}

/** shortcut does what a key stands for, and says whether it stands for anything. */
function shortcut(key) {
  if (Date.now() - wentAt < together && panes[key]) {
    wentAt = 0;
    return focusOn(panes[key], panes[key]);
  }
  switch (key) {
    case "g":
      wentAt = Date.now();
      return true;
    case "/":
      return focusOn("q");
    case "r":
      return focusOn("reply", "conversation");
    case "?":
      open("keys-dialog");
      return true;
  }
  return false;
}

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|AUDIO|VIDEO)$/.test(target.nodeName);
}

function lettersAllowed() {
  return localStorage.getItem("desk letters") !== "off";
}

function move(event) {
  const list = event.target.closest("[data-roving]");
  if (!list || !event.target.closest("[data-rove]")) return false;
  const items = [...list.querySelectorAll("[data-rove]")];
  const at = items.indexOf(event.target.closest("[data-rove]"));
  const grid = list.dataset.roving === "grid";
  const steps = { ArrowDown: grid ? columns : 1, ArrowUp: grid ? -columns : -1, ...(grid && { ArrowRight: 1, ArrowLeft: -1 }) };
  const to = { Home: 0, End: items.length - 1 }[event.key] ?? at + (steps[event.key] ?? NaN);
  items[to]?.focus();
  return Boolean(items[to]);
}

/** press gives a digit to the dial pad that has the focus. */
function press(event) {
  const pad = event.target.closest("[data-pad]");
  const key = pad && [...pad.querySelectorAll("[data-key]")].find((button) => button.dataset.key === event.key);
  key?.focus();
  key?.click();
  return Boolean(key);
}

/** rove leaves one item of each list in the order of the Tab key. */
function rove() {
  for (const list of document.querySelectorAll("[data-roving]")) {
    const items = [...list.querySelectorAll("[data-rove]")];
    const stop = items.find((item) => item === document.activeElement) ?? items.find((item) => item.tabIndex === 0 && item.hasAttribute("tabindex")) ??
      items.find((item) => item.hasAttribute("aria-current")) ?? items[0];
    for (const item of items) item.tabIndex = item === stop ? 0 : -1;
  }
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const done = move(event) || press(event) ||
      (!isTyping(event.target) && !document.querySelector("dialog[open]") && lettersAllowed() && shortcut(event.key));
    if (done) event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.dataset?.rove !== undefined) rove();
  });
  const letters = document.getElementById("letters");
  letters.checked = lettersAllowed();
  letters.addEventListener("change", () => localStorage.setItem("desk letters", letters.checked ? "on" : "off"));
  onSwap(rove);
}
