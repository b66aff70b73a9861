-- As erase_events (0028), for tickets: what their events say goes with the person who asked; that they happened stays.
create function erase_ticket_events(tickets uuid[]) returns integer
  language sql security definer set search_path = pg_catalog, public as $$
  with erased as (
    update events set data = '{}' where workspace_id = current_workspace() and data <> '{}' and ticket_id = any(tickets) returning 1)
  select count(*)::integer from erased
$$;
revoke all on function erase_ticket_events(uuid[]) from public;
grant execute on function erase_ticket_events(uuid[]) to omniflow_app;
