/** An answer on its way to the customer's program: one signed POST, repeated with the same delivery id until it is taken. */
import { createHmac } from "node:crypto";
import type { Egress, EgressError } from "../../platform/fetch.ts";
import { ChannelError, type ConnectionView, type OutboundFile } from "../adapter.ts";
import type { ApiSecrets, ApiSettings } from "./settings.ts";

export type ApiWorld = { fetch: Egress["fetch"]; now(): Date };
export type ApiConnection = ConnectionView<ApiSettings, ApiSecrets>;
export type ApiPart = { messageId: string; message: Record<string, unknown>; files: OutboundFile[] };

export async function postAnswer(world: ApiWorld, part: ApiPart, connection: ApiConnection, signal: AbortSignal) {
  signal.throwIfAborted();
  const { webhook_url: url } = connection.settings;
  if (!url) return { externalId: part.messageId };
  const attachments = await Promise.all(part.files.map(readFile));
  const body = envelope("message.created", part.messageId, world.now(), connection, { ...part.message, attachments });
  const answer = await post(world, url, part.messageId, "message.created", body, connection, signal);
  return { externalId: externalIdIn(answer) ?? part.messageId };
}

/** The test button: says hello to the webhook. */
export async function postPing(world: ApiWorld, connection: ApiConnection, signal: AbortSignal): Promise<string> {
  const { webhook_url: url } = connection.settings;
  if (!url) return "Answers are read by API: no webhook address is set.";
  const at = world.now();
  const id = `ping-${connection.id}-${at.getTime()}`;
  await post(world, url, id, "ping", envelope("ping", id, at, connection, {}), connection, signal);
  const { host } = new URL(url);
  return connection.secrets.signing_secret
    ? `${host} took a test call (signed).`
    : `${host} took a test call (not signed, since there is no signing secret).`;
}

const envelope = (type: string, id: string, at: Date, connection: ApiConnection, data: object) =>
  JSON.stringify({
    id,
    type,
    created_at: at.toISOString(),
    workspace_id: connection.workspaceId,
    data: { channel_id: connection.id, ...data },
  });

async function readFile(file: OutboundFile) {
  const chunks: Buffer[] = [];
  for await (const chunk of await file.open()) chunks.push(chunk as Buffer);
  const { id, name, contentType: content_type, size } = file;
  return { id, name, content_type, size, content: Buffer.concat(chunks).toString("base64") };
}

async function post(
  world: ApiWorld,
  url: string,
  id: string,
  type: string,
  body: string,
  connection: ApiConnection,
  signal: AbortSignal,
): Promise<string> {
  const headers = {
    "content-type": "application/json",
    ...signatureHeaders(type, id, body, world.now(), connection.secrets.signing_secret),
  };
  let response: Awaited<ReturnType<Egress["fetch"]>>;
  try {
    // A redirect would carry the message to a place nobody entered.
    response = await world.fetch(url, { method: "POST", headers, body, signal, maxRedirects: 0, maxBytes: 64 * 1024 });
  } catch (error) {
    throw unreachable(error, signal);
  }
  // What it says beyond its status is a courtesy: a body that breaks off changes nothing.
  const text = await response.text().catch(() => "");
  if (response.ok) return text;
  throw refused(response.status, response.headers.get("retry-after"));
}

/** PRODUCT.md §12, and beside it the Standard Webhooks names. */
export function signatureHeaders(type: string, id: string, body: string, at: Date, secret: string | undefined) {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const headers: Record<string, string> = {
    "x-omniflow-event": type,
    "x-omniflow-timestamp": timestamp,
    "x-omniflow-delivery": id,
    "webhook-id": id,
    "webhook-timestamp": timestamp,
  };
  if (!secret) return headers;
  const sign = (text: string) => createHmac("sha256", secret).update(text);
  headers["x-omniflow-signature"] = sign(`${timestamp}.${body}`).digest("hex");
  headers["webhook-signature"] = `v1,${sign(`${id}.${timestamp}.${body}`).digest("base64")}`;
  return headers;
}

function unreachable(error: unknown, signal: AbortSignal): ChannelError {
  const { failure, message } = error as EgressError;
  if (signal.aborted) return new ChannelError("Sending was stopped before the webhook answered.", { retry: true });
  const final = failure === "blocked" || failure === "too_large";
  return new ChannelError(`The webhook could not be called: ${message}`, { retry: !final, cause: error });
}

function refused(status: number, retryAfter: string | null): ChannelError {
  const retry = status === 408 || status === 425 || status === 429 || status >= 500;
  const seconds = Number(retryAfter);
  const reason =
    status >= 300 && status < 400
      ? `The webhook answered with a redirect (${status}); enter the address it leads to.`
      : `The webhook answered ${status}.`;
  return new ChannelError(reason, { retry, retryAfter: retry && seconds > 0 ? Math.min(seconds, 86_400) : undefined });
}

function externalIdIn(text: string): string | null {
  try {
    const { external_id: id } = JSON.parse(text) as { external_id?: unknown };
    return typeof id === "string" && id.length > 0 && id.length <= 500 ? id : null;
  } catch {
    return null;
  }
}
