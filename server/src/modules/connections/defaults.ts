/** What a new workspace starts with: a mailbox on the built-in listener and a chat widget, so that something can arrive at once. */
import { findAdapter } from "../../channels/registry.ts";
import type { Context } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { newKey } from "./address.ts";
import { insertConnection } from "./queries.ts";
import { nextSettings } from "./settings.ts";

/** Runs in the transaction that makes the workspace. Without a mailbox when another workspace has the address already. */
export async function defaultConnections(ctx: Context, tx: Tx): Promise<void> {
  await addDefault(ctx, tx, "email", "Support", ctx.platform.env.bootstrapMailbox.toLowerCase());
  await addDefault(ctx, tx, "chat", "Website chat", null);
}

async function addDefault(ctx: Context, tx: Tx, kind: string, name: string, address: string | null): Promise<void> {
  const adapter = findAdapter(ctx.platform, kind);
  if (!adapter) return;
  const id = newId();
  const settings = nextSettings(adapter, {}, {});
  const row = {
    id,
    key: newKey(),
    kind,
    name,
    address,
    settings,
    secrets: null,
    team_id: null,
    signature: "",
    auto_reply: null,
  };
  if (!(await insertConnection(tx, ctx.workspaceId, row, "skip"))) return;
  emit(ctx, tx, { type: "connection.created", data: { connection_id: id, kind } });
}
