-- A browser that opened a chat widget. Anonymous until it says who it is, proven only by a token the host site signed.
create table visitors (
  workspace_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  -- Null until the first message or identification.
  contact_id uuid,
  token_hash bytea not null unique,
  name text,
  email text,
  user_id text,
  verified boolean not null default false,
  page jsonb,
  device jsonb,
  language text,
  time_zone text,
  last_seen_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, connection_id) references connections on delete cascade,
  foreign key (workspace_id, contact_id) references contacts on delete set null (contact_id)
);
create index on visitors (workspace_id, contact_id);
create index on visitors (workspace_id, connection_id, last_seen_at desc);
select protect('visitors');
