-- Notifications about tickets: given to me, named in a note, changed by somebody else, moved by the customer. Which kinds there are says the contract.
alter table notifications alter column conversation_id drop not null;
alter table notifications add column ticket_id uuid;
alter table notifications add foreign key (workspace_id, ticket_id) references tickets on delete cascade;
alter table notifications drop constraint if exists notifications_kind_check;
create index on notifications (workspace_id, ticket_id) where ticket_id is not null;
-- Who has chosen what they are told chose before there was this: it is on, as it is for everybody else.
update members set settings = jsonb_set(settings, '{notifications,in_app}', settings->'notifications'->'in_app' || '["ticket_updated", "ticket_customer"]')
  where jsonb_typeof(settings->'notifications'->'in_app') = 'array';
update members set settings = jsonb_set(settings, '{notifications,email}', settings->'notifications'->'email' || '["ticket_updated", "ticket_customer"]')
  where jsonb_typeof(settings->'notifications'->'email') = 'array';
