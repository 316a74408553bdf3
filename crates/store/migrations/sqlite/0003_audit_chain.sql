-- The audit becomes a chain: each line carries the digest of itself and of all before it; a remark hangs on the line of its decision.
-- Lines of before wait in tables beside, because SQL cannot hash: the store moves them over, in order, in one transaction, when it opens.

drop trigger audit_is_final_update;
drop trigger audit_is_final_delete;
drop index audit_report;
drop index remark_report;
alter table audit rename to audit_unchained;
alter table remark rename to remark_unchained;

-- Lines are counted from 1 without a gap.
create table audit (
    id              integer primary key,
    at              integer not null,
    login           text    not null,
    event           text    not null,
    report          text    not null references report (id),
    revision        integer not null,
    status          text    not null,
    revision_digest text    not null,
    digest          text    not null
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

-- What a reviewer wrote: `path` is empty for a remark on the whole report.
create table remark (
    id   integer primary key,
    line integer not null references audit (id),
    path text    not null,
    text text    not null
) strict;
create index remark_line on remark (line);

create trigger remark_is_final_update before update on remark
begin
    select raise(abort, 'a remark is never changed');
end;
create trigger remark_is_final_delete before delete on remark
begin
    select raise(abort, 'a remark is never removed');
end;
