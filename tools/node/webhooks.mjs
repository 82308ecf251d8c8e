// Webhooks: their signatures under the client's own checks, inbound messages, and replies in
// TwiML of the client's own builder.
import assert from "node:assert/strict";
import twilio from "twilio";
import { accountSid, ada, application, authToken, client, desk, person, run, statusIs, until } from "./desk/desk.mjs";

const { MessagingResponse } = twilio.twiml;

// checked asserts that a request is Twilio's by each way that the client has.
function checked(request, url) {
  const signature = request.header("X-Twilio-Signature");
  assert.ok(twilio.validateRequest(authToken, signature, url, request.body), "validateRequest");
  assert.ok(twilio.validateExpressRequest(request, authToken), "validateExpressRequest");
  assert.ok(twilio.validateExpressRequest(request, authToken, { url }), "validateExpressRequest with a URL");
  assert.ok(twilio.validateIncomingRequest(request, authToken), "validateIncomingRequest");
  assert.ok(!twilio.validateRequest("f".repeat(32), signature, url, request.body), "another token");
  assert.ok(!twilio.validateRequest(authToken, signature, `${url}?x=1`, request.body), "another URL");
  assert.ok(!twilio.validateRequest(authToken, signature, url, { ...request.body, Added: "x" }), "another parameter");
}

async function statusCallbacks() {
  const app = await application();
  const url = `${app.url}/status?order=7&name=o'brien`;
  const message = await client.messages.create({ from: desk, to: ada, body: "Hello", statusCallback: url });
  await until(() => app.requests.map((request) => request.body.MessageStatus), (statuses) => statuses.includes("sent") && statuses.includes("delivered"));
  for (const request of app.requests) {
    assert.deepEqual([request.method, request.body.MessageSid, request.body.To], ["POST", message.sid, ada]);
    checked(request, url);
  }
}

// failures reach the application with Twilio's code.
async function failures() {
  await person("POST", "faults", { times: 1, effect: { kind: "message-fails", stage: "after-sending", code: 30003 } });
  const app = await application();
  const message = await client.messages.create({ from: desk, to: ada, body: "Hello", statusCallback: `${app.url}/status` });
  const failed = await until(() => message.fetch(), statusIs("undelivered"));
  assert.equal(failed.errorCode, 30003);
  await until(() => app.requests.at(-1)?.body.ErrorCode, (code) => code === "30003");
}

async function replies() {
  const app = await application(() => {
    const reply = new MessagingResponse();
    const first = reply.message({ action: `${app.url}/reply-status` });
    first.body("Yes — see you at 9 & bring <papers>");
    reply.message("And a second one");
    return reply;
  });
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: desk });
  await number.update({ smsUrl: `${app.url}/sms`, smsMethod: "POST" });
  const { callback } = await person("POST", `phones/${ada}/messages`, { to: desk, body: "Are you there? 你好" });
  assert.equal(callback.status, 200);
  const [request] = app.requests;
  assert.deepEqual([request.body.From, request.body.To, request.body.Body, request.body.NumMedia], [ada, desk, "Are you there? 你好", "0"]);
  checked(request, `${app.url}/sms`);
  const sent = await until(() => client.messages.list({ to: ada, from: desk, limit: 2 }), (all) => all.every(statusIs("delivered")));
  assert.deepEqual(sent.map((message) => message.body).sort(), ["And a second one", "Yes — see you at 9 & bring <papers>"]);
  assert.deepEqual(sent.map((message) => message.direction), ["outbound-reply", "outbound-reply"]);
  const [inbound] = await client.messages.list({ from: ada, limit: 1 });
  assert.deepEqual([inbound.direction, inbound.status, inbound.sid], ["inbound", "received", request.body.MessageSid]);
  await until(() => app.requests.map((one) => one.url), (urls) => urls.includes("/reply-status"));
}

// inboundMedia comes as addresses, of which the client can look at the record.
async function inboundMedia() {
  const app = await application();
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: desk });
  await number.update({ smsUrl: `${app.url}/sms`, smsMethod: "GET" });
  await person("POST", `phones/${ada}/messages`, { to: desk, body: "Look", media: ["https://app.example.com/owl.png"] });
  const [request] = app.requests;
  assert.equal(request.method, "GET");
  const url = new URL(request.url, app.url);
  assert.ok(twilio.validateRequest(authToken, request.header("X-Twilio-Signature"), url.href, {}));
  assert.equal(url.searchParams.get("NumMedia"), "1");
  const file = await client.request({ method: "get", uri: url.searchParams.get("MediaUrl0"), allowRedirects: true });
  assert.deepEqual([file.statusCode, file.headers["content-type"]], [200, url.searchParams.get("MediaContentType0")]);
}

// The middleware for Express lets Twilio's requests pass, and refuses others.
async function middleware() {
  const verdict = (request) => new Promise((decided) => {
    const response = { type: () => response, status: (code) => ({ send: () => decided(code) }) };
    twilio.webhook(authToken)(request, response, () => decided("next"));
  });
  const verdicts = [];
  const app = await application(async (request) => void verdicts.push(await verdict(request)));
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: desk });
  await number.update({ smsUrl: `${app.url}/sms`, smsMethod: "POST" });
  await person("POST", `phones/${ada}/messages`, { to: desk, body: "Hello" });
  await fetch(`${app.url}/sms`, { method: "POST", body: "Body=Hello", headers: { "X-Twilio-Signature": "bm9ib2R5" } });
  await fetch(`${app.url}/sms`, { method: "POST", body: "Body=Hello" });
  assert.deepEqual(verdicts, ["next", 403, 400]);
}

// json is the body of some webhooks. Its hash stands in the address, and the address is signed.
async function json() {
  const app = await application();
  await client.numbers.v1.portingWebhookConfigurations.create({ port_in_target_url: `${app.url}/ports`, notifications_of: [] });
  const port = await client.numbers.v1.portingPortIns.create({
    account_sid: accountSid,
    documents: [],
    notification_emails: ["ada@example.com"],
    phone_numbers: [{ phone_number: "+14155550123", pin: "" }],
    losing_carrier_information: {
      customer_type: "Business", customer_name: "Owl Bank", authorized_representative: "Ada Lovelace", authorized_representative_email: "ada@example.com",
      address: { street: "1 Main Street", city: "San Francisco", state: "CA", zip: "94105", country: "USA" },
    },
  });
  await person("POST", "clock", { advance: "96h" }); // the letter of authorization goes out
  const request = await until(() => app.requests.at(-1), Boolean);
  assert.equal(JSON.parse(request.rawBody).port_in_request_sid, port.portInRequestSid);
  const url = app.url + request.url;
  assert.match(url, /[?&]bodySHA256=[0-9a-f]{64}$/);
  const signature = request.header("X-Twilio-Signature");
  assert.ok(twilio.validateRequestWithBody(authToken, signature, url, request.rawBody));
  assert.ok(twilio.validateExpressRequest(request, authToken));
  assert.ok(!twilio.validateRequestWithBody(authToken, signature, url, `${request.rawBody} `));
}

await run(statusCallbacks, failures, replies, inboundMedia, middleware, json);
