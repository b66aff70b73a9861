alter table conversations add column custom_fields jsonb not null default '{}';

create table views (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  icon text not null default '',
  scope text not null check (scope in ('private', 'team', 'workspace')),
  owner_id uuid,
  team_id uuid,
  filter jsonb not null,
  sort text not null default 'newest',
  columns text[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references members on delete cascade,
  foreign key (workspace_id, team_id) references teams on delete cascade,
  check ((scope = 'team') = (team_id is not null))
);
select protect('views');

-- What a member did, to one conversation or to many, with the state before: kept as long as it can be undone.
create table actions (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  member_id uuid,
  actor_type text not null,
  actor_id uuid,
  change jsonb not null,
  -- The query of "everything in this view"; null when ids were given.
  selection jsonb,
  state text not null default 'running' check (state in ('running', 'done', 'undoing', 'undone', 'failed')),
  total integer not null default 0,
  done integer not null default 0,
  skipped integer not null default 0,
  reason text,
  created_at timestamptz not null default now(),
  undo_until timestamptz,
  primary key (workspace_id, id)
);
create index on actions (workspace_id, member_id, created_at desc);
create index on actions (created_at);
select protect('actions');

create table action_items (
  workspace_id uuid not null,
  action_id uuid not null,
  conversation_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'skipped', 'undone')),
  before jsonb,
  after jsonb,
  primary key (workspace_id, action_id, conversation_id),
  foreign key (workspace_id, action_id) references actions on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on action_items (workspace_id, conversation_id);
select protect('action_items');

create table followers (
  workspace_id uuid not null,
  conversation_id uuid not null,
  member_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, conversation_id, member_id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade,
  foreign key (workspace_id, member_id) references members on delete cascade
);
create index on followers (workspace_id, member_id);
select protect('followers');
