-- Requests that make something and name a key of their own (`Idempotency-Key`), so that sending them again does nothing twice.

-- `key` is a hash. `digest` tells the request from another under the same key. `answer` is null while the request is carried out, and sealed
-- with the key itself after it: here nobody can read it. A line is of use for a day.
create table once (
    login  text    not null references account (login),
    key    text    not null,
    digest text    not null,
    at     integer not null,
    answer blob,
    primary key (login, key)
) strict, without rowid;
create index once_at on once (at);
