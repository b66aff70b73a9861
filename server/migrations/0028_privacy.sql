-- Archives of everything held on one person, and deletions that were made. No name here: what is deleted must not live on in the list of deletions.
create table privacy_requests (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('archive', 'deletion')),
  contact_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  storage_key text,
  actor_type text not null,
  actor_id uuid,
  expires_at timestamptz,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id)
);
create index on privacy_requests (workspace_id, contact_id, created_at desc);
create index on privacy_requests (expires_at) where storage_key is not null;
select protect('privacy_requests');

-- Events are never changed by the application. What they say of a person who is deleted is taken out by this door alone; that they happened stays.
create function erase_events(contacts uuid[], conversations uuid[]) returns integer
  language sql security definer set search_path = pg_catalog, public as $$
  with erased as (
    update events set data = '{}' where workspace_id = current_workspace() and data <> '{}'
      and (contact_id = any(contacts) or conversation_id = any(conversations)) returning 1)
  select count(*)::integer from erased
$$;
revoke all on function erase_events(uuid[], uuid[]) from public;
grant execute on function erase_events(uuid[], uuid[]) to omniflow_app;
