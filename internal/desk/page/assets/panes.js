// Each pane names the address of its own fragment. When something has changed the pane is
// fetched again, at most once at a time, and at most ten times a second.
import { morph, parse } from "./morph.js";

const running = new Map(); // by pane: whether it has to be fetched once more
const afterwards = [];
const pause = 100; // milliseconds
const nearEnd = 60; // pixels

/** onSwap calls a function now and after each change of a pane. */
export function onSwap(then) {
  afterwards.push(then);
  then();
}

/** refresh fetches a pane again; loud tells a screen reader of new messages. */
export async function refresh(id, loud = false) {
  if (running.has(id)) return void running.set(id, true);
  running.set(id, false);
  try {
    do {
      running.set(id, false);
      const pane = document.getElementById(id);
      if (pane?.dataset.source) await load(pane, pane.dataset.source, { loud });
      await new Promise((done) => setTimeout(done, pause));
    } while (running.get(id));
  } finally {
    running.delete(id);
  }
}

/** load puts a fragment in the place of a pane. */
export async function load(pane, address, { loud = false, end = "" } = {}) {
  let answer;
  try {
    answer = await fetch(address, { headers: { Accept: "text/html" } });
  } catch {
    return; // the stream tells that the server is away, and refreshes all when it is back
  }
  if (!answer.ok) return;
  const fragment = parse(await answer.text());
  if (!fragment || fragment.id !== pane.id) return;
  // Meanwhile the reader may have asked for an older part.
  if (!end && pane.dataset.source && pane.dataset.source !== address) return;
  swap(pane, fragment, loud);
  if (end) pane.querySelector(".scroll")?.scrollTo({ top: end === "bottom" ? 1e9 : 0 });
}

function swap(pane, fragment, loud) {
  const focused = document.activeElement;
  const before = new Set([...pane.querySelectorAll("[data-say]")].map((node) => node.id));
  const followed = [...pane.querySelectorAll("[data-follow=yes]")].filter(atEnd);
  morph(pane, fragment);
  for (const scroller of followed) scroller.scrollTop = scroller.scrollHeight;
  if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
  afterwards.forEach((then) => then());
  if (loud) tell([...pane.querySelectorAll("[data-say]")].filter((node) => !before.has(node.id)), followed.length > 0);
}

function atEnd(scroller) {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEnd;
}

/** tell speaks of the newest message, and shows a way to it. */
function tell(news, seen) {
  if (news.length === 0) return;
  const rest = news.length > 1 ? `${news.length} new messages. ` : "";
  say(rest + news.at(-1).dataset.say);
  const jump = document.getElementById("jump");
  if (jump) jump.hidden = seen;
}

/** say gives a text to a screen reader. */
export function say(text) {
  document.getElementById("say").textContent = text;
}

/** detail fetches what a line of the wire holds, when it is opened. */
export async function detail(details, again = false) {
  const into = details.querySelector("[data-keep]");
  if (!into || (into.hasChildNodes() && !again)) return;
  const answer = await fetch(details.dataset.detail).catch(() => null);
  const fragment = answer?.ok && parse(await answer.text());
  if (fragment) {
    morph(into, fragment);
    afterwards.forEach((then) => then());
  }
}

/** showPane chooses the pane of a narrow screen. */
export function showPane(name) {
  document.body.dataset.pane = name;
  for (const link of document.querySelectorAll("[data-pane-link]")) {
    if (link.dataset.paneLink === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  toEnd();
  afterwards.forEach((then) => then());
}

/** toEnd scrolls the conversation and transcripts to the newest line, or to the one that the address names. */
export function toEnd() {
  const marked = document.querySelectorAll("[data-marked]");
  marked.forEach((node) => node.scrollIntoView({ block: node.offsetHeight > window.innerHeight / 2 ? "start" : "center" }));
  for (const scroller of document.querySelectorAll("[data-follow=yes]")) {
    if (!scroller.querySelector("[data-marked]")) scroller.scrollTop = scroller.scrollHeight;
  }
}

export function startPanes() {
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.dataset?.detail) detail(event.target);
  }, true); // a toggle does not bubble
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-fragment], a[data-pane-link], #jump");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.id === "jump") {
      link.hidden = true;
      document.getElementById("thread").scrollTop = 1e9;
    } else if (link.dataset.paneLink) {
      showPane(link.dataset.paneLink);
      document.getElementById(link.dataset.paneLink).focus({ preventScroll: true });
    } else {
      const pane = link.closest("[data-source]");
      load(pane, link.dataset.fragment, { end: link.dataset.end ?? "top" }).then(() => pane.focus({ preventScroll: true }));
    }
  });
  document.addEventListener("scroll", (event) => {
    const jump = document.getElementById("jump");
    if (jump && event.target.id === "thread" && atEnd(event.target)) jump.hidden = true;
  }, true);
  toEnd();
}
