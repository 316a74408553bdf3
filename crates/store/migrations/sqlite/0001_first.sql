-- Units, people, reports and what happened to them.
-- Moments are milliseconds since 1970-01-01 UTC, by the server's clock unless the column says otherwise.

create table unit (
    code       text not null primary key,
    name       text not null,
    kind       text not null check (kind in ('centre', 'province', 'commune', 'club', 'fund')),
    parent     text references unit (code),
    attributes text not null default '{}'
) strict;
create index unit_parent on unit (parent);

create table account (
    login         text not null primary key,
    name          text not null,
    unit          text not null references unit (code),
    roles         text not null,
    language      text not null,
    password_hash text not null
) strict;

-- Only the hash of a token is kept: who reads the table cannot sign in with it.
create table session (
    token_hash text    not null primary key,
    login      text    not null references account (login),
    opened_at  integer not null,
    expires_at integer not null
) strict;
create index session_expiry on session (expires_at);

-- One report per form, unit and period; `revision` is the last one.
create table report (
    id           text    not null primary key,
    form         text    not null,
    unit         text    not null references unit (code),
    period       text    not null,
    period_start text    not null,
    period_end   text    not null,
    status       text    not null,
    revision     integer not null check (revision >= 1),
    unique (form, unit, period)
) strict;
create index report_period on report (form, period);
create index report_unit on report (unit, form, period_end);

-- Revisions are only ever added. `content` is the report in canonical bytes, `context` what the check knew from outside.
create table revision (
    report      text    not null references report (id),
    number      integer not null check (number >= 1),
    version     text    not null,
    digest      text    not null,
    content     blob    not null,
    context     blob    not null,
    sealed_at   text,
    received_at integer not null,
    received_from text  not null references account (login),
    primary key (report, number)
) strict, without rowid;

create trigger revision_is_final_update before update on revision
begin
    select raise(abort, 'a stored revision is never changed');
end;
create trigger revision_is_final_delete before delete on revision
begin
    select raise(abort, 'a stored revision is never removed');
end;

-- The numbers of the last revision, for totals.
create table fact (
    report text not null references report (id),
    path   text not null,
    value  real not null,
    primary key (report, path)
) strict, without rowid;

-- The texts of the last revision that totals list, in the form's order.
create table fact_text (
    report   text    not null references report (id),
    position integer not null,
    path     text    not null,
    text     text    not null,
    primary key (report, position)
) strict, without rowid;

-- What a reviewer wrote: `path` is empty for a remark on the whole report.
create table remark (
    id       integer primary key,
    report   text    not null references report (id),
    revision integer not null,
    path     text    not null,
    text     text    not null,
    at       integer not null,
    login    text    not null references account (login)
) strict;
create index remark_report on remark (report, revision);

-- Who did what and when. Only added to.
create table audit (
    id       integer primary key,
    at       integer not null,
    login    text    not null,
    event    text    not null,
    report   text    not null references report (id),
    revision integer not null,
    status   text    not null
) strict;
create index audit_report on audit (report);

create trigger audit_is_final_update before update on audit
begin
    select raise(abort, 'an audit line is never changed');
end;
create trigger audit_is_final_delete before delete on audit
begin
    select raise(abort, 'an audit line is never removed');
end;
