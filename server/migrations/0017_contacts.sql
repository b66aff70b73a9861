-- Contacts as people work with them: lists that are quick at a million, merging that can be undone, notes, wishes about being
-- written to, and pairs that may be one person.

drop index contacts_by_tier;
create index contacts_by_tier on contacts (workspace_id, tier_key, created_at desc, id desc) where tier_key is not null;
create index contacts_by_name on contacts (workspace_id, sort_name, id) where merged_into is null;
create index contacts_merged on contacts (workspace_id, merged_into) where merged_into is not null;
create index contacts_by_field on contacts using gin (workspace_id, custom_fields jsonb_path_ops) where custom_fields <> '{}';
drop index contacts_search;
create index contacts_search on contacts using gin (workspace_id, sort_name gin_trgm_ops);

-- Merging is a view: identities, conversations and messages keep the contact they have, and are read through merged_into. Here
-- stands who merged, who came along because they had been merged into the source before, and which values the target took over.
create table contact_merges (
  workspace_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  target_id uuid not null,
  followers uuid[] not null default '{}',
  -- {field: {from, to}}
  taken jsonb not null default '{}',
  merged_by uuid,
  merged_at timestamptz not null default clock_timestamp(),
  undone_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, source_id) references contacts on delete cascade,
  foreign key (workspace_id, target_id) references contacts on delete cascade
);
create unique index on contact_merges (workspace_id, source_id) where undone_at is null;
create index on contact_merges (workspace_id, target_id);
select protect('contact_merges');

create table contact_notes (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  author_id uuid,
  author_name text not null default '',
  text text not null,
  -- [{at, by, text}]: what it said before
  edits jsonb not null default '[]',
  edited_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index on contact_notes (workspace_id, contact_id, created_at desc, id desc) where deleted_at is null;
select protect('contact_notes');

-- What a person said about being written to at an address. It hangs on the address and not on the contact: taking the address away
-- and adding it again must not make it writable.
create table consents (
  workspace_id uuid not null references workspaces on delete cascade,
  kind text not null,
  value text not null,
  -- The kind of channel; '*' for all.
  channel text not null,
  state text not null check (state in ('opted_in', 'opted_out')),
  reason text not null default '',
  changed_by_type text not null,
  changed_by uuid,
  changed_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, kind, value, channel)
);
select protect('consents');

-- By which of their properties contacts can be told to be one person, in one spelling; filled by a job, never by the intake.
create table duplicate_keys (
  workspace_id uuid not null,
  kind text not null check (kind in ('email', 'phone', 'name_company')),
  key text not null,
  contact_id uuid not null,
  -- As it is written there.
  value text not null,
  primary key (workspace_id, kind, key, contact_id),
  foreign key (workspace_id, contact_id) references contacts on delete cascade
);
create index on duplicate_keys (workspace_id, contact_id);
select protect('duplicate_keys');

create table duplicates (
  workspace_id uuid not null,
  id uuid not null,
  a_id uuid not null,
  b_id uuid not null check (a_id < b_id),
  -- [{kind, a, b}]
  evidence jsonb not null,
  score integer not null,
  -- What was dismissed is kept, so that it is never proposed again.
  state text not null default 'open' check (state in ('open', 'dismissed', 'merged')),
  decided_by uuid,
  decided_at timestamptz,
  found_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  unique (workspace_id, a_id, b_id),
  foreign key (workspace_id, a_id) references contacts on delete cascade,
  foreign key (workspace_id, b_id) references contacts on delete cascade
);
create index on duplicates (workspace_id, score desc, id desc) where state = 'open';
create index on duplicates (workspace_id, b_id);
select protect('duplicates');

-- Up to which event contacts have been looked at.
create table duplicate_scans (
  workspace_id uuid not null references workspaces on delete cascade,
  seq bigint not null,
  primary key (workspace_id)
);
select protect('duplicate_scans');

-- Contacts whose name has all the words of the text, or who have an address or number with it; newest first. The values are
-- written into the statement, so that the planner sees how common they are: it walks the newest when many match, and takes the
-- trigram index when few do. One or two letters have no trigram: names that begin with them are found by the index of names.
create function search_contacts(fragment text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  whole text := replace(replace(replace(search_text(trim(fragment)), '\', '\\'), '%', '\%'), '_', '\_');
  word text;
  names text := '';
  address text := whole;
begin
  if whole = '' then return; end if;
  if length(whole) < 3 then
    return query execute format(
      'select p.id from contacts p where p.workspace_id = %L and p.merged_into is null and p.sort_name like %L order by p.sort_name, p.id limit %s',
      current_workspace(), whole || '%', most);
    return;
  end if;
  foreach word in array regexp_split_to_array(whole, '\s+') loop
    names := names || format(' and p.sort_name like %L', '%' || word || '%');
  end loop;
  return query execute format(
    'select coalesce(p.merged_into, p.id) from contacts p where p.workspace_id = %L%s order by p.created_at desc, p.id desc limit %s',
    current_workspace(), names, most);
  -- A number is kept as its digits, however it is written here.
  if whole ~ '^\+?[0-9 ()./-]+$' then address := regexp_replace(whole, '[^0-9+]', '', 'g'); end if;
  if length(address) < 3 then return; end if;
  return query execute format(
    'select coalesce(p.merged_into, p.id) from (select i.contact_id from contact_identities i where i.workspace_id = %1$L and i.value like %2$L limit %3$s) f
      join contacts p on p.workspace_id = %1$L and p.id = f.contact_id',
    current_workspace(), '%' || address || '%', most);
end $$;
revoke all on function search_contacts(text, integer) from public;
grant execute on function search_contacts(text, integer) to omniflow_app;

-- For conversations: also those of contacts that were merged with whom the text finds.
create or replace function search_people(fragment text, most integer) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  with wanted as (select '%' || replace(replace(replace(search_text(trim(fragment)), '\', '\\'), '%', '\%'), '_', '\_') || '%' as pattern),
  found as (
    (select p.id from contacts p, wanted where p.workspace_id = current_workspace() and p.sort_name like wanted.pattern limit most)
    union
    (select i.contact_id from contact_identities i, wanted where i.workspace_id = current_workspace() and i.value like wanted.pattern limit most)
  ),
  roots as (
    select coalesce(p.merged_into, p.id) as id from found f join contacts p on p.workspace_id = current_workspace() and p.id = f.id
  )
  select r.id from roots r
  union
  select m.id from roots r join contacts m on m.workspace_id = current_workspace() and m.merged_into = r.id
$$;

-- The first contacts that have this value in this custom field (a list of values: among others): few enough to name, or `most`.
create function contacts_with_field(field text, value jsonb, most integer) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id from contacts p where p.workspace_id = current_workspace() and p.custom_fields <> '{}'
    and p.custom_fields @> jsonb_build_object(field, value) limit most
$$;
revoke all on function contacts_with_field(text, jsonb, integer) from public;
grant execute on function contacts_with_field(text, jsonb, integer) to omniflow_app;
