create table events (
  workspace_id uuid not null,
  seq bigint generated always as identity,
  id uuid not null,
  type text not null,
  conversation_id uuid,
  contact_id uuid,
  actor_type text not null check (actor_type in ('member', 'api_key', 'contact', 'ai_agent', 'rule', 'system')),
  actor_id uuid,
  data jsonb not null default '{}',
  -- The event that led to this one; a rule never reacts to what it caused itself.
  cause_id uuid,
  at timestamptz not null default now(),
  primary key (workspace_id, seq)
);
create index on events (workspace_id, conversation_id, seq) where conversation_id is not null;
create index on events (workspace_id, contact_id, seq) where contact_id is not null;
select protect('events');
-- Facts are never changed.
revoke update, delete on events from omniflow_app;

create table idempotency_keys (
  workspace_id uuid not null,
  key text not null,
  request_hash bytea not null,
  -- Null while the first request is still being worked on.
  status integer,
  response text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, key)
);
create index on idempotency_keys (created_at);
select protect('idempotency_keys');

-- graphile-worker's tables are the owner's; the application adds jobs through this door, in its own transaction.
create function enqueue_jobs(specs json) returns void
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform graphile_worker.add_jobs(array(
    select json_populate_record(null::graphile_worker.job_spec, value) from json_array_elements(specs)
  ));
end $$;
revoke all on function enqueue_jobs(json) from public;
grant execute on function enqueue_jobs(json) to omniflow_app;
