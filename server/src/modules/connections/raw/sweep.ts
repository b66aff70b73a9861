/** What keeps the intake going whatever dies: lost wake-ups are given again, leases of the dead freed, old arrivals thrown away. */
import type { Platform } from "../../../platform/context.ts";
import type { Task } from "../../../platform/jobs.ts";
import { freeLeases, listForgotten, purgeDone } from "./queries.ts";
import { wakeAtOnce } from "./wake.ts";

const forgottenAfterSeconds = 30;
const keptDays = 30;
const purgeBatch = 1000;

type Place = { workspace_id: string; connection_id: string };
const targetOf = ({ workspace_id: workspaceId, connection_id: id }: Place) => ({ workspaceId, id });

export const sweepRaw: Task = async (platform) => {
  await platform.db.asSystem("wakes whoever has arrivals waiting", async (tx) => {
    for (const place of await listForgotten(tx, forgottenAfterSeconds)) wakeAtOnce(tx, targetOf(place));
  });
};

/**
 * When a worker starts: the one before may have been killed with its hands full. On several nodes this may take a living one's
 * rows away, which then are read twice and recorded once.
 */
export const resumeIntake = (platform: Platform): Promise<void> =>
  platform.db.asSystem("a starting worker takes over what waits", async (tx) => {
    for (const place of await freeLeases(tx)) wakeAtOnce(tx, targetOf(place));
  });

export const purgeRaw: Task = async (platform, _payload, signal) => {
  const before = new Date(platform.clock.now().getTime() - keptDays * 86_400_000);
  let gone = purgeBatch;
  while (gone === purgeBatch && !signal.aborted) {
    gone = await platform.db.asSystem("old arrivals go, in every workspace", (tx) => purgeDone(tx, before, purgeBatch));
  }
};
