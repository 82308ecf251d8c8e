// Conferences, queues, SIP, usage, prices and video.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ada, client, refused, run, statusIs, until } from "./desk/desk.mjs";

async function conferences() {
  const from = (await client.incomingPhoneNumbers.create({ areaCode: "415" })).phoneNumber;
  const added = await client.conferences("Standup").participants.create({ from, to: ada, label: "ada", endConferenceOnExit: true, conferenceRecord: "record-from-start" });
  assert.match(added.conferenceSid, /^CF[0-9a-f]{32}$/);
  await client.conferences(added.conferenceSid).participants.create({ from, to: "+14155556789", label: "grace" }); // it takes two
  const conference = await until(() => client.conferences(added.conferenceSid).fetch(), statusIs("in-progress"));
  assert.equal(conference.friendlyName, "Standup");
  const participants = client.conferences(conference.sid).participants;
  assert.equal((await participants("ada").update({ muted: true, hold: true })).muted, true);
  assert.deepEqual((await participants.list()).map((one) => one.label).sort(), ["ada", "grace"]);
  assert.equal((await client.conferences.list({ status: "in-progress" })).length, 1);
  await sleep(1500); // less than a second is no recording
  assert.equal((await client.conferences(conference.sid).update({ status: "completed" })).status, "completed");
  const recording = await until(async () => (await client.recordings.list({ conferenceSid: conference.sid }))[0], statusIs("completed"));
  const file = await client.request({ method: "get", uri: `https://api.twilio.com/2010-04-01/Accounts/${client.accountSid}/Recordings/${recording.sid}.wav` });
  assert.equal(file.body.slice(0, 4), "RIFF");
  assert.equal(await client.recordings(recording.sid).remove(), true);
}

async function queues() {
  const queue = await client.queues.create({ friendlyName: "Support", maxSize: 10 });
  await refused(client.queues.create({ friendlyName: "Support" }), 400, 22003);
  assert.equal((await client.queues(queue.sid).update({ maxSize: 20 })).maxSize, 20);
  assert.equal(await client.queues(queue.sid).remove(), true);
}

async function sip() {
  const list = await client.sip.credentialLists.create({ friendlyName: "Desk phones" });
  await client.sip.credentialLists(list.sid).credentials.create({ username: "ada", password: "Correct1HorseBattery" });
  const domain = await client.sip.domains.create({ domainName: "clinic.sip.twilio.com" });
  await client.sip.domains(domain.sid).auth.calls.credentialListMappings.create({ credentialListSid: list.sid });
  assert.equal((await client.sip.domains(domain.sid).auth.calls.credentialListMappings.list()).length, 1);
  assert.equal(await client.sip.domains(domain.sid).remove(), true);
}

async function usageAndPrices() {
  assert.ok((await client.usage.records.today.list({ category: "totalprice" })).length >= 1);
  const prices = await client.pricing.v2.voice.countries("US").fetch();
  assert.equal(prices.isoCountry, "US");
  assert.ok(Array.isArray(await client.monitor.v1.alerts.list({ limit: 5 })));
}

async function rooms() {
  const room = await client.video.v1.rooms.create({ uniqueName: "daily", type: "group" });
  assert.equal(room.status, "in-progress");
  await refused(client.video.v1.rooms.create({ uniqueName: "daily" }), 400, 53113);
  assert.deepEqual((await client.video.v1.rooms(room.sid).participants.list()), []);
  assert.equal((await client.video.v1.rooms(room.sid).update({ status: "completed" })).status, "completed");
}

await run(conferences, queues, sip, usageAndPrices, rooms);
