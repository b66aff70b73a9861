/** `Idempotency-Key`: the first answer of a write is kept for a day and given again; the same key for another request is refused. */
import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";
import type { Caller, Platform } from "./context.ts";
import { sql } from "./db.ts";

type Done = { status: number; body: unknown };
type Kept = { request_hash: Buffer; status: number | null; response: string | null };

export async function answerOnce(
  platform: Platform,
  ctx: Caller,
  request: FastifyRequest,
  work: () => Promise<Done>,
): Promise<Done> {
  const header = request.headers["idempotency-key"];
  if (header === undefined) return work();
  if (typeof header !== "string" || !/^[\x21-\x7e]{1,200}$/.test(header)) {
    throw new AppError("bad_request", "Idempotency-Key takes 1 to 200 printable characters.", {
      field: "Idempotency-Key",
    });
  }
  const key = `${ctx.actor.id}:${header}`;
  const hash = createHash("sha256")
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest();
  const kept = await claim(platform, ctx.workspaceId, key, hash);
  if (kept) return replay(kept, hash);
  try {
    const done = await work();
    await platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      tx.run(sql`update idempotency_keys set status = ${done.status}, response = ${JSON.stringify(done.body)}
        where workspace_id = ${ctx.workspaceId} and key = ${key}`),
    );
    return done;
  } catch (error) {
    // Nothing was done, so the key is free again.
    await platform.db
      .inWorkspace(ctx.workspaceId, (tx) =>
        tx.run(
          sql`delete from idempotency_keys where workspace_id = ${ctx.workspaceId} and key = ${key} and status is null`,
        ),
      )
      .catch(() => {});
    throw error;
  }
}

/** Null when this request is the first; a claim left unanswered by a crash is taken over after a minute. */
const claim = (platform: Platform, workspaceId: string, key: string, hash: Buffer): Promise<Kept | null> =>
  platform.db.inWorkspace(workspaceId, async (tx) => {
    const mine =
      await tx.run(sql`insert into idempotency_keys (workspace_id, key, request_hash) values (${workspaceId}, ${key}, ${hash})
      on conflict (workspace_id, key) do update set created_at = now()
      where idempotency_keys.status is null and idempotency_keys.request_hash = excluded.request_hash
        and idempotency_keys.created_at < now() - interval '1 minute'`);
    if (mine) return null;
    return tx.row<Kept>(sql`select request_hash, status, response from idempotency_keys
      where workspace_id = ${workspaceId} and key = ${key}`);
  });

function replay(kept: Kept, hash: Buffer): Done {
  if (!kept.request_hash.equals(hash)) {
    throw new AppError("idempotency_mismatch", "This Idempotency-Key was used for another request; take a new one.");
  }
  if (kept.status === null) {
    throw new AppError("conflict", "The first request with this Idempotency-Key is still being worked on.", {
      retryAfter: 1,
    });
  }
  return { status: kept.status, body: JSON.parse(kept.response!) };
}
