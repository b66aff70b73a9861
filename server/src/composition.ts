/** The lists: every route, job, schedule and reaction of the product, in the modules' order, and what ties them together. */

import { listAdapters } from "./channels/registry.ts";
import { auditRoutes } from "./modules/audit/index.ts";
import { companyRoutes, companyTasks, defaultSegments } from "./modules/companies/index.ts";
import {
  connectionRoutes,
  connectionSchedules,
  connectionTasks,
  defaultConnections,
} from "./modules/connections/index.ts";
import { bulkEditTasks, contactRoutes, findDuplicates } from "./modules/contacts/index.ts";
import {
  actionRoutes,
  actionTasks,
  companyFeedRoutes,
  contactConversationRoutes,
  conversationRoutes,
  createIntake,
  eventRoutes,
  fileRoutes,
  followRoutes,
  type Intake,
  mergeRoutes,
  removalRoutes,
  searchRoutes,
  signedFileRoutes,
  sweepFiles,
  tagRoutes,
  ticketHands,
  viewRoutes,
  wakeSnoozed,
} from "./modules/conversations/index.ts";
import { fieldRoutes } from "./modules/fields/index.ts";
import { type Identity, identityRoutes, identitySchedules, identityTasks } from "./modules/identity/index.ts";
import { exportRoutes, importRoutes, importSchedules, importTasks } from "./modules/imports/index.ts";
import {
  notificationRoutes,
  notificationSchedules,
  notificationTasks,
  notifyReaction,
} from "./modules/notifications/index.ts";
import { archiveRoutes, privacyRoutes, privacySchedules, privacyTasks } from "./modules/privacy/index.ts";
import {
  autoReplyReaction,
  listReplyRoutes,
  replyRoutes,
  sendAutoReplies,
  sendMessages,
  sweepOutbox,
  templateSources,
} from "./modules/replies/index.ts";
import {
  fillMailText,
  mailLanguages,
  noteSent,
  responseRoutes,
  responseSchedules,
  responseTasks,
  responseUsedReaction,
  starterResponses,
} from "./modules/responses/index.ts";
import { addSampleData, sampleDataRoutes } from "./modules/samples/index.ts";
import {
  customerReplyReaction,
  listTicketsOnTimeline,
  ticketRoutes,
  ticketsOfConversations,
  ticketTasks,
  ticketTemplateValues,
} from "./modules/tickets/index.ts";
import { unreadChatReaction, visitorTasks } from "./modules/visitors/index.ts";
import { type InvitationMail, type OnboardingFacts, workspaceRoutes } from "./modules/workspaces/index.ts";
import type { Context, Platform } from "./platform/context.ts";
import { sql, type Tx } from "./platform/db.ts";
import type { Reaction } from "./platform/events.ts";
import type { Route } from "./platform/http.ts";
import type { Schedule, Task } from "./platform/jobs.ts";
import { version } from "./version.ts";

export const reactions: Reaction[] = [
  autoReplyReaction,
  responseUsedReaction,
  customerReplyReaction,
  notifyReaction,
  unreadChatReaction,
];

export const tasks: Record<string, Task> = {
  ...identityTasks,
  ...companyTasks,
  ...bulkEditTasks,
  find_duplicates: findDuplicates,
  ...connectionTasks,
  ...actionTasks,
  wake_snoozed: wakeSnoozed,
  sweep_files: sweepFiles,
  send_messages: sendMessages,
  sweep_outbox: sweepOutbox,
  [autoReplyReaction.name]: sendAutoReplies,
  ...ticketTasks,
  ...importTasks,
  ...privacyTasks,
  [responseUsedReaction.name]: noteSent,
  ...responseTasks,
  ...notificationTasks,
  ...visitorTasks,
};

