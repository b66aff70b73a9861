/** Members, invitations, teams. */
import { Invitation, InvitationInput, Member, MemberChange, Team, TeamInput } from "@omniflow/contract";
import { Type } from "typebox";
import { answer, type Route, route } from "../../../platform/http.ts";
import { invite, listInvitations, withdrawInvitation } from "../invitations.ts";
import { listMembers, updateMember } from "../members.ts";
import { createTeam, listTeams, removeTeam, updateTeam } from "../teams.ts";
import { ById } from "./by-id.ts";
import type { WorkspaceDeps } from "./index.ts";

const TeamChange = Type.Object(Type.Partial(TeamInput).properties, { additionalProperties: false, minProperties: 1 });

const memberRoutes: Route[] = [
  route({
    method: "GET",
    path: "/members",
    access: "signed_in",
    tag: "Members",
    summary: "Everybody who works or worked here",
    schemas: { data: Type.Array(Member) },
    handle: ({ ctx }) => listMembers(ctx),
  }),
  route({
    method: "PATCH",
    path: "/members/:id",
    access: "settings.members",
    tag: "Members",
    summary: "Change a member's name, role or teams, or put them out",
    schemas: { params: ById, body: MemberChange, data: Member },
    handle: ({ ctx, params, body }) => updateMember(ctx, params.id, body),
  }),
];

const invitationRoutes = ({ invitationMail }: WorkspaceDeps): Route[] => [
  route({
    method: "GET",
    path: "/invitations",
    access: "settings.members",
    tag: "Invitations",
    summary: "Invitations nobody has accepted yet",
    schemas: { data: Type.Array(Invitation) },
    handle: ({ ctx }) => listInvitations(ctx),
  }),
  route({
    method: "POST",
    path: "/invitations",
    access: "settings.members",
    tag: "Invitations",
    summary: "Invite somebody; an earlier link to the same address stops working",
    schemas: { body: InvitationInput, data: Invitation },
    handle: async ({ ctx, body }) => answer(await invite(ctx, invitationMail, body), { status: 201 }),
  }),
  route({
    method: "GET",
    path: "/invitations/languages",
    access: "settings.members",
    tag: "Invitations",
    summary: "Languages the mail of an invitation can be in, the workspace's first",
    schemas: { data: Type.Array(Type.String()) },
    handle: ({ ctx }) => invitationMail.languages(ctx),
  }),
  route({
    method: "DELETE",
    path: "/invitations/:id",
    access: "settings.members",
    tag: "Invitations",
    summary: "Withdraw an invitation",
    schemas: { params: ById, data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await withdrawInvitation(ctx, params.id);
      return null;
    },
  }),
];

const teamRoutes: Route[] = [
  route({
    method: "GET",
    path: "/teams",
    access: "signed_in",
    tag: "Teams",
    summary: "All teams",
    schemas: { data: Type.Array(Team) },
    handle: ({ ctx }) => listTeams(ctx),
  }),
  route({
    method: "POST",
    path: "/teams",
    access: "settings.teams",
    tag: "Teams",
    summary: "Make a team",
    schemas: { body: TeamInput, data: Team },
    handle: async ({ ctx, body }) => answer(await createTeam(ctx, body), { status: 201 }),
  }),
  route({
    method: "PATCH",
    path: "/teams/:id",
    access: "settings.teams",
    tag: "Teams",
    summary: "Rename a team or change who is in it",
    schemas: { params: ById, body: TeamChange, data: Team },
    handle: ({ ctx, params, body }) => updateTeam(ctx, params.id, body),
  }),
  route({
    method: "DELETE",
    path: "/teams/:id",
    access: "settings.teams",
    tag: "Teams",
    summary: "Remove a team; what it owned belongs to no team then",
    schemas: { params: ById, data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await removeTeam(ctx, params.id);
      return null;
    },
  }),
];

export const peopleRoutes = (deps: WorkspaceDeps): Route[] => [
  ...memberRoutes,
  ...invitationRoutes(deps),
  ...teamRoutes,
];
