-- Other people's programs: the keys by which they come in, and the addresses to which events are told.

-- A key acts for an account, and does no more than its scopes name (words with a blank between). Only the hash of the key is kept.
create table api_key (
    id           integer primary key,
    hash         text    not null unique,
    login        text    not null references account (login),
    name         text    not null,
    scopes       text    not null,
    made_by      text    not null references account (login),
    made_at      integer not null,
    expires_at   integer not null,
    revoked_at   integer,
    last_used_at integer
) strict;
create index api_key_login on api_key (login);

-- Where events are sent that an account sees. `after` is the last line of the audit that was told or passed over; a hook that fails waits
-- until `next_at`. The secret signs what is sent, so it stands here as it is. `events` names what is told; empty is all.
create table webhook (
    id            integer primary key,
    login         text    not null references account (login),
    url           text    not null,
    secret        text    not null,
    events        text    not null,
    made_by       text    not null references account (login),
    made_at       integer not null,
    is_on         integer not null default 1 check (is_on in (0, 1)),
    after         integer not null,
    tries         integer not null default 0,
    failing_since integer,
    next_at       integer not null default 0
) strict;
create index webhook_login on webhook (login);

-- What was sent, the last tries of each hook: the status that came back, or why none did.
create table delivery (
    id      integer primary key,
    webhook integer not null references webhook (id),
    line    integer not null references audit (id),
    at      integer not null,
    status  integer,
    problem text    not null
) strict;
create index delivery_webhook on delivery (webhook, id);
