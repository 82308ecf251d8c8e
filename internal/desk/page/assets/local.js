// What only this browser knows: which messages were read, what time it is, whether to notify.
import { onSwap } from "./panes.js";

const page = document.documentElement.dataset;
const title = document.title;
const key = (phone) => `desk ${page.workspace} ${phone}`;
const most = 20; // the server names no more times

/** unread shows how much has come to each phone since its conversation was open. */
export function unread() {
  let all = 0;
  for (const row of document.querySelectorAll("[data-news]")) {
    const news = row.dataset.news.split(" ").filter(Boolean).map(Number);
    if (row.hasAttribute("aria-current") && reads() && news.length) localStorage.setItem(key(row.dataset.phone), news[0]);
    const seen = Number(localStorage.getItem(key(row.dataset.phone)) ?? 0);
    const count = news.filter((at) => at > seen).length;
    all += count;
    badge(row.querySelector(".unread"), count);
  }
  badge(document.getElementById("unread-total"), all);
  document.title = all ? `(${all}) ${title}` : title;
}

/** reads says whether somebody sees the conversation. */
function reads() {
  const shown = document.getElementById("conversation").getClientRects().length > 0;
  return document.visibilityState === "visible" && shown;
}

function badge(place, count) {
  place.hidden = count === 0;
  const word = document.createElement("span");
  word.className = "unseen";
  word.textContent = " unread";
  place.replaceChildren(count >= most ? `${most}+` : String(count), word);
}

/** tick moves the clock on, and the time that calls last. */
function tick() {
  const clock = document.getElementById("clock");
  const { now, speed } = clock.dataset;
  if (clock.dataset.read !== now) Object.assign(clock.dataset, { read: now, at: String(performance.now()) });
  const time = Number(now) + (performance.now() - Number(clock.dataset.at)) * Number(speed);
  clock.textContent = wall(time, clock.getAttribute("datetime"));
  for (const timer of document.querySelectorAll("[data-since]")) {
    timer.textContent = lasts(Math.max(0, Math.floor((time - Number(timer.dataset.since)) / 1000)));
  }
}

/** wall is a time of day in the server's zone, which the datetime of its clock ends in. */
function wall(time, stamp) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(stamp) ?? [null, "+", 0, 0];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60_000 : 60_000);
  return new Date(time + offset).toISOString().slice(11, 19);
}

function lasts(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** notify shows messages to a phone, and calls, unless the reader sees the page anyway. */
export async function notify(events) {
  if (document.visibilityState === "visible" || !("Notification" in window) || Notification.permission !== "granted" || localStorage.getItem("desk notify") !== "on") return;
  const news = new Set(events.filter(({ kind }) => kind === "message" || kind === "call").map(({ kind, sid }) => `${kind}s/${sid}`));
  for (const path of [...news].filter((name) => !shown.has(name))) {
    const answer = await fetch(`/_sim/v1/${path}`).catch(() => null);
    const thing = answer?.ok ? await answer.json() : null;
    if (thing && isNews(thing)) show(path, thing);
  }
}

const shown = new Set();

function isNews({ direction, status }) {
  return direction !== "inbound" && (status === "delivered" || status === "ringing");
}

function show(path, { from, to, body, status }) {
  shown.add(path);
  const text = status === "ringing" ? `A call to ${to} rings` : body || "A file";
  const note = new Notification(status === "ringing" ? from : `${from} to ${to}`, { body: text, tag: path });
  note.onclick = () => {
    window.focus();
    location.assign(`/_sim/${path}`);
  };
}

async function askToNotify() {
  const state = document.getElementById("notify-state");
  if (!("Notification" in window)) return void (state.textContent = "This browser has no notifications.");
  const answer = await Notification.requestPermission();
  localStorage.setItem("desk notify", answer === "granted" ? "on" : "off");
  state.textContent = answer === "granted" ? "You are notified while this page is in the background." : "The browser does not allow notifications of this page.";
}

export function startLocal() {
  onSwap(unread);
  onSwap(tick);
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", unread);
  document.getElementById("notify").addEventListener("click", askToNotify);
}
