/** All routes of this module, and what they need of later ones. */
import type { Context } from "../../../platform/context.ts";
import type { Route } from "../../../platform/http.ts";
import type { Identity } from "../../identity/index.ts";
import type { WorkspaceHook } from "../create.ts";
import type { InvitationMail } from "../mail.ts";
import type { ReadOnboardingFacts } from "../onboarding.ts";
import { apiKeyRoutes } from "./api-keys.ts";
import { entryRoutes } from "./entry.ts";
import { meRoutes } from "./me.ts";
import { peopleRoutes } from "./people.ts";

export type WorkspaceDeps = {
  identity: Identity;
  /** Of the product, for the set-up page. */
  version: string;
  onWorkspaceCreated: readonly WorkspaceHook[];
  onboardingFacts: ReadOnboardingFacts;
  invitationMail: InvitationMail;
  /** Called when the person who sets up asks for sample data. */
  addSampleData(ctx: Context): Promise<unknown>;
};

export const workspaceRoutes = (deps: WorkspaceDeps): Route[] => [
  ...entryRoutes(deps),
  ...meRoutes(deps),
  ...peopleRoutes(deps),
  ...apiKeyRoutes(deps),
];
