-- What happened to a company is read by company: for its timeline, and for its change log.
alter table events add column company_id uuid;
update events set company_id = coalesce(data ->> 'company_id', data ->> 'target_id')::uuid
  where type like 'company.%' and coalesce(data ->> 'company_id', data ->> 'target_id') is not null;
create index on events (workspace_id, company_id, seq) where company_id is not null;
