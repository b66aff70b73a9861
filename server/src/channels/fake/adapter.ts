/**
 * A provider in memory, for tests: takes what is sent and remembers it, fails as told, gives out a list when polled.
 * Its payload is JSON of `FakeItem`s, signed by nothing but the header `x-fake-signature: right`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Static, Type } from "typebox";
import {
  type ChannelAdapter,
  ChannelError,
  type ConnectionView,
  type Inbound,
  type Outbound,
  type RawRequest,
} from "../adapter.ts";

/** An Inbound as JSON carries it. `broken` fails in parsing; `slow` takes so many milliseconds. */
export type FakeItem = Record<string, unknown> & { broken?: "final" | "passing" | "crash"; slow?: number };
export type FakePart = { messageId: string; text: string; to: string[] };
export type FakeFailure = "retry" | "final" | "unknown" | "slow";

export type FakeProvider = {
  adapter: ChannelAdapter<FakeSettings, FakeSecrets, FakePart>;
  /** What arrived at the provider, each part as often as the customer would see it. */
  received: FakePart[];
  /** Every try, also those that failed. */
  tries: FakePart[];
  /** How the next sends end, one each; then all is well again. `unknown` takes the part and fails all the same. */
  failures: FakeFailure[];
  /** What `poll` gives out, in order; add to it while it runs. */
  source: RawRequest[];
  /** Set to make `poll` fail. */
  pollFailure: ChannelError | null;
  /** How many times `parse` was asked. */
  parsed: number;
};

const settings = Type.Object({
  server: Type.Optional(Type.String({ default: "fake.example", maxLength: 200 })),
  port: Type.Optional(Type.Integer({ default: 1234, minimum: 1, maximum: 65535 })),
  mode: Type.Optional(Type.Enum(["push", "poll"], { default: "push" })),
  required_name: Type.Optional(Type.String({ maxLength: 10 })),
});
type FakeSettings = Static<typeof settings>;
const secrets = Type.Object({
  token: Type.Optional(Type.String({ minLength: 4, maxLength: 100 })),
  password: Type.Optional(Type.String({ maxLength: 100 })),
});
type FakeSecrets = Static<typeof secrets>;

export function createFakeProvider(options: { idempotent?: boolean; kind?: string } = {}): FakeProvider {
  const idempotent = options.idempotent ?? false;
  const provider: FakeProvider = {
    received: [],
    tries: [],
    failures: [],
    source: [],
    pollFailure: null,
    parsed: 0,
    adapter: {
      kind: options.kind ?? "fake",
      label: "Fake",
      summary: "A provider in memory.",
      limits: {
        html: false,
        subject: false,
        cc: false,
        maxText: 1000,
        maxFiles: 0,
        maxFileBytes: 0,
        startsConversations: true,
        reaches: ["handle"],
        receipts: ["delivered", "read"],
        typing: true,
        idempotentSend: idempotent,
      },
      settings,
      secrets,
      form: {
        server: { input: "text", label: "Server" },
        port: { input: "number", label: "Port" },
        mode: { input: "choice", label: "Mode" },
        required_name: { input: "text", label: "Name" },
        token: { input: "password", label: "Token" },
        password: { input: "password", label: "Password" },
      },
      parse: (request) => {
        provider.parsed++;
        return parseItems(request);
      },
      render: renderParts,
      send: (part, _connection, signal) => takePart(provider, idempotent, part, signal),
      verify: (request) => verifyCall(request),
      polls: (connection) => connection.settings.mode === "poll",
      poll: (_connection, cursor, signal) => giveOut(provider, cursor, signal),
      test: async (connection) => {
        if (connection.secrets.token === "wrong")
          throw new ChannelError("The fake provider does not know this token.", { retry: false });
        return { report: [`Connected to ${connection.settings.server}.`] };
      },
    },
  };
  return provider;
}

/** A request as the fake provider would make it. */
export const fakeRequest = (items: unknown, headers: Record<string, string> = {}): RawRequest => ({
  headers: { "content-type": "application/json", "x-fake-signature": "right", ...headers },
  query: new URLSearchParams(),
  body: Buffer.from(typeof items === "string" ? items : JSON.stringify(items)),
});

async function parseItems(request: RawRequest): Promise<Inbound[]> {
  let items: FakeItem[];
  try {
    items = [JSON.parse(Buffer.from(request.body).toString())].flat() as FakeItem[];
  } catch (cause) {
    throw new ChannelError("The fake provider sent no JSON.", { retry: false, cause });
  }
  for (const item of items) {
    if (typeof item?.kind !== "string" && !item?.broken)
      throw new ChannelError("The fake provider sent something else.", { retry: false });
    if (item.slow) await sleep(item.slow);
    if (item.broken === "final") throw new ChannelError("This cannot be read at all.", { retry: false });
    if (item.broken === "passing") throw new ChannelError("This cannot be read now.", { retry: true });
    if (item.broken === "crash") throw new TypeError("undefined is not a function");
  }
  return items.map(
    (item) =>
      (item.kind === "message"
        ? { files: [], thread: null, ...item, sentAt: new Date(String(item.sentAt)) }
        : item) as unknown as Inbound,
  );
}

function renderParts(message: Outbound): FakePart[] {
  const to = message.to.map((identity) => identity.value);
  const chunks = message.text.match(/[\s\S]{1,1000}/g) ?? [""];
  return chunks.map((text) => ({ messageId: message.id, text, to }));
}

async function takePart(provider: FakeProvider, idempotent: boolean, part: FakePart, signal: AbortSignal) {
  signal.throwIfAborted();
  provider.tries.push(part);
  const failure = provider.failures.shift();
  if (failure === "slow") await waitFor(50, signal);
  if (failure === "retry") throw new ChannelError("The fake provider is busy.", { retry: true, retryAfter: 1 });
  if (failure === "final") throw new ChannelError("The fake provider does not know this person.", { retry: false });
  const known = provider.received.some((one) => one.messageId === part.messageId && one.text === part.text);
  if (!idempotent || !known) provider.received.push(part);
  if (failure === "unknown")
    throw new ChannelError("The fake provider hung up before it answered.", { retry: idempotent, unknown: true });
  return { externalId: idempotent ? part.messageId : `fake-${provider.received.length}` };
}

async function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (cause) {
    throw new ChannelError("Sending was stopped.", { retry: true, cause });
  }
}

function verifyCall(request: RawRequest): { answer?: string } {
  if (request.headers["x-fake-signature"] !== "right")
    throw new ChannelError("This call is not signed by the fake provider.", { retry: false });
  const challenge = request.query.get("challenge");
  return challenge === null ? {} : { answer: challenge };
}

async function* giveOut(provider: FakeProvider, cursor: string | null, signal: AbortSignal) {
  let next = Number(cursor ?? 0);
  while (!signal.aborted) {
    if (provider.pollFailure) throw provider.pollFailure;
    const raw = provider.source[next];
    if (raw) yield { raw, cursor: String(++next) };
    else await sleep(10, undefined, { signal }).catch(() => {});
  }
}

export type FakeConnection = ConnectionView<FakeSettings, FakeSecrets>;
