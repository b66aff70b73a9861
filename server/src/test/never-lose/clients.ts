/** Those who write while everything dies: each keeps at a message until it is acknowledged, and remembers exactly what was. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createTransport } from "nodemailer";
import { SMTPServer } from "smtp-server";
import { type Installation, key } from "../installation.ts";

/** Markers of what was acknowledged, and how often a client had to try again. */
export type Sender = { acknowledged: Set<string>; retries: number };

/** Those at work, and whether they go on. */
export type Crew = { running: boolean; senders: Sender[] };
export const countAcknowledged = (crew: Crew): number =>
  crew.senders.reduce((sum, sender) => sum + sender.acknowledged.size, 0);

type Answer = { status: number; data: any; error: any; meta: any };

export async function call(
  at: Installation,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { authorization: `Bearer ${key}` },
): Promise<Answer> {
  const response = await fetch(at.address + path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer, "status">) };
}

/** Runs `send` with 1, 2, 3 … while the crew runs; a number is repeated until it is through. */
export async function keepSending(
  name: string,
  crew: Crew,
  pause: number,
  send: (n: number, marker: string) => Promise<boolean>,
): Promise<Sender> {
  const sender: Sender = { acknowledged: new Set(), retries: 0 };
  crew.senders.push(sender);
  for (let n = 1; crew.running; n++) {
    const marker = `${name}-${n}-end`;
    while (!(await send(n, marker).catch(() => false))) {
      sender.retries++;
      await sleep(100);
    }
    sender.acknowledged.add(marker);
    await sleep(pause);
  }
  return sender;
}

const taken = ({ status, error }: Answer): boolean => {
  if (status < 300) return true;
  // A refusal that repeating cannot cure is a mistake of this test.
  if (status < 500 && status !== 429)
    throw Object.assign(new Error(`refused: ${status} ${JSON.stringify(error)}`), { final: true });
  return false;
};

export const byApi = (at: Installation, channelId: string) => async (n: number, marker: string) =>
  taken(
    await call(at, "POST", `/api/v1/channels/${channelId}/messages`, {
      external_id: marker,
      thread: `thread ${n % 5}`,
      from: { handle: `customer${n % 5}` },
      text: `hello ${marker}`,
    }),
  );

/** As a mail server does, it sends the same mail again, date and all: another date would be another mail under the same id. */
export const bySmtp =
  (at: Installation, to: string, dates = new Map<string, Date>()) =>
  async (n: number, marker: string) => {
    const date = dates.get(marker) ?? new Date();
    dates.set(marker, date);
    const transport = createTransport({
      host: "127.0.0.1",
      port: at.smtpPort,
      secure: false,
      ignoreTLS: true,
      connectionTimeout: 3000,
      socketTimeout: 8000,
    });
    try {
      await transport.sendMail({
        from: `person${n % 5}@customers.test`,
        to,
        subject: `About ${n % 5}`,
        text: `hello ${marker}`,
        messageId: `<${marker}@customers.test>`,
        date,
      });
      return true;
    } finally {
      transport.close();
    }
  };

/** Several visitors in turn, since one may write thirty messages a minute. */
export async function byWidget(at: Installation, widgetKey: string, visitors = 6) {
  const page = { url: "https://shop.test/", title: "Shop" };
  const origin = at.address;
  const tokens: string[] = [];
  for (let i = 0; i < visitors; i++) {
    const { data } = await call(
      at,
      "POST",
      `/api/widget/${widgetKey}/session`,
      { origin, page, language: "en", time_zone: "UTC" },
      { origin },
    );
    tokens.push(data.token);
  }
  const ids = new Map<string, string>();
  return async (n: number, marker: string) => {
    const id = ids.get(marker) ?? randomUUID();
    ids.set(marker, id);
    const authorization = `Bearer ${tokens[n % visitors]}`;
    return taken(
      await call(
        at,
        "POST",
        `/api/widget/${widgetKey}/messages`,
        { id, text: `hello ${marker}`, file_ids: [], page },
        { origin, authorization },
      ),
    );
  };
}

export const byReply =
  (at: Installation, conversations: string[], ids: Map<string, string>) => async (n: number, marker: string) => {
    const id = ids.get(marker) ?? randomUUID();
    ids.set(marker, id);
    return taken(
      await call(at, "POST", `/api/v1/conversations/${conversations[n % conversations.length]}/messages`, {
        id,
        kind: "message",
        text: `answer ${marker}`,
      }),
    );
  };

/** A mail server that counts what it took, by marker. */
export async function openSink() {
  const received = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        // Taken before it is said so: a sender that dies in between is the hard case.
        const marker = /reply-\d+-end/.exec(Buffer.concat(chunks).toString())?.[0];
        if (marker) received.set(marker, (received.get(marker) ?? 0) + 1);
        setTimeout(done, 5);
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as { port: number };
  return { received, port, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}
