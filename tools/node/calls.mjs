// Calls whose instructions run: the application answers with TwiML of the client's own
// builder, and the person at the phone presses keys and speaks.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import twilio from "twilio";
import { ada, application, authToken, client, desk, person, refused, run, statusIs, until } from "./desk/desk.mjs";

const { VoiceResponse } = twilio.twiml;

// said are the lines that the person has heard from the call's voice.
async function said(sid) {
  const { transcript = [] } = await person("GET", `calls/${sid}`);
  return transcript.filter((line) => line.kind === "say").map((line) => line.text);
}

const hears = (sid, text) => until(() => said(sid), (lines) => lines.some((line) => line.includes(text)));

// clinic is an application with a menu, a mailbox and a farewell.
async function clinic() {
  const app = await application((request) => {
    const answer = new VoiceResponse();
    switch (request.path) {
      case "/menu": {
        const gather = answer.gather({ action: "/chosen", numDigits: 1, timeout: 10 });
        gather.say({ voice: "Polly.Joanna" }, "Press 1 for the mailbox, or 2 to end.");
        answer.say("We did not hear you.");
        break;
      }
      case "/chosen":
        if (request.body.Digits === "1") {
          answer.say("Leave a message after the tone.");
          answer.record({ action: "/recorded", maxLength: 30, timeout: 3, recordingStatusCallback: "/recording" });
        } else answer.say("Goodbye.");
        break;
      case "/recorded":
        answer.say("Thank you.");
        answer.hangup();
        break;
      default:
        return undefined;
    }
    return answer;
  });
  return app;
}

const wentTo = (app, path) => app.requests.find((request) => request.path === path);

async function voicemail() {
  const app = await clinic();
  const call = await client.calls.create({
    from: desk, to: ada, url: `${app.url}/menu`, statusCallback: `${app.url}/status`,
    statusCallbackEvent: ["initiated", "ringing", "answered", "completed"],
  });
  assert.match(call.sid, /^CA[0-9a-f]{32}$/);
  assert.deepEqual([call.status, call.to, call.from], ["queued", ada, desk]);
  await hears(call.sid, "Press 1");
  assert.equal((await call.fetch()).status, "in-progress");
  await person("POST", `calls/${call.sid}/keys`, { keys: "1" });
  await hears(call.sid, "after the tone");
  await person("POST", `calls/${call.sid}/voicemail`, { words: "My owl is ill", lasts: "2s" });
  const over = await until(() => client.calls(call.sid).fetch(), statusIs("completed"));
  assert.ok(Number(over.duration) >= 2, over.duration);
  assert.ok(over.startTime <= over.endTime);

  assert.equal(wentTo(app, "/chosen").body.Digits, "1");
  assert.equal(wentTo(app, "/recorded").body.CallSid, call.sid);
  assert.ok(Number(wentTo(app, "/recorded").body.RecordingDuration) >= 2);
  await until(() => wentTo(app, "/recording"), Boolean);
  const events = await until(() => app.requests.filter((one) => one.path === "/status").map((one) => one.body.CallStatus), (all) => all.length === 4);
  assert.deepEqual(events.sort(), ["completed", "in-progress", "initiated", "ringing"]);
  for (const request of app.requests) {
    assert.ok(twilio.validateRequest(authToken, request.header("X-Twilio-Signature"), app.url + request.url, request.body), request.url);
  }
  assert.deepEqual(await said(call.sid), ["Press 1 for the mailbox, or 2 to end.", "Leave a message after the tone.", "Thank you."]);
  return call.sid;
}

