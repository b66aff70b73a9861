-- Reading what arrived is slow and happens with no transaction open, so a worker takes rows for a while instead of locking
-- them (docs/decisions/0013-raw-intake.md). A lease that ran out belongs to a worker that died.
alter table raw_messages
  add column leased_until timestamptz,
  -- Not before this: it failed, or it is slow and must not keep the others waiting.
  add column retry_at timestamptz;
