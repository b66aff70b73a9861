-- Texts that filters look into, ready to be found by a part of them. They stand apart from what they are of: a conversation is written anew
-- with each message and a ticket with each change, and every index on it too (measured: 0.06 ms a message for short subjects alone, a
-- third of the update); its texts change hardly ever, and only then are these rows written.
create table conversation_subjects (
  workspace_id uuid not null,
  conversation_id uuid not null,
  subject text not null,
  primary key (workspace_id, conversation_id),
  foreign key (workspace_id, conversation_id) references conversations on delete cascade
);
select protect('conversation_subjects');

create table ticket_texts (
  workspace_id uuid not null,
  ticket_id uuid not null,
  title text not null,
  description text not null,
  -- What its custom fields say, a line for each.
  said text not null,
  -- `key` of each custom field that has a value, and `key:value`, of a list each value.
  fields text[] not null,
  -- Which fields have a value, as one number: there are few such sets, and those without a field are found among them.
  filled bigint not null,
  primary key (workspace_id, ticket_id),
  foreign key (workspace_id, ticket_id) references tickets on delete cascade
);
select protect('ticket_texts');

-- Cut, as an index takes no long value: what is found is looked at again as it stands.
create function field_is(key text, value text) returns text
  language sql immutable parallel safe
  return key || ':' || left(search_text(value), 200);

-- 042 and 42.0 are the number 42.
create function field_is_number(key text, value text) returns text
  language sql immutable parallel safe
  return case when value ~ '^-?[0-9]{1,15}(\.[0-9]{1,10})?$' then key || '#' || trim_scale(value::numeric)::text end;

create function fields_found_by(fields jsonb) returns text[]
  language sql immutable parallel safe
  return array(
    select distinct f.found from jsonb_each(fields) one
    cross join lateral (values (one.value #>> '{}')) as whole(text)
    cross join lateral (
      select one.key as found
      union all select field_is(one.key, whole.text)
      union all select field_is_number(one.key, whole.text)
      union all select field_is(one.key, e) from jsonb_array_elements_text(case when jsonb_typeof(one.value) = 'array' then one.value else '[]' end) e
    ) f
    where whole.text <> '' and f.found is not null);

create function ticket_texts_of(of tickets) returns ticket_texts
  language sql stable
  return row(of.workspace_id, of.id, search_text(of.title), search_text(of.description_text),
    coalesce((select string_agg(search_text(value), E'\n') from jsonb_each_text(of.custom_fields)), ''),
    case when of.custom_fields = '{}' then '{}' else fields_found_by(of.custom_fields) end,
    coalesce((select hashtextextended(string_agg(key, ' ' order by key), 0) from jsonb_each_text(of.custom_fields) where value <> ''), 0))::ticket_texts;

insert into conversation_subjects select workspace_id, id, search_text(subject) from conversations where subject <> '';
insert into ticket_texts select x.* from tickets t cross join lateral ticket_texts_of(t) x;

create index conversation_subjects_found on conversation_subjects using gin (workspace_id, subject gin_trgm_ops);
create index ticket_texts_found on ticket_texts using gin (workspace_id, title gin_trgm_ops, description gin_trgm_ops, said gin_trgm_ops, fields);
create index ticket_texts_filled on ticket_texts (workspace_id, filled);
drop index tickets_by_title;

create function keep_conversation_subject() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  insert into conversation_subjects values (new.workspace_id, new.id, search_text(new.subject))
    on conflict (workspace_id, conversation_id) do update set subject = excluded.subject;
  return null;
end $$;
create trigger keep_subject after insert on conversations for each row when (new.subject <> '') execute function keep_conversation_subject();
create trigger keep_changed_subject after update of subject on conversations for each row when (new.subject <> old.subject)
  execute function keep_conversation_subject();

create function keep_ticket_texts() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  insert into ticket_texts select x.* from ticket_texts_of(new) x
    on conflict (workspace_id, ticket_id) do update set (title, description, said, fields, filled) =
      (excluded.title, excluded.description, excluded.said, excluded.fields, excluded.filled);
  return null;
end $$;
create trigger keep_texts after insert on tickets for each row execute function keep_ticket_texts();
create trigger keep_changed_texts after update of title, description_text, custom_fields on tickets for each row
  when ((new.title, new.description_text, new.custom_fields) is distinct from (old.title, old.description_text, old.custom_fields))
  execute function keep_ticket_texts();

-- Few enough to name, or `most` (0051). What is rare by one way is planned for its own.
create function conversations_about(fragment text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := containing(search_text(fragment));
begin
  return query select x.conversation_id from conversation_subjects x
    where x.workspace_id = current_workspace() and x.subject like pattern limit most;
end $$;

create or replace function tickets_titled(fragment text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := containing(search_text(fragment));
begin
  return query select x.ticket_id from ticket_texts x
    where x.workspace_id = current_workspace() and x.title like pattern limit most;
end $$;

create function tickets_described(fragment text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := containing(search_text(fragment));
begin
  return query select x.ticket_id from ticket_texts x
    where x.workspace_id = current_workspace() and x.description like pattern limit most;
end $$;

-- With this text in a custom field, whichever it is.
create function tickets_saying(fragment text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := containing(search_text(fragment));
begin
  return query select x.ticket_id from ticket_texts x
    where x.workspace_id = current_workspace() and x.said like pattern limit most;
end $$;

-- @param asked as `fields_found_by` writes them
create function tickets_with_field(asked text[], most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
begin
  return query select x.ticket_id from ticket_texts x
    where x.workspace_id = current_workspace() and x.fields && asked limit most;
end $$;

-- From one set of filled fields to the next; of very many sets none is ruled out, and the answer is `most` of all there are.
create function tickets_without_field(asked text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  at bigint;
  has boolean;
  without bigint[] := '{}';
begin
  select x.filled, x.fields @> array[asked] into at, has from ticket_texts x
    where x.workspace_id = current_workspace() order by x.filled limit 1;
  for step in 1..1000 loop
    exit when at is null;
    if not has then without := without || at; end if;
    select x.filled, x.fields @> array[asked] into at, has from ticket_texts x
      where x.workspace_id = current_workspace() and x.filled > at order by x.filled limit 1;
  end loop;
  return query select x.ticket_id from ticket_texts x
    where x.workspace_id = current_workspace() and (at is not null or x.filled = any(without)) limit most;
end $$;

revoke all on function conversations_about(text, integer), tickets_described(text, integer), tickets_saying(text, integer),
  tickets_with_field(text[], integer), tickets_without_field(text, integer) from public;
grant execute on function conversations_about(text, integer), tickets_described(text, integer), tickets_saying(text, integer),
  tickets_with_field(text[], integer), tickets_without_field(text, integer) to omniflow_app;
