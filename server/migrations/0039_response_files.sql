-- Which attachments a response carries is part of its text: a proposal with another file changes nothing of what is inserted.
alter table responses add column attachment_ids uuid[] not null default '{}';
update responses r set attachment_ids = f.ids,
    approved = case when r.approved is null then null else r.approved || jsonb_build_object('attachment_ids', to_jsonb(f.ids)) end
  from (select workspace_id, response_id, array_agg(id order by created_at, id) as ids from files
    where response_id is not null and not inline group by workspace_id, response_id) f
  where f.workspace_id = r.workspace_id and f.response_id = r.id;
update responses set approved = approved || '{"attachment_ids": []}' where approved is not null and not approved ? 'attachment_ids';
