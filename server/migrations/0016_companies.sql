-- What records have in common: who changed what in the workspace's settings (audit), fields that a workspace adds itself, and
-- companies with the domains by which contacts become theirs.

-- Each entry carries the hash of the one before: what is changed or taken out of the middle is found out by going through the chain.
create table audit_entries (
  workspace_id uuid not null,
  -- Without gaps, from 1.
  seq bigint not null,
  id uuid not null,
  at timestamptz not null,
  actor_type text not null,
  actor_id uuid,
  -- As it was called then.
  actor_name text not null default '',
  action text not null,
  target_type text,
  target_id text,
  target_name text not null default '',
  summary text not null default '',
  before jsonb,
  after jsonb,
  request_id text,
  prev_hash bytea not null,
  hash bytea not null,
  primary key (workspace_id, seq)
);
create unique index on audit_entries (workspace_id, id);
create index on audit_entries (workspace_id, action, seq desc);
create index on audit_entries (workspace_id, actor_id, seq desc);
create index on audit_entries (workspace_id, target_id, seq desc) where target_id is not null;
select protect('audit_entries');
revoke update, delete on audit_entries from omniflow_app;

create table custom_fields (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  record text not null check (record in ('contact', 'company', 'conversation', 'ticket')),
  -- Under this the value stands in the record's custom_fields; it never changes.
  key text not null check (key ~ '^[a-z0-9_]{1,60}$'),
  label text not null,
  description text not null default '',
  type text not null check (type in ('text', 'number', 'date', 'choice', 'multi_choice', 'checkbox', 'link')),
  options text[] not null default '{}',
  required boolean not null default false,
  -- Types of tickets for which it is required, when not for all.
  required_for text[] not null default '{}',
  position integer not null default 0,
  archived_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  unique (workspace_id, record, key)
);
select protect('custom_fields');

create table companies (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  -- For sorting and searching: without accents, in small letters.
  sort_name text collate "C" generated always as (search_text(left(name, 200))) stored,
  tier text,
  tier_key text collate "C" generated always as (search_text(tier)) stored,
  owner_id uuid,
  custom_fields jsonb not null default '{}',
  -- What other systems call it: {"hubspot": "123"}.
  external_ids jsonb not null default '{}',
  sla_policy_id uuid,
  -- Set when this company was merged into another; nothing moves, reads follow it.
  merged_into uuid,
  version integer not null default 1,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  updated_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references members on delete set null (owner_id),
  foreign key (workspace_id, merged_into) references companies
);
create index companies_newest on companies (workspace_id, created_at desc, id desc) where merged_into is null;
create index companies_by_name on companies (workspace_id, sort_name, id) where merged_into is null;
create index companies_by_tier on companies (workspace_id, tier_key, created_at desc, id desc) where tier_key is not null;
create index companies_by_owner on companies (workspace_id, owner_id, created_at desc, id desc) where owner_id is not null;
create index companies_merged on companies (workspace_id, merged_into) where merged_into is not null;
create index companies_search on companies using gin (workspace_id, sort_name gin_trgm_ops);
select protect('companies');

-- A mail domain is one company's: who writes from there is its contact.
create table company_domains (
  workspace_id uuid not null,
  domain text not null check (domain = lower(domain)),
  company_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, domain),
  foreign key (workspace_id, company_id) references companies on delete cascade
);
create index on company_domains (workspace_id, company_id);
create index company_domains_search on company_domains using gin (workspace_id, domain gin_trgm_ops);
select protect('company_domains');

-- As with conversations: merging is a view, here stands who did it and which values the target took over from the source.
create table company_merges (
  workspace_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  target_id uuid not null,
  -- Companies that had been merged into the source before and came along.
  followers uuid[] not null default '{}',
  -- {field: {from, to}}: what the target had, and what it took.
  taken jsonb not null default '{}',
  merged_by uuid,
  merged_at timestamptz not null default clock_timestamp(),
  undone_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, source_id) references companies on delete cascade,
  foreign key (workspace_id, target_id) references companies on delete cascade
);
create unique index on company_merges (workspace_id, source_id) where undone_at is null;
create index on company_merges (workspace_id, target_id);
select protect('company_merges');

