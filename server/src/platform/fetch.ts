/**
 * The one way out: every HTTP call made for a workspace (and every mail host it names) passes here, so that nobody can make
 * this server talk to its own network. The address that was checked is the address that is connected to, redirects included.
 */
import { lookup as dnsLookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import {
  Agent,
  type BodyInit,
  buildConnector,
  Headers,
  type HeadersInit,
  Response,
  fetch as undiciFetch,
} from "undici";
import { AppError } from "../errors.ts";
import { isReachable } from "./addresses.ts";

export type ResolvedAddress = { address: string; family: 4 | 6 };
/** All addresses of a name; the DNS seam for tests. */
export type Resolver = (host: string) => Promise<ResolvedAddress[]>;

export type EgressOptions = {
  method?: string;
  headers?: HeadersInit;
  body?: BodyInit | null;
  signal?: AbortSignal;
  /** Milliseconds for everything, the last byte of the body included. Default 15 s. */
  timeout?: number;
  /** Bytes of body, after decompression. Default 10 MB. */
  maxBytes?: number;
  /** Default 5; 0: a redirect is an answer like any other. */
  maxRedirects?: number;
};

export type Egress = {
  /** Like `fetch`; the body breaks off with an EgressError beyond `maxBytes`. @throws EgressError */
  fetch(url: string | URL, options?: EgressOptions): Promise<Response>;
  /** The address to connect to for `host`, checked. For protocols other than HTTP: connect to it, keep `host` for TLS. @throws EgressError */
  resolvePublic(host: string): Promise<ResolvedAddress>;
  close(): Promise<void>;
};

export type EgressFailure = "blocked" | "unresolved" | "timeout" | "too_large" | "failed";

/** Why a call outside did not work. `blocked` and `too_large` will not work next time either. */
export class EgressError extends AppError {
  readonly failure: EgressFailure;
  constructor(failure: EgressFailure, message: string, cause?: unknown) {
    super(failure === "blocked" || failure === "too_large" ? "unprocessable" : "unavailable", message, { cause });
    this.name = "EgressError";
    this.failure = failure;
  }
}

const systemResolver: Resolver = async (host) =>
  (await dnsLookup(host, { all: true, verbatim: true })) as ResolvedAddress[];

export function createEgress(options: { allowPrivate: boolean; resolver?: Resolver }): Egress {
  const resolveAll = (host: string) => resolveChecked(host, options.allowPrivate, options.resolver ?? systemResolver);
  const agent = new Agent({
    connect: guardedConnector(resolveAll),
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
    maxHeaderSize: 64 * 1024,
  });
  return {
    fetch: (url, request = {}) => fetchFollowing(agent, url, request),
    resolvePublic: async (host) => (await resolveAll(host))[0]!,
    close: () => agent.close(),
  };
}

async function resolveChecked(host: string, allowPrivate: boolean, resolver: Resolver): Promise<ResolvedAddress[]> {
  const name = host.replace(/^\[|\]$/g, "");
  const family = isIP(name) as 0 | 4 | 6;
  const addresses = family !== 0 ? [{ address: name, family }] : await resolveName(name, resolver);
  // One bad address condemns the name: which of several is taken is not for the name's owner to choose.
  if (addresses.every(({ address }) => isReachable(address, allowPrivate))) return addresses;
  throw new EgressError(
    "blocked",
    `${name} is an address inside a private network, which this installation does not call.`,
  );
}

async function resolveName(name: string, resolver: Resolver): Promise<ResolvedAddress[]> {
  let addresses: ResolvedAddress[];
  try {
    addresses = await resolver(name);
  } catch (cause) {
    throw new EgressError("unresolved", `There is no address for the name ${name}.`, cause);
  }
  if (addresses.length === 0) throw new EgressError("unresolved", `There is no address for the name ${name}.`);
  return addresses;
}

/** A literal never reaches `lookup`, so it is checked before; a name is checked in `lookup`, whose result is what gets connected. */
function guardedConnector(resolveAll: (host: string) => Promise<ResolvedAddress[]>): buildConnector.connector {
  const lookup: LookupFunction = (host, { all }, done) => {
    resolveAll(host).then(
      (addresses) => (all ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family)),
      (error) => done(error, "", 0),
    );
  };
  const connect = buildConnector({ lookup, timeout: 10_000, autoSelectFamily: true });
  return (target, done) => {
    const literal = target.hostname.replace(/^\[|\]$/g, "");
    if (isIP(literal) === 0) return connect(target, done);
    resolveAll(literal).then(
      () => connect(target, done),
      (error) => done(error, null),
    );
  };
}

