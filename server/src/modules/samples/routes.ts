/** The button of the checklist: sample data on request, and away again. */
import { Type } from "typebox";
import { type Route, route } from "../../platform/http.ts";
import { addSampleData } from "./add.ts";
import { removeSampleData } from "./remove.ts";

const Counted = Type.Object({
  conversations: Type.Integer({ description: "Sample conversations added, or taken away." }),
});

export const sampleDataRoutes: Route[] = [
  route({
    method: "POST",
    path: "/sample-data",
    access: "settings.workspace",
    tag: "Workspace",
    summary: "Fill the workspace with sample conversations; nothing is sent, and a second request adds nothing",
    schemas: { data: Counted },
    handle: async ({ ctx }) => ({ conversations: await addSampleData(ctx) }),
  }),
  route({
    method: "DELETE",
    path: "/sample-data",
    access: "settings.workspace",
    tag: "Workspace",
    summary: "Take the sample conversations away again, with their customers, teammates, teams, tags and channels",
    schemas: { data: Counted },
    handle: async ({ ctx }) => ({ conversations: await removeSampleData(ctx) }),
  }),
];
