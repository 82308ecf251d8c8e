// This module has what the scripts share: the client as everybody makes it, the people at
// the phones, and the application that Twilio asks.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import twilio from "twilio";

export const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken } = process.env;

// The person who is texted and called, and the number that the account has from its start.
// Nobody owns them.
export const ada = "+14155551234";
export const desk = "+14155556789";

// client knows its credentials and the way to the server from the environment alone.
export const client = twilio();

// person asks the control API to do what a person does, at a path such as phones/+14155551234/code.
export async function person(method, path, body) {
  const response = await fetch(`${process.env.TWILIO_BASE_URL}/_sim/v1/${path}`, {
    method,
    headers: method === "GET" ? {} : { "content-type": "application/json" },
    body: method === "GET" ? undefined : JSON.stringify(body ?? {}),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
  return response.json();
}

// refused asserts that a request fails with a status and a code of Twilio's.
export async function refused(request, status, code) {
  await assert.rejects(request, (error) => {
    assert.deepEqual([error.status, error.code], [status, code], error.message);
    return true;
  });
}

// until asks again until an answer is as it should be.
export async function until(ask, isReady) {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await ask();
    if (isReady(answer)) return answer;
    await sleep(100);
  }
  throw new Error(`it never became so: ${isReady}`);
}

// statusIs is for until.
export const statusIs = (status) => (one) => one?.status === status;

// application starts a server as an application has it. answer gets each request, which looks
// like one of Express, and returns TwiML, or nothing. The server notes the requests.
export async function application(answer = () => {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    request.rawBody = await textOf(request);
    request.protocol = "http";
    request.originalUrl = request.url;
    request.path = new URL(request.url, "http://app").pathname;
    request.header = (name) => request.headers[name.toLowerCase()];
    request.body = Object.fromEntries(new URLSearchParams(request.rawBody));
    requests.push(request);
    const twiml = await answer(request);
    response.writeHead(twiml ? 200 : 204, { "content-type": "text/xml" });
    response.end(twiml && String(twiml));
  });
  await new Promise((listens) => server.listen(0, "127.0.0.1", listens));
  server.unref();
  return { url: `http://127.0.0.1:${server.address().port}`, requests };
}

async function textOf(request) {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}

// run runs the parts of a script one after the other.
export async function run(...parts) {
  for (const part of parts) {
    await part();
    console.log(`ok ${part.name}`);
  }
}
