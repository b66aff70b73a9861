/** Attacks over HTTP and mail that need no browser: inner addresses, evil file names, bodies that are not what they say. */
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ok } from "./support/api.ts";
import { evilNames } from "./support/evil-names.ts";
import { innerAddresses, inUrl, openProbe, type Probe } from "./support/inner-addresses.ts";
import { sendMail } from "./support/mail-client.ts";
import { malformedCalls } from "./support/malformed.ts";
import { apiKey, bootstrap, mailbox } from "./support/server.ts";
import { openStage } from "./support/stage.ts";
import { pause, until } from "./support/until.ts";

const stage = openStage(bootstrap);

let probe: Probe;

beforeAll(async () => {
  probe = await openProbe();
});
afterAll(() => probe?.close());

it("tests no mail server inside the house", async () => {
  const { api } = stage;
  const imap = {
    mode: "imap",
    imap_port: probe.port,
    imap_secure: false,
    imap_user: "u",
    smtp_port: probe.port,
    smtp_secure: false,
  };
  const channel = await ok(
    api("POST", "/channels", {
      kind: "email",
      name: "Inner",
      address: "inner@acme.test",
      settings: { ...imap, imap_host: "mail.invalid", smtp_host: "mail.invalid" },
      secrets: { imap_password: "p", smtp_password: "p" },
    }),
  );
  for (const host of innerAddresses) {
    for (const settings of [
      { ...imap, imap_host: host },
      { mode: "builtin", smtp_host: host, smtp_port: probe.port },
    ]) {
      const changed = await api("PATCH", `/channels/${channel.id}`, { settings });
      expect(changed.status, host).toBeLessThan(500);
      if (changed.status >= 400) continue;
      const tested = await api("POST", `/channels/${channel.id}/test`, {});
      expect(tested.status, host).toBeLessThan(500);
      if (tested.status < 400) expect(tested.data, host).toMatchObject({ ok: false });
    }
  }
  await ok(api("DELETE", `/channels/${channel.id}`));
  expect(probe.knocks()).toBe(0);
});

it("posts no answer of a custom channel to an address inside the house", async () => {
  const { api } = stage;
  const targets = innerAddresses.map(inUrl);
  for (const [index, host] of targets.entries()) {
    const channel = await api("POST", "/channels", {
      kind: "api",
      name: `Hook ${index}`,
      settings: { webhook_url: `http://${host}:${probe.port}/` },
    });
    expect(channel.status, host).toBeLessThan(500);
    if (channel.status >= 400) continue;
    const { conversation_id } = await ok(
      api("POST", `/channels/${channel.data.id}/messages`, {
        external_id: `x${index}`,
        from: { handle: `h${index}` },
        text: "hi",
      }),
    );
    await ok(api("POST", `/conversations/${conversation_id}/messages`, { kind: "message", text: "answer" }));
  }
  await pause(2_000);
  expect(probe.knocks()).toBe(0);
});

