// Credentials, accounts, keys and tokens, and what the client does with errors and options.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import twilio from "twilio";
import { accountSid, ada, authToken, client, desk, person, refused, run } from "./desk/desk.mjs";

const nobody = `AC${"0".repeat(31)}9`;

async function wrongCredentials() {
  const wrong = twilio(accountSid, "f".repeat(32));
  await refused(wrong.messages.create({ from: desk, to: ada, body: "Hello" }), 401, 20003);
  await refused(wrong.lookups.v2.phoneNumbers(ada).fetch(), 401, 20003);
  await refused(wrong.messages.list(), 401, 20003);
  await refused(twilio(nobody, authToken).balance.fetch(), 401, 20003);
  await refused(client.api.v2010.accounts(nobody).fetch(), 404, 20404);
  assert.throws(() => twilio("SK0123", "secret"), /accountSid must start with AC/);
}

async function errors() {
  await assert.rejects(client.messages.create({ from: desk, to: "555", body: "Hello" }), (error) => {
    assert.ok(error instanceof twilio.RestException);
    assert.deepEqual([error.status, error.code, error.moreInfo], [400, 21211, "https://www.twilio.com/docs/errors/21211"]);
    assert.match(error.message, /555/);
    assert.equal(error.details, undefined); // only some products have them
    return true;
  });
  await person("POST", "faults", { times: 1, effect: { kind: "html", status: 503 } });
  await assert.rejects(client.balance.fetch(), (error) => {
    assert.deepEqual([error.status, error.code, error.message], [503, undefined, "[HTTP 503] Failed to execute request"]);
    return true;
  });
}

async function accounts() {
  const whole = await client.api.v2010.accounts(accountSid).fetch();
  assert.deepEqual([whole.sid, whole.status, whole.authToken], [accountSid, "active", authToken]);
  assert.equal((await client.api.accounts(accountSid).fetch()).sid, accountSid);
  assert.equal((await client.api.v2010.account.fetch()).sid, accountSid);
  assert.equal((await client.api.account.messages.create({ from: desk, to: ada, body: "Hello" })).accountSid, accountSid);
  assert.equal((await whole.update({ friendlyName: "Owl Bank" })).friendlyName, "Owl Bank");
}

async function subaccounts() {
  const made = await client.api.v2010.accounts.create({ friendlyName: "Branch" });
  assert.equal(made.ownerAccountSid, accountSid);
  assert.deepEqual((await client.api.v2010.accounts.list({ friendlyName: "Branch" })).map((one) => one.sid), [made.sid]);
  const branch = twilio(made.sid, made.authToken);
  assert.deepEqual(await branch.calls.list(), []);
  const ofParent = twilio(accountSid, authToken, { accountSid: made.sid });
  const number = await ofParent.incomingPhoneNumbers.create({ areaCode: "415" });
  const message = await branch.messages.create({ from: number.phoneNumber, to: ada, body: "From the branch" });
  assert.equal(message.accountSid, made.sid);
  await refused(client.messages(message.sid).fetch(), 404, 20404);
  assert.equal((await client.api.v2010.accounts(made.sid).messages(message.sid).fetch()).sid, message.sid);
  assert.equal((await client.api.v2010.accounts(made.sid).update({ status: "suspended" })).status, "suspended");
  await assert.rejects(branch.calls.list(), (error) => error.code === 20005);
}

async function keys() {
  const key = await client.newKeys.create({ friendlyName: "Deployment" });
  const withKey = twilio(key.sid, key.secret, { accountSid });
  assert.ok(await withKey.balance.fetch());
  assert.equal((await withKey.messages.create({ from: desk, to: ada, body: "Hello" })).accountSid, accountSid);
  await refused(twilio(key.sid, "wrong", { accountSid }).balance.fetch(), 401, 20003);
  assert.ok((await client.keys.list()).some((one) => one.sid === key.sid && one.friendlyName === "Deployment"));
  assert.equal((await client.keys(key.sid).update({ friendlyName: "CI" })).friendlyName, "CI");
  assert.equal(await client.keys(key.sid).remove(), true);
  await refused(withKey.balance.fetch(), 401, 20003);
  const newer = await client.iam.v1.newApiKey.create({ accountSid, friendlyName: "Newer" });
  assert.ok(await twilio(newer.sid, newer.secret, { accountSid }).balance.fetch());
  assert.equal((await client.iam.v1.apiKey(newer.sid).fetch()).friendlyName, "Newer");
}

