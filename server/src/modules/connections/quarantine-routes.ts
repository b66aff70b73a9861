/** The quarantine over HTTP. */
import { PageQuery, QuarantinedRaw } from "@omniflow/contract";
import { Type } from "typebox";
import { AppError } from "../../errors.ts";
import { answer, decodeCursor, encodeCursor, type Route, route } from "../../platform/http.ts";
import { isId } from "../../platform/uuid.ts";
import { deleteQuarantined, listQuarantined, readQuarantined, retryQuarantined } from "./raw/quarantine.ts";

const tag = "Quarantine";

export const quarantineRoutes: Route[] = [
  route({
    method: "GET",
    path: "/quarantine",
    access: "settings.channels",
    tag,
    summary: "What arrived and could not be processed, newest first",
    schemas: { query: Type.Object(PageQuery), item: QuarantinedRaw },
    handle: async ({ ctx, query }) => {
      const limit = query.limit ?? 50;
      const after = readCursor(query.cursor);
      const found = await listQuarantined(ctx, { limit, after });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return answer(page, {
        nextCursor: found.length > limit && last ? encodeCursor([last.received_at, last.id]) : null,
      });
    },
  }),
  route({
    method: "POST",
    path: "/quarantine/:id/retry",
    access: "settings.channels",
    tag,
    summary: "Try again",
    schemas: { data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await retryQuarantined(ctx, params.id);
      return null;
    },
  }),
  route({
    method: "DELETE",
    path: "/quarantine/:id",
    access: "settings.channels",
    tag,
    summary: "Throw away",
    schemas: { data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await deleteQuarantined(ctx, params.id);
      return null;
    },
  }),
  route({
    method: "GET",
    path: "/quarantine/:id/raw",
    access: "settings.channels",
    tag,
    summary: "The bytes as they came",
    schemas: {},
    raw: true,
    handle: async ({ ctx, params, reply }) =>
      // Hostile bytes under our own address: never rendered, never guessed at.
      reply
        .header("content-type", "text/plain; charset=utf-8")
        .header("content-disposition", `attachment; filename="${params.id}.txt"`)
        .header("x-content-type-options", "nosniff")
        .header("content-security-policy", "sandbox; default-src 'none'")
        .header("cache-control", "no-store")
        .send(await readQuarantined(ctx, params.id)),
  }),
];

function readCursor(cursor: string | undefined): [string, string] | null {
  const values = decodeCursor(cursor, 2);
  if (!values) return null;
  const [at, id] = values.map(String) as [string, string];
  if (!Number.isNaN(Date.parse(at)) && isId(id)) return [at, id];
  throw new AppError("bad_request", "This cursor is not one of ours; start again without it.", { field: "cursor" });
}
