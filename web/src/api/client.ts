/** The one way to the server: envelope, typed errors, workspace header, idempotency, and what happens when a session ended. */
import type { ErrorCode } from "@omniflow/contract";
import { loadSaid } from "../said/index.ts";

/** A refused or failed call. `message` is written for people; `field` names the input it is about. */
export class ApiError extends Error {
  readonly code: ErrorCode | "network" | "unreachable" | (string & {});
  readonly status: number;
  readonly field: string | null;
  readonly requestId: string | null;
  /** Seconds to wait, when the server said so. */
  readonly retryAfter: number | null;

  constructor(
    code: string,
    message: string,
    more: { status?: number; field?: string | null; requestId?: string | null; retryAfter?: number | null } = {},
  ) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.status = more.status ?? 0;
    this.field = more.field ?? null;
    this.requestId = more.requestId ?? null;
    this.retryAfter = more.retryAfter ?? null;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;
export type Options = {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Repeating a write with the same key does it once. Made up for POST when missing. */
  idempotencyKey?: string;
  /** Public pages ask without a session: a 401 is theirs to show. */
  anonymous?: boolean;
};
export type Page<T> = { items: T[]; nextCursor: string | null };
type Meta = { request_id: string; next_cursor?: string | null };

let workspaceId: string | null = null;
let signedOut: () => void = () => {};

/** Every later call is about this workspace. */
export function setWorkspaceId(id: string | null): void {
  workspaceId = id;
}

export function currentWorkspaceId(): string | null {
  return workspaceId;
}

/** Called once when the server says the session has ended. */
export function onSignedOut(run: () => void): void {
  signedOut = run;
}

export async function request<T>(
  method: string,
  path: string,
  options: Options = {},
): Promise<{ data: T; meta: Meta }> {
  const response = await send(method, `/api/v1${path}${queryString(options.query)}`, options);
  const answer = await readJson(response);
  if (response.ok && answer?.success) return answer as { data: T; meta: Meta };
  const error = failure(response, answer);
  // Whoever shows it does so at once, and has no second chance to.
  await loadSaid();
  if (error.code === "unauthenticated" && !options.anonymous) signedOut();
  throw error;
}

/** For the few addresses that answer with plain text instead of the envelope. */
export async function getText(path: string): Promise<string> {
  const response = await send("GET", `/api/v1${path}`, {});
  if (response.ok) return response.text();
  const error = failure(response, await readJson(response));
  await loadSaid();
  throw error;
}

export async function send(method: string, url: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (workspaceId) headers["x-omniflow-workspace"] = workspaceId;
  if (method === "POST") headers["idempotency-key"] = options.idempotencyKey ?? crypto.randomUUID();
  const form = options.body instanceof FormData;
  if (!form && options.body !== undefined) headers["content-type"] = "application/json";
  try {
    return await fetch(url, {
      method,
      headers,
      credentials: "same-origin",
      body: form ? (options.body as FormData) : options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw noAnswer();
  }
}

export const noAnswer = () => new ApiError("network", "The server cannot be reached.");

// biome-ignore lint/suspicious/noExplicitAny: an answer of unknown shape; the caller checks `success`
export async function readJson(response: Response): Promise<any> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** What of an answer says how it failed; an upload with progress has no Response. */
type Answered = { status: number; headers: { get(name: string): string | null } };

// biome-ignore lint/suspicious/noExplicitAny: see readJson
export function failure(response: Answered, answer: any): ApiError {
  const retryAfter = Number(response.headers.get("retry-after")) || null;
  const requestId = answer?.meta?.request_id ?? response.headers.get("x-request-id");
  const more = { status: response.status, field: answer?.error?.field ?? null, requestId, retryAfter };
  if (answer?.error?.code) return new ApiError(answer.error.code, answer.error.message, more);
  // No envelope: a proxy or a server that is starting answered.
  const code = response.status >= 502 ? "unreachable" : "internal";
  return new ApiError(code, `The server answered ${response.status}.`, more);
}

export function queryString(query: Query | undefined): string {
  if (!query) return "";
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : "";
}

export const get = async <T>(path: string, options?: Options): Promise<T> =>
  (await request<T>("GET", path, options)).data;
export const post = async <T>(path: string, body?: unknown, options?: Options): Promise<T> =>
  (await request<T>("POST", path, { ...options, body: body ?? {} })).data;
export const put = async <T>(path: string, body: unknown): Promise<T> => (await request<T>("PUT", path, { body })).data;
export const patch = async <T>(path: string, body: unknown): Promise<T> =>
  (await request<T>("PATCH", path, { body })).data;
export const del = async <T>(path: string, options?: Options): Promise<T> =>
  (await request<T>("DELETE", path, options)).data;

export async function getPage<T>(path: string, options?: Options): Promise<Page<T>> {
  const { data, meta } = await request<T[]>("GET", path, options);
  return { items: data, nextCursor: meta.next_cursor ?? null };
}
