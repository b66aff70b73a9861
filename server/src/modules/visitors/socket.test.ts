/** The visitors' socket on a listening server: who gets in, and what each is told. */
import { randomUUID } from "node:crypto";
import type { WidgetServerMessage } from "@omniflow/contract/widget";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { sql } from "../../platform/db.ts";
import { openTest, type Test } from "../../test/kit.ts";

const page = { url: "https://shop.example/", title: "Shop" };
let t: Test;
let key: string;
let base: string;
const open: WebSocket[] = [];

beforeAll(async () => {
  t = await openTest();
  base = `127.0.0.1:${t.running.port}`;
  key = (await t.api("GET", "/channels")).data.find((channel: { kind: string }) => channel.kind === "chat").key;
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate();
});
afterAll(() => t.close());

type Told<T extends string> = Extract<WidgetServerMessage, { t: T }>;
type Line = {
  socket: WebSocket;
  heard: WidgetServerMessage[];
  next<T extends WidgetServerMessage["t"]>(kind: T): Promise<Told<T>>;
  /** The message with this text; told at least once, and the widget merges by id. */
  message(text: string): Promise<Told<"message">["message"]>;
  closed: Promise<number>;
};

async function connect(origin = `http://${base}`): Promise<Line> {
  const socket = new WebSocket(`ws://${base}/api/widget/socket`, { headers: { origin } });
  open.push(socket);
  const heard: WidgetServerMessage[] = [];
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  socket.on("message", (data) => heard.push(JSON.parse(String(data))));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const find = async <T extends WidgetServerMessage["t"]>(
    kind: T,
    fits: (message: Told<T>) => boolean,
  ): Promise<Told<T>> => {
    for (let i = 0; i < 200; i++) {
      const at = heard.findIndex((message) => message.t === kind && fits(message as Told<T>));
      if (at >= 0) return heard.splice(at, 1)[0] as Told<T>;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`nothing of the kind ${kind} was heard`);
  };
  return {
    socket,
    heard,
    next: (kind) => find(kind, () => true),
    message: async (text) => (await find("message", ({ message }) => message.text === text)).message,
    closed,
  };
}

async function visitor() {
  const call = (path: string, body: object, headers = {}) => t.as(headers)("POST", `/api/widget/${key}/${path}`, body);
  const session = { origin: "https://shop.example", page, language: "en", time_zone: "UTC" };
  const { token } = (await call("session", session)).data;
  const say = (text: string) =>
    call("messages", { id: randomUUID(), text, file_ids: [], page }, { authorization: `Bearer ${token}` });
  const sit = async () => {
    const line = await connect();
    line.socket.send(JSON.stringify({ t: "hello", key, token }));
    await line.next("hello");
    return line;
  };
  return { say, sit };
}

async function conversationOf(message: { id: string }): Promise<string> {
  const row = await t.platform.db.inWorkspace(t.workspaceId, (tx) =>
    tx.row<{ conversation_id: string }>(sql`select conversation_id from messages where id = ${message.id}`),
  );
  return row!.conversation_id;
}

describe("who gets in", () => {
  test("only our own frame", async () => {
    await expect(connect("https://evil.example")).rejects.toThrow(/403/);
  });

  test("only with a token of this widget", async () => {
    const line = await connect();
    line.socket.send(JSON.stringify({ t: "hello", key, token: "a-token-that-nobody-has-been-given" }));
    await line.next("refused");
    expect(await line.closed).toBe(4401);
  });

  test.each([
    ["before saying hello", { t: "ping" }],
    ["something unknown", { t: "steal" }],
    ["something malformed", { t: "hello", key: 1 }],
  ])("not with %s", async (_name, message) => {
    const line = await connect();
    line.socket.send(JSON.stringify(message));
    expect(await line.closed).toBe(1008);
  });
});

describe("what is told", () => {
  test("a first message reaches the visitor's other tab; an answer reaches both, and nobody else", async () => {
    const [mine, other] = [await visitor(), await visitor()];
    const [one, two, stranger] = [await mine.sit(), await mine.sit(), await other.sit()];
    await other.say("Unrelated");
    const { data } = await mine.say("Hello");
    for (const line of [one, two]) expect(await line.message("Hello")).toMatchObject({ from: "visitor" });
    await stranger.message("Unrelated");
    const conversation = await conversationOf(data);
    await t.api("POST", `/conversations/${conversation}/messages`, { kind: "note", text: "Secret" });
    await t.api("POST", `/conversations/${conversation}/messages`, { kind: "message", text: "Hi!" });
    await t.work();
    for (const line of [one, two]) expect(await line.message("Hi!")).toMatchObject({ from: "team" });
    expect(JSON.stringify(stranger.heard)).not.toMatch(/Hello|Hi!/);
    expect(JSON.stringify([...one.heard, ...two.heard])).not.toContain("Secret");
  });

  test("the team reads and writes: the visitor sees it; the visitor writes: the team sees it", async () => {
    const mine = await visitor();
    const line = await mine.sit();
    const conversation = await conversationOf((await mine.say("Hello")).data);
    const signals: { t: string; conversation_id?: unknown }[] = [];
    const stop = t.platform.hub.subscribe(t.workspaceId, (batch) => signals.push(...batch.signals));
    const member = await t.signIn();
    await member("POST", `/conversations/${conversation}/read`, {});
    expect(Date.parse((await line.next("seen")).at)).toBeGreaterThan(0);
    const id = (await member("GET", "/me")).data.member.id;
    const presence = (state: string) =>
      t.platform.hub.signal(t.workspaceId, { t: "presence", member: id, conversation, state });
    presence("typing_reply");
    expect(await line.next("typing")).toMatchObject({ on: true });
    presence("typing_note");
    expect(await line.next("typing")).toMatchObject({ on: false });
    line.socket.send(JSON.stringify({ t: "typing", on: true }));
    line.socket.send(JSON.stringify({ t: "ping" }));
    await line.next("pong");
    await expect
      .poll(() => signals.find((signal) => signal.t === "visitor_typing")?.conversation_id)
      .toBe(conversation);
    stop();
  });
});