async function fetchFollowing(agent: Agent, start: string | URL, options: EgressOptions): Promise<Response> {
  const { timeout = 15_000, maxBytes = 10 * 1024 * 1024, maxRedirects = 5 } = options;
  const signal = AbortSignal.any([AbortSignal.timeout(timeout), ...(options.signal ? [options.signal] : [])]);
  let url = readUrl(start);
  let request = { method: options.method ?? "GET", headers: new Headers(options.headers), body: options.body ?? null };
  if (!request.headers.has("user-agent")) request.headers.set("user-agent", "Omniflow");
  for (let hops = 0; ; hops++) {
    const response = await call(agent, url, request, signal);
    const location = response.headers.get("location");
    if (maxRedirects === 0 || location === null || ![301, 302, 303, 307, 308].includes(response.status))
      return limit(response, url, maxBytes);
    await response.body?.cancel();
    if (hops === maxRedirects) throw new EgressError("failed", `${url.host} redirects too often.`);
    const next = readUrl(location, url);
    request = redirected(request, response.status, next.origin === url.origin);
    url = next;
  }
}

type Request = { method: string; headers: Headers; body: BodyInit | null };

/** What is sent to the next place: like a browser, but with no proof of who we are to another host. */
function redirected(request: Request, status: number, sameOrigin: boolean): Request {
  const headers = new Headers(request.headers);
  if (!sameOrigin) for (const name of ["authorization", "cookie", "proxy-authorization"]) headers.delete(name);
  const becomesGet = status === 303 || (request.method === "POST" && status < 303);
  if (!becomesGet) {
    if (request.body instanceof ReadableStream)
      throw new EgressError("failed", "A redirect asks for the body again, which was a stream.");
    return { ...request, headers };
  }
  for (const name of ["content-type", "content-length", "content-encoding"]) headers.delete(name);
  return { method: request.method === "HEAD" ? "HEAD" : "GET", headers, body: null };
}

function readUrl(text: string | URL, base?: URL): URL {
  const url = URL.parse(String(text), base);
  if (!url) throw new EgressError("blocked", "This is not a web address.");
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new EgressError("blocked", `Only http and https addresses are called, not ${url.protocol}`);
  url.username = "";
  url.password = "";
  url.hash = "";
  return url;
}

async function call(dispatcher: Agent, url: URL, request: Request, signal: AbortSignal): Promise<Response> {
  const streaming = request.body instanceof ReadableStream ? { duplex: "half" as const } : {};
  try {
    return await undiciFetch(url, { ...request, ...streaming, signal, dispatcher, redirect: "manual" });
  } catch (error) {
    throw toEgressError(error, url);
  }
}

function toEgressError(error: unknown, url: URL): EgressError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof EgressError) return cause;
    if (cause.name === "TimeoutError" || /Timeout/.test(cause.name))
      return new EgressError("timeout", `${url.host} did not answer in time.`, error);
  }
  const reason =
    error instanceof Error && error.cause instanceof Error
      ? error.cause.message
      : String((error as Error)?.message ?? error);
  return new EgressError("failed", `${url.host} could not be reached: ${reason}`, error);
}

/** The same answer with a body that ends in an error instead of filling the memory. */
function limit(response: Response, url: URL, maxBytes: number): Response {
  const tooLarge = () => new EgressError("too_large", `The answer of ${url.host} is larger than ${maxBytes} bytes.`);
  if (response.body === null) return response;
  if (Number(response.headers.get("content-length")) > maxBytes) {
    void response.body.cancel();
    throw tooLarge();
  }
  const reader = response.body.getReader();
  let size = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        size += value.byteLength;
        if (size <= maxBytes) return controller.enqueue(value);
        await reader.cancel();
        controller.error(tooLarge());
      } catch (error) {
        controller.error(toEgressError(error, url));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const { status, statusText, headers } = response;
  const limited = new Response(body, { status, statusText, headers });
  Object.defineProperty(limited, "url", { value: url.href });
  return limited;
}
