create table conversations (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  contact_id uuid not null,
  subject text not null default '',
  status text not null default 'open' check (status in ('open', 'pending', 'on_hold', 'resolved')),
  -- Where it lies. Snooze is a time, not a status.
  folder text not null default 'inbox' check (folder in ('inbox', 'spam', 'trash')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  -- The channel of the last customer message: what a reply goes over by default.
  channel text not null,
  assignee_member_id uuid,
  assignee_agent_id uuid,
  team_id uuid,
  tags text[] not null default '{}',
  snoozed_until timestamptz,
  preview text not null default '',
  message_count integer not null default 0,
  has_attachment boolean not null default false,
  last_message_at timestamptz not null,
  last_inbound_at timestamptz,
  last_outbound_at timestamptz,
  -- Since when the customer waits for an answer; null when they do not.
  waiting_since timestamptz,
  first_response_at timestamptz,
  resolved_at timestamptz,
  -- When any member last read it (the `unread` an API key sees).
  read_at timestamptz,
  merged_into uuid,
  version integer not null default 1,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts,
  foreign key (workspace_id, assignee_member_id) references members on delete set null (assignee_member_id),
  foreign key (workspace_id, team_id) references teams on delete set null (team_id),
  foreign key (workspace_id, merged_into) references conversations,
  check (assignee_member_id is null or assignee_agent_id is null)
);
-- One index for each way the inbox is listed, each beginning with the workspace and ending with the order. What is open is a small
-- part of what there is, and what is looked at and counted all day: its indexes hold nothing else, and carry what decides who sees
-- a row, so that a count need not touch the table.
create index conversations_all on conversations (workspace_id, last_message_at desc, id desc) where folder = 'inbox' and merged_into is null;
create index conversations_by_status on conversations (workspace_id, status, last_message_at desc, id desc) where folder = 'inbox' and merged_into is null;
create index conversations_by_assignee on conversations (workspace_id, assignee_member_id, last_message_at desc, id desc) where assignee_member_id is not null;
create index conversations_by_contact on conversations (workspace_id, contact_id, last_message_at desc, id desc);
create index conversations_elsewhere on conversations (workspace_id, folder, last_message_at desc, id desc) where folder <> 'inbox';
create index conversations_open on conversations (workspace_id, last_message_at desc, id desc) include (team_id, assignee_member_id, assignee_agent_id)
  where status = 'open' and folder = 'inbox' and merged_into is null and snoozed_until is null;
create index conversations_open_by_assignee on conversations (workspace_id, assignee_member_id, last_message_at desc, id desc) include (team_id)
  where status = 'open' and folder = 'inbox' and merged_into is null and snoozed_until is null and assignee_member_id is not null;
create index conversations_open_by_team on conversations (workspace_id, team_id, last_message_at desc, id desc) include (assignee_member_id, assignee_agent_id)
  where status = 'open' and folder = 'inbox' and merged_into is null and snoozed_until is null and team_id is not null;
create index conversations_open_unassigned on conversations (workspace_id, last_message_at desc, id desc) include (team_id)
  where status = 'open' and folder = 'inbox' and merged_into is null and snoozed_until is null and assignee_member_id is null and assignee_agent_id is null;
create index conversations_open_by_channel on conversations (workspace_id, channel, last_message_at desc, id desc) include (team_id, assignee_member_id)
  where status = 'open' and folder = 'inbox' and merged_into is null and snoozed_until is null;
create index conversations_snoozed on conversations (workspace_id, last_message_at desc, id desc) where snoozed_until is not null and folder = 'inbox' and merged_into is null;
create index conversations_to_wake on conversations (snoozed_until) where snoozed_until is not null;
select protect('conversations');

-- A channel's thread inside a conversation; one conversation has several when it spans channels.
create table threads (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  connection_id uuid not null,
  contact_id uuid not null,
  -- The channel's own key; unique per connection, which is what keeps two simultaneous first messages in one conversation.
  external_key text not null,
  subject text not null default '',
  last_message_at timestamptz not null,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  unique (workspace_id, connection_id, external_key),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade deferrable initially deferred,
  foreign key (workspace_id, connection_id) references connections,
  foreign key (workspace_id, contact_id) references contacts
);
create index on threads (workspace_id, conversation_id);
create index on threads (workspace_id, connection_id, contact_id, last_message_at desc);
select protect('threads');

create table messages (
  workspace_id uuid not null,
  id uuid not null,
  conversation_id uuid not null,
  -- Null for notes.
  thread_id uuid,
  connection_id uuid,
  kind text not null check (kind in ('message', 'note')),
  direction text not null check (direction in ('in', 'out')),
  author_type text not null check (author_type in ('contact', 'member', 'ai_agent', 'system')),
  author_id uuid,
  author_name text not null default '',
  text text not null default '',
  -- Sanitised when stored; inline images as cid: references, replaced by signed addresses when read.
  html text,
  quoted_text text,
  quoted_html text,
  subject text,
  -- The channel's id (Message-ID and the like); what makes a second arrival the same message.
  external_id text,
  -- {from, to: [], cc: [], bcc: []} of {kind, value, name}
  recipients jsonb,
  -- Why it is automatic, sender verdict, headers worth showing.
  details jsonb,
  automatic text,
  delivery_state text check (delivery_state in ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown', 'cancelled')),
  delivery_reason text,
  send_at timestamptz,
  attempts integer not null default 0,
  lease_until timestamptz,
  sent_at timestamptz,
  edited_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade,
  foreign key (workspace_id, thread_id) references threads,
  check ((kind = 'note') = (thread_id is null))
);
create index messages_of_conversation on messages (workspace_id, conversation_id, created_at, id);
create unique index messages_by_external_id on messages (workspace_id, connection_id, external_id) where external_id is not null;
create index messages_to_send on messages (send_at) where delivery_state in ('queued', 'sending');
create index messages_to_send_of_thread on messages (workspace_id, thread_id, send_at, id) where delivery_state in ('queued', 'sending');
select protect('messages');

-- The delivery ledger: each thing that happened to an outbound message on its way, never changed afterwards.
create table delivery_attempts (
  workspace_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'deferred', 'delivered', 'read', 'failed', 'unknown', 'cancelled')),
  -- Null: the whole message, not one recipient.
  recipient text,
  reason text,
  at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  foreign key (workspace_id, message_id) references messages on delete cascade
);
create index on delivery_attempts (workspace_id, message_id, at);
select protect('delivery_attempts');

