/** Companies over HTTP. */
import { Company, CompanyChange, CompanyCountQuery, CompanyInput, CompanyQuery, RecordCount } from "@omniflow/contract";
import { Type } from "typebox";
import { notFound } from "../../errors.ts";
import { sql } from "../../platform/db.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { changeCompany, createCompany, removeCompany } from "./change.ts";
import { countUpTo, listCompanies, selectCompanies } from "./list.ts";
import { findCompany } from "./queries.ts";
import { companyView } from "./views.ts";

const tag = "Companies";

export const companyRoutes: Route[] = [
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
];
