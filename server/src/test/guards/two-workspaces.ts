/** For the guards: one installation with two workspaces that have something in every tenant table, and nobody in common. */
import { randomBytes, randomUUID } from "node:crypto";
import { addPerson, hashOf } from "../../modules/identity/index.ts";
import { addSampleData } from "../../modules/samples/index.ts";
import { addApiKey, createWorkspace } from "../../modules/workspaces/index.ts";
import { type Context, systemContext } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { type Api, adminEmail, openTest, type Test } from "../kit.ts";

export type Side = { id: string; memberId: string; ctx: Context; key: string; email: string };
export type Two = { test: Test; a: Side; b: Side };

const password = "another correct horse";

export async function openTwo(): Promise<Two> {
  const test = await openTest({ settings: { OMNIFLOW_SMTP_URL: "smtp://127.0.0.1:9" } });
  const { platform } = test;
  const hash = await hashOf(password);
  const person = await platform.db.asSystem("the test adds a person", (tx) =>
    addPerson(tx, { name: "Bob", email: "bob@other.test", passwordHash: hash }),
  );
  const made = await createWorkspace(
    platform,
    { name: "Other", owner: { userId: person.id, name: "Bob", email: person.email } },
    [],
  );
  const ann = await platform.db.asSystem("the test looks", (tx) =>
    tx.row<{ id: string }>(
      sql`select id from members where workspace_id = ${test.workspaceId} and email = ${adminEmail}`,
    ),
  );
  const a = await furnish(test, test.workspaceId, ann!.id, adminEmail);
  const b = await furnish(test, made.workspace.id, made.memberId, person.email);
  return { test, a, b };
}

export async function signInTo(test: Test, side: Side): Promise<Api> {
  const response = await test.app.http.inject({
    method: "POST",
    url: "/api/auth/sign-in/email",
    payload: { email: side.email, password },
  });
  const cookie = [response.headers["set-cookie"]]
    .flat()
    .map((c) => String(c).split(";")[0])
    .join("; ");
  return test.as({ cookie, "x-omniflow-workspace": side.id });
}

/** Sample data fills most tables; the rest gets one row each. */
async function furnish(test: Test, id: string, memberId: string, email: string): Promise<Side> {
  const ctx: Context = { ...systemContext(test.platform, id), actor: { type: "member", id: memberId } };
  const key = `omf_test_${randomBytes(16).toString("hex")}`;
  await addSampleData(ctx);
  await test.platform.db.asSystem("the test fills every table", async (tx) => {
    await tx.run(sql`select set_config('omniflow.workspace', ${id}, true)`);
    await addApiKey(ctx, tx, { text: key, name: "guard", rateLimit: 1_000_000 });
    await fillRest(tx, id, memberId);
    await fillTickets(tx, id, memberId);
    await fillEmpty(tx, id);
  });
  return { id, memberId, ctx, key, email };
}

