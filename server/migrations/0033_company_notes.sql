-- What the team knows about a company, kept as notes on a contact are (0017).
create table company_notes (
  workspace_id uuid not null,
  id uuid not null,
  company_id uuid not null,
  author_id uuid,
  author_name text not null default '',
  text text not null,
  edits jsonb not null default '[]',
  edited_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  foreign key (workspace_id, company_id) references companies on delete cascade
);
create index on company_notes (workspace_id, company_id, created_at desc, id desc) where deleted_at is null;
select protect('company_notes');
