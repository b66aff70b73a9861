-- A connection is one configured channel: a mailbox, a chat widget, a number. The API calls the resource `channels`.
create table connections (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  -- Random, in hook URLs and widget tags; leads to the workspace.
  key text not null unique,
  kind text not null,
  name text not null,
  address text,
  state text not null default 'active' check (state in ('active', 'paused')),
  settings jsonb not null default '{}',
  -- Encrypted JSON (platform/crypto.ts).
  secrets bytea,
  team_id uuid,
  signature text not null default '',
  auto_reply jsonb,
  -- Where `poll` goes on.
  cursor text,
  health text not null default 'unknown' check (health in ('unknown', 'ok', 'failing')),
  health_reason text,
  health_at timestamptz,
  last_received_at timestamptz,
  last_sent_at timestamptz,
  deleted_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, team_id) references teams on delete set null (team_id)
);
-- One installation receives for an address once, or mail would be filed by chance.
create unique index on connections (lower(address)) where deleted_at is null and kind = 'email';
create index on connections (workspace_id, created_at);
select protect('connections');

-- What arrived, as it arrived: acknowledged when this row is committed, worked on later, kept when it cannot be read.
create table raw_messages (
  workspace_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  headers jsonb not null default '{}',
  query text not null default '',
  body bytea not null,
  size bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'quarantined')),
  attempts integer not null default 0,
  reason text,
  -- Filled when done, so that "show original" finds it.
  message_id uuid,
  received_at timestamptz not null default now(),
  processed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, connection_id) references connections on delete cascade
);
alter table raw_messages alter column body set storage external;
create index on raw_messages (workspace_id, connection_id, received_at) where state = 'waiting';
create index on raw_messages (received_at) where state = 'waiting';
create index on raw_messages (workspace_id, received_at desc) where state = 'quarantined';
create index on raw_messages (workspace_id, message_id) where message_id is not null;
create index on raw_messages (processed_at) where state = 'done';
select protect('raw_messages');
