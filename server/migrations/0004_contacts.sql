create table contacts (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null default '',
  tier text,
  language text,
  time_zone text,
  custom_fields jsonb not null default '{}',
  -- Set when this contact was merged into another; nothing moves, reads follow it.
  merged_into uuid,
  blocked_at timestamptz,
  last_seen_at timestamptz,
  version integer not null default 1,
  -- Milliseconds, as page cursors carry them.
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, merged_into) references contacts
);
create index on contacts (workspace_id, created_at desc, id desc);
create index contacts_by_tier on contacts (workspace_id, lower(tier)) where tier is not null;
select protect('contacts');

-- One identity belongs to one contact: the unique key is what keeps fifty simultaneous first messages from making fifty
-- contacts. The foreign key is deferred so that the identity can be claimed before its contact is written.
create table contact_identities (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  kind text not null check (kind in ('email', 'phone', 'handle', 'visitor', 'user')),
  value text not null,
  verified boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, kind, value),
  foreign key (workspace_id, contact_id) references contacts on delete cascade deferrable initially deferred
);
create index on contact_identities (workspace_id, contact_id);
select protect('contact_identities');
