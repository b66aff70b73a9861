/** The caller and their workspace. */
import { Language, Me, MeChange, Name, Onboarding, Workspace } from "@omniflow/contract";
import { Type } from "typebox";
import { answer, type Route, route } from "../../../platform/http.ts";
import { getUserId } from "../../identity/index.ts";
import { createWorkspace } from "../create.ts";
import { changeMe, showMe } from "../me.ts";
import { dismissOnboarding, showOnboarding } from "../onboarding.ts";
import { showWorkspace } from "../views.ts";
import { updateWorkspace } from "../workspace.ts";
import type { WorkspaceDeps } from "./index.ts";

const NewWorkspace = Type.Object({ name: Name, language: Type.Optional(Language) }, { additionalProperties: false });
const WorkspaceChange = Type.Object(
  {
    name: Type.Optional(Name),
    language: Type.Optional(Language),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);

export const meRoutes = ({ onWorkspaceCreated, onboardingFacts }: WorkspaceDeps): Route[] => [
  route({
    method: "GET",
    path: "/me",
    access: "signed_in",
    tag: "Me",
    summary: "Who I am in this workspace and what I may do",
    schemas: { data: Me },
    handle: ({ ctx }) => showMe(ctx),
  }),
  route({
    method: "PATCH",
    path: "/me",
    access: "signed_in",
    tag: "Me",
    summary: "Change my name, availability or settings",
    schemas: { body: MeChange, data: Me },
    handle: async ({ ctx, body }) => {
      await changeMe(ctx, body);
      return showMe(ctx);
    },
  }),
  route({
    method: "PATCH",
    path: "/workspace",
    access: "settings.workspace",
    tag: "Workspace",
    summary: "Change the name of the workspace, or the language of its mails",
    schemas: { body: WorkspaceChange, data: Workspace },
    handle: ({ ctx, body }) => updateWorkspace(ctx, body),
  }),
  route({
    method: "POST",
    path: "/workspaces",
    access: "signed_in",
    tag: "Workspace",
    summary: "Make another workspace, with me as its admin",
    schemas: { body: NewWorkspace, data: Workspace },
    handle: async ({ ctx, body }) => {
      const userId = await getUserId(ctx);
      const { member } = await showMe(ctx);
      const owner = { userId, name: member!.name, email: member!.email };
      const { workspace } = await createWorkspace(ctx.platform, { ...body, owner }, onWorkspaceCreated);
      return answer(showWorkspace(workspace), { status: 201 });
    },
  }),
  route({
    method: "GET",
    path: "/onboarding",
    access: "signed_in",
    tag: "Workspace",
    summary: "The checklist of a new workspace",
    schemas: { data: Onboarding },
    handle: ({ ctx }) => showOnboarding(ctx, onboardingFacts),
  }),
  route({
    method: "PATCH",
    path: "/onboarding",
    access: ["settings.workspace", "settings.channels", "settings.members"],
    tag: "Workspace",
    summary: "Hide the checklist, or show it again",
    schemas: { body: Type.Object({ dismissed: Type.Boolean() }, { additionalProperties: false }), data: Onboarding },
    handle: async ({ ctx, body }) => {
      await dismissOnboarding(ctx, body.dismissed);
      return showOnboarding(ctx, onboardingFacts);
    },
  }),
];