alter table contacts
  add column company_id uuid,
  -- 'domain' when their mail domain decided, 'hand' when somebody did: then the domain never decides again.
  add column company_source text check (company_source in ('domain', 'hand', 'import')),
  add column external_ids jsonb not null default '{}',
  add column sort_name text collate "C" generated always as (search_text(left(name, 200))) stored,
  add column tier_key text collate "C" generated always as (search_text(tier)) stored,
  add constraint contacts_company foreign key (workspace_id, company_id) references companies on delete set null (company_id);
create index contacts_by_company on contacts (workspace_id, company_id, created_at desc, id desc) where company_id is not null;

-- Companies whose name or domain holds the text, newest first. With the values written into the statement the planner sees how
-- common they are: it walks the newest when many match, and takes the trigram index when few do.
create function search_companies(fragment text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  pattern text := '%' || replace(replace(replace(search_text(trim(fragment)), '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  return query execute format(
    'select coalesce(c.merged_into, c.id) from companies c where c.workspace_id = %L and c.sort_name like %L order by c.created_at desc limit %s',
    current_workspace(), pattern, most);
  return query execute format(
    'select coalesce(c.merged_into, c.id) from company_domains d join companies c on c.workspace_id = d.workspace_id and c.id = d.company_id
      where d.workspace_id = %L and d.domain like %L limit %s',
    current_workspace(), pattern, most);
end $$;
revoke all on function search_companies(text, integer) from public;
grant execute on function search_companies(text, integer) to omniflow_app;

-- Contacts with a mail address at this domain whose company nobody has chosen yet.
create function contacts_without_company(mail_domain text, most integer) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  select i.contact_id from contact_identities i
  join contacts p on p.workspace_id = i.workspace_id and p.id = i.contact_id and p.company_id is null and p.company_source is null
  where i.workspace_id = current_workspace() and i.kind = 'email'
    and i.value like '%@' || replace(replace(replace(lower(mail_domain), '\', '\\'), '%', '\%'), '_', '\_') limit most
$$;
revoke all on function contacts_without_company(text, integer) from public;
grant execute on function contacts_without_company(text, integer) to omniflow_app;

-- A saved filter over contacts or companies. Those with a key come with the product and are everybody's.
create table segments (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  record text not null check (record in ('contact', 'company')),
  key text,
  name text not null,
  scope text not null default 'workspace' check (scope in ('private', 'workspace')),
  owner_id uuid,
  filter jsonb not null,
  sort text,
  columns text[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  unique (workspace_id, key),
  foreign key (workspace_id, owner_id) references members on delete cascade
);
select protect('segments');
insert into segments (workspace_id, id, record, key, name, filter)
  select id, gen_random_uuid(), 'contact', 'vip', 'VIP', '{"op":"and","nodes":[{"field":"tier","op":"is","value":"VIP"}]}' from workspaces;

-- One change to many contacts or companies, with what each had before: so that it can be undone for a while.
create table bulk_edits (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  record text not null check (record in ('contact', 'company')),
  member_id uuid,
  actor_type text not null,
  actor_id uuid,
  change jsonb not null,
  state text not null default 'running' check (state in ('running', 'done', 'undoing', 'undone')),
  total integer not null default 0,
  done integer not null default 0,
  skipped integer not null default 0,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  undo_until timestamptz not null default now() + interval '30 minutes',
  primary key (workspace_id, id)
);
create index on bulk_edits (created_at);
select protect('bulk_edits');

create table bulk_edit_items (
  workspace_id uuid not null,
  edit_id uuid not null,
  record_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'skipped', 'undone')),
  before jsonb,
  after jsonb,
  primary key (workspace_id, edit_id, record_id),
  foreign key (workspace_id, edit_id) references bulk_edits on delete cascade
);
select protect('bulk_edit_items');
