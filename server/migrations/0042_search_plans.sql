-- After five calls in one connection PostgreSQL plans a function's statements once for every text that may be asked. For a search that
-- plan is wrong by ten times (1 M messages: 5 ms for the first five calls, then 55): the word asked for decides which way is short.
alter function search_responses(text, integer) set plan_cache_mode = force_custom_plan;
alter function contacts_with_field(text, jsonb, integer) set plan_cache_mode = force_custom_plan;

-- People whose name or address holds the text, as in 0017, with the text written into the statement (as 0025 does for contacts): of a
-- word that thousands are called, the first that come along are enough, and only of a rare one the trigram index is worth its lists.
create or replace function search_people(fragment text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  pattern text := '%' || replace(replace(replace(search_text(trim(fragment)), '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  return query execute format(
    'with found as materialized (
       (select p.id from contacts p where p.workspace_id = %1$L and p.sort_name like %2$L limit %3$s)
       union
       (select i.contact_id from contact_identities i where i.workspace_id = %1$L and i.value like %2$L limit %3$s)
     ),
     roots as (select coalesce(p.merged_into, p.id) as id from found f join contacts p on p.workspace_id = %1$L and p.id = f.id)
     select r.id from roots r
     union
     select m.id from roots r join contacts m on m.workspace_id = %1$L and m.merged_into = r.id',
    current_workspace(), pattern, most);
end $$;

-- The beginnings of words in a query, each replaced by the words of the newest messages that begin so: `'grind':*` becomes
-- `'grinder' | 'grinding'`. A beginning makes the index collect every message with any of its words (5 M messages: 300 ms); words are
-- looked up. A beginning of which the newest messages know no word stays: what is rare is collected quickly.
create function search_spelled(needle tsquery) returns tsquery
  language plpgsql stable set search_path = pg_catalog, public as $$
declare
  beginning text;
  words tsquery;
begin
  for beginning in select distinct m[1] from regexp_matches(needle::text, '''([^'']+)'':\*', 'g') m loop
    select string_agg(quote_literal(w.lexeme), ' | ')::tsquery into words from (
      select u.lexeme from (
        select m.search from messages m
        where m.workspace_id = current_workspace()
          and m.week = (select n.week from messages n where n.workspace_id = current_workspace() order by n.week desc limit 1)
        limit 2000) newest, unnest(newest.search) u
      where newest.search @@ (quote_literal(beginning) || ':*')::tsquery and starts_with(u.lexeme, beginning)
      group by u.lexeme order by count(*) desc limit 64) w;
    if words is not null then
      needle := ts_rewrite(needle, (quote_literal(beginning) || ':*')::tsquery, words);
    end if;
  end loop;
  return needle;
end $$;
revoke all on function search_spelled(tsquery) from public;

-- As in 0023, with a step between: words as they stand, then those of the newest messages that begin so, then whatever begins so. The
-- last is asked only when the others found few, and then there are few to collect.
create function search_found(exact tsquery, wide tsquery, most integer)
returns table (conversation_id uuid, created_at timestamptz)
  language plpgsql stable set search_path = pg_catalog, public as $$
declare
  ids uuid[];
  times timestamptz[];
  more uuid[];
  more_times timestamptz[];
begin
  select coalesce(array_agg(b.conversation_id), '{}'), coalesce(array_agg(b.created_at), '{}') into ids, times
    from search_back(exact, false, '{}', most) b;
  -- Less than a page: whoever searches is not served yet.
  if wide is not null and cardinality(ids) < 20 then
    select coalesce(array_agg(b.conversation_id), '{}'), coalesce(array_agg(b.created_at), '{}') into more, more_times
      from search_back(search_spelled(wide), true, ids, most - cardinality(ids)) b;
    ids := ids || more;
    times := times || more_times;
    if cardinality(ids) < most then
      select coalesce(array_agg(b.conversation_id), '{}'), coalesce(array_agg(b.created_at), '{}') into more, more_times
        from search_back(wide, true, ids, most - cardinality(ids)) b;
      ids := ids || more;
      times := times || more_times;
    end if;
  end if;
  return query select h.id, h.at from unnest(ids, times) h(id, at);
end $$;
revoke all on function search_found(tsquery, tsquery, integer) from public;

create or replace function search_messages(words text, beginnings text, most integer)
returns table (conversation_id uuid, message_id uuid, created_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  exact tsquery := search_text(words)::tsquery;
  wide tsquery := search_text(beginnings)::tsquery;
begin
  return query
    select h.conversation_id, m.id, h.created_at from search_found(exact, wide, most) h
    cross join lateral (select n.id from messages n
      where n.workspace_id = current_workspace() and n.conversation_id = h.conversation_id and n.created_at = h.created_at and n.deleted_at is null
        and (n.search @@ exact or n.search @@ wide) limit 1) m;
end $$;

-- The same by customers whose name or address holds the text, among the newest `most` conversations with the words: looked through for
-- the name first, as the owner, so that no row is weighed by policy three times over.
create function search_said_by(called text, words text, beginnings text, most integer)
returns table (conversation_id uuid, message_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  exact tsquery := search_text(words)::tsquery;
  wide tsquery := search_text(beginnings)::tsquery;
  pattern text := '%' || replace(replace(replace(search_text(trim(called)), '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  return query
    with named as materialized (
      select h.conversation_id as id, h.created_at as at, c.merged_into from search_found(exact, wide, most) h
      join conversations c on c.workspace_id = current_workspace() and c.id = h.conversation_id
      join contacts p on p.workspace_id = c.workspace_id and p.id = c.contact_id
      where p.sort_name like pattern
        or exists (select from contact_identities i where i.workspace_id = p.workspace_id and i.contact_id = p.id and i.value like pattern))
    select coalesce(named.merged_into, named.id), m.id from named
    cross join lateral (select n.id from messages n
      where n.workspace_id = current_workspace() and n.conversation_id = named.id and n.created_at = named.at and n.deleted_at is null
        and (n.search @@ exact or n.search @@ wide) limit 1) m;
end $$;
revoke all on function search_said_by(text, text, text, integer) from public;
grant execute on function search_said_by(text, text, text, integer) to omniflow_app;
