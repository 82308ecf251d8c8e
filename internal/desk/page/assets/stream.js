// A browser allows six streams to a server. So one tab holds the stream for all: it has the
// lock, and hands the events on. When it goes, the next one gets the lock and goes on after
// the last event that it has heard of.

const page = document.documentElement.dataset;
const retry = 1000; // milliseconds
const silence = 45_000; // milliseconds after which a stream that says nothing is taken for dead

let last = page.serial;
let state = "connecting";
let receive = () => {};
let channel = null;

/** startStream calls a function with the events of each moment, and another with the state. */
export function startStream(onEvents, onState) {
  receive = onEvents;
  const become = (now) => onState((state = now));
  channel = "BroadcastChannel" in window ? new BroadcastChannel(`desk ${page.workspace}`) : null;
  if (!channel || !navigator.locks) return void lead(become); // a stream of its own, then
  channel.onmessage = ({ data }) => heard(data, become);
  channel.postMessage({ hello: last });
  navigator.locks.request(`desk ${page.workspace}`, () => lead(become, channel));
}

let leads = false;

function heard(data, become) {
  if (data.hello !== undefined) {
    // A new tab may have missed events between its page and now.
    if (leads) channel.postMessage({ state, events: data.hello === last ? [] : [{ kind: "reset" }], last });
    return;
  }
  if (data.state) become(data.state);
  if (data.events?.length) take(data.events, data.last);
}

function take(events, serial) {
  last = serial;
  receive(events, leads || !channel);
}

async function lead(become, to) {
  leads = true;
  const tell = (now) => {
    become(now);
    to?.postMessage({ state: now });
  };
  for (;;) {
    await read(tell, to).catch(() => {});
    tell("reconnecting");
    await new Promise((done) => setTimeout(done, retry));
  }
}

async function read(tell, to) {
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), silence);
  try {
    const answer = await fetch("/_sim/v1/events", { headers: { Accept: "text/event-stream", "Last-Event-ID": last }, signal: stop.signal });
    if (!answer.ok) return;
    tell("live");
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ; ) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), silence);
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      const events = blocks.map(parseEvent).filter(Boolean);
      if (events.length === 0) continue;
      take(events, events.at(-1).serial || last);
      to?.postMessage({ events, last });
    }
  } finally {
    clearTimeout(timer);
  }
}

// https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
function parseEvent(block) {
  const fields = {};
  for (const line of block.split("\n")) {
    const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name) fields[name] = name in fields ? `${fields[name]}\n${value}` : value;
  }
  if (fields.event === "reset") return { kind: "reset", serial: fields.id };
  if (!fields.data) return null;
  return { ...JSON.parse(fields.data), serial: fields.id };
}