async function fillRest(tx: Tx, id: string, memberId: string): Promise<void> {
  const connection = (await tx.row<{ id: string }>(sql`select id from connections where workspace_id = ${id} limit 1`))!
    .id;
  const conversation = (await tx.row<{ id: string }>(
    sql`select id from conversations where workspace_id = ${id} limit 1`,
  ))!.id;
  await tx.run(sql`insert into invitations (workspace_id, id, email, role, token_hash, expires_at)
    values (${id}, ${randomUUID()}, 'new@person.test', 'agent', ${randomBytes(32)}, now() + interval '1 day')`);
  await tx.run(sql`insert into raw_messages (workspace_id, id, connection_id, body, size, state, reason)
    values (${id}, ${randomUUID()}, ${connection}, ${Buffer.from("From: x@y.test\r\n\r\nhello")}, 23, 'quarantined', 'for the test')`);
  await tx.run(sql`insert into drafts (workspace_id, conversation_id, member_id, kind, body)
    values (${id}, ${conversation}, ${memberId}, 'note', ${JSON.stringify({ html: "", text: "a draft" })})`);
  await tx.run(
    sql`insert into auto_replies (workspace_id, connection_id, address) values (${id}, ${connection}, 'x@y.test')`,
  );
  const [company, merged, field] = [randomUUID(), randomUUID(), randomUUID()];
  await tx.run(
    sql`insert into companies (workspace_id, id, name) values (${id}, ${company}, 'Acme'), (${id}, ${merged}, 'Acme Inc.')`,
  );
  await tx.run(
    sql`insert into company_domains (workspace_id, domain, company_id) values (${id}, 'acme.example', ${company})`,
  );
  await tx.run(
    sql`insert into company_merges (workspace_id, id, source_id, target_id, undone_at) values (${id}, ${randomUUID()}, ${merged}, ${company}, now())`,
  );
  await tx.run(
    sql`insert into custom_fields (workspace_id, id, record, key, label, type) values (${id}, ${field}, 'contact', 'plan', 'Plan', 'text')`,
  );
  await tx.run(sql`insert into segments (workspace_id, id, record, name, owner_id, filter)
    values (${id}, ${randomUUID()}, 'contact', 'Mine', ${memberId}, '{"op":"and","nodes":[]}')`);
  const [first, second] = (
    await tx.rows<{ id: string }>(sql`select id from contacts where workspace_id = ${id} order by id limit 2`)
  ).map((row) => row.id);
  await tx.run(
    sql`insert into contact_merges (workspace_id, id, source_id, target_id, undone_at) values (${id}, ${randomUUID()}, ${second}, ${first}, now())`,
  );
  await tx.run(
    sql`insert into contact_notes (workspace_id, id, contact_id, author_id, text) values (${id}, ${randomUUID()}, ${first}, ${memberId}, 'a note')`,
  );
  await tx.run(
    sql`insert into company_notes (workspace_id, id, company_id, author_id, text) values (${id}, ${randomUUID()}, ${company}, ${memberId}, 'a note')`,
  );
  await tx.run(sql`insert into consents (workspace_id, kind, value, channel, state, changed_by_type)
    select workspace_id, kind, value, '*', 'opted_out', 'system' from contact_identities where workspace_id = ${id} order by id limit 1`);
  await tx.run(
    sql`insert into duplicate_keys (workspace_id, kind, key, contact_id, value) values (${id}, 'email', 'a@b.test', ${first}, 'a@b.test')`,
  );
  await tx.run(
    sql`insert into duplicates (workspace_id, id, a_id, b_id, evidence, score) values (${id}, ${randomUUID()}, ${first}, ${second}, '[]', 90)`,
  );
  await tx.run(sql`insert into duplicate_scans (workspace_id, seq) values (${id}, 0)`);
  const edit = randomUUID();
  await tx.run(sql`insert into bulk_edits (workspace_id, id, record, member_id, actor_type, actor_id, change, state)
    select ${id}, ${edit}, 'contact', ${memberId}::uuid, 'api_key', id, '{}', 'done' from api_keys where workspace_id = ${id} and name = 'guard'`);
  await tx.run(sql`insert into bulk_edit_items (workspace_id, edit_id, record_id) values (${id}, ${edit}, ${company})`);
  await tx.run(
    sql`insert into idempotency_keys (workspace_id, key, request_hash) values (${id}, 'one', ${randomBytes(32)})`,
  );
  await tx.run(sql`insert into views (workspace_id, id, name, scope, filter)
    values (${id}, ${randomUUID()}, 'Everything', 'workspace', ${JSON.stringify({ op: "and", nodes: [] })})`);
  // The member's, done with the key: either may look at it and undo it.
  await tx.run(sql`insert into actions (workspace_id, id, member_id, actor_type, actor_id, change, state, undo_until)
    select ${id}, ${randomUUID()}, ${memberId}::uuid, 'api_key', id, '{}', 'done', now() + interval '1 hour' from api_keys where workspace_id = ${id} and name = 'guard'`);
  await tx.run(sql`insert into privacy_requests (workspace_id, id, kind, contact_id, actor_type)
    select ${id}, ${randomUUID()}, 'archive', id, 'member' from contacts where workspace_id = ${id} limit 1`);
  const importId = randomUUID();
  await tx.run(sql`insert into imports (workspace_id, id, name, storage_key, size, encoding, delimiter, has_head, columns, sample, mapping, actor_type, caller)
    values (${id}, ${importId}, 'people.csv', '', 10, 'utf-8', ',', true, '{name}', '[]', '[null]', 'member', '{}')`);
  await tx.run(
    sql`insert into import_rows (workspace_id, import_id, row, outcome) values (${id}, ${importId}, 2, 'created')`,
  );
  await tx.run(sql`insert into notifications (workspace_id, id, member_id, kind, conversation_id, event_id)
    values (${id}, ${randomUUID()}, ${memberId}, 'reply', ${conversation}, ${randomUUID()})`);
  const response = randomUUID();
  await tx.run(sql`insert into responses (workspace_id, id, name, scope, body, words)
    values (${id}, ${response}, 'Guard', 'workspace', 'guarded words', search_words('guarded words'))`);
  await tx.run(sql`insert into response_uses (workspace_id, id, response_id, conversation_id)
    values (${id}, ${randomUUID()}, ${response}, ${conversation})`);
  await tx.run(
    sql`insert into visitors (workspace_id, id, connection_id, token_hash) values (${id}, ${randomUUID()}, ${connection}, ${randomBytes(32)})`,
  );
}

