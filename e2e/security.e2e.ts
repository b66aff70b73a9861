/** Attacks over HTTP and mail that need no browser: inner addresses, evil file names, bodies that are not what they say. */
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { hostname } from "node:os";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Any, ok } from "./support/api.ts";
import { sendMail } from "./support/mail-client.ts";
import { freePort } from "./support/ports.ts";
import { bootstrap, mailbox } from "./support/server.ts";
import { openStage } from "./support/stage.ts";
import { pause, until } from "./support/until.ts";

const stage = openStage(bootstrap);

/** Names and spellings of places inside the house, above all of this machine. */
const inside = [
  ...["127.0.0.1", "127.1", "127.255.255.254", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.1", "017700000001"],
  ...[
    "0177.0.0.1",
    "127.0.0.1.",
    "127.000.000.001",
    "１２７.０.０.１",
    "127。0。0。1",
    "localhost",
    "LOCALHOST",
    "localhost.",
  ],
  ...["foo.localhost", "ip6-localhost", "localhost.localdomain", hostname(), "::1", "[::1]", "::", "0:0:0:0:0:0:0:1"],
  ...["::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1", "fd00::1"],
  ...["169.254.169.254", "168.63.129.16", "100.100.100.200", "100.64.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1"],
  ...[
    "192.0.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "127.0.0.1%00.example.com",
    "127.0.0.1/x",
    "a@127.0.0.1",
  ],
];

/** Listens where nothing of a workspace may ever call. */
const probes = [createServer(), createServer()];
let knocks = 0;
let port: number;

beforeAll(async () => {
  port = await freePort();
  for (const [index, host] of ["127.0.0.1", "::1"].entries()) {
    const probe = probes[index]!;
    probe.on("connection", (socket) => {
      knocks++;
      socket.destroy();
    });
    await new Promise<void>((done) => {
      probe.once("error", () => done());
      probe.listen(port, host, done);
    });
  }
});
afterAll(() => {
  for (const probe of probes) probe.close();
});

it("tests no mail server inside the house", async () => {
  const { api } = stage;
  const imap = {
    mode: "imap",
    imap_port: port,
    imap_secure: false,
    imap_user: "u",
    smtp_port: port,
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
  for (const host of inside) {
    for (const settings of [
      { ...imap, imap_host: host },
      { mode: "builtin", smtp_host: host, smtp_port: port },
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
  expect(knocks).toBe(0);
});

it("posts no answer of a custom channel to an address inside the house", async () => {
  const { api } = stage;
  const targets = inside.map((host) => (host.includes(":") && !host.startsWith("[") ? `[${host}]` : host));
  for (const [index, host] of targets.entries()) {
    const channel = await api("POST", "/channels", {
      kind: "api",
      name: `Hook ${index}`,
      settings: { webhook_url: `http://${host}:${port}/` },
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
  expect(knocks).toBe(0);
});

it("fetches no picture from inside the house, and none without a signature", async () => {
  const { api } = stage;
  const urls = inside.map(
    (host) => `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}/p.png`,
  );
  urls.push(
    `file:///etc/passwd`,
    `ftp://127.0.0.1:${port}/x.png`,
    `gopher://127.0.0.1:${port}/x`,
    `http://u:p@127.0.0.1:${port}/x.png`,
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
  expect(knocks).toBe(0);
});

const names = [
  ...[
    "../../../../evil.txt",
    "..\\..\\evil.exe",
    "/etc/cron.d/evil",
    "C:\\Windows\\evil.dll",
    "\\\\server\\share\\evil",
    "~/.ssh/evil",
  ],
  ...[
    "..",
    ".",
    "...",
    "/",
    "\\",
    "evil\u0000.png",
    "evil\r\nSet-Cookie: a=b.txt",
    "invoice\u202Egnp.exe",
    "in\u200Bvoice\u2066.pdf",
  ],
  ...[
    "CON",
    "aux.txt",
    "NUL.tar.gz",
    "evil\uFF0F..\uFF0Fevil.txt",
    `${"a".repeat(5_000)}.txt`,
    `${"💣".repeat(200)}.png`,
    "evil.txt. . .",
  ],
  ...["%2e%2e%2fevil.txt", "evil.txt::$DATA", "<evil>|?*.txt", "evil\t\v.txt", "  ", ".htaccess", "-rf"],
];

it("makes evil file names harmless on upload and by mail", async () => {
  const { api } = stage;
  for (const name of names) {
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
    attachments: names.map((filename) => ({ filename, content: "x", contentType: "application/octet-stream" })),
  });
  const [conversation] = await until("the mail is read", async () => {
    const found = await ok(api("GET", "/conversations?q=evil"));
    return found.length > 0 && found;
  });
  const [message] = await ok(api("GET", `/conversations/${conversation.id}/messages`));
  expect(message.attachments.length).toBe(names.length);
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

const bodies: [string, string | Buffer][] = [
  ...[
    "",
    "{",
    "[]",
    "null",
    '"text"',
    "1e999",
    "{}{}",
    '{"a":',
    "\u0000",
    '{"__proto__":{"admin":true}}',
    `${"[".repeat(20_000)}`,
  ].map((text): [string, string] => [text.slice(0, 30), text]),
  ["not UTF-8", Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d])],
];
/** Of a type no field has, and text that databases refuse. */
const values: unknown[] = [
  null,
  -1,
  1e300,
  true,
  [],
  {},
  "",
  "\u0000",
  "\ud800",
  "x".repeat(3_000),
  [[[]]],
  { a: 1 },
  "2026-99-99T99:99:99Z",
];

it("answers malformed bodies with a reason, never with a failure of its own", async () => {
  const spec = await (await fetch(`${stage.server.url}/api/openapi.json`)).json();
  const id = "01890000-0000-7000-8000-000000000000";
  let tried = 0;
  let held = 0;
  const failures: string[] = [];
  const call = async (
    method: string,
    path: string,
    what: string,
    body: string | Buffer | null,
    type = "application/json",
  ) => {
    tried++;
    const answer = await fetch(stage.server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${bootstrap.OMNIFLOW_BOOTSTRAP_API_KEY}`,
        ...(body === null ? {} : { "content-type": type }),
      },
      ...(body === null ? {} : { body: typeof body === "string" ? body : new Uint8Array(body) }),
    });
    const text = await answer.text();
    if (answer.status === 429) held++;
    if (answer.status >= 500) failures.push(`${method} ${path} ← ${what}: ${answer.status} ${text.slice(0, 150)}`);
  };
  for (const [template, methods] of Object.entries<Record<string, Any>>(spec.paths)) {
    if (!template.startsWith("/api/v1/") || /realtime|setup|\/members|\/api-keys|\/sessions|sample-data/.test(template))
      continue;
    for (const [name, operation] of Object.entries(methods)) {
      const method = name.toUpperCase();
      const path = template.replace(/\{[^}]+\}/g, id);
      const schema = operation.requestBody?.content?.["application/json"]?.schema;
      if (method === "DELETE") continue;
      if (method === "GET") {
        for (const bad of ["%00", "%ff", "'", "\u202e", "a".repeat(3_000)]) {
          const query = (operation.parameters ?? [])
            .filter((one: Any) => one.in === "query")
            .map((one: Any) => `${one.name}=${encodeURIComponent(decodeURIComponentSafe(bad))}`);
          if (query.length > 0) for (const one of query) await call(method, `${path}?${one}`, one.slice(0, 40), null);
          if (template.includes("{")) await call(method, template.replace(/\{[^}]+\}/g, bad), bad.slice(0, 10), null);
        }
        continue;
      }
      for (const [what, body] of bodies) await call(method, path, what, body);
      await call(method, path, "another type", "a=b", "application/x-www-form-urlencoded");
      await call(method, path, "no multipart", "x", "multipart/form-data; boundary=x");
      for (const field of Object.keys(schema?.properties ?? {}))
        for (const value of values)
          await call(
            method,
            path,
            `${field}: ${JSON.stringify(value).slice(0, 20)}`,
            JSON.stringify({ ...minimal(schema), [field]: value }),
          );
    }
  }
  console.log(`security: ${tried} malformed calls`);
  expect(tried).toBeGreaterThan(500);
  expect(failures).toEqual([]);
  expect(held, "calls the rate limit kept from being judged").toBe(0);
  expect((await fetch(`${stage.server.url}/readyz`)).status).toBe(200);
});

const decodeURIComponentSafe = (text: string) => (text === "%00" ? "\u0000" : text);

/** The least that passes a schema's own required fields, so that a wrong field is met beyond the first check. */
function minimal(schema: Any): Record<string, unknown> {
  const of = (one: Any): unknown => {
    if (one.enum) return one.enum[0];
    if (one.anyOf) return of(one.anyOf[0]);
    if (one.const !== undefined) return one.const;
    if (one.type === "string")
      return one.format === "email"
        ? "a@b.test"
        : one.format === "uuid"
          ? "01890000-0000-7000-8000-000000000000"
          : "text of some length";
    if (one.type === "integer" || one.type === "number") return one.minimum ?? 1;
    if (one.type === "boolean") return true;
    if (one.type === "array") return [];
    return one.properties ? minimal(one) : {};
  };
  return Object.fromEntries((schema.required ?? []).map((name: string) => [name, of(schema.properties[name])]));
}
