-- Texts of mails in languages, as canned responses have variants. What a workspace has worded is for every language, as it was; without
-- such a text (null) the product's own words stand in for the languages that have no variant.
alter table mail_texts alter column subject drop not null;
alter table mail_texts alter column body drop not null;
alter table mail_texts add check ((subject is null) = (body is null));
-- [{language, subject, body}]
alter table mail_texts add column variants jsonb not null default '[]';
alter table mail_texts add column version integer not null default 1;