/** A ticket with something of everything on it, whose ids the routes are asked with. */
async function fillTickets(tx: Tx, id: string, memberId: string): Promise<void> {
  await tx.run(
    sql`insert into ticket_types (workspace_id, id, name, form_key) values (${id}, ${randomUUID()}, 'Question', ${randomUUID()})`,
  );
  const [ticket, other, note, file] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await tx.run(
    sql`insert into ticket_statuses (workspace_id, id, category, name) values (${id}, ${randomUUID()}, 'waiting', 'Waiting for parts')`,
  );
  await tx.run(sql`insert into tickets (workspace_id, id, number, title, contact_id)
    select ${id}, t.id, t.number, 'A ticket of the guard', (select c.contact_id from conversations c where c.workspace_id = ${id} order by c.id limit 1)
    from (values (${ticket}::uuid, 900001), (${other}::uuid, 900002)) as t(id, number)`);
  await tx.run(
    sql`insert into ticket_links (workspace_id, id, kind, from_id, to_id) values (${id}, ${randomUUID()}, 'related', ${ticket}, ${other})`,
  );
  await tx.run(
    sql`insert into ticket_notes (workspace_id, id, ticket_id, author_id, text) values (${id}, ${note}, ${ticket}, ${memberId}, 'a note')`,
  );
  await tx.run(sql`insert into files (workspace_id, id, name, content_type, size, sha256, storage_key, kept)
    values (${id}, ${file}, 'kept.txt', 'text/plain', 4, '\\x00', ${`kept/${file}`}, true)`);
  await tx.run(sql`insert into ticket_files (workspace_id, ticket_id, file_id) values (${id}, ${ticket}, ${file})`);
  await tx.run(sql`insert into ticket_actions (workspace_id, id, member_id, actor_id, change, state, undo_until)
    select ${id}, ${randomUUID()}, ${memberId}::uuid, k.id, '{}', 'done', now() + interval '1 hour' from api_keys k where k.workspace_id = ${id} and k.name = 'guard'`);
  await tx.run(sql`insert into views (workspace_id, id, about, name, scope, filter)
    values (${id}, ${randomUUID()}, 'tickets', 'All tickets', 'workspace', ${JSON.stringify({ op: "and", nodes: [] })})`);
}

type Column = { table: string; name: string; type: string; refers_to: string | null };

/** One row in each tenant table that still has none: a new table is guarded from its first day. */
async function fillEmpty(tx: Tx, id: string): Promise<void> {
  const columns =
    await tx.rows<Column>(sql`select c.relname as "table", a.attname as name, format_type(a.atttypid, null) as type,
      (select f.confrelid::regclass::text from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any(f.conkey)
        and a.attname <> 'workspace_id' limit 1) as refers_to
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnotnull and not a.atthasdef and a.attidentity = '' and a.attgenerated = ''
      and exists (select from pg_attribute w where w.attrelid = c.oid and w.attname = 'workspace_id' and w.attnum > 0)`);
  for (const [table, needed] of Map.groupBy(columns, (column) => column.table)) {
    if (
      await tx.row({
        name: `any_${table}`,
        text: `select 1 from ${table} where workspace_id = $1 limit 1`,
        values: [id],
      })
    )
      continue;
    const values = needed.map(({ name, type, refers_to }) =>
      name === "workspace_id"
        ? "$1"
        : refers_to
          ? `(select id from ${refers_to} where workspace_id = $1 order by id limit 1)`
          : anyOf(type),
    );
    const text = `insert into ${table} (${needed.map((column) => column.name).join(", ")}) values (${values.join(", ")})`;
    await tx.run({ name: `fill_${table}`, text, values: [id] });
  }
}

function anyOf(type: string): string {
  if (type === "uuid") return "gen_random_uuid()";
  if (type === "jsonb" || type === "json") return "'{}'";
  if (type === "boolean") return "false";
  if (type === "bytea") return "'\\x00'";
  if (type.startsWith("timestamp")) return "now()";
  if (/int|numeric|double/.test(type)) return "1";
  return type.endsWith("[]") ? "'{}'" : "'x'";
}
