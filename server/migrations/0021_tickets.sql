-- A ticket is work that may outlive a conversation and span several. Its number comes from one row per workspace, taken in the
-- transaction that makes the ticket: unique and increasing; a number may be missing.
create table ticket_settings (
  workspace_id uuid not null references workspaces on delete cascade,
  last_number bigint not null default 0,
  -- Whether a customer's answer opens a resolved ticket again.
  reopen_resolved boolean not null default true,
  -- Status key → the keys it may move to; a key that is missing may move anywhere. A key is a category or a status's id.
  moves jsonb not null default '{}',
  version integer not null default 1,
  primary key (workspace_id)
);
select protect('ticket_settings');

create table ticket_types (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  description text not null default '',
  position integer not null default 0,
  -- [{key, required, on_form}]: which custom fields of tickets this type has, in this order.
  fields jsonb not null default '[]',
  team_id uuid,
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  -- The public form: {enabled, title, intro, thanks, connection_id}; its key leads from the page to the workspace.
  form jsonb not null default '{}',
  form_key text not null unique,
  archived_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, team_id) references teams on delete set null (team_id)
);
create unique index on ticket_types (workspace_id, lower(name)) where archived_at is null;
select protect('ticket_types');

-- A workspace's own statuses; each lies in a category, and the category decides what follows from it.
create table ticket_statuses (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  category text not null check (category in ('open', 'in_progress', 'waiting', 'resolved', 'closed')),
  name text not null,
  position integer not null default 0,
  archived_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index on ticket_statuses (workspace_id, lower(name)) where archived_at is null;
select protect('ticket_statuses');

create table tickets (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  number bigint not null,
  title text not null,
  -- Sanitised; and its words, for search and export.
  description text not null default '',
  description_text text not null default '',
  status text not null default 'open' check (status in ('open', 'in_progress', 'waiting', 'resolved', 'closed')),
  status_id uuid,
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  type_id uuid,
  -- Who asked; further people are in ticket_contacts.
  contact_id uuid,
  assignee_member_id uuid,
  assignee_agent_id uuid,
  team_id uuid,
  tags text[] not null default '{}',
  custom_fields jsonb not null default '{}',
  source text not null default 'member' check (source in ('member', 'api', 'rule', 'ai_agent', 'form', 'follow_up')),
  -- The closed ticket this one goes on with, and the event that began it: one follow-up for one event, also when its job runs twice.
  follow_up_of uuid,
  begun_by_event uuid,
  merged_into uuid,
  deleted_at timestamptz,
  status_changed_at timestamptz not null default date_trunc('milliseconds', now()),
  resolved_at timestamptz,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  updated_at timestamptz not null default date_trunc('milliseconds', now()),
  search tsvector generated always as (search_words(left(title || ' ' || description_text, 100000))) stored,
  -- Search walks back through blocks of numbers, as messages are searched by week (0010).
  block integer generated always as ((number >> 11)::integer) stored,
  bucket bigint generated always as (search_bucket(workspace_id, (number >> 11)::integer)) stored,
  primary key (workspace_id, id),
  unique (workspace_id, number),
  foreign key (workspace_id, type_id) references ticket_types,
  foreign key (workspace_id, status_id) references ticket_statuses,
  foreign key (workspace_id, contact_id) references contacts on delete set null (contact_id),
  foreign key (workspace_id, assignee_member_id) references members on delete set null (assignee_member_id),
  foreign key (workspace_id, team_id) references teams on delete set null (team_id),
  foreign key (workspace_id, follow_up_of) references tickets on delete set null (follow_up_of),
  foreign key (workspace_id, merged_into) references tickets on delete set null (merged_into),
  check (assignee_member_id is null or assignee_agent_id is null)
);
create unique index on tickets (workspace_id, begun_by_event) where begun_by_event is not null;
-- One index for each way tickets are listed. What is still to be done is a small part of what there is: its indexes hold nothing else.
create index tickets_all on tickets (workspace_id, updated_at desc, id desc) where deleted_at is null and merged_into is null;
create index tickets_by_number on tickets (workspace_id, number desc) where deleted_at is null and merged_into is null;
create index tickets_by_status on tickets (workspace_id, status, updated_at desc, id desc) where deleted_at is null and merged_into is null;
create index tickets_by_assignee on tickets (workspace_id, assignee_member_id, updated_at desc, id desc) where assignee_member_id is not null;
create index tickets_by_contact on tickets (workspace_id, contact_id, updated_at desc, id desc);
create index tickets_active on tickets (workspace_id, updated_at desc, id desc) include (team_id, assignee_member_id, status)
  where status in ('open', 'in_progress', 'waiting') and deleted_at is null and merged_into is null;
create index tickets_active_by_assignee on tickets (workspace_id, assignee_member_id, updated_at desc, id desc) include (team_id)
  where status in ('open', 'in_progress', 'waiting') and deleted_at is null and merged_into is null and assignee_member_id is not null;
create index tickets_active_by_team on tickets (workspace_id, team_id, updated_at desc, id desc) include (assignee_member_id)
  where status in ('open', 'in_progress', 'waiting') and deleted_at is null and merged_into is null and team_id is not null;
create index tickets_active_unassigned on tickets (workspace_id, updated_at desc, id desc) include (team_id)
  where status in ('open', 'in_progress', 'waiting') and deleted_at is null and merged_into is null and assignee_member_id is null and assignee_agent_id is null;
create index tickets_by_urgency on tickets (workspace_id, array_position(array['low', 'normal', 'high', 'urgent'], priority) desc, updated_at desc, id desc)
  where deleted_at is null and merged_into is null;
create index tickets_merged on tickets (workspace_id, merged_into) where merged_into is not null;
create index tickets_deleted on tickets (workspace_id, updated_at desc, id desc) where deleted_at is not null;
create index tickets_search on tickets using gin (bucket, search);
create index tickets_blocks on tickets (workspace_id, block);
select protect('tickets');

-- Newest matching tickets. `query` is a tsquery in text form, already made of words only.
create function search_tickets(query text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  needle tsquery := search_text(query)::tsquery;
  upper_block integer;
  step integer := 1;
  buckets bigint[];
  found integer;
  total integer := 0;
  hit uuid;
begin
  select t.block into upper_block from tickets t where t.workspace_id = current_workspace() order by t.block desc limit 1;
  while upper_block >= 0 and total < most loop
    buckets := array(select search_bucket(current_workspace(), b) from generate_series(greatest(upper_block - step + 1, 0), upper_block) b);
    found := 0;
    for hit in
      select t.id from tickets t
      where t.workspace_id = current_workspace() and t.bucket = any(buckets) and t.search @@ needle
      order by t.number desc limit most - total
    loop
      found := found + 1;
      return next hit;
    end loop;
    total := total + found;
    upper_block := upper_block - step;
    if found < 20 then step := least(step * 2, 32); end if;
  end loop;
end $$;
revoke all on function search_tickets(text, integer) from public;
grant execute on function search_tickets(text, integer) to omniflow_app;

create table ticket_conversations (
  workspace_id uuid not null,
  ticket_id uuid not null,
  conversation_id uuid not null,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, ticket_id, conversation_id),
  foreign key (workspace_id, ticket_id) references tickets on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on ticket_conversations (workspace_id, conversation_id);
select protect('ticket_conversations');
-- Whether any ticket is about it, so that the intake need not ask.
alter table conversations add column ticketed boolean not null default false;

create table ticket_contacts (
  workspace_id uuid not null,
  ticket_id uuid not null,
  contact_id uuid not null,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, ticket_id, contact_id),
  foreign key (workspace_id, ticket_id) references tickets on delete cascade,
  foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index on ticket_contacts (workspace_id, contact_id);
select protect('ticket_contacts');

create table ticket_followers (
  workspace_id uuid not null,
  ticket_id uuid not null,
  member_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, ticket_id, member_id),
  foreign key (workspace_id, ticket_id) references tickets on delete cascade,
  foreign key (workspace_id, member_id) references members on delete cascade
);
create index on ticket_followers (workspace_id, member_id);
select protect('ticket_followers');

-- `from_id` is the duplicate, what blocks, the parent; a ticket has one parent and is the duplicate of one.
create table ticket_links (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('related', 'duplicate_of', 'blocks', 'parent')),
  from_id uuid not null,
  to_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, from_id, to_id, kind),
  foreign key (workspace_id, from_id) references tickets on delete cascade,
  foreign key (workspace_id, to_id) references tickets on delete cascade
);
create index on ticket_links (workspace_id, to_id);
create unique index on ticket_links (workspace_id, to_id) where kind = 'parent';
create unique index on ticket_links (workspace_id, from_id) where kind = 'duplicate_of';
select protect('ticket_links');

