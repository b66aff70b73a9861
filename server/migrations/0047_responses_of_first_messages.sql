-- A response may go into the first message of a conversation that is only about to begin: it is known once that message is sent.
alter table response_uses alter column conversation_id drop not null;
