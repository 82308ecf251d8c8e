// Messaging Services, their senders, and content templates.
import assert from "node:assert/strict";
import { ada, client, refused, run, statusIs, until } from "./desk/desk.mjs";

async function services() {
  const number = await client.incomingPhoneNumbers.create({ areaCode: "415" });
  const services = client.messaging.v1.services;
  const service = await services.create({ friendlyName: "Reminders", stickySender: true });
  await services(service.sid).phoneNumbers.create({ phoneNumberSid: number.sid });
  assert.deepEqual((await services(service.sid).phoneNumbers.list()).map((one) => one.phoneNumber), [number.phoneNumber]);
  await refused(services(service.sid).phoneNumbers.create({ phoneNumberSid: number.sid }), 409, 21710);
  const message = await client.messages.create({ to: ada, messagingServiceSid: service.sid, body: "See you at 9" });
  assert.equal(message.status, "accepted");
  const sender = services(service.sid).alphaSenders;
  const name = await sender.create({ alphaSender: "OwlBank" });
  assert.deepEqual((await sender.list()).map((one) => one.alphaSender), ["OwlBank"]);
  assert.equal((await sender(name.sid).fetch()).sid, name.sid);
  assert.equal(await name.remove(), true);
  const sent = await until(() => client.messages(message.sid).fetch(), statusIs("delivered"));
  assert.equal(sent.from, number.phoneNumber);
  assert.equal((await services(service.sid).update({ friendlyName: "Reminders 2" })).friendlyName, "Reminders 2");
  assert.deepEqual((await services.list()).map((one) => one.sid), [service.sid]);
  assert.equal(await services(service.sid).phoneNumbers(number.sid).remove(), true);
  await refused(client.messages.create({ to: ada, messagingServiceSid: service.sid, body: "Hello" }), 400, 21704);
  assert.equal(await service.remove(), true);
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

// scheduled messages wait for their time, and can be called off.
async function scheduled() {
  const number = await client.incomingPhoneNumbers.create({ areaCode: "415" });
  const service = await client.messaging.v1.services.create({ friendlyName: "Later" });
  await client.messaging.v1.services(service.sid).phoneNumbers.create({ phoneNumberSid: number.sid });
  const later = await client.messages.create({
    to: ada, messagingServiceSid: service.sid, body: "See you tomorrow", scheduleType: "fixed", sendAt: new Date(Date.now() + 3600_000),
  });
  assert.equal(later.status, "scheduled");
  assert.equal((await later.update({ status: "canceled" })).status, "canceled");
}

await run(services, templates, scheduled);
