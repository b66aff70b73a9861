/**
 * The suite every adapter runs (in a test beside it): what the core relies on, whatever the channel. Recorded payloads go in
 * as `fixtures`; `outbound` messages that fit the limits are made here.
 */
import { Readable } from "node:stream";
import type { TObject } from "typebox";
import { Value } from "typebox/value";
import { describe, expect, test } from "vitest";
import {
  type ChannelAdapter,
  ChannelError,
  type ConnectionView,
  type Inbound,
  type InboundMessage,
  type Limits,
  limitsOf,
  type Outbound,
  type RawRequest,
} from "./adapter.ts";

export type AdapterFixture = {
  name: string;
  request: RawRequest;
  /** This one cannot be read: `parse` must say so with a ChannelError. */
  unreadable?: boolean;
  /** It is another delivery of the fixture of this name: same external ids. Otherwise ids must differ. */
  again?: string;
};

export type AdapterSuite = {
  fixtures: AdapterFixture[];
  connection: ConnectionView;
  /** Messages with properties this channel cares about, besides the standard ones. */
  outbound?: Partial<Outbound>[];
  /** A connection whose provider cannot be reached; `send` to it must fail with a ChannelError. */
  unreachable?: ConnectionView;
};

export function describeAdapter(adapter: ChannelAdapter, suite: AdapterSuite): void {
  describe(`${adapter.kind}: the channel contract`, () => {
    describeForm(adapter);
    describeLimits(adapter, suite.connection);
    describeParse(adapter, suite);
    describeRender(adapter, suite);
    describeSend(adapter, suite);
  });
}

/** A connection for suites and tests: signs with plain text, so that what is signed can be read. */
export const testConnection = <S, C>(settings: S, secrets: C, more: Partial<ConnectionView> = {}) =>
  ({
    id: "0198c0de-0000-7000-8000-00000000c0c0",
    workspaceId: "0198c0de-0000-7000-8000-0000000000aa",
    key: "testkey",
    name: "Test",
    address: null,
    host: { publicUrl: "https://desk.example", mailRelay: null, mailDomain: "desk.example" },
    sign: (purpose, payload) => `signed.${Buffer.from(`${purpose} ${payload}`).toString("base64url")}`,
    unsign: (purpose, token) => {
      const text = Buffer.from(token.replace(/^signed\./, ""), "base64url").toString();
      return text.startsWith(`${purpose} `) ? text.slice(purpose.length + 1) : null;
    },
    ...more,
    settings,
    secrets,
  }) as ConnectionView<S, C>;

function describeForm(adapter: ChannelAdapter): void {
  const names = (schema: TObject) => Object.keys(schema.properties);
  test("the form draws every setting and secret, and nothing else", () => {
    expect(Object.keys(adapter.form).sort()).toEqual([...names(adapter.settings), ...names(adapter.secrets)].sort());
    for (const [name, field] of Object.entries(adapter.form)) {
      expect(field.label, name).not.toBe("");
      if (field.when) expect(adapter.form, `${name} depends on ${field.when.field}`).toHaveProperty(field.when.field);
    }
  });
  test("secrets are drawn as passwords, and a new connection needs none", () => {
    for (const name of names(adapter.secrets)) expect(adapter.form[name]?.input, name).toBe("password");
    for (const name of names(adapter.settings)) expect(adapter.form[name]?.input, name).not.toBe("password");
  });
  test("defaults alone are valid settings", () => {
    const settings = Value.Default(adapter.settings, {});
    const problems = Value.Errors(adapter.settings, settings).filter((problem) => problem.keyword !== "required");
    expect(problems).toEqual([]);
  });
  test("schemas travel as JSON", () => {
    expect(JSON.parse(JSON.stringify(adapter.settings)).properties).toBeTypeOf("object");
    expect(adapter.label).not.toBe("");
    expect(adapter.summary).not.toBe("");
  });
}

function describeLimits(adapter: ChannelAdapter, connection: ConnectionView): void {
  test("the limits agree with each other and with the schema", () => {
    for (const limits of [adapter.limits, limitsOf(adapter, connection)]) checkLimits(adapter, limits);
    expect(Value.Errors(adapter.settings, connection.settings)).toEqual([]);
    expect(Value.Errors(adapter.secrets, connection.secrets)).toEqual([]);
  });
}

function checkLimits(adapter: ChannelAdapter, limits: Limits): void {
  expect(limits.reaches.length).toBeGreaterThan(0);
  expect(new Set(limits.reaches).size).toBe(limits.reaches.length);
  if (limits.maxText !== null) expect(limits.maxText).toBeGreaterThan(0);
  expect(limits.maxFiles > 0).toBe(limits.maxFileBytes > 0);
  if (limits.cc) expect(limits.reaches).toContain("email");
  if (adapter.address) expect(limits.reaches).toContain(adapter.address.kind);
  // Segments are of plain text.
  if (limits.segments) expect(limits.html).toBe(false);
}

