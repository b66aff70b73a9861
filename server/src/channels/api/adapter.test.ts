import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEgress } from "../../platform/fetch.ts";
import { ChannelError, type RawRequest } from "../adapter.ts";
import { describeAdapter, sampleOutbound, testConnection } from "../contract.ts";
import { createApiAdapter } from "./adapter.ts";
import type { ApiConnection } from "./send.ts";

type Call = { headers: IncomingMessage["headers"]; body: string };
const calls: Call[] = [];
let respond = (response: ServerResponse): void => void response.end();
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
  respond(response);
});
const egress = createEgress({ allowPrivate: true });
const now = new Date("2026-01-05T09:00:00Z");
const adapter = createApiAdapter({ fetch: egress.fetch, now: () => now });
const secret = "a signing secret, long enough";
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  await egress.close();
  server.close();
});
beforeEach(() => {
  calls.length = 0;
  respond = (response) => void response.end();
});

const request = (body: unknown): RawRequest => ({
  headers: { "content-type": "application/json" },
  query: new URLSearchParams(),
  body: Buffer.from(JSON.stringify(body)),
});
const message = {
  external_id: "m-1",
  thread: "order-7",
  from: { email: "Jane@Example.com", name: "Jane" },
  text: "Hi",
};

describeAdapter(adapter, {
  connection: testConnection({ webhook_url: "" }, {}),
  unreachable: testConnection({ webhook_url: "http://127.0.0.1:9/none" }, {}),
  fixtures: [
    { name: "a message", request: request(message) },
    { name: "the same again", request: request(message), again: "a message" },
    {
      name: "another",
      request: request({ ...message, external_id: "m-2", thread: undefined, from: { phone: "+49 30 1" } }),
    },
    {
      name: "by handle, as HTML",
      request: request({ external_id: "m-3", from: { handle: " jane " }, html: "<p>Hi</p>" }),
    },
    { name: "without a sender", request: request({ external_id: "m-4", from: {} }), unreadable: true },
  ],
});

for (const carries of ["plain", "sms"] as const)
  describeAdapter(
    { ...adapter, limits: adapter.limitsFor!({ carries }) },
    {
      connection: testConnection({ webhook_url: "", carries }, {}),
      fixtures: [{ name: "a message", request: request(message) }],
    },
  );

describe("answers", () => {
  const connection = (): ApiConnection => testConnection({ webhook_url: url }, { signing_secret: secret });
  const send = (more: object = {}, to = connection()) =>
    adapter.send(adapter.render(sampleOutbound(adapter, more), to)[0]!, to, AbortSignal.timeout(5000));
  const failure = (more?: object) =>
    send(more).then(
      () => null,
      (error: ChannelError) => error,
    );

  test("are posted with everything needed to show them, signed both ways", async () => {
    respond = (response) => void response.end(JSON.stringify({ external_id: "theirs-1" }));
    expect(await send({ threadKey: "key:order-7", references: ["m-1"] })).toEqual({ externalId: "theirs-1" });
    const [{ headers, body }] = calls as [Call];
    const { data, ...envelope } = JSON.parse(body);
    expect(envelope).toMatchObject({ type: "message.created", workspace_id: connection().workspaceId });
    expect(data).toMatchObject({
      thread: "order-7",
      to: [{ kind: "email", value: "jane@example.com" }],
      in_reply_to: "m-1",
    });
    expect(data.attachments).toMatchObject([{ name: "notes.txt", content: Buffer.from("hello").toString("base64") }]);
    const mac = (text: string) => createHmac("sha256", secret).update(text);
    const timestamp = headers["x-omniflow-timestamp"];
    expect(timestamp).toBe(String(now.getTime() / 1000));
    expect(headers["x-omniflow-signature"]).toBe(mac(`${timestamp}.${body}`).digest("hex"));
    expect(headers["webhook-signature"]).toBe(
      `v1,${mac(`${headers["webhook-id"]}.${timestamp}.${body}`).digest("base64")}`,
    );
    expect(headers["x-omniflow-delivery"]).toBe(data.message_id);
  });

  test("keep their delivery id over every try", async () => {
    await send();
    await send();
    expect(new Set(calls.map((call) => call.headers["x-omniflow-delivery"])).size).toBe(1);
  });

  test("need no webhook: they are read by API", async () => {
    const quiet = testConnection({ webhook_url: "" }, {});
    expect(await send({}, quiet)).toEqual({ externalId: sampleOutbound(adapter).id });
    expect(calls).toEqual([]);
  });

  test.each([
    [400, false],
    [404, false],
    [410, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
    [302, false],
  ])("a webhook that says %i: try again %s", async (status, retry) => {
    respond = (response) =>
      void response.writeHead(status, { location: "http://169.254.169.254/", "retry-after": "7" }).end();
    const error = await failure();
    expect(error).toBeInstanceOf(ChannelError);
    expect(error).toMatchObject({ retry, unknown: false, ...(retry ? { retryAfter: 7 } : {}) });
    expect(error!.reason).toContain(String(status));
    expect(calls).toHaveLength(1);
  });

  test("an address inside a private network is refused for good", async () => {
    const guarded = createEgress({ allowPrivate: false });
    const strict = createApiAdapter({ fetch: guarded.fetch, now: () => now });
    const to = connection();
    const error = await strict
      .send(strict.render(sampleOutbound(strict), to)[0]!, to, AbortSignal.timeout(5000))
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ name: "ChannelError", retry: false });
    expect(calls).toEqual([]);
    await guarded.close();
  });

  test("stop when told to", async () => {
    respond = () => {};
    const stop = new AbortController();
    const to = connection();
    const sending = adapter.send(adapter.render(sampleOutbound(adapter), to)[0]!, to, stop.signal);
    setTimeout(() => stop.abort(), 50);
    await expect(sending).rejects.toMatchObject({ name: "ChannelError", retry: true });
  });

  test("the test button calls the webhook", async () => {
    const { report } = await adapter.test!(connection(), AbortSignal.timeout(5000));
    expect(report[0]).toMatch(/took a test call \(signed\)/);
    expect(JSON.parse(calls[0]!.body)).toMatchObject({ type: "ping" });
  });
});
