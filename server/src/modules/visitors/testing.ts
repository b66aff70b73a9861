/** For tests: a widget on the whole product, visitors in front of it, and the signature of a host site's server. */
import { createHmac, randomUUID } from "node:crypto";
import type { Session, WidgetMessage } from "@omniflow/contract/widget";
import { sql } from "../../platform/db.ts";
import { type Answer, openTest } from "../../test/kit.ts";

export const secret = "a secret that only the shop's server knows";
export const page = { url: "https://shop.example/lamps", title: "Lamps" };

type Method = "GET" | "POST" | "PATCH";
export type Visitor = Session & {
  say(text: string, more?: object): Promise<Answer>;
  call(method: Method, path: string, body?: unknown): Promise<Answer>;
};

export async function openChat(settings: Record<string, string> = {}) {
  const t = await openTest({ settings });
  const { data } = await t.api("GET", "/channels");
  const { id: channelId, key } = data.find((channel: { kind: string }) => channel.kind === "chat");
  await t.api("PATCH", `/channels/${channelId}`, { secrets: { identity_secret: secret } });

  const call = (method: Method, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    t.as({})(method, `/api/widget/${key}/${path}`, body, headers);

  const open = async (more: object = {}): Promise<Visitor> => {
    const body = { origin: "https://shop.example", page, language: "en", time_zone: "UTC", ...more };
    const session = await call("POST", "session", body);
    if (session.error) throw new Error(session.error.message);
    const as: Visitor["call"] = (method, path, content) =>
      call(method, path, content, { authorization: `Bearer ${session.data.token}` });
    const say: Visitor["say"] = (text, rest = {}) =>
      as("POST", "messages", { id: randomUUID(), text, file_ids: [], page, ...rest });
    return { ...session.data, call: as, say };
  };

  const history = async (visitor: Visitor): Promise<WidgetMessage[]> =>
    (await visitor.call("GET", "messages")).data.messages;
  const texts = async (visitor: Visitor) =>
    (await history(visitor)).map((message) => `${message.from}: ${message.text}`);

  /** The conversation a visitor's message led to. */
  const conversationOf = async (message: { id: string }): Promise<string> => {
    const row = await t.platform.db.inWorkspace(t.workspaceId, (tx) =>
      tx.row<{ conversation_id: string }>(sql`select conversation_id from messages where id = ${message.id}`),
    );
    return row!.conversation_id;
  };

  const reply = async (conversationId: string, text: string): Promise<string> => {
    const answer = await t.api("POST", `/conversations/${conversationId}/messages`, { kind: "message", text });
    await t.work();
    return answer.data.id;
  };
  return { t, key, channelId, call, open, history, texts, conversationOf, reply };
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function signJwt(claims: object, key: string, header: object = { alg: "HS256", typ: "JWT" }): string {
  const body = `${encode(header)}.${encode(claims)}`;
  return `${body}.${createHmac("sha256", key).update(body).digest("base64url")}`;
}
