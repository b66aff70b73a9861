/** API keys: made here, shown once, revoked here. What a key proves is identity's. */
import type { ApiKey, Permission } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { randomToken } from "../../platform/crypto.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { recordAudit } from "../audit/index.ts";
import { type Identity, readRange } from "../identity/index.ts";
import { addApiKey } from "./create.ts";
import { cleanName, mayGrant } from "./rules.ts";
import { type ApiKeyRow, showApiKey } from "./views.ts";

export type ApiKeyInput = {
  name: string;
  scopes: Permission[];
  rate_limit?: number;
  ip_allow?: string[];
  expires_at?: string | null;
};

const listRows = (tx: Tx, workspaceId: string) =>
  tx.rows<ApiKeyRow>(sql`select id, name, prefix, scopes, rate_limit, ip_allow, last_used_at, expires_at, created_at
    from api_keys where workspace_id = ${workspaceId} and revoked_at is null order by created_at desc, id`);

export const listApiKeys = async (ctx: Caller): Promise<ApiKey[]> =>
  (await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listRows(tx, ctx.workspaceId))).map(showApiKey);

/** @returns the only answer that ever carries the key itself. */
export async function createApiKey(ctx: Caller, input: ApiKeyInput): Promise<ApiKey> {
  refuseInput(ctx, input);
  const text = `omf_live_${randomToken()}`;
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const id = await addApiKey(ctx, tx, {
      text,
      name: cleanName(input.name),
      scopes: [...new Set(input.scopes)],
      rateLimit: input.rate_limit,
      ipAllow: input.ip_allow,
      expiresAt: input.expires_at ? new Date(input.expires_at) : null,
    });
    const row = (await listRows(tx, ctx.workspaceId)).find((key) => key.id === id);
    return { ...showApiKey(row!), key: text };
  });
}

function refuseInput(ctx: Caller, input: ApiKeyInput): void {
  if (!mayGrant(ctx, input.scopes)) {
    throw new AppError("forbidden", "A key cannot do more than you can. Take away the scopes you do not have.", {
      field: "scopes",
    });
  }
  const wrong = input.ip_allow?.find((entry) => readRange(entry) === null);
  if (wrong !== undefined) {
    throw new AppError("validation_failed", `"${wrong}" is neither an address nor a network like 10.0.0.0/8.`, {
      field: "ip_allow",
    });
  }
  if (input.expires_at && !(new Date(input.expires_at) > ctx.platform.clock.now())) {
    throw new AppError("validation_failed", "This key would be expired from the start.", { field: "expires_at" });
  }
}

export async function revokeApiKey(ctx: Caller, keys: Identity["keys"], id: string): Promise<void> {
  await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const revoked = await tx.row<{
      name: string;
    }>(sql`update api_keys set revoked_at = ${ctx.platform.clock.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${id} and revoked_at is null returning name`);
    if (!revoked) throw notFound("API key");
    emit(ctx, tx, { type: "api_key.revoked", data: { api_key_id: id } });
    recordAudit(ctx, tx, { action: "api_key.revoked", target: { type: "api_key", id, name: revoked.name } });
  });
  keys.forget(id);
}
