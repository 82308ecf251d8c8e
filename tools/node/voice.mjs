// Twilio's official Node client for conferences, queues, recordings, SIP, accounts and
// keys, usage, prices and video against the simulator. Only its addresses are changed: see
// baseUrl. The program main.go starts this script.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import twilio from "twilio";

const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, SIMULATOR } = process.env;

// clientOf returns a client whose requests go to the simulator.
function clientOf(user, secret, options = {}) {
  const client = twilio(user, secret, options);
  for (const product of ["api", "voice", "iam", "accounts", "monitor", "pricing", "video"]) client[product].baseUrl = `${SIMULATOR}/${product}`;
  return client;
}

const client = clientOf(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN);

// refused asserts that a request fails with a code of Twilio's.
async function refused(request, status, code) {
  await assert.rejects(request, (error) => {
    assert.deepEqual([error.status, error.code], [status, code], error.message);
    return true;
  });
}

// until asks again until an answer is as it should be.
async function until(ask, isReady) {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await ask();
    if (isReady(answer)) return answer;
    await sleep(200);
  }
  throw new Error("it never became so");
}

async function conferences() {
  const from = (await client.incomingPhoneNumbers.create({ areaCode: "415" })).phoneNumber;
  const added = await client.conferences("Standup").participants.create({ from, to: "+14155551234", label: "ada", endConferenceOnExit: true, conferenceRecord: "record-from-start" });
  assert.match(added.conferenceSid, /^CF[0-9a-f]{32}$/);
  await client.conferences(added.conferenceSid).participants.create({ from, to: "+14155556789", label: "grace" }); // it takes two
  const conference = await until(() => client.conferences(added.conferenceSid).fetch(), (one) => one.status === "in-progress");
  assert.equal(conference.friendlyName, "Standup");
  const participants = client.conferences(conference.sid).participants;
  assert.equal((await participants("ada").update({ muted: true, hold: true })).muted, true);
  assert.deepEqual((await participants.list()).map((one) => one.label).sort(), ["ada", "grace"]);
  assert.equal((await client.conferences.list({ status: "in-progress" })).length, 1);
  await sleep(1500); // less than a second is no recording
  assert.equal((await client.conferences(conference.sid).update({ status: "completed" })).status, "completed");
  const recording = await until(async () => (await client.recordings.list({ conferenceSid: conference.sid }))[0], (one) => one?.status === "completed");
  const file = await fetch(`${SIMULATOR}/api/2010-04-01/Accounts/${TWILIO_ACCOUNT_SID}/Recordings/${recording.sid}.wav`, {
    headers: { authorization: `Basic ${btoa(`${TWILIO_ACCOUNT_SID}:${TWILIO_AUTH_TOKEN}`)}` },
  });
  assert.equal(Buffer.from(await file.arrayBuffer()).toString("latin1", 0, 4), "RIFF");
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

async function keys() {
  const key = await client.newKeys.create({ friendlyName: "Deployment" });
  const withKey = clientOf(key.sid, key.secret, { accountSid: TWILIO_ACCOUNT_SID });
  assert.ok(await withKey.balance.fetch());
  assert.equal(await client.keys(key.sid).remove(), true);
  await refused(withKey.balance.fetch(), 401, 20003);
  const subaccount = await client.api.v2010.accounts.create({ friendlyName: "Branch" });
  const branch = clientOf(subaccount.sid, subaccount.authToken);
  assert.deepEqual(await branch.calls.list(), []);
  assert.equal((await client.api.v2010.accounts(subaccount.sid).update({ status: "suspended" })).status, "suspended");
  await assert.rejects(branch.calls.list(), (error) => error.code === 20005);
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

for (const part of [conferences, queues, sip, keys, usageAndPrices, rooms]) {
  await part();
  console.log(`ok ${part.name}`);
}
