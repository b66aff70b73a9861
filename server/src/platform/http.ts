/**
 * The HTTP edge. A route is data — method, path, permission, schemas — and a few lines of handler; this file turns a list of
 * them into an application with one envelope, one error shape, idempotent writes and an OpenAPI description.
 */
import { Envelope, Failure, Page, type Permission } from "@omniflow/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Static, type TSchema, Type } from "typebox";
import { AppError } from "../errors.ts";
import type { Caller, Platform } from "./context.ts";
import { answerOnce } from "./idempotency.ts";
import { lacks } from "./permission.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** `public`: no caller. `signed_in`: any caller. A list: any one of these permissions. */
export type Access = "public" | "signed_in" | Permission | readonly Permission[];

export type Answer<T> = { data: T; nextCursor?: string | null; status?: number };

type Schemas = { params?: TSchema; query?: TSchema; body?: TSchema; data?: TSchema; item?: TSchema };
type Of<T extends TSchema | undefined> = T extends TSchema ? Static<T> : undefined;

/** `/teams/:id` → { id: string } */
type PathParams<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? { [K in Name | keyof PathParams<Rest>]: string }
  : P extends `${string}:${infer Name}`
    ? { [K in Name]: string }
    : unknown;

export type Request<S extends Schemas, C, P extends string = string> = {
  ctx: C;
  params: S["params"] extends TSchema ? Static<S["params"]> : PathParams<P>;
  query: Of<S["query"]>;
  body: Of<S["body"]>;
  request: FastifyRequest;
  reply: FastifyReply;
};

export type Route = {
  method: Method;
  path: string;
  access: Access;
  tag: string;
  summary: string;
  schemas: Schemas;
  /** Bytes; the installation's default when absent. */
  bodyLimit?: number;
  /** The handler answers by itself (files, sockets); no envelope. */
  raw?: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: a list of routes holds handlers of every shape; `route()` checks each.
  handle(request: Request<any, any>): Promise<unknown>;
};

/**
 * Declares a route of `/api/v1`. `data` is the schema of one answer, `item` that of a page's items.
 * The handler returns the data itself, or `answer(...)` for a page or another status.
 */
export function route<const A extends Access, S extends Schemas, const P extends string>(
  definition: Omit<Route, "handle" | "schemas" | "access" | "path"> & { access: A; schemas: S; path: P } & {
    handle(request: Request<S, A extends "public" ? Caller | null : Caller, P>): Promise<unknown>;
  },
): Route {
  return definition as unknown as Route;
}

const answers = new WeakSet<object>();
export function answer<T>(data: T, more: { nextCursor?: string | null; status?: number } = {}): Answer<T> {
  const made = { data, ...more };
  answers.add(made);
  return made;
}

export type Authenticate = (request: FastifyRequest) => Promise<Caller | null>;

export function registerRoutes(
  app: FastifyInstance,
  platform: Platform,
  routes: readonly Route[],
  authenticate: Authenticate,
): void {
  for (const definition of routes) {
    app.route({
      method: definition.method,
      url: `/api/v1${definition.path}`,
      bodyLimit: definition.bodyLimit,
      schema: schemaOf(definition) as object,
      handler: async (request, reply) => {
        const ctx = await authenticate(request);
        allow(definition.access, ctx);
        if (definition.raw) return definition.handle(asRequest(ctx, request, reply));
        const work = async () => {
          const result = await definition.handle(asRequest(ctx, request, reply));
          const full = (
            result && typeof result === "object" && answers.has(result) ? result : { data: result ?? null }
          ) as Answer<unknown>;
          return { status: full.status ?? 200, body: envelope(full, request.id) };
        };
        const done = ctx && definition.method !== "GET" ? await answerOnce(platform, ctx, request, work) : await work();
        return reply.code(done.status).send(done.body);
      },
    });
  }
}

const asRequest = (ctx: Caller | null, request: FastifyRequest, reply: FastifyReply) => ({
  ctx,
  params: request.params,
  query: request.query,
  body: request.body,
  request,
  reply,
});

const envelope = (full: Answer<unknown>, requestId: string) => ({
  success: true,
  data: full.data,
  meta: {
    request_id: requestId,
    ...(full.nextCursor !== undefined ? { next_cursor: full.nextCursor } : {}),
  },
});

/** One authorisation check for every route; what of a workspace's rows a caller sees is the data layer's. */
export function allow(access: Access, ctx: Caller | null): void {
  if (access === "public") return;
  if (!ctx) throw new AppError("unauthenticated", "Sign in, or send an API key as `Authorization: Bearer omf_…`.");
  if (access === "signed_in") return;
  const wanted = typeof access === "string" ? [access] : access;
  if (!wanted.some((permission) => ctx.permissions.has(permission))) throw lacks(...wanted);
}

function schemaOf({ schemas, tag, summary, access, raw, path }: Route) {
  const success = schemas.item ? Page(schemas.item) : schemas.data ? Envelope(schemas.data) : undefined;
  return {
    tags: [tag],
    summary,
    description:
      access === "public" || access === "signed_in" ? undefined : `Permission: ${[access].flat().join(" or ")}.`,
    security: access === "public" ? [] : [{ key: [] }, { session: [] }],
    ...(schemas.params ? { params: schemas.params } : path.includes(":") ? { params: idParams(path) } : {}),
    ...(schemas.query ? { querystring: schemas.query } : {}),
    ...(schemas.body ? { body: schemas.body } : {}),
    ...(raw ? {} : { response: { ...(success ? { "2xx": success } : {}), "4xx": Failure, "5xx": Failure } }),
  };
}

/** `:id` and `:something_id` are ids; anything else malformed is simply not found. */
const idParams = (path: string) =>
  Type.Object(
    Object.fromEntries(
      [...path.matchAll(/:(\w+)/g)].map(([, name]) => [
        name!,
        Type.String(/id$/.test(name!) ? { format: "uuid" } : { maxLength: 200 }),
      ]),
    ),
  );

/** A page's cursor: opaque to the client, the sort values of its last row. */
export const encodeCursor = (values: (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString("base64url");

export function decodeCursor(cursor: string | undefined, length: number): (string | number)[] | null {
  if (!cursor) return null;
  try {
    const values = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (
      Array.isArray(values) &&
      values.length === length &&
      values.every((v) => typeof v === "string" || typeof v === "number")
    )
      return values;
  } catch {}
  throw new AppError("bad_request", "This cursor is not one of ours; start again without it.", { field: "cursor" });
}

/** A cursor somebody made up must not reach the database as no time at all. */
export function cursorTime(value: string | number | undefined): Date {
  const time = new Date(Number(value));
  if (Number.isNaN(time.getTime()))
    throw new AppError("bad_request", "This cursor is not one of ours; start again without it.", { field: "cursor" });
  return time;
}
