-- Persons and how they prove who they are. Owned by better-auth (names are its own, in snake case) and global: one person
-- can be a member of several workspaces. The application role has no right here; identity goes through asSystem.

create table users (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sessions (
  id text primary key,
  user_id text not null references users on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on sessions (user_id);

create table accounts (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references users on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on accounts (user_id);

create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on verifications (identifier);

create table two_factors (
  id text primary key,
  secret text not null,
  backup_codes text not null,
  user_id text not null references users on delete cascade,
  verified boolean not null default true,
  -- Wrong codes in a row over all challenges, and until when the person has to wait because of them.
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
create index on two_factors (user_id);

-- Failed sign-ins and other counted attempts, by key ("sign-in:<address>"); slows guessing across all nodes.
create table attempts (
  key text primary key,
  count integer not null,
  window_started_at timestamptz not null
);
