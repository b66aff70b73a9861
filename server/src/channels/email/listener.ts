/**
 * The built-in SMTP listener: takes mail for our own mailboxes and for nobody else. It says 250 only after every mailbox
 * the mail is for has stored it. Where one fails after another succeeded the sender is told to come back (451) and the
 * first gets the mail a second time: same Message-ID or, without one, same hash of the bytes, so `externalId` drops it.
 */
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { RawRequest } from "../adapter.ts";
import { baseAddress, normalAddress } from "./addresses.ts";
import { facts } from "./facts.ts";
import { answer, createLimits, type ListenerLimits } from "./listener-limits.ts";

export type ListenerLog = { warn(fields: object, message: string): void };

export type MailListenerOptions<Target> = {
  port: number;
  host: string;
  /** Bytes of one mail. */
  maxSize: number;
  /**
   * Mailbox of this address (lower case), or null when it is none of ours. Called with plus tags first, then without.
   * @throws an error with `responseCode` to answer the sender in its own words
   */
  resolve(address: string): Promise<Target | null>;
  /** Resolves when the mail is stored for good. Called once per mailbox, however many of its addresses were named. */
  accept(target: Target, raw: RawRequest): Promise<void>;
  /** Tells two targets apart; by default by identity. */
  keyOf?(target: Target): unknown;
  log: ListenerLog;
  limits?: Partial<ListenerLimits>;
  /** Offers STARTTLS. */
  tls?: { key: string | Buffer; cert: string | Buffer };
};

export type MailListener = { port: number; close(): Promise<void> };

type Delivery<Target> = { target: Target; addresses: string[] };

export async function createMailListener<Target>(options: MailListenerOptions<Target>): Promise<MailListener> {
  const limits = createLimits(options.limits ?? {}, options.maxSize);
  const deliveries = new WeakMap<object, Map<unknown, Delivery<Target>>>();
  const server = new SMTPServer({
    size: options.maxSize,
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: options.tls ? ["AUTH"] : ["AUTH", "STARTTLS"],
    ...(options.tls ?? {}),
    banner: "Omniflow",
    logger: false,
    socketTimeout: 120_000,
    closeTimeout: 5_000,
    maxClients: limits.clients,
    onConnect: (session, done) => done(limits.refuseConnection(session.id, session.remoteAddress)),
    onClose: (session) => limits.forgetConnection(session.id),
    onMailFrom: (_from, session, done) => done(limits.refuseMail(session.remoteAddress)),
    onRcptTo: (to, session, done) => {
      findTarget(to.address, options)
        .then((target) => {
          if (target === null) return done(limits.unknownRecipient(session.id, to.address));
          noteDelivery(deliveries, session, options.keyOf?.(target) ?? target, target, to.address);
          done();
        })
        .catch((error) => {
          // The host's own answer, like "450 paused".
          if (error?.responseCode) return done(error);
          options.log.warn({ err: error, address: to.address }, "A recipient could not be looked up");
          done(answer(451, "4.3.0 Try again later"));
        });
    },
    onData: (stream, session, done) => {
      takeMail(stream, session, deliveries.get(session.envelope) ?? new Map(), options, limits.buffered)
        .then(() => done(null, "2.0.0 Stored"))
        .catch((error) => done(error));
    },
  });
  server.on("error", (error) => options.log.warn({ err: error }, "Mail listener"));
  return listen(server, options);
}

function listen(server: SMTPServer, options: { port: number; host: string }): Promise<MailListener> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, () => {
      server.off("error", reject);
      const bound = server.server.address();
      const port = typeof bound === "object" && bound ? bound.port : options.port;
      resolve({ port, close: () => new Promise((done) => server.close(done)) });
    });
  });
}

/** `support+token@` is for `support@`, unless a mailbox has just that address. */
async function findTarget<Target>(given: string, options: MailListenerOptions<Target>): Promise<Target | null> {
  const address = normalAddress(given);
  if (!address) return null;
  const base = baseAddress(address);
  return (await options.resolve(address)) ?? (base === address ? null : await options.resolve(base));
}

/** Kept by envelope: each transaction of a connection has its own. */
function noteDelivery<Target>(
  all: WeakMap<object, Map<unknown, Delivery<Target>>>,
  session: SMTPServerSession,
  key: unknown,
  target: Target,
  address: string,
): void {
  const mine = all.get(session.envelope) ?? new Map<unknown, Delivery<Target>>();
  const delivery = mine.get(key) ?? { target, addresses: [] };
  delivery.addresses.push(address.toLowerCase());
  mine.set(key, delivery);
  all.set(session.envelope, mine);
}

async function takeMail<Target>(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  deliveries: Map<unknown, Delivery<Target>>,
  options: MailListenerOptions<Target>,
  buffered: { take(bytes: number): boolean; give(bytes: number): void },
): Promise<void> {
  const receivedAt = new Date().toISOString();
  const chunks: Buffer[] = [];
  let held = 0;
  let crowded = false;
  try {
    // Read to the end in any case: the sender only listens again after its last byte.
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (stream.sizeExceeded || held + chunk.length > options.maxSize || crowded) continue;
      crowded = !buffered.take(chunk.length);
      if (crowded) continue;
      held += chunk.length;
      chunks.push(chunk);
    }
    if (stream.sizeExceeded)
      throw answer(552, `5.3.4 The mail is bigger than ${Math.floor(options.maxSize / 1048576)} MB`);
    if (crowded) throw answer(452, "4.3.1 Busy, try again later");
    const body = Buffer.concat(chunks);
    for (const { target, addresses } of deliveries.values()) {
      await store(options, target, {
        headers: factsOf(session, addresses, receivedAt),
        query: new URLSearchParams(),
        body,
      });
    }
  } finally {
    buffered.give(held);
  }
}

async function store<Target>(options: MailListenerOptions<Target>, target: Target, raw: RawRequest): Promise<void> {
  try {
    await options.accept(target, raw);
  } catch (error) {
    if ((error as { responseCode?: number }).responseCode) throw error;
    options.log.warn({ err: error }, "A mail could not be stored; its sender was asked to come back");
    throw answer(451, "4.3.0 The mail could not be stored, try again later");
  }
}

function factsOf(session: SMTPServerSession, addresses: string[], receivedAt: string): Record<string, string> {
  const from = session.envelope.mailFrom;
  return {
    [facts.envelopeFrom]: from ? from.address : "",
    [facts.envelopeTo]: addresses.join(", "),
    [facts.remoteAddress]: session.remoteAddress,
    [facts.helo]: session.hostNameAppearsAs || "",
    [facts.receivedAt]: receivedAt,
  };
}
