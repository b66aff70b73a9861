/**
 * Follows one IMAP folder. Mail is taken one at a time in UID order and only read: nothing is marked, moved or deleted.
 * Connection loss ends the iterator with a ChannelError; the caller comes back with the last stored cursor.
 */
import type { FetchMessageObject, ImapFlow } from "imapflow";
import { ChannelError, type RawRequest } from "../adapter.ts";
import type { ResolveHost } from "./connect.ts";
import { type Cursor, readCursor, writeCursor } from "./cursor.ts";
import { facts } from "./facts.ts";
import { imapFailure, openMailbox } from "./imap.ts";
import type { EmailConnection } from "./settings.ts";

export type PollOptions = {
  resolve: ResolveHost;
  /** Bytes; a bigger mail is left in the mailbox and quarantined with a note. */
  maxSize: number;
  /** Milliseconds between looks for servers that cannot push, and as a safety net for those that can. */
  lookEvery: number;
};

export type Polled = { raw: RawRequest; cursor: string };

export async function* pollMailbox(
  connection: EmailConnection,
  from: string | null,
  signal: AbortSignal,
  options: PollOptions,
): AsyncGenerator<Polled> {
  const host = connection.settings.imap_host ?? "";
  const client = await openMailbox(connection, options.resolve, signal);
  const stop = () => client.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    yield* followFolder(client, connection, from, signal, options);
  } catch (error) {
    if (!signal.aborted) throw imapFailure(error, host);
  } finally {
    signal.removeEventListener("abort", stop);
    client.close();
  }
}

async function* followFolder(
  client: ImapFlow,
  connection: EmailConnection,
  from: string | null,
  signal: AbortSignal,
  options: PollOptions,
): AsyncGenerator<Polled> {
  const folder = await client.mailboxOpen(connection.settings.imap_folder || "INBOX", { readOnly: true });
  const validity = String(folder.uidValidity);
  const known = readCursor(from);
  let cursor: Cursor = { validity, uid: folder.uidNext - 1, seconds: Math.floor(Date.now() / 1000) };
  let since: Date | null = null;
  if (known?.validity === validity) cursor = known;
  // The folder was rebuilt: its numbers mean nothing now. Taking the last day again is safe, the core knows what it has.
  else if (known) since = new Date((known.seconds - 86_400) * 1000);
  else if (connection.settings.import_days) since = new Date(Date.now() - connection.settings.import_days * 86_400_000);
  if (since) cursor = { ...cursor, uid: await lastUidBefore(client, since, folder.uidNext - 1) };
  // Stored at once, or mail that comes while we are down before the first one was taken would be skipped.
  if (known?.validity !== validity) yield { raw: cursorOnly(), cursor: writeCursor(cursor) };
  const bell = listenForMail(client);
  while (!signal.aborted) {
    for (const found of await listNewer(client, cursor.uid)) {
      const raw = await fetchRaw(client, found, options.maxSize);
      cursor = { validity, uid: found.uid, seconds: secondsOf(found) ?? cursor.seconds };
      if (raw) yield { raw, cursor: writeCursor(cursor) };
      if (signal.aborted) return;
    }
    await waitForMail(client, bell, options.lookEvery);
  }
}

async function lastUidBefore(client: ImapFlow, since: Date, last: number): Promise<number> {
  const uids = await client.search({ since }, { uid: true });
  return Array.isArray(uids) && uids.length > 0 ? Math.min(...uids) - 1 : last;
}

/** FETCH rather than SEARCH: every server can do it, and "n:*" gives the last mail even when it is older than n. */
async function listNewer(client: ImapFlow, after: number): Promise<FetchMessageObject[]> {
  if (client.mailbox && client.mailbox.exists === 0) return [];
  const found = await client.fetchAll(`${after + 1}:*`, { uid: true, size: true, internalDate: true }, { uid: true });
  return found.filter((mail) => mail.uid > after).sort((a, b) => a.uid - b.uid);
}

/** One mail, or a note why it could not be had; null when it is gone. A bad one must not hold up the next. */
async function fetchRaw(client: ImapFlow, found: FetchMessageObject, maxSize: number): Promise<RawRequest | null> {
  const size = found.size ?? 0;
  if (size > maxSize) {
    const head = await client.fetchOne(String(found.uid), { headers: true }, { uid: true });
    const note = `This mail is too big to fetch (${megabytes(size)}; the limit is ${megabytes(maxSize)}). It is still in the mailbox.`;
    return rawOf(found, (head ? head.headers : undefined) ?? Buffer.alloc(0), note);
  }
  try {
    const mail = await client.fetchOne(String(found.uid), { source: true }, { uid: true });
    if (!mail) return null;
    return mail.source
      ? rawOf(found, mail.source)
      : rawOf(found, Buffer.alloc(0), "The mail server gave no content for this mail.");
  } catch (error) {
    if (!client.usable) throw error;
    const words = (error as { responseText?: string }).responseText ?? (error as Error).message;
    return rawOf(found, Buffer.alloc(0), `The mail server could not hand over this mail: ${words}`);
  }
}

function rawOf(found: FetchMessageObject, body: Buffer, problem?: string): RawRequest {
  const headers: Record<string, string> = { [facts.imapUid]: String(found.uid) };
  const received = found.internalDate ? new Date(found.internalDate) : null;
  if (received && !Number.isNaN(received.getTime())) headers[facts.receivedAt] = received.toISOString();
  if (problem) headers[facts.problem] = problem;
  return { headers, query: new URLSearchParams(), body };
}

const cursorOnly = (): RawRequest => ({
  headers: { [facts.cursorOnly]: "1" },
  query: new URLSearchParams(),
  body: new Uint8Array(),
});

function secondsOf(found: FetchMessageObject): number | null {
  const time = found.internalDate ? new Date(found.internalDate).getTime() : Number.NaN;
  return Number.isNaN(time) ? null : Math.floor(time / 1000);
}

const megabytes = (bytes: number) => `${(bytes / 1048576).toFixed(1)} MB`;

type Bell = { rung: boolean; ring: () => void };

/** Hears of new mail from the first moment on: servers announce it at the end of any command, also while we are busy. */
function listenForMail(client: ImapFlow): Bell {
  const bell: Bell = { rung: false, ring: () => {} };
  const heard = () => {
    bell.rung = true;
    bell.ring();
  };
  client.on("exists", heard).on("close", heard);
  return bell;
}

/** Until the server says there is more, or the time to look anyway; fails when the connection is lost. */
async function waitForMail(client: ImapFlow, bell: Bell, lookEvery: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const called = new Promise<void>((done) => {
    bell.ring = done;
    timer = setTimeout(done, lookEvery);
    if (bell.rung || !client.usable) done();
    // Ends by itself as soon as the next command is given.
    else if (client.capabilities.has("IDLE")) client.idle().catch(done);
  });
  await called;
  clearTimeout(timer);
  if (!client.usable) throw new ChannelError("The connection to the mail server was lost.", { retry: true });
  if (!bell.rung) await client.noop();
  bell.rung = false;
}
