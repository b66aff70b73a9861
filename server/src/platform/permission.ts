/** What is said to somebody who may not: which permission would let them, in words for a person and by name for a program. */
import type { Permission } from "@omniflow/contract";
import { AppError } from "../errors.ts";
import type { Caller } from "./context.ts";

const words: Record<Permission, string> = {
  "conversations.view_assigned": "see your conversations",
  "conversations.view_team": "see conversations of your teams",
  "conversations.view_all": "see all conversations",
  "conversations.reply": "answer customers",
  "conversations.note": "write internal notes",
  "conversations.assign": "assign conversations",
  "conversations.update": "change conversations",
  "conversations.delete": "delete conversations",
  "tickets.view": "see tickets",
  "tickets.create": "make tickets",
  "tickets.update": "change tickets",
  "tickets.delete": "delete tickets",
  "contacts.view": "see contacts",
  "contacts.update": "change contacts",
  "contacts.delete": "delete contacts",
  "contacts.import": "import contacts",
  "contacts.export": "export contacts",
  "ai_agents.view": "see AI agents",
  "ai_agents.manage": "manage AI agents",
  "qa.view": "see quality scores",
  "qa.grade": "grade quality",
  "settings.channels": "manage channels",
  "settings.members": "manage members",
  "settings.teams": "manage teams",
  "settings.workspace": "manage the workspace",
  "settings.canned_responses": "approve canned responses",
  "settings.fields": "manage custom fields",
  "settings.audit": "read the audit log",
  "integrations.manage": "manage integrations",
  "api.keys": "manage API keys",
};

/** @param wanted any of these would do */
export function lacks(...wanted: readonly Permission[]): AppError {
  const named = wanted.map((one) => words[one]).join("; ");
  const message =
    wanted.length > 1
      ? `This needs one of these permissions: ${named}. Ask an admin of the workspace.`
      : `This needs the permission “${named}”. Ask an admin of the workspace.`;
  return new AppError("forbidden", message, { permissions: wanted });
}

/** @throws forbidden */
export function need(ctx: Caller, permission: Permission): void {
  if (!ctx.permissions.has(permission)) throw lacks(permission);
}
