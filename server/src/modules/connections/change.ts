/** The verbs of connections: create, change, remove. A removed one is kept, because its messages still speak of it. */
import type { Channel, ChannelChange, ChannelInput } from "@omniflow/contract";
import { findAdapter, getAdapter } from "../../channels/registry.ts";
import { AppError, notFound } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { isUniqueViolation, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { refuseEither, refuseTemplate } from "../../platform/template.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import { addressFor, newKey } from "./address.ts";
import { forgetConnections } from "./find.ts";
import { forgetHealth } from "./health.ts";
import {
  type ConnectionRow,
  insertConnection,
  isTeam,
  lockConnection,
  markRemoved,
  selectCounted,
  updateConnection,
} from "./queries.ts";
import { nextSecrets, nextSettings } from "./settings.ts";
import { connectionView, mailDomain, openSecrets, sealSecrets } from "./views.ts";

export async function createConnection(ctx: Context, input: ChannelInput): Promise<Channel> {
  const adapter = findAdapter(ctx.platform, input.kind);
  if (!adapter) throw new AppError("validation_failed", "There is no such kind of channel.", { field: "kind" });
  refuseTexts(input);
  const id = newId();
  const settings = nextSettings(adapter, {}, input.settings ?? {});
  const secrets = nextSecrets(adapter, {}, input.secrets ?? {});
  const wanted = { name: input.name, address: input.address ?? null, settings, domain: mailDomain(ctx.platform) };
  const row = {
    id,
    key: newKey(),
    kind: adapter.kind,
    name: nameOf(input.name),
    address: addressFor(adapter, wanted),
    settings,
    secrets: sealSecrets(ctx.platform, id, secrets),
    team_id: input.team_id ?? null,
    signature: input.signature ?? "",
    auto_reply: input.auto_reply ?? null,
  };
  const made = await writing(ctx, async (tx) => {
    await requireTeam(ctx, tx, row.team_id);
    await insertConnection(tx, ctx.workspaceId, row);
    emit(ctx, tx, { type: "connection.created", data: { connection_id: id, kind: adapter.kind } });
    noteChannel(ctx, tx, "channel.created", row, { after: plainOf(row) });
    return connectionView(ctx.platform, (await selectCounted(tx, ctx.workspaceId, id))!);
  });
  forgetConnections(ctx.platform);
  return made;
}

export async function changeConnection(ctx: Context, id: string, change: ChannelChange): Promise<Channel> {
  refuseTexts(change);
  const changed = await writing(ctx, async (tx) => {
    const row = await lockConnection(tx, ctx.workspaceId, id);
    if (!row) throw notFound("channel");
    if (change.version !== undefined && change.version !== row.version) {
      throw new AppError(
        "version_conflict",
        "Someone changed this channel meanwhile. Look at the new state and try again.",
      );
    }
    if (change.team_id !== undefined) await requireTeam(ctx, tx, change.team_id);
    const next = nextRow(ctx, row, change);
    await updateConnection(tx, next, touchesProvider(change));
    const fields = Object.keys(change).filter((field) => field !== "version");
    noteChannel(ctx, tx, "channel.updated", row, {
      summary: fields.join(", "),
      before: plainOf(row),
      after: plainOf(next),
    });
    emit(ctx, tx, { type: "connection.updated", data: { connection_id: id, fields } });
    return connectionView(ctx.platform, (await selectCounted(tx, ctx.workspaceId, id))!);
  });
  forgetConnections(ctx.platform);
  forgetHealth(ctx.platform, id);
  return changed;
}

/** What the last failure was about may be mended by these. */
const touchesProvider = (change: ChannelChange) =>
  [change.settings, change.secrets, change.address, change.state].some((part) => part !== undefined);

function nextRow(ctx: Context, row: ConnectionRow, change: ChannelChange): ConnectionRow {
  const adapter = getAdapter(ctx.platform, row.kind);
  const settings = change.settings ? nextSettings(adapter, row.settings, change.settings) : row.settings;
  const name = change.name === undefined ? row.name : nameOf(change.name);
  const wanted = { name, address: change.address ?? null, settings, domain: mailDomain(ctx.platform) };
  return {
    ...row,
    name,
    settings,
    address: change.address === undefined ? row.address : addressFor(adapter, wanted),
    state: change.state ?? row.state,
    secrets: change.secrets
      ? sealSecrets(ctx.platform, row.id, nextSecrets(adapter, openSecrets(ctx.platform, row), change.secrets))
      : row.secrets,
    team_id: change.team_id === undefined ? row.team_id : change.team_id,
    signature: change.signature ?? row.signature,
    auto_reply: change.auto_reply === undefined ? row.auto_reply : change.auto_reply,
  };
}

/** Its secrets are erased at once; its address is free again. */
export async function removeConnection(ctx: Context, id: string): Promise<void> {
  await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const row = await lockConnection(tx, ctx.workspaceId, id);
    if (!row) throw notFound("channel");
    await markRemoved(tx, ctx.workspaceId, id);
    noteChannel(ctx, tx, "channel.removed", row, { before: plainOf(row) });
    emit(ctx, tx, { type: "connection.removed", data: { connection_id: id } });
  });
  forgetConnections(ctx.platform);
  forgetHealth(ctx.platform, id);
}

/** Signature and automatic reply may hold variables. */
function refuseTexts({ signature, auto_reply: reply }: Pick<ChannelChange, "signature" | "auto_reply">): void {
  if (signature) refuseEither(signature, "signature");
  if (reply?.subject) refuseTemplate(reply.subject, "text", "subject");
  if (reply?.text) refuseTemplate(reply.text, "text", "text");
}

type Named = { id: string; name: string; kind?: string };

const noteChannel = (ctx: Context, tx: Tx, action: string, row: Named, facts: object) =>
  recordAudit(ctx, tx, { action, target: { type: "channel", id: row.id, name: row.name }, ...facts });

/** What the audit log may keep of a connection: never its secrets. */
const plainOf = ({ secrets: _, ...row }: Record<string, unknown> & { secrets?: unknown }) => ({
  name: row.name,
  kind: row.kind,
  address: row.address,
  state: row.state,
  settings: row.settings,
  team_id: row.team_id,
  signature: row.signature,
  auto_reply: row.auto_reply,
});

function nameOf(text: string): string {
  const name = text.trim();
  if (name) return name;
  throw new AppError("validation_failed", "Give the channel a name.", { field: "name" });
}

async function requireTeam(ctx: Context, tx: Tx, teamId: string | null): Promise<void> {
  if (teamId === null || (await isTeam(tx, ctx.workspaceId, teamId))) return;
  throw new AppError("validation_failed", "There is no such team.", { field: "team_id" });
}

async function writing<T>(ctx: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await ctx.platform.db.inWorkspace(ctx.workspaceId, work);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError(
      "already_exists",
      "Another channel of this installation receives for this address already. Change that one, or take another address.",
      { field: "address" },
    );
  }
}
