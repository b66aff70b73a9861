/**
 * What every verb gets first: the installation's services (`platform`), the workspace it works in, and who is doing it.
 * A caller (a member or an API key) also carries what it may do.
 */
import type { Permission } from "@omniflow/contract";
import type { Logger } from "pino";
import type { Env } from "../env.ts";
import type { Clock } from "./clock.ts";
import type { Crypto } from "./crypto.ts";
import type { Database } from "./db.ts";
import type { Reaction } from "./events.ts";
import type { Egress } from "./fetch.ts";
import type { FileStore } from "./files.ts";
import type { Mailer } from "./mailer.ts";
import type { Metrics } from "./metrics.ts";
import type { Hub } from "./realtime.ts";

export type Platform = {
  env: Env;
  log: Logger;
  clock: Clock;
  db: Database;
  crypto: Crypto;
  files: FileStore;
  egress: Egress;
  hub: Hub;
  mailer: Mailer;
  metrics: Metrics;
  /** What follows from events; filled at start-up from the modules' lists. */
  reactions: Reaction[];
};

export type Actor = {
  type: "member" | "api_key" | "contact" | "ai_agent" | "rule" | "system";
  id: string | null;
};

export type Context = {
  platform: Platform;
  workspaceId: string;
  actor: Actor;
  /** The event this work follows from, so that a rule never reacts to what it caused. */
  cause: string | null;
  requestId: string;
};

export type Caller = Context & {
  permissions: ReadonlySet<Permission>;
  /** Null for an API key. */
  memberId: string | null;
  teamIds: readonly string[];
};

/** For work nobody asked for by hand: jobs, intake, sweeps. */
export const systemContext = (platform: Platform, workspaceId: string, cause: string | null = null): Context => ({
  platform,
  workspaceId,
  actor: { type: "system", id: null },
  cause,
  requestId: "system",
});
