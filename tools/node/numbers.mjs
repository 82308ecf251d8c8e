// Phone numbers: the inventory, what the account owns, and what answers for it.
import assert from "node:assert/strict";
import { client, desk, refused, run } from "./desk/desk.mjs";

async function numbers() {
  const available = await client.availablePhoneNumbers("US").local.list({ areaCode: 415, smsEnabled: true, limit: 3 });
  assert.equal(available.length, 3);
  const { phoneNumber } = available[0];
  const bought = await client.incomingPhoneNumbers.create({ phoneNumber, smsUrl: "https://app.example.com/sms" });
  assert.match(bought.sid, /^PN[0-9a-f]{32}$/);
  assert.equal(bought.phoneNumber, phoneNumber);
  await refused(client.incomingPhoneNumbers.create({ phoneNumber }), 400, 21422);
  const updated = await client.incomingPhoneNumbers(bought.sid).update({ friendlyName: "Front desk" });
  assert.deepEqual([updated.friendlyName, updated.smsUrl], ["Front desk", "https://app.example.com/sms"]);
  assert.equal((await client.incomingPhoneNumbers.list({ phoneNumber })).length, 1);
  const second = await client.incomingPhoneNumbers.create({ areaCode: "415" });
  assert.equal(await client.incomingPhoneNumbers(second.sid).remove(), true);
  await refused(client.incomingPhoneNumbers(second.sid).fetch(), 404, 20404);
}

// inventory is searched by kind and features.
async function inventory() {
  const available = client.availablePhoneNumbers("US");
  const local = await available.local.list({ inRegion: "CA", voiceEnabled: true, limit: 5 });
  assert.equal(local.length, 5);
  assert.ok(local.every((one) => one.region === "CA" && one.isoCountry === "US" && one.capabilities.voice));
  const [tollFree] = await available.tollFree.list({ limit: 1 });
  assert.match(tollFree.phoneNumber, /^\+18(00|33|44|55|66|77|88)\d{7}$/);
  assert.match((await client.incomingPhoneNumbers.tollFree.create({ phoneNumber: tollFree.phoneNumber })).sid, /^PN/);
  assert.deepEqual((await client.incomingPhoneNumbers.tollFree.list()).map((one) => one.phoneNumber), [tollFree.phoneNumber]);
  assert.match((await client.availablePhoneNumbers("GB").mobile.list({ limit: 1 }))[0].phoneNumber, /^\+447/);
  assert.equal((await available.fetch()).countryCode, "US");
  assert.ok((await client.availablePhoneNumbers.list()).some((one) => one.countryCode === "GB"));
}

// owned numbers begin with the one that the greeting of the server names.
async function owned() {
  const [first] = await client.incomingPhoneNumbers.list({ phoneNumber: desk });
  assert.equal(first.phoneNumber, desk);
  assert.equal((await first.update({ voiceUrl: "https://app.example.com/voice", voiceMethod: "GET" })).voiceMethod, "GET");
  assert.equal((await client.incomingPhoneNumbers(first.sid).fetch()).voiceUrl, "https://app.example.com/voice");
  const app = await client.applications.create({ friendlyName: "Front desk", smsUrl: "https://app.example.com/sms" });
  assert.equal((await first.update({ smsApplicationSid: app.sid })).smsApplicationSid, app.sid);
  assert.equal(await app.remove(), true);
}

await run(numbers, inventory, owned);
