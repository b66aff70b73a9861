-- Words that are in very many tickets: the index of words first lists all of them, so a block of numbers is then read as it stands. The
-- newest block is always read that way, and the next ones as long as they are full of what is looked for.
create or replace function search_tickets(query text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  needle tsquery := search_text(query)::tsquery;
  upper_block integer;
  step integer := 1;
  dense boolean := true;
  buckets bigint[];
  found integer;
  total integer := 0;
  hit uuid;
begin
  select t.block into upper_block from tickets t where t.workspace_id = current_workspace() order by t.block desc limit 1;
  while upper_block >= 0 and total < most loop
    found := 0;
    if dense then
      for hit in
        select t.id from tickets t
        where t.workspace_id = current_workspace() and t.number >= upper_block::bigint << 11 and t.number < (upper_block + 1)::bigint << 11
          -- As a test, not as a way in: the index of words would list all of a common word first.
          and (t.search @@ needle) is true
        order by t.number desc limit most - total
      loop
        found := found + 1;
        return next hit;
      end loop;
      dense := found > 100;
    else
      buckets := array(select search_bucket(current_workspace(), b) from generate_series(greatest(upper_block - step + 1, 0), upper_block) b);
      for hit in
        select t.id from tickets t
        where t.workspace_id = current_workspace() and t.bucket = any(buckets) and t.search @@ needle
        order by t.number desc limit most - total
      loop
        found := found + 1;
        return next hit;
      end loop;
    end if;
    total := total + found;
    upper_block := upper_block - step;
    if found < 20 then step := least(step * 2, 32); end if;
  end loop;
end $$;

-- What is to be done, the most urgent first: among all tickets it may stand far behind what was urgent once and is closed.
create index tickets_active_by_urgency on tickets
  (workspace_id, array_position(array['low', 'normal', 'high', 'urgent'], priority) desc, updated_at desc, id desc) include (team_id, assignee_member_id, status)
  where status in ('open', 'in_progress', 'waiting') and deleted_at is null and merged_into is null;
