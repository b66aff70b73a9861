/** What this folder's tests share: a mailbox as the core would hand it over, and fixture mails. */
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { InboundMessage, Outbound, RawRequest } from "../adapter.ts";
import { createEmailAdapter } from "./adapter.ts";
import type { EmailConnection, EmailSecrets, EmailSettings } from "./settings.ts";

export const messageId = "0192a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
export const threadId = "0192a1b2-0000-7abc-9def-112233445566";

type Changes = {
  settings?: EmailSettings;
  secrets?: EmailSecrets;
  address?: string;
  relay?: string | null;
  key?: string;
};

export function mailbox(changes: Changes = {}): EmailConnection {
  const key = changes.key ?? "key-of-this-mailbox";
  const sign = (purpose: string, payload: string) =>
    `${payload}.${createHmac("sha256", key).update(`${purpose}\n${payload}`).digest("base64url")}`;
  return {
    id: "0192a1b2-1111-7abc-9def-112233445566",
    workspaceId: "0192a1b2-2222-7abc-9def-112233445566",
    key: "k234567890123456789k",
    name: "Acme Support",
    address: changes.address ?? "support@acme.test",
    settings: changes.settings ?? { mode: "builtin" },
    secrets: changes.secrets ?? {},
    host: { publicUrl: "http://127.0.0.1:21000", mailRelay: changes.relay ?? null, mailDomain: "desk.test" },
    sign,
    unsign: (purpose, token) => {
      const payload = token.slice(0, token.lastIndexOf("."));
      return sign(purpose, payload) === token ? payload : null;
    },
  };
}

/** A port of this channel's test range that nobody listens on now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 21_100 + Math.floor(Math.random() * 900);
    const server = createServer();
    const free = await new Promise<boolean>((done) => {
      server.once("error", () => done(false));
      server.listen(port, "127.0.0.1", () => done(true));
    });
    if (!free) continue;
    await new Promise((done) => server.close(done));
    return port;
  }
}

/** Real servers on loopback, no DNS. */
export const world = {
  resolveHost: async () => ({ address: "127.0.0.1" }),
  resolveDns: async () => {
    throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  },
};

export const email = createEmailAdapter(world);

export function raw(text: string | Uint8Array, headers: Record<string, string> = {}): RawRequest {
  const body = typeof text === "string" ? Buffer.from(text.replace(/\r?\n/g, "\r\n")) : text;
  return { headers, query: new URLSearchParams(), body };
}

/** A fixture as its file is, byte by byte. */
export const fixture = (name: string): Buffer => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));

export async function read(
  text: string | Uint8Array,
  headers: Record<string, string> = {},
  connection = mailbox(),
): Promise<InboundMessage> {
  const items = await email.parse(raw(text, headers), connection);
  const [item] = items;
  if (items.length !== 1 || item?.kind !== "message") throw new Error(`Not one message: ${JSON.stringify(items)}`);
  return item;
}

export function outbound(changes: Partial<Outbound> = {}): Outbound {
  return {
    id: messageId,
    threadId,
    threadKey: null,
    subject: "Re: Order 17",
    text: "Hello Ann,\n\nit is on its way.",
    html: "<p>Hello Ann,</p><p>it is on its way.</p>",
    author: { name: "Mia Agent" },
    to: [{ kind: "email", value: "ann@customer.test", name: "Ann Customer" }],
    cc: [],
    bcc: [],
    files: [],
    references: [],
    createdAt: new Date("2026-11-20T10:00:00Z"),
    ...changes,
  };
}

/** Milliseconds of processor time used so far: unlike the clock, it does not depend on who else is busy. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
