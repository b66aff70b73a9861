/** Connections by id, key and mail address. On hot paths they are remembered for two seconds, and forgotten at once where they change. */
import { ChannelError, type ConnectionView } from "../../channels/adapter.ts";
import { notFound } from "../../errors.ts";
import { type Context, type Platform, systemContext } from "../../platform/context.ts";
import { createMemory, type Memory } from "../../platform/remember.ts";
import { type ConnectionRow, selectByAddress, selectByKey, selectConnection } from "./queries.ts";
import { viewOf } from "./views.ts";

const memories = new WeakMap<Platform, Memory<ConnectionRow | null>>();

function memoryOf(platform: Platform): Memory<ConnectionRow | null> {
  let memory = memories.get(platform);
  if (!memory) {
    memory = createMemory({ ms: 2000, most: 10_000 });
    memories.set(platform, memory);
  }
  return memory;
}

/** After a change on this node; other nodes see it within two seconds. */
export const forgetConnections = (platform: Platform): void => memories.get(platform)?.forget();

/** Fresh. Removed ones are not found. */
export const findConnection = (ctx: Context, id: string): Promise<ConnectionRow | null> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const row = await selectConnection(tx, ctx.workspaceId, id);
    return row?.deleted_at ? null : row;
  });

/** @throws AppError not_found */
export async function getConnection(ctx: Context, id: string): Promise<ConnectionRow> {
  const row = await findConnection(ctx, id);
  if (!row) throw notFound("channel");
  return row;
}

/** May be two seconds old. */
export const findRemembered = (ctx: Context, id: string): Promise<ConnectionRow | null> =>
  memoryOf(ctx.platform).get(`id ${ctx.workspaceId} ${id}`, () => findConnection(ctx, id));

/** May be two seconds old. */
export const findByKey = (platform: Platform, key: string): Promise<ConnectionRow | null> =>
  memoryOf(platform).get(`key ${key}`, () =>
    platform.db.asSystem("the key of a connection leads to its workspace", (tx) => selectByKey(tx, key)),
  );

/** The mailbox, active or paused, that receives for this lower-case address. May be two seconds old. */
export const findByAddress = (platform: Platform, address: string): Promise<ConnectionRow | null> =>
  memoryOf(platform).get(`address ${address}`, () =>
    platform.db.asSystem("a mail address leads to its workspace", (tx) => selectByAddress(tx, address)),
  );

/** For sending: the connection as its adapter sees it. @throws ChannelError when it was removed or is paused */
export async function getConnectionView(
  platform: Platform,
  workspaceId: string,
  id: string,
): Promise<ConnectionView & { kind: string }> {
  const row = await findConnection(systemContext(platform, workspaceId), id);
  if (!row)
    throw new ChannelError("The channel of this conversation was removed. Answer over another.", { retry: false });
  if (row.state === "active") return viewOf(platform, row);
  throw new ChannelError(`The channel “${row.name}” is paused. Resume it in Settings → Channels, then try again.`, {
    retry: false,
  });
}
