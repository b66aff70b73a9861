/** For the guards: what each route is called with. Ids of a workspace's things by the word in the path, and bodies that would be accepted. */

import type { TSchema } from "typebox";
import { sql } from "../../platform/db.ts";
import type { Route } from "../../platform/http.ts";
import type { Side, Two } from "./two-workspaces.ts";

/** The first word of a path → one thing of that kind in the workspace. */
export type Things = Record<string, string>;

export async function thingsOf({ test }: Two, side: Side): Promise<Things> {
  return test.platform.db.asSystem("the test looks for something of everything", async (tx) => {
    const one = async (table: string, and = "") =>
      (await tx.row<{ id: string }>({
        name: `one_${table}${and}`.slice(0, 60),
        text: `select id from ${table} where workspace_id = $1 ${and} order by id limit 1`,
        values: [side.id],
      }))!.id;
    const message = await tx.row<{
      id: string;
      conversation_id: string;
    }>(sql`select m.id, m.conversation_id from messages m
      join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
      where m.workspace_id = ${side.id} and m.direction = 'out' and m.kind = 'message' and c.channel = 'email' order by m.id limit 1`);
    const session = await tx.row<{ id: string }>(
      sql`select s.id from sessions s join members m on m.user_id = s.user_id where m.workspace_id = ${side.id} limit 1`,
    );
    return {
      conversations: message!.conversation_id,
      messages: message!.id,
      contacts: await one("contacts"),
      "other contacts": await one(
        "contacts",
        "and id <> (select min(id::text)::uuid from contacts c where c.workspace_id = $1)",
      ),
      "other companies": await one("companies", "and name <> 'Acme'"),
      channels: await one("connections", "and kind = 'api'"),
      members: await one("members"),
      teams: await one("teams"),
      tags: await one("tags"),
      files: await one("files"),
      "api-keys": await one("api_keys"),
      invitations: await one("invitations"),
      quarantine: await one("raw_messages"),
      sessions: session?.id ?? "",
      views: await one("views", "and about = 'conversations'"),
      tickets: await one("tickets", "and number = 900001"),
      "ticket-types": await one("ticket_types"),
      "ticket-statuses": await one("ticket_statuses"),
      "ticket-views": await one("views", "and about = 'tickets'"),
      "ticket-actions": await one("ticket_actions"),
      conversation_id: message!.conversation_id,
      contact_id: await one("contacts"),
      member_id: await one("members"),
      link_id: await one("ticket_links"),
      note_id: await one("ticket_notes"),
      file_id: await one("files", "and kept"),
      item_id: await one("ticket_checklist"),
      "canned-responses": await one("responses", "and scope = 'workspace'"),
      actions: await one("actions"),
      imports: await one("imports"),
      "privacy-requests": await one("privacy_requests"),
      "privacy-archives": await one("privacy_requests"),
      fields: await one("custom_fields"),
      companies: await one("companies", "and name = 'Acme'"),
      segments: await one("segments", "and key is null"),
      "bulk-edits": await one("bulk_edits"),
      duplicates: await one("duplicates"),
      "companies note_id": await one("company_notes"),
      "contacts note_id": await one("contact_notes"),
      identity_id: await one("contact_identities"),
    };
  });
}

/** `/conversations/:id/messages/:message_id` with the ids of these things. */
export function fill(path: string, things: Things): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const word = path.split("/")[1]!;
    const kind = name === "id" ? word : name === "message_id" ? "messages" : name;
    const found = things[`${word} ${name}`] ?? things[kind];
    if (!found) throw new Error(`${path}: no ${kind} to test with; add it to thingsOf.`);
    return found;
  });
}

