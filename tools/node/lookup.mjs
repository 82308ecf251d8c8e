// Lookup in both versions, the balance, and prices.
import assert from "node:assert/strict";
import { accountSid, ada, client, desk, refused, run, until } from "./desk/desk.mjs";

async function version2() {
  const found = await client.lookups.v2.phoneNumbers(ada).fetch();
  assert.deepEqual([found.valid, found.phoneNumber, found.countryCode, found.nationalFormat], [true, ada, "US", "(415) 555-1234"]);
  assert.deepEqual([found.validationErrors, found.lineTypeIntelligence], [null, null]);
  const more = await client.lookups.v2.phoneNumbers(ada).fetch({ fields: "line_type_intelligence,caller_name,sim_swap" });
  assert.equal(more.lineTypeIntelligence.type, "mobile");
  assert.ok(more.callerName && more.simSwap);
  const national = await client.lookups.v2.phoneNumbers("(415) 555-1234").fetch({ countryCode: "US" });
  assert.equal(national.phoneNumber, ada);
  const wrong = await client.lookups.v2.phoneNumbers("+1415").fetch();
  assert.deepEqual([wrong.valid, wrong.validationErrors], [false, ["TOO_SHORT"]]);
}

async function version1() {
  const found = await client.lookups.v1.phoneNumbers(ada).fetch({ type: ["carrier", "caller-name"] });
  assert.deepEqual([found.phoneNumber, found.countryCode, found.nationalFormat], [ada, "US", "(415) 555-1234"]);
  assert.equal(found.carrier.type, "mobile");
  assert.ok("caller_name" in found.callerName);
  assert.equal((await client.lookups.v1.phoneNumbers("4155551234").fetch({ countryCode: "US" })).carrier, null);
  await refused(client.lookups.v1.phoneNumbers("+1415").fetch(), 404, 20404);
}

async function balance() {
  const before = await client.balance.fetch();
  assert.deepEqual([before.accountSid, before.currency], [accountSid, "USD"]);
  await client.messages.create({ from: desk, to: ada, body: "Hello" });
  const after = await until(() => client.balance.fetch(), (now) => Number(now.balance) < Number(before.balance));
  assert.deepEqual((await client.api.v2010.account.balance.fetch()).balance, after.balance);
}

async function prices() {
  const messaging = await client.pricing.v1.messaging.countries("US").fetch();
  assert.ok(messaging.outboundSmsPrices.length > 0);
  assert.equal((await client.pricing.v2.voice.numbers(ada).fetch()).isoCountry, "US");
  assert.ok((await client.pricing.v1.phoneNumbers.countries.list({ limit: 2 })).length === 2);
}

await run(version2, version1, balance, prices);