export const schedules: Schedule[] = [
  ...identitySchedules,
  ...connectionSchedules,
  { task: "wake_snoozed", cron: "* * * * *", atStart: true },
  { task: "sweep_outbox", cron: "* * * * *", atStart: true },
  { task: "sweep_files", cron: "17 3 * * *" },
  ...importSchedules,
  ...privacySchedules,
  ...responseSchedules,
  ...notificationSchedules,
  { task: "sweep_actions", cron: "43 3 * * *" },
  { task: "sweep_ticket_actions", cron: "47 3 * * *" },
  { task: "sweep_bulk_edits", cron: "47 3 * * *" },
  { task: "find_duplicates", cron: "* * * * *" },
];

// Templates speak of a conversation's ticket, which replies do not know.
templateSources.push(ticketTemplateValues);

// Bulk actions on conversations make tickets, which conversations do not know.
ticketHands.of = ticketsOfConversations;

// Invitations go out in the words of the workspace, which a later module keeps.
const invitationMail: InvitationMail = {
  words: (ctx, link, language) =>
    ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => {
      const memberId = ctx.actor.type === "member" ? ctx.actor.id : null;
      return fillMailText(ctx, tx, "invitation", { "mail.link": link }, { memberId, languages: [language] });
    }),
  languages: (ctx) => ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => mailLanguages(ctx, tx, "invitation")),
};

export const workspaceHooks = [defaultSegments, defaultConnections, starterResponses];

export type Composition = { routes: Route[]; intake: Intake };

export function compose(platform: Platform, identity: Identity): Composition {
  const intake = createIntake(platform);
  const routes: Route[] = [
    ...identityRoutes(identity),
    ...workspaceRoutes({
      identity,
      version,
      onWorkspaceCreated: workspaceHooks,
      onboardingFacts,
      invitationMail,
      addSampleData,
    }),
    ...auditRoutes,
    ...fieldRoutes,
    ...companyRoutes,
    ...contactRoutes,
    ...conversationRoutes({ channelKinds: listAdapters(platform).map((a) => a.kind), replyRoutes: listReplyRoutes }),
    ...contactConversationRoutes([listTicketsOnTimeline]),
    ...companyFeedRoutes,
    ...eventRoutes,
    ...followRoutes,
    ...removalRoutes,
    ...mergeRoutes,
    ...actionRoutes,
    ...viewRoutes,
    ...searchRoutes,
    ...fileRoutes,
    ...signedFileRoutes(platform),
    ...tagRoutes,
    ...connectionRoutes({ intake }),
    ...replyRoutes,
    ...ticketRoutes,
    ...importRoutes,
    ...exportRoutes,
    ...privacyRoutes,
    ...archiveRoutes(platform),
    ...responseRoutes,
    ...notificationRoutes,
    ...sampleDataRoutes,
  ];
  return { routes, intake };
}

async function onboardingFacts(ctx: Context, tx: Tx): Promise<OnboardingFacts> {
  const [mailbox, widget, received, samples, responses] = await Promise.all([
    tx.row<{ address: string; settings: { mode?: string } }>(sql`select address, settings from connections
      where workspace_id = ${ctx.workspaceId} and kind = 'email' and deleted_at is null order by created_at limit 1`),
    tx.row<{ id: string }>(
      sql`select id from connections where workspace_id = ${ctx.workspaceId} and kind = 'chat' and deleted_at is null order by created_at limit 1`,
    ),
    tx.row(
      sql`select 1 from connections where workspace_id = ${ctx.workspaceId} and last_received_at is not null limit 1`,
    ),
    tx.row(sql`select 1 from workspaces where id = ${ctx.workspaceId} and settings ? 'sample_data'`),
    // The starter set alone is nobody's yet.
    tx.row(
      sql`select 1 from responses where workspace_id = ${ctx.workspaceId} and (updated_by <> 'Omniflow' or uses > 0) limit 1`,
    ),
  ]);
  return {
    mailbox_address: mailbox?.address ?? null,
    widget_channel_id: widget?.id ?? null,
    smtp_port: ctx.platform.env.smtpPort,
    sample_data: samples !== null,
    done: {
      channel: mailbox !== null || widget !== null,
      test_message: received !== null,
      canned_responses: responses !== null,
    },
  };
}
