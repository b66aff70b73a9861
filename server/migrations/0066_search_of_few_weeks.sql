-- Each week is looked into by itself. Asked for an array of weeks, the planner took it for ten: with fewer than ten weeks of messages it
-- thought the weeks would spare it nothing, and read every message with the word. A common word took half a second at a million messages.
create or replace function search_weeks(needle tsquery, lowest integer, highest integer, seen uuid[], most integer)
returns table (conversation_id uuid, created_at timestamptz)
  language sql stable set search_path = pg_catalog, public
  begin atomic
  select hit.conversation_id, max(hit.created_at)
  from generate_series(lowest, highest) as w
  -- `offset 0` keeps the look into one week from being planned as a join with all messages.
  cross join lateral (
    select m.conversation_id, m.created_at
    from public.messages m
    where m.workspace_id = public.current_workspace() and m.bucket = public.search_bucket(public.current_workspace(), w)
      and m.search @@ needle and m.deleted_at is null and m.conversation_id <> all(seen)
    offset 0) as hit
  group by hit.conversation_id
  order by 2 desc
  limit most;
  end;
