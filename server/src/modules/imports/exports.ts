/** Any list of contacts or companies as CSV: what the list shows, page by page, so that a million rows take no memory. */
import { Readable } from "node:stream";
import { type Company, CompanyQuery, ContactQuery, type CustomField } from "@omniflow/contract";
import { Type } from "typebox";
import type { Caller } from "../../platform/context.ts";
import { csvHeaders, csvStream } from "../../platform/csv.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { type Route, route } from "../../platform/http.ts";
import { recordAudit } from "../audit/index.ts";
import { companyView, listCompanies } from "../companies/index.ts";
import { contactView, listContacts } from "../contacts/index.ts";
import { listFields } from "../fields/index.ts";
import { consentCells, type Exported, withConsents } from "./export-consents.ts";

const pageSize = 500;

type Cells<T> = Record<string, (row: T) => unknown>;
type Chosen<T> = { key: string; head: string; cell: (row: T) => unknown };
type Page<T> = { rows: T[]; nextCursor: string | null };

/** Named as the import reads them, so that what goes out can come in again. */
const contactCells: Cells<Exported> = {
  id: (row) => row.id,
  name: (row) => row.name,
  email: (row) => row.emails,
  phone: (row) => row.phones,
  handle: (row) => row.identities.flatMap(({ kind, value }) => (kind === "handle" ? [value] : [])),
  company: (row) => row.company?.name,
  tier: (row) => row.tier,
  language: (row) => row.language,
  time_zone: (row) => row.time_zone,
  ...consentCells,
  blocked: (row) => (row.blocked ? "yes" : ""),
  last_seen: (row) => row.last_seen_at,
  created_at: (row) => row.created_at,
};
const companyCells = (members: ReadonlyMap<string, string>): Cells<Company> => ({
  id: (row) => row.id,
  name: (row) => row.name,
  domains: (row) => row.domains,
  tier: (row) => row.tier,
  owner: (row) => members.get(row.owner_id ?? ""),
  contact_count: (row) => row.contact_count,
  created_at: (row) => row.created_at,
});

/** All columns when none are named; custom fields under their labels. */
function chooseCells<T extends { custom_fields: Record<string, unknown> }>(
  cells: Cells<T>,
  fields: readonly CustomField[],
  wanted: string | undefined,
): Chosen<T>[] {
  const all: Chosen<T>[] = [
    ...Object.entries(cells).map(([key, cell]) => ({ key, head: key, cell })),
    ...fields.map(({ key, label }) => ({
      key: `custom.${key}`,
      head: label,
      cell: (row: T) => row.custom_fields[key],
    })),
  ];
  const names = new Set(wanted?.split(",").filter(Boolean));
  // One column of the list, one for each channel in the file, and the handles they speak of, which have no column in the list.
  const withConsent = (key: string) => names.has("consent") && (key === "handle" || key in consentCells);
  const isChosen = (key: string) => key === "name" || names.has(key) || withConsent(key);
  return names.size ? all.filter(({ key }) => isChosen(key)) : all;
}

async function* pagesOf<T>(
  ctx: Caller,
  cells: Chosen<T>[],
  read: (tx: Tx, cursor: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<unknown[][]> {
  for (let cursor: string | undefined; ; ) {
    const page: Page<T> = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => read(tx, cursor));
    yield page.rows.map((row) => cells.map(({ cell }) => cell(row)));
    if (!page.nextCursor) return;
    cursor = page.nextCursor;
  }
}

/** The permission is asked again with every page, as the query is; that it went out is written down first. */
async function noteExport(ctx: Caller, record: "contact" | "company", query: object) {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    recordAudit(ctx, tx, { action: `${record === "contact" ? "contacts" : "companies"}.exported`, after: query });
    const members = await tx.rows<{ id: string; name: string }>(
      sql`select id, name from members where workspace_id = ${ctx.workspaceId}`,
    );
    return {
      fields: await listFields(ctx, tx, { record }),
      members: new Map(members.map((member) => [member.id, member.name])),
    };
  });
}

const withColumns = <T extends typeof ContactQuery | typeof CompanyQuery>({ properties }: T) => {
  const { limit: _l, cursor: _c, ...rest } = properties;
  return Type.Object({ ...rest, columns: Type.Optional(Type.String({ maxLength: 2000 })) });
};

export const exportRoutes: Route[] = [
  route({
    method: "GET",
    path: "/contacts/export",
    access: "contacts.export",
    tag: "Contacts",
    summary: "What a query finds, as CSV; `columns`: keys apart by commas, all when absent",
    schemas: { query: withColumns(ContactQuery) },
    raw: true,
    handle: async ({ ctx, query: given, reply }) => {
      const { columns, ...query } = given as typeof given & { columns?: string };
      // A filter that is wrong is refused before the first byte.
      await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listContacts(ctx, tx, { ...query, limit: 1 }));
      const { fields } = await noteExport(ctx, "contact", given);
      const cells = chooseCells(contactCells, fields, columns);
      const withSaid = cells.some(({ key }) => key in consentCells);
      const pages = pagesOf<Exported>(ctx, cells, async (tx, cursor) => {
        const page = await listContacts(ctx, tx, { ...query, limit: pageSize, ...(cursor ? { cursor } : {}) });
        const contacts = page.rows.map(contactView);
        return { ...page, rows: withSaid ? await withConsents(ctx, tx, contacts) : contacts };
      });
      const head = cells.map((one) => one.head);
      return reply.headers(csvHeaders("contacts.csv")).send(Readable.from(csvStream(head, pages)));
    },
  }),
  route({
    method: "GET",
    path: "/companies/export",
    access: "contacts.export",
    tag: "Companies",
    summary: "What a query finds, as CSV; `columns`: keys apart by commas, all when absent",
    schemas: { query: withColumns(CompanyQuery) },
    raw: true,
    handle: async ({ ctx, query: given, reply }) => {
      const { columns, ...query } = given as typeof given & { columns?: string };
      await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listCompanies(ctx, tx, { ...query, limit: 1 }));
      const { fields, members } = await noteExport(ctx, "company", given);
      const cells = chooseCells(companyCells(members), fields, columns);
      const pages = pagesOf<Company>(ctx, cells, async (tx, cursor) => {
        const page = await listCompanies(ctx, tx, { ...query, limit: pageSize, ...(cursor ? { cursor } : {}) });
        return { ...page, rows: page.rows.map(companyView) };
      });
      const head = cells.map((one) => one.head);
      return reply.headers(csvHeaders("companies.csv")).send(Readable.from(csvStream(head, pages)));
    },
  }),
];
