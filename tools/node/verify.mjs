// Verify: services, verifications and their checks, rate limits, factors and challenges.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { ada, client, person, refused, run } from "./desk/desk.mjs";

const verify = client.verify.v2;

// service is made by services, and used by the parts after it.
let service;

// received is the code that a person has got since the one before.
let newest = "";
async function received(number) {
  const { code, sid } = await person("GET", `phones/${number}/code?wait=10s&after=${newest}`);
  newest = sid;
  return code;
}

// totp is RFC 6238 as an authenticator app has it, made without the simulator.
function totp(secret, now = Date.now()) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const mac = createHmac("sha1", key).update(step).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function services() {
  const made = await verify.services.create({ friendlyName: "Owl Bank", codeLength: 8 });
  assert.match(made.sid, /^VA[0-9a-f]{32}$/);
  assert.ok(made.dateCreated instanceof Date);
  assert.equal((await verify.services(made.sid).fetch()).codeLength, 8);
  assert.equal((await verify.services(made.sid).update({ codeLength: 6 })).codeLength, 6);
  for (const friendlyName of ["Eagle", "Hawk", "Kite"]) await verify.services.create({ friendlyName });
  const names = (await verify.services.list({ pageSize: 2 })).map((one) => one.friendlyName);
  assert.deepEqual(names, ["Owl Bank", "Eagle", "Hawk", "Kite"]);
  const gone = await verify.services.create({ friendlyName: "Gone" });
  assert.equal(await verify.services(gone.sid).remove(), true);
  await refused(verify.services(gone.sid).fetch(), 404, 20404);
  service = verify.services(made.sid);
}

async function verifications() {
  const started = await service.verifications.create({ to: ada, channel: "sms" });
  assert.deepEqual([started.status, started.valid, started.channel], ["pending", false, "sms"]);
  assert.equal(started.sendCodeAttempts.length, 1);
  const code = await received(ada);
  const wrong = code.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
  assert.equal((await service.verificationChecks.create({ to: ada, code: wrong })).status, "pending");
  assert.equal((await service.verifications(started.sid).fetch()).status, "pending");
  const check = await service.verificationChecks.create({ verificationSid: started.sid, code });
  assert.deepEqual([check.status, check.valid], ["approved", true]);
  await refused(service.verificationChecks.create({ to: ada, code }), 404, 20404);
  await refused(service.verifications.create({ to: "555", channel: "sms" }), 400, 60200);

  for (const channel of ["whatsapp", "call"]) {
    await service.verifications.create({ to: ada, channel });
    const code = await received(ada);
    assert.equal((await service.verificationChecks.create({ to: ada, code })).status, "approved", channel);
  }
  await service.update({ customCodeEnabled: true });
  await service.verifications.create({ to: "ada@example.com", channel: "email", customCode: "471147" });
  const mailed = "471147";
  assert.equal((await service.verificationChecks.create({ to: "ada@example.com", code: mailed })).status, "approved");

  const canceled = await service.verifications.create({ to: ada, channel: "sms" });
  assert.equal((await service.verifications(canceled.sid).update({ status: "canceled" })).status, "canceled");
  await service.verifications.create({ to: ada, channel: "sms" });
  for (let i = 0; i < 5; i++) await service.verificationChecks.create({ to: ada, code: "0000" });
  await refused(service.verificationChecks.create({ to: ada, code: "0000" }), 429, 60202);

  const attempts = await verify.verificationAttempts.list({ status: "converted" });
  assert.deepEqual(attempts.map((one) => one.channel).sort(), ["call", "email", "sms", "whatsapp"]);
  const summary = await verify.verificationAttemptsSummary().fetch();
  assert.deepEqual([summary.totalAttempts, summary.totalConverted], [6, 4]);
}

async function limits() {
  const limit = await service.rateLimits.create({ uniqueName: "end_user_ip" });
  await service.rateLimits(limit.sid).buckets.create({ max: 1, interval: 3600 });
  const start = () => service.verifications.create({ to: "+447700900123", channel: "sms", rateLimits: { end_user_ip: "192.0.2.1" } });
  await start();
  await refused(start(), 429, 20429);
  assert.equal((await verify.safelist.create({ phoneNumber: ada })).phoneNumber, ada);
  assert.equal((await verify.templates.list()).length, 3);
}

async function factors() {
  const ofAda = service.entities("ff483d1f-0001");
  const made = await ofAda.newFactors.create({ friendlyName: "Ada's phone", factorType: "totp" });
  assert.equal(made.status, "unverified");
  assert.match(made.binding.uri, /^otpauth:\/\/totp\/Owl%20Bank:/);
  const code = () => totp(made.binding.secret);
  assert.equal((await ofAda.factors(made.sid).update({ authPayload: "1" + code() })).status, "unverified");
  assert.equal((await ofAda.factors(made.sid).update({ authPayload: code() })).status, "verified");
  const challenge = await ofAda.challenges.create({ factorSid: made.sid, authPayload: code() });
  assert.equal(challenge.status, "approved");
  const pending = await ofAda.challenges.create({ factorSid: made.sid });
  assert.equal((await ofAda.challenges(pending.sid).update({ authPayload: code() })).status, "approved");
  assert.equal((await ofAda.challenges.list()).length, 2);
  assert.equal((await ofAda.factors.list()).length, 1);
  assert.equal(await ofAda.factors(made.sid).remove(), true);
  assert.equal(await ofAda.remove(), true);
}

await run(services, verifications, limits, factors);
