/** The ways in: set-up and invitation links. Public, each with its own proof. */
import { InvitationAccept, InvitationPreview, SetupInput, SetupState, Workspace } from "@omniflow/contract";
import { Type } from "typebox";
import { type Route, route } from "../../../platform/http.ts";
import { acceptInvitation, previewInvitation } from "../accept.ts";
import { isSetupOpen, setUp } from "../setup.ts";
import { showWorkspace } from "../views.ts";
import type { WorkspaceDeps } from "./index.ts";

const Token = Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) });

export const entryRoutes = ({ identity, version, onWorkspaceCreated, addSampleData }: WorkspaceDeps): Route[] => [
  route({
    method: "GET",
    path: "/setup",
    access: "public",
    tag: "Set-up",
    summary: "Whether this installation still has to be set up",
    schemas: { data: SetupState },
    handle: async () => ({ open: await isSetupOpen(identity.platform), version }),
  }),
  route({
    method: "POST",
    path: "/setup",
    access: "public",
    tag: "Set-up",
    summary: "Make the first workspace and its admin; works once",
    schemas: { body: SetupInput, data: Type.Object({ workspace: Workspace }) },
    handle: async ({ body, request, reply }) => {
      const { workspace, ctx, userId } = await setUp(identity.platform, body, onWorkspaceCreated);
      await identity.signIn(userId, request, reply);
      // The workspace is there; what is missing can be asked for again by its button.
      if (body.sample_data)
        await addSampleData(ctx).catch((error) => identity.platform.log.error({ err: error }, "no sample data"));
      return { workspace: showWorkspace(workspace) };
    },
  }),
  route({
    method: "GET",
    path: "/invitations/by-token/:token",
    access: "public",
    tag: "Invitations",
    summary: "What an invitation link is for",
    schemas: { params: Token, data: InvitationPreview },
    handle: ({ params }) => previewInvitation(identity.platform, params.token),
  }),
  route({
    method: "POST",
    path: "/invitations/by-token/:token/accept",
    access: "public",
    tag: "Invitations",
    summary: "Join the workspace and be signed in; works once",
    schemas: { params: Token, body: InvitationAccept, data: Type.Object({ workspace: Workspace }) },
    handle: async ({ params, body, request, reply }) => {
      const { userId, workspace } = await acceptInvitation(identity, params.token, body, request);
      if (!(await identity.isSignedInAs(userId, request))) await identity.signIn(userId, request, reply);
      return { workspace };
    },
  }),
];