async function recordings() {
  const [call] = await client.calls.list({ to: ada, status: "completed", limit: 1 });
  const recording = await until(async () => (await client.recordings.list({ callSid: call.sid }))[0], statusIs("completed"));
  assert.match(recording.sid, /^RE[0-9a-f]{32}$/);
  assert.deepEqual((await client.calls(call.sid).recordings.list()).map((one) => one.sid), [recording.sid]);
  const fetched = await client.recordings(recording.sid).fetch();
  assert.deepEqual([fetched.callSid, fetched.source, fetched.channels], [call.sid, "RecordVerb", 1]);
  assert.ok(Number(fetched.duration) >= 2);
  const address = `https://api.twilio.com${fetched.uri.replace(/\.json$/, "")}`;
  for (const [extension, type] of [["", "audio/x-wav"], [".wav", "audio/x-wav"], [".mp3", "audio/mpeg"]]) {
    const file = await client.request({ method: "get", uri: address + extension, allowRedirects: true });
    assert.deepEqual([file.statusCode, file.headers["content-type"]], [200, type], extension);
  }
  const wav = await client.request({ method: "get", uri: `${address}.wav`, allowRedirects: true });
  assert.equal(wav.body.slice(0, 4), "RIFF");
  assert.equal(fetched.mediaUrl, address);
  assert.equal(await client.recordings(recording.sid).remove(), true);
  await refused(client.recordings(recording.sid).fetch(), 404, 20404);
}

// changed calls go on with other instructions, are recorded, and end.
async function changed() {
  const twiml = new VoiceResponse();
  twiml.say("Please hold.");
  twiml.pause({ length: 60 });
  const call = await client.calls.create({ from: desk, to: ada, twiml });
  await hears(call.sid, "Please hold.");
  const recording = await client.calls(call.sid).recordings.create({ recordingChannels: "dual" });
  assert.equal(recording.status, "in-progress");
  await sleep(1200); // less than a second is no recording
  assert.equal((await client.calls(call.sid).recordings(recording.sid).update({ status: "paused" })).status, "paused");
  const other = new VoiceResponse();
  other.say("Now to something else.");
  other.pause({ length: 60 });
  assert.equal((await client.calls(call.sid).update({ twiml: other.toString() })).status, "in-progress");
  await hears(call.sid, "something else");
  const app = await clinic();
  await client.calls(call.sid).update({ url: `${app.url}/menu`, method: "GET" });
  await hears(call.sid, "Press 1");
  assert.equal(app.requests[0].method, "GET");
  assert.equal((await client.calls(call.sid).update({ status: "completed" })).status, "completed");
  await refused(client.calls(call.sid).update({ twiml: other.toString() }), 400, 21220);
  assert.equal(await client.calls(call.sid).remove(), true);
}

// inbound calls reach the application, which dials a second phone.
async function inbound() {
  const grace = "+14155550123";
  const app = await application((request) => {
    const answer = new VoiceResponse();
    if (request.path === "/voice") answer.dial({ action: "/dialed", callerId: desk, timeout: 20 }).number({ statusCallback: "/leg", statusCallbackEvent: "answered" }, grace);
    else if (request.path === "/dialed") answer.say(`The other side: ${request.body.DialCallStatus}`);
    else return undefined;
    return answer;
  });
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: desk });
  await number.update({ voiceUrl: `${app.url}/voice` });
  await person("PUT", `phones/${grace}`, { habit: "busy" });
  const { sid } = await person("POST", `phones/${ada}/calls`, { to: desk });
  await hears(sid, "The other side: busy");
  const call = await client.calls(sid).fetch();
  assert.deepEqual([call.direction, call.from, call.to], ["inbound", ada, desk]);
  const [leg] = await client.calls.list({ parentCallSid: sid });
  assert.deepEqual([leg.to, leg.status, leg.direction], [grace, "busy", "outbound-dial"]);
}

async function refusals() {
  await refused(client.calls.create({ from: desk, to: ada }), 400, 21205);
  await refused(client.calls.create({ from: desk, to: "555", twiml: "<Response/>" }), 400, 21211);
  await refused(client.calls.create({ from: "+14155550199", to: ada, twiml: "<Response/>" }), 400, 21210);
  await person("PUT", `phones/${ada}`, { habit: "no-answer" });
  const rings = await client.calls.create({ from: desk, to: ada, twiml: "<Response/>" });
  await until(() => rings.fetch(), statusIs("ringing"));
  assert.equal((await rings.update({ status: "canceled" })).status, "canceled");
}

await run(voicemail, recordings, changed, inbound, refusals);