it("fetches no picture from inside the house, and none without a signature", async () => {
  const { api } = stage;
  const urls = innerAddresses.map((host) => `http://${inUrl(host)}:${probe.port}/p.png`);
  urls.push(
    `file:///etc/passwd`,
    `ftp://127.0.0.1:${probe.port}/x.png`,
    `gopher://127.0.0.1:${probe.port}/x`,
    `http://u:p@127.0.0.1:${probe.port}/x.png`,
  );
  const html = urls.map((url) => `<img src="${url.replaceAll('"', "")}">`).join("");
  await sendMail(stage.server, { from: "pictures@customer.test", to: mailbox, subject: "Inner pictures", html });
  const [conversation] = await until("the mail is read", async () => {
    const found = await ok(api("GET", "/conversations?q=pictures"));
    return found.length > 0 && found;
  });
  const messages = await ok(api("GET", `/conversations/${conversation.id}/messages?images=true`));
  const addresses: string[] = [...messages[0].html.matchAll(/\/api\/v1\/remote-image\?[^"'\s]+/g)].map(([found]) =>
    found.replaceAll("&amp;", "&"),
  );
  expect(addresses.length).toBeGreaterThan(20);
  for (const address of addresses) {
    const answer = await fetch(stage.server.url + address);
    expect(answer.status, address).toBeGreaterThanOrEqual(400);
    expect(answer.status, address).not.toBe(500);
  }
  const unsigned = await fetch(
    `${stage.server.url}/api/v1/remote-image?url=${encodeURIComponent("https://example.com/x.png")}`,
  );
  expect(unsigned.status).toBeGreaterThanOrEqual(400);
  const tampered = addresses[0]!.replace(/url=[^&]+/, `url=${encodeURIComponent("https://example.com/x.png")}`);
  expect((await fetch(stage.server.url + tampered)).status).toBeGreaterThanOrEqual(400);
  expect(probe.knocks()).toBe(0);
});

it("makes evil file names harmless on upload and by mail", async () => {
  const { api } = stage;
  for (const name of evilNames) {
    const form = new FormData();
    form.append("file", new Blob(["x"]), name);
    const uploaded = await api("POST", "/files", form);
    expect(uploaded.status, JSON.stringify(name)).toBeLessThan(500);
    if (uploaded.status < 400) expectHarmless(uploaded.data.name);
  }
  await sendMail(stage.server, {
    from: "names@customer.test",
    to: mailbox,
    subject: "Evil names",
    text: "Look.",
    attachments: evilNames.map((filename) => ({ filename, content: "x", contentType: "application/octet-stream" })),
  });
  const [conversation] = await until("the mail is read", async () => {
    const found = await ok(api("GET", "/conversations?q=evil"));
    return found.length > 0 && found;
  });
  const [message] = await ok(api("GET", `/conversations/${conversation.id}/messages`));
  expect(message.attachments.length).toBe(evilNames.length);
  for (const attachment of message.attachments) {
    expectHarmless(attachment.name);
    const answer = await fetch(stage.server.url + attachment.url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("set-cookie")).toBeNull();
  }
  const stored = readdirSync(stage.server.dataDir, { recursive: true }).map(String);
  expect(stored.filter((path) => !path.startsWith("postgres") && /evil|htaccess|CON$/i.test(path))).toEqual([]);
});

function expectHarmless(name: string): void {
  expect(name).toMatch(/\S/);
  expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}\uFF0F\uFF3C]/u);
  expect(name).not.toMatch(/^\.+$/);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
}

it("answers malformed calls with a reason, never with a failure of its own", async () => {
  const { api, server } = stage;
  const spec = await (await fetch(`${server.url}/api/openapi.json`)).json();
  const channel = await ok(api("POST", "/channels", { kind: "api", name: "Shop" }));
  const first = { external_id: "1", from: { email: "first@customer.test" }, text: "Hello." };
  const { conversation_id, contact_id, message_id } = await ok(api("POST", `/channels/${channel.id}/messages`, first));
  const ids = {
    conversations: conversation_id,
    contacts: contact_id,
    channels: channel.id,
    message_id,
    teams: (await ok(api("POST", "/teams", { name: "Team" }))).id,
    tags: (await ok(api("POST", "/tags", { name: "tag" }))).id,
  };
  const calls = malformedCalls(spec, ids);
  console.log(`security: ${calls.length} malformed calls`);
  expect(calls.length).toBeGreaterThan(1_000);
  const failures: string[] = [];
  for (const { method, path, what, body, type } of calls) {
    const answer = await fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(type ? { "content-type": type } : {}) },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : new Uint8Array(body) }),
    });
    const text = await answer.text();
    // Too many requests would mean that the call was never looked at.
    if (answer.status >= 500 || answer.status === 429)
      failures.push(`${method} ${path.slice(0, 120)} ← ${what}: ${answer.status} ${text.slice(0, 150)}`);
  }
  expect(failures).toEqual([]);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});
