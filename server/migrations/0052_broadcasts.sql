-- An update to everybody a ticket is about is written as a reply is: with files of its own, copied for each recipient, and with what
-- canned responses brought along. Its text is a template, filled for each of them.
alter table ticket_broadcasts
  add column macro jsonb,
  add column response_use_ids uuid[] not null default '{}';
alter table ticket_files
  add column broadcast_id uuid,
  add foreign key (workspace_id, broadcast_id) references ticket_broadcasts on delete cascade;
create index on ticket_files (workspace_id, broadcast_id) where broadcast_id is not null;
