/** One arrival read by its adapter, with a limit in time, and made ready for the record. No transaction is open meanwhile. */
import type { Inbound, InboundFile, InboundMessage, Receipt, Typing } from "../../../channels/adapter.ts";
import { getAdapter } from "../../../channels/registry.ts";
import type { Context } from "../../../platform/context.ts";
import { type Arrival, prepareArrival } from "../../conversations/index.ts";
import type { ConnectionRow } from "../queries.ts";
import { receivingView, viewOf } from "../views.ts";
import { TooSlow } from "./failures.ts";
import { type RawRow, requestOf } from "./queries.ts";

/** What one raw row says. */
export type ReadRaw = { row: RawRow; arrivals: Arrival[]; receipts: Receipt[]; typing: Typing[] };

export const readLimit = 60_000;

export async function readRawRow(
  ctx: Context,
  connection: ConnectionRow,
  row: RawRow,
  limit = readLimit,
): Promise<ReadRaw> {
  const stop = new AbortController();
  try {
    return await Promise.race([read(ctx, connection, row, stop.signal), fails(stop.signal, limit)]);
  } finally {
    stop.abort();
  }
}

async function read(ctx: Context, connection: ConnectionRow, row: RawRow, signal: AbortSignal): Promise<ReadRaw> {
  const adapter = getAdapter(ctx.platform, connection.kind);
  const view = viewOf(ctx.platform, connection);
  const items: Inbound[] = await adapter.parse(requestOf(row), view);
  const download = adapter.download && ((file: InboundFile) => adapter.download!(file, view, signal));
  const arrivals: Arrival[] = [];
  for (const item of items) {
    if (item.kind === "message") arrivals.push(await prepare(ctx, connection, item, download));
  }
  return {
    row,
    arrivals,
    receipts: items.filter((item): item is Receipt => item.kind === "receipt"),
    typing: items.filter((item): item is Typing => item.kind === "typing"),
  };
}

const prepare = (
  ctx: Context,
  connection: ConnectionRow,
  item: InboundMessage,
  download: Parameters<typeof prepareArrival>[3],
): Promise<Arrival> => prepareArrival(ctx, receivingView(connection), item, download);

function fails(signal: AbortSignal, limit: number): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => {
      reject(new TooSlow(`Reading this took longer than ${limit / 1000} seconds.`));
    }, limit);
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}
