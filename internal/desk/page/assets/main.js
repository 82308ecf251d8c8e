// The page is whole without this script; the script keeps it new, and writes.
import { startActions } from "./actions.js";
import { startKeys } from "./keys.js";
import { notify, startLocal } from "./local.js";
import { detail, refresh, startPanes } from "./panes.js";
import { startStream } from "./stream.js";

const all = ["bar", "ringing", "phones", "conversation", "wire", "faults"];
const panes = {
  message: ["phones", "conversation"],
  call: ["ringing", "phones", "conversation"],
  recording: ["conversation"],
  request: ["wire"],
  callback: ["wire"],
  alert: ["wire"],
  phone: ["phones", "conversation"],
  number: ["phones", "conversation"],
  conference: ["phones"],
  queue: ["phones"],
  fault: ["bar", "faults"],
  clock: ["bar"],
};

function receive(events, leads) {
  const changed = new Set(events.flatMap(({ kind }) => panes[kind] ?? all));
  for (const id of changed) refresh(id, id === "conversation");
  for (const { kind, sid } of events) {
    const line = document.getElementById(`details-${kind}-${sid}`);
    if (line?.open) detail(line, true);
  }
  if (leads) notify(events); // one tab is enough
}

function show(state) {
  if (document.documentElement.dataset.state === "reconnecting" && state === "live") all.forEach((id) => refresh(id));
  document.documentElement.dataset.state = state;
  document.getElementById("live").textContent = state;
}

startActions();
startPanes();
startKeys();
startLocal();
startStream(receive, show);
