create table members (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  user_id text not null references users on delete cascade,
  name text not null,
  email text not null,
  role text not null check (role in ('admin', 'supervisor', 'agent')),
  availability text not null default 'online' check (availability in ('online', 'away', 'offline')),
  settings jsonb not null default '{}',
  deactivated_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, user_id)
);
create index on members (user_id);
select protect('members');

create table teams (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  description text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index on teams (workspace_id, lower(name));
select protect('teams');

create table team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  member_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, team_id, member_id),
  foreign key (workspace_id, team_id) references teams on delete cascade,
  foreign key (workspace_id, member_id) references members on delete cascade
);
create index on team_members (workspace_id, member_id);
select protect('team_members');

create table invitations (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  email text not null,
  role text not null check (role in ('admin', 'supervisor', 'agent')),
  team_ids uuid[] not null default '{}',
  -- SHA-256 of the token in the link; the token itself is never stored.
  token_hash bytea not null unique,
  invited_by uuid,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index on invitations (workspace_id, lower(email)) where accepted_at is null;
select protect('invitations');

create table api_keys (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  -- The first characters, to recognise a key by; the rest exists only as a hash.
  prefix text not null,
  hash bytea not null unique,
  scopes text[] not null,
  -- Requests a minute.
  rate_limit integer not null default 600,
  ip_allow text[] not null default '{}',
  created_by uuid,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
select protect('api_keys');
