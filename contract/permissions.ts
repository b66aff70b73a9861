/**
 * What a role may do. A permission is `group.action`; the groups are the checkboxes of Settings → Roles.
 * API keys carry the same names as scopes.
 */
export const permissionGroups = {
  conversations: ["view_assigned", "view_team", "view_all", "reply", "note", "assign", "update", "delete"],
  tickets: ["view", "create", "update", "delete"],
  contacts: ["view", "update", "delete", "import", "export"],
  ai_agents: ["view", "manage"],
  qa: ["view", "grade"],
  settings: ["channels", "members", "teams", "workspace", "canned_responses", "fields", "audit"],
  integrations: ["manage"],
  api: ["keys"],
} as const;

type Groups = typeof permissionGroups;
export type Permission = { [G in keyof Groups]: `${G}.${Groups[G][number]}` }[keyof Groups];

export const permissions: readonly Permission[] = Object.entries(permissionGroups).flatMap(([group, actions]) =>
  actions.map((action) => `${group}.${action}` as Permission),
);

export const roles = ["admin", "supervisor", "agent"] as const;
export type Role = (typeof roles)[number];

/** The built-in roles. An agent sees what is assigned to them, their teams' conversations and what no team owns yet. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  admin: permissions,
  supervisor: permissions.filter(
    (p) => !["settings.workspace", "settings.audit", "api.keys", "integrations.manage"].includes(p),
  ),
  agent: [
    "conversations.view_assigned",
    "conversations.view_team",
    "conversations.reply",
    "conversations.note",
    "conversations.assign",
    "conversations.update",
    "tickets.view",
    "tickets.create",
    "tickets.update",
    "contacts.view",
    "contacts.update",
  ],
};
