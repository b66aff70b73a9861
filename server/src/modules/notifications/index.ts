/** Notifications: what a member should know, in the product and by mail. */
import type { Schedule, Task } from "../../platform/jobs.ts";
import { mailMissed } from "./mail.ts";
import { notifyMembers, notifyReaction } from "./reaction.ts";

export { notifyReaction } from "./reaction.ts";
export { notificationRoutes } from "./routes.ts";

export const notificationTasks: Record<string, Task> = {
  [notifyReaction.name]: notifyMembers,
  mail_missed: mailMissed,
};
export const notificationSchedules: Schedule[] = [{ task: "mail_missed", cron: "*/5 * * * *" }];
