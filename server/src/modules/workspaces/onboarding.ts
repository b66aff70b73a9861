/** The checklist of a new workspace. Which steps are done are facts of later modules, handed in. */
import type { Onboarding } from "@omniflow/contract";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { recordAudit } from "../audit/index.ts";
import { getWorkspace } from "./queries.ts";

type Step = Onboarding["steps"][number]["key"];
const steps: readonly Step[] = [
  "channel",
  "test_message",
  "ticket_rules",
  "import_contacts",
  "canned_responses",
  "ai_agent",
];

/** What later modules know. A step that `done` does not name is not available in this version. */
export type OnboardingFacts = Pick<
  Onboarding,
  "sample_data" | "mailbox_address" | "widget_channel_id" | "smtp_port"
> & {
  done: Partial<Record<Step, boolean>>;
};
export type ReadOnboardingFacts = (ctx: Context, tx: Tx) => Promise<OnboardingFacts>;

export const showOnboarding = (ctx: Caller, readFacts: ReadOnboardingFacts): Promise<Onboarding> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [workspace, { done, ...facts }] = await Promise.all([getWorkspace(tx, ctx.workspaceId), readFacts(ctx, tx)]);
    return {
      ...facts,
      dismissed: workspace.settings.onboarding_dismissed === true,
      steps: steps.map((key) => ({ key, done: done[key] ?? false, available: done[key] !== undefined })),
    };
  });

export const dismissOnboarding = (ctx: Caller, dismissed: boolean): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await tx.run(sql`update workspaces set settings = settings || ${JSON.stringify({ onboarding_dismissed: dismissed })}::jsonb
      where id = ${ctx.workspaceId}`);
    emit(ctx, tx, { type: "workspace.updated", data: { fields: ["onboarding"] } });
    recordAudit(ctx, tx, {
      action: "workspace.updated",
      target: { type: "workspace", id: ctx.workspaceId },
      summary: dismissed ? "Checklist hidden" : "Checklist shown",
      after: { onboarding_dismissed: dismissed },
    });
  });