create table ticket_notes (
  workspace_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  author_id uuid,
  author_name text not null default '',
  text text not null,
  html text,
  edited_at timestamptz,
  deleted_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  foreign key (workspace_id, ticket_id) references tickets on delete cascade
);
create index on ticket_notes (workspace_id, ticket_id, created_at, id);
select protect('ticket_notes');

-- Files of a ticket, and of its notes: no customer sees them.
create table ticket_files (
  workspace_id uuid not null,
  ticket_id uuid not null,
  file_id uuid not null,
  note_id uuid,
  primary key (workspace_id, ticket_id, file_id),
  unique (workspace_id, file_id),
  foreign key (workspace_id, ticket_id) references tickets on delete cascade,
  foreign key (workspace_id, note_id) references ticket_notes on delete cascade,
  foreign key (workspace_id, file_id) references files on delete cascade
);
create index on ticket_files (workspace_id, note_id);
select protect('ticket_files');
-- Belongs to something that is no message: the sweep of abandoned uploads leaves it alone.
alter table files add column kept boolean not null default false;

create table ticket_checklist (
  workspace_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  text text not null,
  done_at timestamptz,
  position double precision not null default 0,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, ticket_id) references tickets on delete cascade
);
create index on ticket_checklist (workspace_id, ticket_id, position, id);
select protect('ticket_checklist');

