-- The pages a visitor was on, newest first, a few: [{url, title, at}]. `page` stays the one they are on.
alter table visitors add column pages jsonb not null default '[]';
update visitors set pages = jsonb_build_array(page || jsonb_build_object('at', last_seen_at)) where page ->> 'url' is not null;
