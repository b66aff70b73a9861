-- Merging is a view: `merged_into` leads from a conversation to the one it is read with. Nothing moves, so it can be undone at
-- any time; here stands who did it, and which conversations came along because they had been merged into the source before.
create table merges (
  workspace_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  target_id uuid not null,
  followers uuid[] not null default '{}',
  source_before jsonb not null,
  target_before jsonb not null,
  merged_by uuid,
  merged_at timestamptz not null default now(),
  undone_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, source_id) references conversations on delete cascade,
  foreign key (workspace_id, target_id) references conversations on delete cascade
);
create unique index on merges (workspace_id, source_id) where undone_at is null;
create index on merges (workspace_id, target_id);
select protect('merges');

create index conversations_merged on conversations (workspace_id, merged_into) where merged_into is not null;

-- A split moves messages to a conversation of their own. Each of their threads gets a twin there; an answer to a moved message
-- is filed under the twin.
create table splits (
  workspace_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  target_id uuid not null,
  -- [{message_id, thread_id}]: where each message was
  moved jsonb not null,
  split_by uuid,
  split_at timestamptz not null default now(),
  undone_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, source_id) references conversations on delete cascade,
  foreign key (workspace_id, target_id) references conversations on delete cascade
);
create index on splits (workspace_id, source_id);
create index on splits (workspace_id, target_id);
select protect('splits');

alter table threads add column split_from uuid;