-- Merging is a view, as with conversations (0011): nothing moves, so it can be undone at any time.
create table ticket_merges (
  workspace_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  target_id uuid not null,
  followers uuid[] not null default '{}',
  merged_by uuid,
  merged_at timestamptz not null default date_trunc('milliseconds', now()),
  undone_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, source_id) references tickets on delete cascade,
  foreign key (workspace_id, target_id) references tickets on delete cascade
);
create unique index on ticket_merges (workspace_id, source_id) where undone_at is null;
create index on ticket_merges (workspace_id, target_id);
select protect('ticket_merges');

create table ticket_broadcasts (
  workspace_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  author_id uuid,
  author_name text not null default '',
  text text not null,
  html text,
  -- Whom the job writes for: the author, with the rights they had.
  caller jsonb not null,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  foreign key (workspace_id, ticket_id) references tickets on delete cascade
);
create index on ticket_broadcasts (workspace_id, ticket_id, created_at desc);
select protect('ticket_broadcasts');

-- Where one went: the message's id is chosen beforehand, so that a repeated job says nothing twice.
create table ticket_broadcast_recipients (
  workspace_id uuid not null,
  broadcast_id uuid not null,
  conversation_id uuid not null,
  message_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'written', 'refused')),
  reason text,
  primary key (workspace_id, broadcast_id, conversation_id),
  foreign key (workspace_id, broadcast_id) references ticket_broadcasts on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on ticket_broadcast_recipients (workspace_id, conversation_id);
select protect('ticket_broadcast_recipients');

-- What was done to tickets, one or many, with the state before: kept as long as it can be undone.
create table ticket_actions (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  member_id uuid,
  actor_id uuid,
  change jsonb not null,
  state text not null default 'running' check (state in ('running', 'done', 'undoing', 'undone', 'failed')),
  total integer not null default 0,
  done integer not null default 0,
  skipped integer not null default 0,
  reason text,
  created_at timestamptz not null default now(),
  undo_until timestamptz,
  primary key (workspace_id, id)
);
create index on ticket_actions (workspace_id, member_id, created_at desc);
create index on ticket_actions (created_at);
select protect('ticket_actions');

create table ticket_action_items (
  workspace_id uuid not null,
  action_id uuid not null,
  ticket_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'skipped', 'undone')),
  before jsonb,
  after jsonb,
  primary key (workspace_id, action_id, ticket_id),
  foreign key (workspace_id, action_id) references ticket_actions on delete cascade,
  foreign key (workspace_id, ticket_id) references tickets on delete cascade
);
create index on ticket_action_items (workspace_id, ticket_id);
select protect('ticket_action_items');

-- A saved view shows conversations or tickets.
alter table views add column about text not null default 'conversations' check (about in ('conversations', 'tickets'));

-- A customer proves an address by a code sent to it; the code works once, for a quarter of an hour.
create table ticket_codes (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  email text not null,
  code_hash bytea not null,
  tries integer not null default 0,
  expires_at timestamptz not null,
  primary key (workspace_id, id)
);
create index on ticket_codes (workspace_id, email);
create index on ticket_codes (expires_at);
select protect('ticket_codes');

-- What happened to a ticket is its activity.
alter table events add column ticket_id uuid;
create index on events (workspace_id, ticket_id, seq) where ticket_id is not null;
