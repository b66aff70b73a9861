-- Search by words, with two needles: the words as they stand, and the words as beginnings of longer ones. The first is answered from
-- the posting lists of just those words. The second has to collect every word of the workspace that begins so, however far back, for
-- each look; it is asked only when the first found little ("warran", or a word being typed).
drop function search_messages(text, integer, integer);

-- Conversations with a matching message in these weeks, newest match first.
create function search_weeks(needle tsquery, lowest integer, highest integer, seen uuid[], most integer)
returns table (conversation_id uuid, created_at timestamptz)
  language sql stable set search_path = pg_catalog, public
  begin atomic
  select m.conversation_id, max(m.created_at)
  from public.messages m
  where m.workspace_id = public.current_workspace() and m.search @@ needle and m.deleted_at is null
    and m.bucket = any(array(select public.search_bucket(public.current_workspace(), w) from generate_series(lowest, highest) w))
    and m.conversation_id <> all(seen)
  group by m.conversation_id
  order by 2 desc
  limit most;
  end;
revoke all on function search_weeks(tsquery, integer, integer, uuid[], integer) from public;

-- The same of all the weeks before, in one look: each week named in a bucket would collect the words that begin so once more.
create function search_before(needle tsquery, before integer, seen uuid[], most integer)
returns table (conversation_id uuid, created_at timestamptz)
  language sql stable set search_path = pg_catalog, public
  begin atomic
  select m.conversation_id, max(m.created_at)
  from public.messages m
  where m.workspace_id = public.current_workspace() and m.search @@ needle and m.deleted_at is null
    and m.week < before and m.conversation_id <> all(seen)
  group by m.conversation_id
  order by 2 desc
  limit most;
  end;
revoke all on function search_before(tsquery, integer, uuid[], integer) from public;

-- Walks back in time until it has enough: `most` conversations, newest first in each step. Steps grow while little is found: a common
-- word must not be asked of a whole year at once.
create function search_back(needle tsquery, beginnings boolean, seen uuid[], most integer)
returns table (conversation_id uuid, created_at timestamptz)
  language plpgsql stable set search_path = pg_catalog, public as $$
declare
  highest integer;
  oldest integer;
  step integer := 1;
  found integer;
  left_over integer := most;
begin
  select m.week into highest from messages m where m.workspace_id = current_workspace() order by m.week desc limit 1;
  select m.week into oldest from messages m where m.workspace_id = current_workspace() order by m.week limit 1;
  while highest >= oldest and left_over > 0 loop
    found := 0;
    for conversation_id, created_at in
      select w.conversation_id, w.created_at from search_weeks(needle, greatest(highest - step + 1, oldest), highest, seen, left_over) w
    loop
      found := found + 1;
      seen := seen || conversation_id;
      return next;
    end loop;
    left_over := left_over - found;
    highest := highest - step;
    if found < 20 then
      if beginnings then
        return query select w.conversation_id, w.created_at from search_before(needle, highest + 1, seen, left_over) w;
        return;
      end if;
      step := least(step * 4, 128);
    end if;
  end loop;
end $$;
revoke all on function search_back(tsquery, boolean, uuid[], integer) from public;

-- Newest matching message of each conversation found. Both needles are tsqueries in text form, already made of words only; the second
-- may be null.
create function search_messages(words text, beginnings text, most integer)
returns table (conversation_id uuid, message_id uuid, created_at timestamptz)
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  exact tsquery := search_text(words)::tsquery;
  wide tsquery := search_text(beginnings)::tsquery;
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
      from search_back(wide, true, ids, most - cardinality(ids)) b;
    ids := ids || more;
    times := times || more_times;
  end if;
  return query
    select h.id, m.id, h.at from unnest(ids, times) h(id, at)
    cross join lateral (select n.id from messages n
      where n.workspace_id = current_workspace() and n.conversation_id = h.id and n.created_at = h.at and n.deleted_at is null
        and (n.search @@ exact or n.search @@ wide) limit 1) m;
end $$;
revoke all on function search_messages(text, text, integer) from public;
grant execute on function search_messages(text, text, integer) to omniflow_app;
