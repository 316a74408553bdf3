-- Files on their way: what has come of each, until it is whole and stands in `file`.

-- One for each name of a report; another file under the name begins anew. `received` bytes of `size` are here; `at` is when the last came.
create table upload (
    id       integer primary key,
    report   text    not null references report (id),
    name     text    not null,
    digest   text    not null,
    size     integer not null,
    received integer not null,
    at       integer not null,
    unique (report, name),
    check (received between 0 and size)
) strict;
create index upload_at on upload (at);

-- The pieces, each where the one before it ended.
create table upload_piece (
    upload integer not null references upload (id) on delete cascade,
    start  integer not null,
    bytes  blob    not null,
    primary key (upload, start)
) strict;
