-- Names as a person puts them in order: "Step 2" before "Step 10", accents and capitals beside their letters. Every number in a text is
-- written with twenty digits, so that comparing texts compares numbers.
create function natural_order(input text) returns text
  language sql immutable parallel safe strict
  return left(
    regexp_replace(
      regexp_replace(search_text(normalize(input, NFC)), '([0-9]+)', '00000000000000000000\1', 'g'),
      '[0-9]+([0-9]{20})', '\1', 'g'),
    500);

-- At most 500 characters, four bytes each: what an index entry holds.
alter table responses add column sort_name text collate "C" generated always as (natural_order(left(name, 200))) stored;
drop index responses_listed;
create index responses_listed on responses (workspace_id, sort_name, id) where deleted_at is null;
