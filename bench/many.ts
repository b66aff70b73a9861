/** A large workspace in a minute or two: conversations, threads, messages, reads and events, made by SQL with a realistic spread. */
import type pg from "pg";
import type { Installation } from "../server/src/test/installation.ts";

/** In each conversation; the last one is what the list shows. */
export const messagesEach = Number(process.env.BENCH_MESSAGES ?? 5);

/** Kept deterministic: the spread hangs on the number of the conversation, so 1 M contains the first 10 k unchanged. */
const spread = `
  create or replace function bench_id(kind text, n bigint) returns uuid language sql immutable as
    $$ select (left(md5(kind), 8) || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
  create or replace function bench_pick(n bigint, salt int, upto int) returns int language sql immutable as
    $$ select ((hashint8(n * 7919 + salt)::bigint & 2147483647) % upto)::int $$;`;

/** Fills the workspace up to `to` conversations, `from` of which exist. */
export async function fillTo(at: Installation, workspaceId: string, from: number, to: number): Promise<void> {
  // The superuser, so that a million rows are not checked one by one against what was just made here.
  const client = await at.connect("postgres");
  const many = to - from > 100_000;
  const indexes = many ? await listIndexes(client) : [];
  try {
    await client.query(
      `set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '256MB'; set omniflow.workspace = '${workspaceId}'; ${spread}`,
    );
    for (const { name } of indexes) await client.query(`drop index ${name}`);
    for (const statement of statements)
      await client.query(statement.replaceAll("$from", String(from)).replaceAll("$to", String(to)));
    for (const { definition } of indexes) await client.query(definition);
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

const numbers = "generate_series($from + 1, $to) as n";
/** Made again afterwards, in a tenth of the time it takes to keep them up row by row. */
async function listIndexes(client: pg.Client): Promise<{ name: string; definition: string }[]> {
  const { rows } =
    await client.query(`select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class t on t.oid = i.indrelid
    where t.relnamespace = 'public'::regnamespace and not i.indisprimary and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
      and t.relname in ('conversations', 'conversation_subjects', 'threads', 'messages', 'participants', 'events', 'conversation_reads', 'contacts', 'contact_identities')`);
  return rows;
}

/** One contact has three conversations or so. */
const contactOf = "bench_id('contact', n / 3)";
/** Newest first towards the highest number; a conversation every twenty seconds or so. */
const time = "(date_trunc('milliseconds', now()) - ((1000000 - n) * 21 + bench_pick(n, 9, 20)) * interval '1 second')";
const words =
  "(array['order','refund','grinder','delivery','invoice','espresso','machine','broken','warranty','question','filter','beans','subscription','leaking','address','thanks','parcel','voucher','repair','water'])";
const word = (salt: number) => `${words}[1 + bench_pick(n, ${salt}, 20)]`;

const statements = [
  `insert into connections (workspace_id, id, key, kind, name, address) select current_workspace(), bench_id('line' || kind, i), 'bench' || kind || i, kind, kind || ' ' || i,
     case when kind = 'email' then 'bench' || i || '@shop.test' end from unnest(array['email','chat','api']) kind, generate_series(1, 2) i on conflict do nothing`,
  `insert into teams (workspace_id, id, name) select current_workspace(), bench_id('team', i), 'Team ' || i from generate_series(1, 8) i on conflict do nothing`,
  `insert into users (id, name, email) select bench_id('user', i)::text, 'Member ' || i, 'member' || i || '@bench.test' from generate_series(1, 40) i on conflict do nothing`,
  `insert into members (workspace_id, id, user_id, name, email, role) select current_workspace(), bench_id('member', i), bench_id('user', i)::text, 'Member ' || i, 'member' || i || '@bench.test', 'agent'
     from generate_series(1, 40) i on conflict do nothing`,
  `insert into contacts (workspace_id, id, name, created_at) select current_workspace(), bench_id('contact', n), 'Customer ' || n || ' ' || ${word(40)}, now() - (n % 700) * interval '1 day'
     from generate_series($from / 3, $to / 3) n on conflict do nothing`,
  `insert into contact_identities (workspace_id, id, contact_id, kind, value) select current_workspace(), bench_id('identity', n), bench_id('contact', n), 'email', 'customer' || n || '@mail' || (n % 50) || '.test'
     from generate_series($from / 3, $to / 3) n on conflict do nothing`,
  // Most are done; of the newest tenth, many are not. A member in forty has it, or nobody.
  `insert into conversations (workspace_id, id, contact_id, subject, status, folder, priority, channel, assignee_member_id, team_id, tags, snoozed_until, preview, message_count,
       last_message_at, last_inbound_at, waiting_since, created_at)
   select current_workspace(), bench_id('conversation', n), ${contactOf}, initcap(${word(1)}) || ' ' || ${word(2)} || ' ' || n,
     case when bench_pick(n, 3, 1000) < 25 then 'open' when bench_pick(n, 3, 1000) < 45 then 'pending' when bench_pick(n, 3, 1000) < 50 then 'on_hold' else 'resolved' end,
     case when bench_pick(n, 4, 100) < 3 then 'spam' when bench_pick(n, 4, 100) < 4 then 'trash' else 'inbox' end,
     (array['normal','normal','normal','low','high','urgent'])[1 + bench_pick(n, 5, 6)], (array['email','email','email','chat','api'])[1 + bench_pick(n, 6, 5)],
     case when bench_pick(n, 7, 100) < 70 then case when bench_pick(n, 8, 40) = 0 then admin.id else bench_id('member', 1 + bench_pick(n, 8, 40)) end end,
     case when bench_pick(n, 10, 100) < 80 then bench_id('team', 1 + bench_pick(n, 11, 8)) end,
     case when bench_pick(n, 12, 3) = 0 then array[${word(13)}] else '{}' end,
     case when bench_pick(n, 3, 1000) < 3 then now() + bench_pick(n, 14, 500) * interval '1 hour' end,
     'Hello, about the ' || ${word(15)} || ' and the ' || ${word(16)}, ${messagesEach}, ${time}, ${time}, case when bench_pick(n, 3, 1000) < 25 then ${time} end, ${time}
   from ${numbers}, (select id from members where workspace_id = current_workspace() and role = 'admin' limit 1) admin`,
  // As a trigger would.
  `insert into conversation_subjects select current_workspace(), id, search_text(subject) from conversations where workspace_id = current_workspace() and subject <> '' on conflict do nothing`,
  `insert into threads (workspace_id, id, conversation_id, connection_id, contact_id, external_key, last_message_at)
   select current_workspace(), bench_id('thread', n), bench_id('conversation', n), bench_id('line' || (array['email','email','email','chat','api'])[1 + bench_pick(n, 6, 5)], 1), ${contactOf}, 'bench ' || n, ${time} from ${numbers}`,
  `insert into messages (workspace_id, id, conversation_id, thread_id, connection_id, kind, direction, author_type, author_id, author_name, text, external_id, recipients, created_at)
   select current_workspace(), bench_id('message', n), bench_id('conversation', n), bench_id('thread', n), bench_id('line' || (array['email','email','email','chat','api'])[1 + bench_pick(n, 6, 5)], 1),
     'message', 'in', 'contact', ${contactOf}, 'Customer', 'Hello, about the ' || ${word(15)} || ' and the ' || ${word(16)} || ': number' || n || ' ' || ${word(17)}, 'bench-' || n,
     jsonb_build_object('from', jsonb_build_object('kind', 'email', 'value', 'customer' || n / 3 || '@mail.test', 'name', ''), 'to', '[]'::jsonb, 'cc', '[]'::jsonb, 'bcc', '[]'::jsonb), ${time} from ${numbers}`,
  // What was said before, back and forth, an hour apart.
  `insert into messages (workspace_id, id, conversation_id, thread_id, connection_id, kind, direction, author_type, author_id, author_name, text, external_id, created_at)
   select current_workspace(), bench_id('message' || k, n), bench_id('conversation', n), bench_id('thread', n), bench_id('line' || (array['email','email','email','chat','api'])[1 + bench_pick(n, 6, 5)], 1),
     'message', case when k % 2 = 0 then 'out' else 'in' end, case when k % 2 = 0 then 'member' else 'contact' end, ${contactOf}, 'Somebody',
     'About the ' || ${word(20)} || ', we looked at the ' || ${word(21)} || ' once more and ' || ${word(22)} || ' it is. Reference ' || k || 'x' || n, 'bench-' || k || '-' || n, ${time} - k * interval '1 hour'
   from ${numbers}, generate_series(2, ${messagesEach}) k`,
  `insert into participants (workspace_id, conversation_id, kind, value, contact_id, role) select current_workspace(), bench_id('conversation', n), 'email', 'customer' || n / 3 || '@mail.test', ${contactOf}, 'customer' from ${numbers}`,
  `insert into events (workspace_id, id, type, conversation_id, contact_id, actor_type, actor_id, data, at)
   select current_workspace(), bench_id('event', n), 'conversation.created', bench_id('conversation', n), ${contactOf}, 'contact', ${contactOf}, '{"channel":"email"}', ${time} from ${numbers}`,
  // The member who looks has read two of three, and was mentioned now and then.
  `insert into conversation_reads (workspace_id, member_id, conversation_id, read_at)
   select current_workspace(), m.id, bench_id('conversation', n), now() from ${numbers}, lateral (select id from members where workspace_id = current_workspace() and role = 'admin' limit 1) m where bench_pick(n, 18, 3) > 0`,
  `insert into mentions (workspace_id, member_id, message_id, conversation_id, created_at)
   select current_workspace(), m.id, bench_id('message', n), bench_id('conversation', n), ${time} from ${numbers}, lateral (select id from members where workspace_id = current_workspace() and role = 'admin' limit 1) m where bench_pick(n, 19, 500) = 0`,
  `insert into team_members (workspace_id, team_id, member_id) select current_workspace(), bench_id('team', i), m.id
   from generate_series(1, 2) i, lateral (select id from members where workspace_id = current_workspace() and role = 'admin' limit 1) m on conflict do nothing`,
];