/** Bodies that a schema alone does not tell. */
const bodies: Record<string, unknown> = {
  "PATCH /conversations/:id": { status: "resolved" },
  "POST /conversations/:id/messages": { kind: "note", text: "hello" },
  "PATCH /channels/:id": { name: "renamed" },
  "PATCH /members/:id": { name: "renamed" },
  "PATCH /teams/:id": { name: "renamed" },
  "PATCH /contacts/:id": { name: "renamed" },
  "PATCH /tags/:id": { name: "renamed" },
  "PATCH /companies/:id": { name: "renamed" },
  "PATCH /companies/:id/notes/:note_id": { text: "corrected" },
  "PATCH /segments/:id": { name: "renamed" },
  "PUT /contacts/:id/consents": {
    identity_id: "0197a1c0-0000-7000-8000-000000000000",
    channel: "email",
    state: "opted_out",
  },
  "POST /contacts/bulk": { ids: ["0197a1c0-0000-7000-8000-000000000000"], change: { tier: "Gold" } },
  "POST /companies/bulk": { ids: ["0197a1c0-0000-7000-8000-000000000000"], change: { tier: "Gold" } },
  "PATCH /fields/:id": { label: "renamed" },
  "POST /fields": { record: "contact", type: "text", label: "Colour" },
  "PATCH /imports/:id": { existing: "skip" },
  "PATCH /canned-responses/:id": { name: "renamed" },
  "POST /canned-responses": { name: "Hello", body: "Hi {{contact.first_name | there}}", scope: "workspace" },
  "POST /canned-responses/import": { format: "json", content: "[]" },
  "POST /mail-texts/preview": { kind: "missed", subject: "News", body: "{{mail.list}}" },
  "PUT /mail-texts": { kind: "missed", subject: "News", body: "{{mail.list}}" },
  "PATCH /views/:id": { name: "renamed" },
  "PATCH /conversations/:id/messages/:message_id": { text: "corrected" },
  "POST /views": { name: "Everything", scope: "workspace", filter: { op: "and", nodes: [] } },
  "POST /actions": { ids: ["0197a1c0-0000-7000-8000-000000000000"], change: { status: "open" } },
  "POST /conversations/:id/transfer": { assignee_id: "0197a1c0-0000-7000-8000-000000000000" },
  "POST /conversations/:id/split": { message_ids: ["0197a1c0-0000-7000-8000-000000000000"] },
  "PATCH /tickets/:id": { title: "renamed" },
  "PATCH /tickets/:id/notes/:note_id": { text: "corrected" },
  "PATCH /tickets/:id/checklist/:item_id": { done: true },
  "POST /tickets/:id/notes": { text: "hello" },
  "POST /tickets/:id/broadcasts": { text: "hello" },
  "PATCH /ticket-types/:id": { name: "renamed" },
  "PATCH /ticket-statuses/:id": { name: "renamed" },
  "PATCH /ticket-views/:id": { name: "renamed" },
  "PATCH /ticket-settings": { reopen_resolved: true },
  "POST /ticket-views": { name: "Everything", scope: "workspace", filter: { op: "and", nodes: [] } },
  "POST /ticket-actions": { ids: ["0197a1c0-0000-7000-8000-000000000000"], change: { status: "open" } },
  "PATCH /me": { name: "Ann" },
  "PATCH /workspace": { name: "renamed" },
  "POST /channels/:id/messages": { external_id: "x-1", from: { email: "someone@real.test" }, text: "hello" },
};

export const bodyFor = (route: Route): unknown =>
  bodies[`${route.method} ${route.path}`] ?? (route.schemas.body ? example(route.schemas.body) : undefined);

/** A path with its ids, and with the query it cannot do without. */
export function addressOf(route: Route, things: Things): string {
  const path = fill(route.path, things);
  if (!route.schemas.query || route.access === "public") return path;
  const asked = example({ ...route.schemas.query, default: undefined }) as Record<string, string>;
  const query = new URLSearchParams({ ...asked, ...other(route, things) });
  return query.size ? `${path}?${query}` : path;
}

/** A preview of a merge wants a second one of the kind. */
function other(route: Route, things: Things): Record<string, string> {
  const found = things[`other ${route.path.split("/")[1]}`];
  return found && route.path.endsWith("/merge-preview") ? { into: found } : {};
}

type Json = { [key: string]: any };

/** The smallest value of a schema; what is optional stays away. */
export function example(schema: TSchema | Json, whole = false): unknown {
  const s = schema as Json;
  if (s.default !== undefined) return s.default;
  if (s.const !== undefined) return s.const;
  if (s.enum) return s.enum[0];
  if (s.anyOf) return example(s.anyOf[0], whole);
  if (s.type === "object") {
    const names = Object.keys(s.properties ?? {}).filter((name) => whole || s.required?.includes(name));
    return Object.fromEntries(names.map((name) => [name, example(s.properties[name], whole)]));
  }
  if (s.type === "array") return s.items && (whole || s.minItems) ? [example(s.items, whole)] : [];
  if (s.type === "boolean") return true;
  if (s.type === "integer" || s.type === "number") return s.minimum ?? 1;
  if (s.format === "uuid") return "0197a1c0-0000-7000-8000-000000000000";
  if (s.format === "email") return "someone@real.test";
  if (s.format === "date-time") return "2030-01-01T00:00:00.000Z";
  return s.pattern ? "+49301234567" : "x".repeat(Math.max(1, s.minLength ?? 1));
}
