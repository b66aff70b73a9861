-- Imports of contacts: the file and how it is read, what became of each row, and what each row changed, so that it can be undone.
create table imports (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  state text not null default 'mapping'
    check (state in ('mapping', 'checking', 'checked', 'running', 'done', 'failed', 'stopped', 'undoing', 'undone')),
  reason text,
  storage_key text not null,
  size bigint not null,
  encoding text not null,
  delimiter text not null,
  has_head boolean not null,
  columns text[] not null,
  sample jsonb not null,
  mapping jsonb not null,
  existing text not null default 'update' check (existing in ('update', 'skip')),
  total integer,
  done integer not null default 0,
  -- The last row of the file that is worked off, as a spreadsheet counts: where a run goes on after a crash.
  last_row integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  skipped integer not null default 0,
  failed integer not null default 0,
  undone integer not null default 0,
  kept integer not null default 0,
  companies_created integer not null default 0,
  actor_type text not null,
  actor_id uuid,
  -- Who it runs for, with the rights they had: what a job needs to go on.
  caller jsonb not null,
  -- The last sign of life of whoever works on it.
  touched_at timestamptz not null default now(),
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create index on imports (workspace_id, created_at desc, id desc);
create index imports_at_work on imports (touched_at) where state in ('checking', 'running', 'undoing');
select protect('imports');

-- The dry run writes only the rows it refuses; the run writes every row.
create table import_rows (
  workspace_id uuid not null,
  import_id uuid not null,
  row integer not null,
  outcome text not null check (outcome in ('created', 'updated', 'unchanged', 'skipped', 'failed', 'undone', 'kept')),
  reasons text[] not null default '{}',
  contact_id uuid,
  -- What the row changed: {field: value} before and after; `identities` are those it added.
  before jsonb,
  after jsonb,
  primary key (workspace_id, import_id, row),
  foreign key (workspace_id, import_id) references imports on delete cascade
);
create index on import_rows (workspace_id, import_id, outcome, row);
create index on import_rows (workspace_id, contact_id) where contact_id is not null;
select protect('import_rows');

create table import_companies (
  workspace_id uuid not null,
  import_id uuid not null,
  company_id uuid not null,
  primary key (workspace_id, import_id, company_id),
  foreign key (workspace_id, import_id) references imports on delete cascade
);
select protect('import_companies');