function describeParse(adapter: ChannelAdapter, { fixtures, connection }: AdapterSuite): void {
  const parse = async (request: RawRequest) => adapter.parse(request, connection);
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))("parse: %s", async (_name, fixture) => {
    if (fixture.unreadable) {
      await expect(parse(fixture.request)).rejects.toBeInstanceOf(ChannelError);
      return;
    }
    const before = Buffer.from(fixture.request.body);
    const items = await parse(fixture.request);
    for (const item of items) checkInbound(item);
    const ids = messagesIn(items).map((item) => item.externalId);
    expect(new Set(ids).size, "external ids of one request differ").toBe(ids.length);
    // A second delivery is recognised by its id, so the id must not be made of chance or time.
    expect(messagesIn(await parse(fixture.request)).map((item) => item.externalId)).toEqual(ids);
    expect(before.equals(fixture.request.body), "parse leaves the request alone").toBe(true);
  });
  test("different payloads have different external ids", async () => {
    const owner = new Map<string, string>();
    for (const fixture of fixtures.filter((one) => !one.unreadable)) {
      for (const item of messagesIn(await parse(fixture.request))) {
        const key = `${item.externalId} ${item.fingerprint ?? ""}`;
        const before = owner.get(key);
        if (before !== undefined && before !== fixture.name)
          expect(fixture.again, `${fixture.name}: ${key}`).toBe(before);
        owner.set(key, fixture.again ?? fixture.name);
      }
    }
  });
  test("garbage is refused with a ChannelError or read, never a crash", async () => {
    for (const body of ["", "\0\0\0", "{", "[]", "null", "�\xff\xfe", "a".repeat(100_000)]) {
      const request = { headers: {}, query: new URLSearchParams(), body: Buffer.from(body, "latin1") };
      const items = await parse(request).catch((error: unknown) => {
        expect(error).toBeInstanceOf(ChannelError);
        expect((error as ChannelError).reason).not.toBe("");
        return [];
      });
      for (const item of items) checkInbound(item);
    }
  });
}

const messagesIn = (items: Inbound[]) => items.filter((item): item is InboundMessage => item.kind === "message");

function checkInbound(item: Inbound): void {
  if (item.kind === "message") {
    expect(item.externalId).not.toBe("");
    expect(item.from.value).not.toBe("");
    if (item.from.kind === "email") expect(item.from.value).toBe(item.from.value.toLowerCase());
    expect(item.sentAt).toBeInstanceOf(Date);
    expect(Number.isNaN(item.sentAt.getTime()), "a readable date").toBe(false);
    expect(item.text).toBeTypeOf("string");
    for (const file of item.files) expect(file.body !== undefined || file.ref !== undefined, file.name).toBe(true);
  } else if (item.kind === "receipt") {
    expect(item.externalId).not.toBe("");
  } else {
    expect(item.thread).not.toBe("");
  }
}

function describeRender(adapter: ChannelAdapter, { connection, outbound = [] }: AdapterSuite): void {
  const messages = [
    {},
    { text: longest(adapter) },
    { references: ["one@example.com", "two@example.com"] },
    ...outbound,
  ];
  test("render is pure: the same parts each time, and the message stays as it was", () => {
    for (const more of messages) {
      const message = freeze(sampleOutbound(adapter, more));
      const parts = adapter.render(message, connection);
      expect(parts.length).toBeGreaterThan(0);
      expect(JSON.stringify(adapter.render(message, connection))).toBe(JSON.stringify(parts));
    }
  });
}

/** As long as the channel takes, or long enough to matter. */
const longest = (adapter: ChannelAdapter) => "word ".repeat(Math.floor((adapter.limits.maxText ?? 50_000) / 5));

/** A message as the core would hand it over: within the limits. */
export function sampleOutbound(adapter: ChannelAdapter, more: Partial<Outbound> = {}): Outbound {
  const kind = adapter.limits.reaches[0]!;
  const value = { email: "jane@example.com", phone: "+4930123456", handle: "jane", visitor: "v1", user: "u1" }[kind];
  const file = {
    id: "0198c0de-0000-7000-8000-0000000000f1",
    name: "notes.txt",
    contentType: "text/plain",
    size: 5,
    open: async () => Readable.from([Buffer.from("hello")]),
  };
  return {
    id: "0198c0de-0000-7000-8000-0000000000e1",
    threadId: "0198c0de-0000-7000-8000-0000000000d1",
    threadKey: null,
    subject: adapter.limits.subject ? "Your order" : "",
    text: "Hello Jane,\nit is on its way. 🚚",
    html: adapter.limits.html ? "<p>Hello Jane,<br>it is on its way. 🚚</p>" : null,
    author: { name: "Ann" },
    to: [{ kind, value, name: "Jane" }],
    cc: [],
    bcc: [],
    files: adapter.limits.maxFiles > 0 ? [file] : [],
    references: [],
    createdAt: new Date("2026-01-05T09:00:00Z"),
    ...more,
  };
}

const freeze = (message: Outbound): Outbound => {
  for (const value of Object.values(message)) if (value && typeof value === "object") Object.freeze(value);
  return Object.freeze(message);
};

function describeSend(adapter: ChannelAdapter, { connection, unreachable }: AdapterSuite): void {
  const part = () => adapter.render(sampleOutbound(adapter), connection)[0];
  test("send fails at once when told to stop, or needs no provider", async () => {
    const started = Date.now();
    const result = await adapter.send(part(), connection, AbortSignal.abort()).catch((error: unknown) => error);
    expect(Date.now() - started).toBeLessThan(2000);
    if (!(result instanceof Error)) expect(result).toHaveProperty("externalId");
  });
  test.runIf(unreachable)("a provider that cannot be reached is a ChannelError with words for people", async () => {
    const failure = await adapter.send(part(), unreachable!, AbortSignal.timeout(15_000)).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ChannelError);
    expect((failure as ChannelError).reason).toMatch(/\w+ \w+/);
  });
}
