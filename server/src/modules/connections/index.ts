/** Connections: the configured channels, what arrives over them, and the quarantine of what could not be read. */
import type { Schedule, Task } from "../../platform/jobs.ts";
import { processRaw } from "./raw/process.ts";
import { purgeRaw, sweepRaw } from "./raw/sweep.ts";
import { processRawTask } from "./raw/wake.ts";

export { changeConnection, createConnection, removeConnection } from "./change.ts";
export { defaultConnections } from "./defaults.ts";
export { findByKey, findConnection, forgetConnections, getConnection, getConnectionView } from "./find.ts";
export { type ConnectionOutcome, noteConnectionHealth, noteFailure, noteSuccess } from "./health.ts";
export { registerHooks } from "./hooks.ts";
export { receiveByApi } from "./inbound.ts";
export { listConnections, showConnection } from "./list.ts";
export { resolveMailbox, startListener } from "./listener.ts";
export { type Pollers, startPollers } from "./poll/pollers.ts";
export type { ConnectionRow } from "./queries.ts";
export { acceptRaw } from "./raw/accept.ts";
export type { RawTarget } from "./raw/wake.ts";
export { connectionRoutes } from "./routes.ts";
export { testConnection } from "./test-connection.ts";
export { receivingView, viewOf } from "./views.ts";

export const connectionTasks: Record<string, Task> = {
  [processRawTask]: processRaw,
  sweep_raw: sweepRaw,
  purge_raw: purgeRaw,
};

export const connectionSchedules: Schedule[] = [
  { task: "sweep_raw", cron: "* * * * *", atStart: true },
  { task: "purge_raw", cron: "41 3 * * *" },
];
