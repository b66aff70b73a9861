/**
 * API keys as proof of who calls. A key is looked up by its hash and kept for two seconds, because the intake path asks for it
 * with every message; a revoked key is gone at once here, and after those seconds on other nodes.
 */
import type { Permission } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Platform } from "../../platform/context.ts";
import { hashToken } from "../../platform/crypto.ts";
import { sql } from "../../platform/db.ts";
import { createMemory } from "../../platform/remember.ts";
import { isAllowed } from "./addresses.ts";

export type ApiKey = {
  workspaceId: string;
  id: string;
  scopes: ReadonlySet<Permission>;
  /** Requests a minute. */
  rateLimit: number;
  ipAllow: string[];
  expiresAt: Date | null;
  lastUsedAt: Date | null;
};
type Row = Omit<ApiKey, "scopes"> & { scopes: Permission[] };

export type ApiKeys = {
  /** Null: unknown or revoked. */
  find(key: string): Promise<ApiKey | null>;
  /** Forgets what is kept of a key that was revoked. */
  forget(id: string): void;
};

export function openApiKeys(platform: Platform): ApiKeys {
  const memory = createMemory<ApiKey | null>({ ms: 2000, most: 5000 });
  return {
    find: (text) => memory.get(text, () => readKey(platform, hashToken(text))),
    forget: (id) => memory.forget((key) => key?.id === id),
  };
}

async function readKey(platform: Platform, hash: Buffer): Promise<ApiKey | null> {
  const row = await platform.db.asSystem("a key names its workspace", (tx) =>
    tx.row<Row>({
      name: "find_api_key",
      text: `select workspace_id as "workspaceId", id, scopes, rate_limit as "rateLimit", ip_allow as "ipAllow",
        expires_at as "expiresAt", last_used_at as "lastUsedAt" from api_keys where hash = $1 and revoked_at is null`,
      values: [hash],
    }),
  );
  return row && { ...row, scopes: new Set(row.scopes) };
}

/** @throws AppError when the key is expired or not for this address. */
export function refuseUnusable(platform: Platform, key: ApiKey, ip: string): void {
  if (key.expiresAt && key.expiresAt <= platform.clock.now()) {
    throw new AppError("unauthenticated", "This API key has expired. Make a new one under Settings → API keys.");
  }
  if (!isAllowed(key.ipAllow, ip)) {
    throw new AppError("forbidden", `This API key may not be used from ${ip}. Add the address to its allow-list.`);
  }
}

/** Notes the use, at most once a minute; nobody waits for it. */
export function noteUse(platform: Platform, key: ApiKey): void {
  const now = platform.clock.now();
  if (key.lastUsedAt && now.getTime() - key.lastUsedAt.getTime() < 60_000) return;
  key.lastUsedAt = now;
  platform.db
    .inWorkspace(key.workspaceId, (tx) =>
      tx.run(sql`update api_keys set last_used_at = ${now} where workspace_id = ${key.workspaceId} and id = ${key.id}`),
    )
    .catch((error) => platform.log.warn({ err: error }, "could not note the use of an API key"));
}
