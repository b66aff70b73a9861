/** Companies over HTTP. */
import {
  BulkEdit,
  Company,
  CompanyBulkInput,
  CompanyChange,
  CompanyCountQuery,
  CompanyInput,
  CompanyMergePreview,
  CompanyQuery,
  Id,
  MergeInput,
  PageQuery,
  RecordChange,
  RecordCount,
  RecordMerge,
} from "@omniflow/contract";
import { Type } from "typebox";
import { notFound } from "../../errors.ts";
import { sql } from "../../platform/db.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { type ChangesOf, listMerges, pageOfChanges } from "../fields/index.ts";
import { editCompanies } from "./bulk.ts";
import { changeCompany, createCompany, removeCompany } from "./change.ts";
import { countUpTo, listCompanies, selectCompanies } from "./list.ts";
import { mergeCompany, previewCompanyMerge, unmergeCompany } from "./merging.ts";
import { companyNoteRoutes } from "./notes.ts";
import { companyGroup, findCompany } from "./queries.ts";
import { companyView } from "./views.ts";

const tag = "Companies";

const companyChanges: ChangesOf = { record: "company", column: sql`e.company_id`, group: companyGroup };
const tables = { records: sql`companies`, merges: sql`company_merges` };

export const companyRoutes: Route[] = [
  ...companyNoteRoutes,
  route({
    method: "GET",
    path: "/companies",
    access: "contacts.view",
    tag,
    summary: "List companies, by name",
    schemas: { query: CompanyQuery, item: Company },
    handle: async ({ ctx, query }) => {
      const { rows, nextCursor } = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        listCompanies(ctx, tx, query),
      );
      return answer(rows.map(companyView), { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/companies/count",
    access: "contacts.view",
    tag,
    summary: "How many a query finds, up to ten thousand",
    schemas: { query: CompanyCountQuery, data: RecordCount },
    handle: ({ ctx, query }) =>
      ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) =>
        countUpTo(tx, sql`from companies o where ${await selectCompanies(ctx, tx, query)}`),
      ),
  }),
  route({
    method: "GET",
    path: "/companies/:id",
    access: "contacts.view",
    tag,
    summary: "One company",
    schemas: { data: Company },
    handle: async ({ ctx, params }) => {
      const row = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        findCompany(tx, ctx.workspaceId, params.id),
      );
      if (!row) throw notFound("company");
      return companyView(row);
    },
  }),
  route({
    method: "POST",
    path: "/companies",
    access: "contacts.update",
    tag,
    summary: "Create a company",
    schemas: { body: CompanyInput, data: Company },
    handle: async ({ ctx, body }) => {
      const { company, created } = await createCompany(ctx, body);
      return answer(company, { status: created ? 201 : 200 });
    },
  }),
  route({
    method: "PATCH",
    path: "/companies/:id",
    access: "contacts.update",
    tag,
    summary: "Change a company; custom fields and external ids that are not named stay, null takes one away",
    schemas: { body: CompanyChange, data: Company },
    handle: ({ ctx, params, body }) => changeCompany(ctx, params.id, body),
  }),
  route({
    method: "DELETE",
    path: "/companies/:id",
    access: "contacts.delete",
    tag,
    summary: "Delete a company; its contacts stay, without one",
    schemas: { data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await removeCompany(ctx, params.id);
      return null;
    },
  }),
  route({
    method: "POST",
    path: "/companies/bulk",
    access: "contacts.update",
    tag,
    summary: "Change many companies; more than a hundred in the background",
    schemas: { body: CompanyBulkInput, data: BulkEdit },
    handle: async ({ ctx, body }) => answer(await editCompanies(ctx, body), { status: 202 }),
  }),
  route({
    method: "GET",
    path: "/companies/:id/changes",
    access: "contacts.view",
    tag,
    summary: "Who changed what of a company, old and new, newest first",
    schemas: { query: Type.Object(PageQuery), item: RecordChange },
    handle: async ({ ctx, params, query }) => {
      const { items, nextCursor } = await pageOfChanges(companyChanges, ctx, params.id, query);
      return answer(items, { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/companies/:id/merges",
    access: "contacts.view",
    tag,
    summary: "What was merged into it and still is, newest first; each can be undone",
    schemas: { item: RecordMerge },
    handle: async ({ ctx, params }) => {
      const items = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
        await companyGroup(ctx, tx, params.id);
        return listMerges(tables, ctx, tx, params.id);
      });
      return answer(items, { nextCursor: null });
    },
  }),
  route({
    method: "GET",
    path: "/companies/:id/merge-preview",
    access: "contacts.update",
    tag,
    summary: "What merging into another company would mean, field by field",
    schemas: { query: Type.Object({ into: Id }), data: CompanyMergePreview },
    handle: ({ ctx, params, query }) => previewCompanyMerge(ctx, params.id, query.into),
  }),
  route({
    method: "POST",
    path: "/companies/:id/merge",
    access: "contacts.update",
    tag,
    summary: "Merge into another company; answers the merged one",
    schemas: { body: MergeInput, data: Company },
    handle: ({ ctx, params, body }) => mergeCompany(ctx, params.id, body.into, body.take),
  }),
  route({
    method: "POST",
    path: "/companies/:id/unmerge",
    access: "contacts.update",
    tag,
    summary: "Undo a merge, at any later time; the id is that of the company merged away",
    schemas: { data: Company },
    handle: ({ ctx, params }) => unmergeCompany(ctx, params.id),
  }),
];
