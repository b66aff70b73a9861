-- Tenancy. Every tenant table starts its keys with workspace_id and is protected by a row policy that reads the setting
-- `omniflow.workspace`, which inWorkspace() sets for one transaction. The application works as omniflow_app, which owns
-- nothing; the owner's connection (asSystem) is not subject to the policies.

create function current_workspace() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('omniflow.workspace', true), '')::uuid;

-- Called once for each tenant table, right after `create table`.
create function protect(tenant_table regclass) returns void
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('create policy workspace on %s to omniflow_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', tenant_table);
  execute format('grant select, insert, update, delete on %s to omniflow_app', tenant_table);
end $$;

create table workspaces (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  settings jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now()
);
alter table workspaces enable row level security;
create policy workspace on workspaces to omniflow_app using (id = current_workspace()) with check (id = current_workspace());
grant select, update on workspaces to omniflow_app;
