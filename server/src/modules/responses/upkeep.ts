/** Upkeep: review dates are watched, links in texts that are in use are tried, and what was deleted a month ago is gone for good. */
import { decodeEntities } from "@omniflow/contract/template";
import { type Platform, systemContext } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { EgressError } from "../../platform/fetch.ts";
import type { Schedule, Task } from "../../platform/jobs.ts";
import type { ResponseRow } from "./queries.ts";

const batch = 50;
const mostLinks = 10;

type Due = { workspace_id: string; id: string; texts: string; version: number };

export const checkLinks: Task = async (platform, _payload, signal) => {
  while (!signal.aborted) {
    const due = await platform.db.asSystem("texts with links lie in every workspace", (tx) =>
      tx.rows<Due>(sql`select workspace_id, id, version, body_html || ' ' || variants::text || ' ' || coalesce(approved->>'body_html', '') || ' ' || coalesce(approved->>'variants', '') as texts
        from responses where deleted_at is null and (checked_at is null or checked_at < now() - interval '7 days') order by checked_at nulls first limit ${batch}`),
    );
    for (const one of due) {
      if (signal.aborted) return;
      await checkOne(platform, one, signal);
    }
    if (due.length < batch) return;
  }
};

async function checkOne(
  platform: Platform,
  { workspace_id, id, texts, version }: Due,
  signal: AbortSignal,
): Promise<void> {
  const dead: ResponseRow["dead_links"] = [];
  for (const url of linksOf(texts).slice(0, mostLinks)) {
    const reason = await whyDead(platform, url, signal);
    if (reason) dead.push({ url, reason });
  }
  const ctx = systemContext(platform, workspace_id);
  await platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.run(sql`update responses set dead_links = ${JSON.stringify(dead)}, checked_at = now()
      where workspace_id = ${workspace_id} and id = ${id} and version = ${version}`),
  );
}

/** Addresses, of links and in plain words, that hold no variable. Exported for the test. */
export const linksOf = (html: string): string[] => [
  ...new Set(
    [...html.matchAll(/https?:\/\/[^\s"'<>\\]+/gi)]
      .map(([url]) => decodeEntities(url).replace(/[.,;:!?)\]}]+$/, (end) => (end.includes("}}") ? end : "")))
      .filter((url) => !url.includes("{{")),
  ),
];

/** Only what is surely gone is called dead: a slow or guarded page is not. */
async function whyDead(platform: Platform, url: string, signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await platform.egress.fetch(url, { timeout: 10_000, maxBytes: 1 << 20, signal });
    await answer.body?.cancel();
    return answer.status === 404 || answer.status === 410 ? `${answer.status}` : null;
  } catch (error) {
    return error instanceof EgressError && error.failure === "unresolved" ? "The host does not exist." : null;
  }
}

export const sweepResponses: Task = async (platform) => {
  for (;;) {
    const gone = await platform.db.asSystem("deleted responses lie in every workspace", async (tx) => {
      const rows = await tx.rows<{ workspace_id: string; id: string }>(sql`select workspace_id, id from responses
        where deleted_at < now() - interval '30 days' limit 100 for update skip locked`);
      if (!rows.length) return null;
      const ids = rows.map((row) => row.id);
      const files = await tx.rows<{ storage_key: string }>(
        sql`select storage_key from files where response_id = any(${ids}::uuid[])`,
      );
      await tx.run(sql`delete from responses where id = any(${ids}::uuid[]) and deleted_at is not null`);
      return files;
    });
    if (!gone) return;
    for (const file of gone) await platform.files.remove(file.storage_key);
  }
};

/** Once for each review date that has come. Who is told is the notifications' business. */
export const remindReviews: Task = async (platform) => {
  const due = await platform.db.asSystem("texts become due in every workspace", (tx) =>
    tx.rows<{ workspace_id: string }>(sql`select distinct workspace_id from responses r where ${isDue}`),
  );
  for (const { workspace_id } of due) {
    const ctx = systemContext(platform, workspace_id);
    await platform.db.inWorkspace(workspace_id, async (tx) => {
      const rows = await tx.rows<{
        id: string;
        review_at: string;
      }>(sql`update responses r set reminded_for = r.review_at
        where r.workspace_id = ${workspace_id} and ${isDue} returning r.id, r.review_at::text as review_at`);
      for (const row of rows)
        emit(ctx, tx, { type: "response.review_due", data: { response_id: row.id, review_at: row.review_at } });
    });
  }
};

const isDue = sql`r.deleted_at is null and r.review_at <= current_date and r.reminded_for is distinct from r.review_at`;

export const responseTasks: Record<string, Task> = {
  check_response_links: checkLinks,
  sweep_responses: sweepResponses,
  remind_reviews: remindReviews,
};
export const responseSchedules: Schedule[] = [
  { task: "check_response_links", cron: "23 2 * * *" },
  { task: "sweep_responses", cron: "53 3 * * *" },
  { task: "remind_reviews", cron: "11 * * * *", atStart: true },
];
