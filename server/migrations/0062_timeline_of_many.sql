-- The timeline of a company of very many people is looked for through the newest of the workspace (conversations/timeline-people.ts),
-- in the order in which a timeline is read.
create index conversations_by_beginning on conversations (workspace_id, created_at desc, id desc) where merged_into is null;
create index tickets_by_beginning on tickets (workspace_id, date_trunc('milliseconds', created_at at time zone 'UTC') desc, id desc)
  where deleted_at is null and merged_into is null;
create index contact_notes_newest on contact_notes (workspace_id, created_at desc, id desc) where deleted_at is null;
-- Only what a timeline of a contact tells, a small part of all events; a test says when these are no longer all.
create index events_told_of_contacts on events (workspace_id, date_trunc('milliseconds', at at time zone 'UTC') desc, id desc)
  where contact_id is not null and type in ('conversation.status_changed', 'conversation.merged', 'message.failed', 'ticket.status_changed', 'contact.created', 'contact.updated', 'contact.merged',
    'contact.unmerged', 'contact.identity_added', 'contact.identity_removed', 'contact.identity_verified', 'contact.identity_moved', 'contact.consent_changed', 'contact.deleted');
