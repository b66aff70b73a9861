-- Whether a customer's reply ends the snooze; and whether anybody follows or anything waits to be sent later (so that the intake need not ask).
alter table conversations
  add column wake_on_reply boolean not null default true,
  add column followed boolean not null default false,
  add column scheduled boolean not null default false;

create table notifications (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('mention', 'assigned', 'reply', 'failed', 'not_sent')),
  conversation_id uuid not null,
  message_id uuid,
  -- Who caused it, as it was called then.
  actor_name text not null default '',
  text text not null default '',
  -- The event it comes from: one notification each, also when its job runs twice.
  event_id uuid not null,
  read_at timestamptz,
  mailed_at timestamptz,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  unique (workspace_id, member_id, event_id),
  foreign key (workspace_id, member_id) references members on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on notifications (workspace_id, member_id, created_at desc, id desc);
create index on notifications (workspace_id, member_id) where read_at is null;
create index on notifications (workspace_id, conversation_id);
create index notifications_to_mail on notifications (created_at) where read_at is null and mailed_at is null;
select protect('notifications');

-- What is scheduled in a conversation: a customer's message looks here, to stop what is overtaken.
create index messages_scheduled on messages (workspace_id, conversation_id) where delivery_state = 'queued';
