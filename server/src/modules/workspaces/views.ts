/** Rows of this module as members see them. */
import type { ApiKey, Invitation, Member, Role, Team, Workspace } from "@omniflow/contract";

export type WorkspaceRow = {
  id: string;
  slug: string;
  name: string;
  language: string;
  version: number;
  created_at: Date;
};
export const showWorkspace = (row: WorkspaceRow): Workspace => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  language: row.language,
  version: row.version,
  created_at: row.created_at.toISOString(),
});

export type MemberRow = {
  id: string;
  user_id: string;
  name: string;
  email: string;
  role: Role;
  availability: Member["availability"];
  deactivated_at: Date | null;
  team_ids: string[];
  created_at: Date;
  version: number;
};
export const showMember = (row: MemberRow, twoFactorUsers: ReadonlySet<string>): Member => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  availability: row.availability,
  team_ids: row.team_ids,
  two_factor: twoFactorUsers.has(row.user_id),
  deactivated: row.deactivated_at !== null,
  created_at: row.created_at.toISOString(),
  version: row.version,
});

export type TeamRow = {
  id: string;
  name: string;
  description: string;
  member_ids: string[];
  version: number;
  created_at: Date;
};
export const showTeam = (row: TeamRow): Team => ({ ...row, created_at: row.created_at.toISOString() });

export type InvitationRow = {
  id: string;
  email: string;
  role: Role;
  team_ids: string[];
  expires_at: Date;
  created_at: Date;
};
export const showInvitation = (row: InvitationRow): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  team_ids: row.team_ids,
  expires_at: row.expires_at.toISOString(),
  created_at: row.created_at.toISOString(),
});

export type ApiKeyRow = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  rate_limit: number;
  ip_allow: string[];
  last_used_at: Date | null;
  expires_at: Date | null;
  created_at: Date;
};
export const showApiKey = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  rate_limit: row.rate_limit,
  ip_allow: row.ip_allow,
  last_used_at: row.last_used_at?.toISOString() ?? null,
  expires_at: row.expires_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
});
