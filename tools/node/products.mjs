// Twilio's official Node client for phone numbers, Messaging Services and content
// templates against the simulator. Only its addresses are changed: see baseUrl. The
// program main.go starts this script.
import assert from "node:assert/strict";
import twilio from "twilio";

const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, SIMULATOR } = process.env;
const client = twilio(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN);
for (const product of ["api", "messaging", "content", "numbers", "accounts"]) client[product].baseUrl = `${SIMULATOR}/${product}`;

// refused asserts that a request fails with a code of Twilio's.
async function refused(request, status, code) {
  await assert.rejects(request, (error) => {
    assert.deepEqual([error.status, error.code], [status, code], error.message);
    return true;
  });
}

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
  return bought;
}

async function services(number) {
  const services = client.messaging.v1.services;
  const service = await services.create({ friendlyName: "Reminders", stickySender: true });
  await services(service.sid).phoneNumbers.create({ phoneNumberSid: number.sid });
  assert.deepEqual((await services(service.sid).phoneNumbers.list()).map((one) => one.phoneNumber), [number.phoneNumber]);
  await refused(services(service.sid).phoneNumbers.create({ phoneNumberSid: number.sid }), 409, 21710);
  const message = await client.messages.create({ to: "+14155551234", messagingServiceSid: service.sid, body: "See you at 9" });
  assert.equal(message.status, "accepted");
  return service;
}

async function templates() {
  const template = await client.content.v1.contents.create({
    friendly_name: "order_shipped", language: "en", variables: { 1: "Ada" },
    types: { "twilio/text": { body: "Hello {{1}}, your order is on its way." } },
  });
  assert.match(template.sid, /^HX[0-9a-f]{32}$/);
  assert.deepEqual((await client.content.v1.contents(template.sid).fetch()).variables, { 1: "Ada" });
  const request = await client.content.v1.contents(template.sid).approvalCreate.create({ name: "order_shipped", category: "UTILITY" });
  assert.equal(request.status, "received");
  assert.ok((await client.content.v1.contentAndApprovals.list()).length >= 1);
  assert.equal((await client.content.v2.contents.list({ contentName: "order_shipped" })).length, 1);
  assert.equal(await client.content.v1.contents(template.sid).remove(), true);
}

const number = await numbers();
await services(number);
await templates();
for (const part of [numbers, services, templates]) console.log(`ok ${part.name}`);
