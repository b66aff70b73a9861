-- Search looks through messages and people by word. Operators such as @@ are not leakproof, so under a row policy they cannot
-- use their index: search goes through functions of the owner that take the workspace from the setting and filter by it.
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

create function search_text(input text) returns text
  language sql immutable parallel safe strict
  return lower(public.unaccent('public.unaccent'::regdictionary, input));

-- Letters and digits only: the parser of full-text search takes the `-3120` of an order number `BH-3120` for a negative number.
create function search_words(input text) returns tsvector
  language sql immutable parallel safe strict
  return to_tsvector('simple'::regconfig, regexp_replace(search_text(input), '[^[:alnum:]]+', ' ', 'g'));

create function week_of(at timestamptz) returns integer
  language sql immutable parallel safe strict
  return floor(extract(epoch from at - timestamptz '1970-01-01 00:00:00+00') / 604800)::integer;

-- One number for a workspace and week, so that the index has to bring together one list less.
create function search_bucket(workspace uuid, week integer) returns bigint
  language sql immutable parallel safe strict
  return hashtextextended(workspace::text || ':' || week::text, 0);

alter table messages
  add column search tsvector generated always as (search_words(left(coalesce(subject, '') || ' ' || text, 100000))) stored,
  add column week integer generated always as (week_of(created_at)) stored,
  add column bucket bigint generated always as (search_bucket(workspace_id, week_of(created_at))) stored;

-- Search answers with the newest first. A full-text index knows no order, and a common word has a million matches; so messages are
-- indexed by week too, and the search walks back in time, in steps that grow while little is found, until it has enough. Its cost is that of the weeks it
-- needs: one for a common word, all (a short probe each) for a rare one.
create index messages_search on messages using gin (bucket, search);
create index messages_weeks on messages (workspace_id, week);
create index contacts_search on contacts using gin (workspace_id, search_text(name) gin_trgm_ops);
create index contact_identities_search on contact_identities using gin (workspace_id, value gin_trgm_ops);

-- Newest matching messages, one per conversation. `query` is a tsquery in text form, already made of words only.
create function search_messages(query text, most integer, before_week integer default null)
returns table (conversation_id uuid, message_id uuid, created_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  needle tsquery := search_text(query)::tsquery;
  newest integer;
  oldest integer;
  upper_week integer;
  step integer := 1;
  buckets bigint[];
  found integer;
  seen uuid[] := '{}';
  hit record;
begin
  select m.week into newest from messages m where m.workspace_id = current_workspace() order by m.week desc limit 1;
  select m.week into oldest from messages m where m.workspace_id = current_workspace() order by m.week limit 1;
  if newest is null then return; end if;
  upper_week := coalesce(least(before_week, newest), newest);
  while upper_week >= oldest and cardinality(seen) < most loop
    buckets := array(select search_bucket(current_workspace(), w) from generate_series(greatest(upper_week - step + 1, oldest), upper_week) w);
    found := 0;
    for hit in
      select distinct on (m.conversation_id) m.conversation_id as c, m.id as i, m.created_at as t
      from messages m
      where m.workspace_id = current_workspace() and m.bucket = any(buckets) and m.search @@ needle and m.deleted_at is null
      order by m.conversation_id, m.created_at desc
    loop
      found := found + 1;
      if hit.c <> all(seen) then
        seen := seen || hit.c;
        conversation_id := hit.c; message_id := hit.i; created_at := hit.t;
        return next;
      end if;
    end loop;
    upper_week := upper_week - step;
    -- Wider steps only while little is found: a common word must not be asked of a whole year at once.
    if found < 20 then step := least(step * 2, 32); end if;
  end loop;
end $$;
revoke all on function search_messages(text, integer, integer) from public;
grant execute on function search_messages(text, integer, integer) to omniflow_app;

-- Conversations of people whose name or address holds the text.
create function search_people(fragment text, most integer) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  with wanted as (select '%' || replace(replace(replace(search_text(trim(fragment)), '\', '\\'), '%', '\%'), '_', '\_') || '%' as pattern)
  (select p.id from contacts p, wanted where p.workspace_id = current_workspace() and search_text(p.name) like wanted.pattern limit most)
  union
  (select i.contact_id from contact_identities i, wanted where i.workspace_id = current_workspace() and i.value like wanted.pattern limit most)
$$;
revoke all on function search_people(text, integer) from public;
grant execute on function search_people(text, integer) to omniflow_app;
