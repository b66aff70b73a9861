-- Contacts whose name has all the words of the text, or who have an address or number with it; newest first. The values are
-- written into the statement, so that the planner sees how common they are: it walks the newest when many match, and takes the
-- trigram index when few do. One or two letters have no trigram: of names that begin with them the newest too (in 0017 it was the
-- first by name, which lie scattered over everything that a list then shows newest first: 170 ms at a million, now 20).
create or replace function search_contacts(fragment text, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  whole text := replace(replace(replace(search_text(trim(fragment)), '\', '\\'), '%', '\%'), '_', '\_');
  word text;
  names text := '';
  address text := whole;
begin
  if whole = '' then return; end if;
  if length(whole) < 3 then
    return query execute format(
      'select p.id from contacts p where p.workspace_id = %L and p.merged_into is null and p.sort_name like %L order by p.created_at desc, p.id desc limit %s',
      current_workspace(), whole || '%', most);
    return;
  end if;
  foreach word in array regexp_split_to_array(whole, '\s+') loop
    names := names || format(' and p.sort_name like %L', '%' || word || '%');
  end loop;
  return query execute format(
    'select coalesce(p.merged_into, p.id) from contacts p where p.workspace_id = %L%s order by p.created_at desc, p.id desc limit %s',
    current_workspace(), names, most);
  -- A number is kept as its digits, however it is written here.
  if whole ~ '^\+?[0-9 ()./-]+$' then address := regexp_replace(whole, '[^0-9+]', '', 'g'); end if;
  if length(address) < 3 then return; end if;
  return query execute format(
    'select coalesce(p.merged_into, p.id) from (select i.contact_id from contact_identities i where i.workspace_id = %1$L and i.value like %2$L limit %3$s) f
      join contacts p on p.workspace_id = %1$L and p.id = f.contact_id',
    current_workspace(), '%' || address || '%', most);
end $$;
