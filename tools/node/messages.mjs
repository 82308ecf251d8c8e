// Messages: creating, looking at, changing and deleting them, and their lists.
import assert from "node:assert/strict";
import { accountSid, ada, client, desk, refused, run, statusIs, until } from "./desk/desk.mjs";

async function one() {
  const message = await client.messages.create({ from: desk, to: ada, body: "Hello, Ada — 你好" });
  assert.match(message.sid, /^SM[0-9a-f]{32}$/);
  assert.deepEqual([message.status, message.direction, message.accountSid], ["queued", "outbound-api", accountSid]);
  assert.deepEqual([message.numSegments, message.numMedia, message.apiVersion], ["1", "0", "2010-04-01"]);
  assert.ok(message.dateCreated instanceof Date && !Number.isNaN(message.dateCreated.valueOf()));
  assert.deepEqual([message.errorCode, message.errorMessage, message.price], [null, null, null]);
  const sent = await until(() => client.messages(message.sid).fetch(), statusIs("delivered"));
  assert.equal(sent.body, "Hello, Ada — 你好");
  assert.ok(sent.dateSent >= sent.dateCreated);
  assert.match(sent.price, /^-0\.\d+$/);
  assert.equal(sent.priceUnit, "USD");
  assert.equal(sent.uri, `/2010-04-01/Accounts/${accountSid}/Messages/${sent.sid}.json`);
  assert.equal(sent.subresourceUris.media, `/2010-04-01/Accounts/${accountSid}/Messages/${sent.sid}/Media.json`);
}

async function changed() {
  const message = await client.messages.create({ from: desk, to: ada, body: "A secret" });
  await until(() => message.fetch(), statusIs("delivered"));
  assert.equal((await message.update({ body: "" })).body, "");
  assert.equal((await client.messages(message.sid).fetch()).body, "");
  assert.equal((await client.messages(message.sid).feedback.create({ outcome: "confirmed" })).outcome, "confirmed");
  await refused(message.update({ status: "canceled" }), 409, 30409);
  assert.equal(await message.remove(), true);
  await refused(client.messages(message.sid).fetch(), 404, 20404);
}

async function media() {
  const mediaUrl = ["https://demo.twilio.com/owl.png", "https://demo.twilio.com/owl.jpg"];
  const message = await client.messages.create({ from: desk, to: ada, mediaUrl });
  assert.match(message.sid, /^MM[0-9a-f]{32}$/);
  assert.equal(message.numMedia, "2");
  const files = await message.media().list();
  assert.deepEqual(files.map((file) => file.parentSid), [message.sid, message.sid]);
  const file = await client.messages(message.sid).media(files[0].sid).fetch();
  assert.match(file.contentType, /^image\//);
  const whole = await client.request({ method: "get", uri: `https://api.twilio.com${file.uri.replace(/\.json$/, "")}`, allowRedirects: true });
  assert.equal(whole.statusCode, 200);
  assert.match(whole.headers["content-type"], /^image\//);
  assert.equal(await file.remove(), true);
  assert.equal((await message.media().list()).length, 1);
}

async function refusals() {
  await refused(client.messages.create({ from: desk, to: ada }), 400, 21619);
  await refused(client.messages.create({ from: desk, to: "555", body: "Hello" }), 400, 21211);
  await refused(client.messages.create({ from: "+14155550199", to: ada, body: "Hello" }), 400, 21606);
  await refused(client.messages.create({ from: desk, to: ada, body: "x".repeat(1601) }), 400, 21617);
  await refused(client.messages(`SM${"0".repeat(32)}`).fetch(), 404, 20404);
  await assert.rejects(async () => client.messages.create({ body: "Hello" }), /Required parameter "params\['to'\]" missing/);
}

const many = 120;

async function pages() {
  const grace = "+14155550123";
  const made = await Promise.all(Array.from({ length: many }, (_, i) => client.messages.create({ from: desk, to: grace, body: `No. ${i}` })));
  const sids = (messages) => messages.map((message) => message.sid);
  const all = sids(await client.messages.list({ to: grace }));
  assert.deepEqual([all.length, new Set(all).size], [many, many]);
  assert.deepEqual([...all].sort(), sids(made).sort());
  assert.deepEqual(sids(await client.messages.list({ to: grace, limit: 70, pageSize: 20 })), all.slice(0, 70));
  assert.equal((await client.messages.list({ to: grace, limit: 3 })).length, 3);

  const eachOne = [];
  await new Promise((done, fails) => client.messages.each({ to: grace, pageSize: 50, done: (error) => (error ? fails(error) : done()) }, (message) => eachOne.push(message.sid)));
  assert.deepEqual(eachOne, all);

  const walked = [];
  let page = await client.messages.page({ to: grace, pageSize: 50 });
  const first = sids(page.instances);
  for (; page; page = await page.nextPage()) walked.push(...sids(page.instances));
  assert.deepEqual(walked, all);
  const second = await (await client.messages.page({ to: grace, pageSize: 50 })).nextPage();
  assert.match(second.nextPageUrl, /^https:\/\/api\.twilio\.com\/2010-04-01\//);
  assert.deepEqual(sids((await client.messages.getPage(second.nextPageUrl)).instances), all.slice(100));
  assert.deepEqual(sids((await second.previousPage()).instances), first);
}

async function filters() {
  const today = new Date();
  const tomorrow = new Date(today.valueOf() + 86_400_000);
  assert.ok((await client.messages.list({ from: desk, to: ada, limit: 2 })).every((one) => one.to === ada));
  assert.deepEqual(await client.messages.list({ to: "+14155550100" }), []);
  await until(() => client.messages.list({ dateSentAfter: new Date(today.valueOf() - 86_400_000), dateSentBefore: tomorrow }), (found) => found.length >= many);
  assert.deepEqual(await client.messages.list({ dateSentAfter: new Date(tomorrow.valueOf() + 86_400_000) }), []);
}

await run(one, changed, media, refusals, pages, filters);
