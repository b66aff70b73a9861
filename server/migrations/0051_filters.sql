-- Filters by a tag, by part of a title and by a contact's name or address compare by operators that cannot use an index under a row policy
-- (0010). What is rare is therefore named beforehand by functions of the owner, and the list goes on from there by its keys.
create function lowered(texts text[]) returns text[]
  language sql immutable parallel safe strict
  return array(select lower(one) from unnest(texts) as one);

create index tickets_by_tag on tickets using gin (workspace_id, lowered(tags)) where tags <> '{}';
create index tickets_by_title on tickets using gin (workspace_id, search_text(title) gin_trgm_ops);
create index conversations_by_tag on conversations using gin (workspace_id, lowered(tags)) where tags <> '{}';

-- How common a text is decides which way is short, so each call is planned for its own.
create function tickets_tagged(asked text[], most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
begin
  return query select t.id from tickets t
    where t.workspace_id = current_workspace() and t.tags <> '{}' and lowered(t.tags) && lowered(asked) limit most;
end $$;

create function conversations_tagged(asked text[], most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
begin
  return query select c.id from conversations c
    where c.workspace_id = current_workspace() and c.tags <> '{}' and lowered(c.tags) && lowered(asked) limit most;
end $$;

-- Text somewhere inside; its index knows texts by their letters in threes.
create function containing(fragment text) returns text
  language sql immutable parallel safe strict
  return '%' || replace(replace(replace(fragment, '\', '\\'), '%', '\%'), '_', '\_') || '%';

create function tickets_titled(fragment text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := containing(search_text(fragment));
begin
  return query select t.id from tickets t
    where t.workspace_id = current_workspace() and search_text(t.title) like pattern limit most;
end $$;

-- Contacts whose name has the text in it, and those merged into them.
create function contacts_named(fragment text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := containing(search_text(fragment));
  found uuid[];
begin
  found := array(select p.id from contacts p
    where p.workspace_id = current_workspace() and p.merged_into is null and p.sort_name like pattern limit most);
  return query select unnest(found);
  return query select m.id from contacts m where m.workspace_id = current_workspace() and m.merged_into = any(found);
end $$;

-- Contacts with an address or number that has the text in it; of those merged the one they were merged into.
create function contacts_reached(fragment text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  pattern text := containing(lower(fragment));
begin
  return query select coalesce(p.merged_into, p.id)
    from (select i.contact_id from contact_identities i where i.workspace_id = current_workspace() and i.value like pattern limit most) f
    join contacts p on p.workspace_id = current_workspace() and p.id = f.contact_id;
end $$;

revoke all on function tickets_tagged(text[], integer), conversations_tagged(text[], integer), tickets_titled(text, integer), contacts_named(text, integer), contacts_reached(text, integer) from public;
grant execute on function tickets_tagged(text[], integer), conversations_tagged(text[], integer), tickets_titled(text, integer), contacts_named(text, integer), contacts_reached(text, integer) to omniflow_app;
