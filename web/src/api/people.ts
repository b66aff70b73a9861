/** The workspace, who works in it, and what opens its doors. */
import type {
  ApiKey,
  ApiKeyInput,
  Invitation,
  InvitationAccept,
  InvitationInput,
  InvitationPreview,
  Me,
  MeChange,
  Member,
  MemberChange,
  Onboarding,
  SetupInput,
  SetupState,
  Tag,
  TagInput,
  Team,
  TeamInput,
  Workspace,
} from "@omniflow/contract";
import i18next from "i18next";
import type { Static } from "typebox";
import { del, get, patch, post } from "./client.ts";

export type Session = {
  id: string;
  current: boolean;
  ip: string | null;
  user_agent: string | null;
  created_at: string;
  last_seen_at: string;
};
export type InvitationView = Static<typeof InvitationPreview>;
export type MemberUpdate = Static<typeof MemberChange>;
export type MeUpdate = Static<typeof MeChange>;
export type TeamDraft = Static<typeof TeamInput>;
export type TagDraft = Static<typeof TagInput>;
export type ApiKeyDraft = Static<typeof ApiKeyInput>;
export type InvitationDraft = Static<typeof InvitationInput>;

const anonymous = { anonymous: true };

export const getSetup = () => get<Static<typeof SetupState>>("/setup", anonymous);
export const setUp = (input: SetupInput) => post<{ workspace: Workspace }>("/setup", input, anonymous);
export const getMe = () => get<Me>("/me");
export const changeMe = (change: MeUpdate) => patch<Me>("/me", change);
export const changeWorkspace = (change: { name?: string; language?: string; version?: number }) =>
  patch<Workspace>("/workspace", change);
export const createWorkspace = (name: string) => post<Workspace>("/workspaces", { name, language: i18next.language });

export const getOnboarding = () => get<Onboarding>("/onboarding");
export const dismissOnboarding = () => patch<Onboarding>("/onboarding", { dismissed: true });
export const addSampleData = () => post<{ conversations: number }>("/sample-data");
export const removeSampleData = () => del<{ conversations: number }>("/sample-data");

export const listMembers = () => get<Member[]>("/members");
export const changeMember = (id: string, change: MemberUpdate) => patch<Member>(`/members/${id}`, change);
export const listInvitations = () => get<Invitation[]>("/invitations");
export const invite = (input: InvitationDraft) => post<Invitation>("/invitations", input);
export const listInvitationLanguages = () => get<string[]>("/invitations/languages");
export const revokeInvitation = (id: string) => del<unknown>(`/invitations/${id}`);
export const getInvitation = (token: string) => get<InvitationView>(`/invitations/by-token/${token}`, anonymous);
export const acceptInvitation = (token: string, input: Static<typeof InvitationAccept>) =>
  post<{ workspace: Workspace }>(`/invitations/by-token/${token}/accept`, input, anonymous);

export const listTeams = () => get<Team[]>("/teams");
export const createTeam = (input: TeamDraft) => post<Team>("/teams", input);
export const changeTeam = (id: string, input: TeamDraft) => patch<Team>(`/teams/${id}`, input);
export const deleteTeam = (id: string) => del<unknown>(`/teams/${id}`);

export const listTags = () => get<Tag[]>("/tags");
export const createTag = (input: TagDraft) => post<Tag>("/tags", input);
export const changeTag = (id: string, input: TagDraft) => patch<Tag>(`/tags/${id}`, input);
export const deleteTag = (id: string) => del<unknown>(`/tags/${id}`);

export const listApiKeys = () => get<ApiKey[]>("/api-keys");
export const createApiKey = (input: ApiKeyDraft) => post<ApiKey>("/api-keys", input);
export const deleteApiKey = (id: string) => del<unknown>(`/api-keys/${id}`);

export const listSessions = () => get<Session[]>("/sessions");
export const revokeSession = (id: string) => del<unknown>(`/sessions/${id}`);
export const revokeOtherSessions = () => del<unknown>("/sessions");
