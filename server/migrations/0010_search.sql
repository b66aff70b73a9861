-- Search looks through messages and people by word. Operators such as @@ are not leakproof, so under a row policy they cannot
-- use their index: search goes through functions of the owner that take the workspace from the setting and filter by it.
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

create function search_text(input text) returns text
  language sql immutable parallel safe strict
  return lower(public.unaccent('public.unaccent'::regdictionary, input));

alter table messages add column search tsvector
  generated always as (to_tsvector('simple'::regconfig, search_text(left(coalesce(subject, '') || ' ' || text, 100000)))) stored;
create index messages_search on messages using gin (workspace_id, search);
create index contacts_search on contacts using gin (workspace_id, search_text(name) gin_trgm_ops);
create index contact_identities_search on contact_identities using gin (workspace_id, value gin_trgm_ops);

-- The most recent conversations that match: every word of the query in one message (the last by its beginning), or a part of
-- the contact's name or address.
create function search_conversations(query text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  with words as (
    select regexp_split_to_array(trim(regexp_replace(search_text(query), '[^[:alnum:]]+', ' ', 'g')), ' ') as list
  ), needle as (
    select case when array_to_string(list, '') = '' then null
      else (select string_agg(quote_literal(w) || ':*', ' & ') from unnest(list) w)::tsquery end as q from words
  )
  (select coalesce(c.merged_into, c.id) from (
      select distinct m.conversation_id from messages m, needle
      where m.workspace_id = current_workspace() and m.search @@ needle.q limit 2000) found
    join conversations c on c.workspace_id = current_workspace() and c.id = found.conversation_id)
  union
  (select c.id from (
      select p.id from contacts p where p.workspace_id = current_workspace() and length(trim(query)) > 1
        and search_text(p.name) like '%' || replace(replace(replace(search_text(trim(query)), '\', '\\'), '%', '\%'), '_', '\_') || '%'
      union
      select i.contact_id from contact_identities i where i.workspace_id = current_workspace() and length(trim(query)) > 1
        and i.value like '%' || replace(replace(replace(lower(trim(query)), '\', '\\'), '%', '\%'), '_', '\_') || '%'
      limit 500) people
    join conversations c on c.workspace_id = current_workspace() and c.contact_id = people.id
    where c.merged_into is null limit 2000)
$$;
revoke all on function search_conversations(text) from public;
grant execute on function search_conversations(text) to omniflow_app;
