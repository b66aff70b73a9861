-- The name in what search compares, made once instead of at each key press of the picker.
alter table responses add column search_name text generated always as (search_text(name)) stored;
