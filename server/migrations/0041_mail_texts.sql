-- Mails the product sends, in the words of the workspace. What it has not changed has no row.
create table mail_texts (
  workspace_id uuid not null references workspaces on delete cascade,
  kind text not null,
  subject text not null,
  body text not null,
  updated_at timestamptz not null default date_trunc('milliseconds', now()),
  primary key (workspace_id, kind)
);
select protect('mail_texts');