-- Everyone a conversation was with, and in which role they last appeared.
create table participants (
  workspace_id uuid not null,
  conversation_id uuid not null,
  kind text not null,
  value text not null,
  name text not null default '',
  contact_id uuid,
  role text not null check (role in ('customer', 'to', 'cc', 'joined')),
  -- Their message joined by a proven token, but they were not part of the conversation before.
  unknown boolean not null default false,
  last_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, conversation_id, kind, value),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade deferrable initially deferred
);
select protect('participants');

create table files (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  -- Null while uploaded and not yet sent; swept after a day.
  message_id uuid,
  uploaded_by uuid,
  name text not null,
  -- By content, not by what the sender said.
  content_type text not null,
  size bigint not null,
  sha256 bytea not null,
  storage_key text not null,
  content_id text,
  inline boolean not null default false,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id),
  foreign key (workspace_id, message_id) references messages on delete cascade deferrable initially deferred
);
create index on files (workspace_id, message_id);
create index on files (created_at) where message_id is null;
select protect('files');

create table conversation_reads (
  workspace_id uuid not null,
  member_id uuid not null,
  conversation_id uuid not null,
  -- Up to when this member has read; before last_inbound_at means unread.
  read_at timestamptz not null,
  primary key (workspace_id, member_id, conversation_id),
  foreign key (workspace_id, member_id) references members on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on conversation_reads (workspace_id, conversation_id);
select protect('conversation_reads');

create table mentions (
  workspace_id uuid not null,
  member_id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, member_id, message_id),
  foreign key (workspace_id, member_id) references members on delete cascade,
  foreign key (workspace_id, message_id) references messages on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
create index on mentions (workspace_id, member_id, created_at desc);
create index on mentions (workspace_id, conversation_id);
select protect('mentions');

create table drafts (
  workspace_id uuid not null,
  conversation_id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('message', 'note')),
  body jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, conversation_id, member_id, kind),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade,
  foreign key (workspace_id, member_id) references members on delete cascade
);
select protect('drafts');

create table tags (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  color text not null default 'gray',
  created_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, id)
);
create unique index on tags (workspace_id, lower(name));
select protect('tags');

-- When an automatic reply last went to an address, so that two machines never talk to each other.
create table auto_replies (
  workspace_id uuid not null,
  connection_id uuid not null,
  address text not null,
  sent_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, connection_id, address),
  foreign key (workspace_id, connection_id) references connections on delete cascade
);
select protect('auto_replies');