// tokens are signed by the client with a key of the account.
async function tokens() {
  const key = await client.newSigningKeys.create({ friendlyName: "Calls" });
  const token = new twilio.jwt.AccessToken(accountSid, key.sid, key.secret, { identity: "ada", ttl: 600 });
  token.addGrant(new twilio.jwt.AccessToken.VoiceGrant({ incomingAllow: true }));
  token.addGrant(new twilio.jwt.AccessToken.VideoGrant({ room: "daily" }));
  const [header, payload, signature] = token.toJwt().split(".");
  assert.equal(signature, createHmac("sha256", key.secret).update(`${header}.${payload}`).digest("base64url"));
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  assert.deepEqual([claims.iss, claims.sub, claims.grants.identity], [key.sid, accountSid, "ada"]);
  assert.deepEqual([claims.grants.voice, claims.grants.video], [{ incoming: { allow: true } }, { room: "daily" }]);
}

// apps get a token for their requests, and the client renews it.
async function apps() {
  const app = await client.iam.v1.oAuthApps.create({ type: "app", friendly_name: "Nightly job", policy: { allow: ["/twilio/messaging/messages/create"] } });
  assert.match(app.sid, /^OQ[0-9a-f]{32}$/);
  const asApp = (secret) => {
    const provider = new twilio.ClientCredentialProviderBuilder().setClientId(app.sid).setClientSecret(secret).build();
    const made = twilio();
    made.setCredentialProvider(provider);
    made.setAccountSid(accountSid);
    return made;
  };
  const job = asApp(app.secret);
  for (const body of ["Good night", "Sleep well"]) assert.equal((await job.messages.create({ from: desk, to: ada, body })).status, "queued");
  await refused(job.balance.fetch(), 403, 70051);
  await assert.rejects(asApp("wrong").messages.list(), /Failed to fetch access token/);
}

async function options() {
  await person("POST", "faults", { method: "GET", path: "/2010-04-01/Accounts/*/Balance.json", times: 2, effect: { kind: "too-many-requests", retry_after: "1" } });
  assert.ok(await twilio(accountSid, authToken, { autoRetry: true, maxRetries: 3, maxRetryDelay: 200 }).balance.fetch());
  await person("POST", "faults", { times: 4, effect: { kind: "too-many-requests", retry_after: "1" } });
  await refused(twilio(accountSid, authToken, { autoRetry: true, maxRetries: 1, maxRetryDelay: 50 }).balance.fetch(), 429, 20429);
  await refused(client.balance.fetch(), 429, 20429);
  await person("DELETE", "faults");
  assert.equal((await client.validateSslCert()).statusCode, 200);

  const eager = twilio(accountSid, authToken, { lazyLoading: false, userAgentExtensions: ["owl-bank/1.0"], timeout: 5000 });
  assert.ok(await eager.balance.fetch());
  assert.equal(eager.lastRequest ?? eager.httpClient.lastRequest.method, "get");
  assert.equal(eager.httpClient.lastResponse.statusCode, 200);
  assert.match(eager.httpClient.lastResponse.headers["twilio-request-id"], /^RQ[0-9a-f]{32}$/);
}

// regions and edges change the host, and so does the older way to name a region.
async function regions() {
  const sydney = twilio(accountSid, authToken, { region: "au1", edge: "sydney" });
  assert.ok(Array.isArray(await sydney.messages.list({ limit: 1 })));
  assert.match(sydney.httpClient.lastRequest.url, /^https:\/\/api\.sydney\.au1\.twilio\.com\//);
  const page = await sydney.messages.page({ pageSize: 1 });
  assert.equal((await page.nextPage()).instances.length, 1);
}

async function logs() {
  const lines = [];
  const { log } = console;
  console.log = (line) => lines.push(String(line));
  try {
    await twilio(accountSid, authToken, { logLevel: "debug" }).balance.fetch();
  } finally {
    console.log = log;
  }
  assert.ok(lines.includes("response.statusCode: 200"));
  assert.ok(!lines.some((line) => line.includes(authToken)));
}

await run(wrongCredentials, errors, accounts, subaccounts, keys, tokens, apps, options, regions, logs);
