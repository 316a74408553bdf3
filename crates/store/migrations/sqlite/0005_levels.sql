-- Review goes over several levels; a report may be flagged, replaced, and its period closed; everyone may have a calendar.
-- The audit takes lines that tell of no report: a period was closed or opened. Its columns may then be empty, so the table is made anew.

pragma defer_foreign_keys = on;

drop trigger audit_is_final_update;
drop trigger audit_is_final_delete;
drop index audit_report;
create table audit_kept as select * from audit;
delete from audit;
drop table audit;

-- Lines are counted from 1 without a gap. `about` is the other report that a flag or a replacement is about, or, where there is
-- no report, what was closed: `form unit period`. `approvals` is how many levels have approved the report after it.
create table audit (
    id              integer primary key,
    at              integer not null,
    login           text    not null,
    event           text    not null,
    report          text    references report (id),
    revision        integer,
    status          text,
    revision_digest text,
    digest          text    not null,
    about           text,
    approvals       integer,
    check ((report is null) = (revision is null) and (report is null) = (status is null) and (report is not null or about is not null))
) strict;
create index audit_report on audit (report);
create index audit_closing on audit (about) where report is null;

insert into audit (id, at, login, event, report, revision, status, revision_digest, digest)
    select id, at, login, event, report, revision, status, revision_digest, digest from audit_kept;
drop table audit_kept;

create trigger audit_is_final_update before update on audit
begin
    select raise(abort, 'an audit line is never changed');
end;
create trigger audit_is_final_delete before delete on audit
begin
    select raise(abort, 'an audit line is never removed');
end;

-- How many levels have approved it; how much its check pointed out in its last revision (what came before is not known); the line that flagged it, if no decision came after; the report that stands in its place.
alter table report add column approvals integer not null default 0;
alter table report add column warnings integer not null default 0;
alter table report add column flag integer references audit (id);
alter table report add column replaced_by text references report (id);
update report set approvals = 1 where status = 'approved';
create index report_waiting on report (form, status, approvals);

-- Whether a form's period is closed below a unit: what the last audit line about it says.
create table closing (
    form   text    not null,
    unit   text    not null references unit (code),
    period text    not null,
    closed integer not null,
    line   integer not null references audit (id),
    primary key (form, unit, period)
) strict, without rowid;
create index closing_unit on closing (unit);

-- The secret address of a person's calendar. It opens a list of due days and nothing else.
create table calendar (
    login  text not null primary key,
    secret text not null unique
) strict;
