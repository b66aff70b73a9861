-- Told of a response instead of a conversation: due for review, waiting for approval, approved. Which kinds there are says the contract.
alter table notifications alter column conversation_id drop not null;
alter table notifications drop constraint if exists notifications_kind_check;
alter table notifications add column response_id uuid;
alter table notifications add foreign key (workspace_id, response_id) references responses on delete cascade;
create index on notifications (workspace_id, response_id) where response_id is not null;

-- The review date its people were last reminded of; and who proposed what waits for approval.
alter table responses add column reminded_for date, add column proposed_by uuid;
