-- Canned responses. What members work on and what was approved lie side by side: a shared text that somebody changes stays in use
-- as it was approved until the change is approved too.
create table responses (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  -- Without the slash, in lower case; empty: none.
  shortcut text not null default '',
  folder text not null default '',
  scope text not null check (scope in ('private', 'team', 'workspace')),
  -- Null when an API key or the installation made it.
  owner_id uuid,
  team_id uuid,
  language text,
  body text not null default '',
  body_html text not null default '',
  -- [{language, body, body_html}]
  variants jsonb not null default '[]',
  actions jsonb not null default '{}',
  state text not null default 'approved' check (state in ('draft', 'in_review', 'approved')),
  -- {body, body_html, variants, actions, at, by}: what is inserted of a shared one.
  approved jsonb,
  review_at date,
  dead_links jsonb not null default '[]',
  checked_at timestamptz,
  uses integer not null default 0,
  last_used_at timestamptz,
  -- Name, shortcut and all texts, in what search compares.
  words tsvector not null default '',
  -- Of the letters of the text alone: equal for texts that say the same.
  fingerprint text not null default '',
  updated_by text not null default '',
  version integer not null default 1,
  deleted_at timestamptz,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  updated_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references members on delete cascade,
  foreign key (workspace_id, team_id) references teams on delete cascade,
  check ((scope = 'team') = (team_id is not null)),
  check (scope <> 'private' or owner_id is not null)
);
create index responses_listed on responses (workspace_id, lower(name), id) where deleted_at is null;
create unique index responses_by_shortcut on responses (workspace_id, scope, coalesce(case scope when 'team' then team_id when 'private' then owner_id end, '00000000-0000-0000-0000-000000000000'), shortcut)
  where deleted_at is null and shortcut <> '';
create index responses_search on responses using gin (workspace_id, words) where deleted_at is null;
create index responses_deleted on responses (deleted_at) where deleted_at is not null;
select protect('responses');

-- How often a member took a response: what the picker shows them first.
create table response_habits (
  workspace_id uuid not null,
  member_id uuid not null,
  response_id uuid not null,
  uses integer not null default 0,
  last_used_at timestamptz not null,
  primary key (workspace_id, member_id, response_id),
  foreign key (workspace_id, member_id) references members on delete cascade,
  foreign key (workspace_id, response_id) references responses on delete cascade
);
select protect('response_habits');

create table response_uses (
  workspace_id uuid not null,
  id uuid not null,
  response_id uuid not null,
  member_id uuid,
  conversation_id uuid not null,
  -- Null until the message it went into is sent.
  message_id uuid,
  language text,
  -- As inserted: what was changed afterwards is told from the message.
  text text not null default '',
  -- Share of its words that were changed before sending.
  edited real,
  inserted_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  foreign key (workspace_id, response_id) references responses on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on response_uses (workspace_id, inserted_at);
create index on response_uses (workspace_id, response_id);
create index on response_uses (workspace_id, conversation_id);
select protect('response_uses');

-- A file that belongs to a response is no abandoned upload.
alter table files add column response_id uuid;
alter table files add foreign key (workspace_id, response_id) references responses on delete cascade;
create index on files (workspace_id, response_id) where response_id is not null;

-- Search by word, through the index: see 0010_search.sql. `query` is a tsquery in text form, already made of words only.
create function search_responses(query text, most integer) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  select r.id from responses r
  where r.workspace_id = current_workspace() and r.deleted_at is null and r.words @@ search_text(query)::tsquery
  limit most
$$;
revoke all on function search_responses(text, integer) from public;
grant execute on function search_responses(text, integer) to omniflow_app;
