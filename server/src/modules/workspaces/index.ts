/** Where people work: workspaces, members, teams, invitations, API keys, onboarding. */

export { addApiKey, type Created, createWorkspace, type Owner, type WorkspaceHook } from "./create.ts";
export type { InvitationMail } from "./mail.ts";
export type { OnboardingFacts, ReadOnboardingFacts } from "./onboarding.ts";
export { getMember, getTeam, getWorkspace, refuseForeign, refuseStale } from "./queries.ts";
export { type WorkspaceDeps, workspaceRoutes } from "./routes/index.ts";
export { bootstrap, isSetupOpen, setUp } from "./setup.ts";
export type { MemberRow, TeamRow } from "./views.ts";
