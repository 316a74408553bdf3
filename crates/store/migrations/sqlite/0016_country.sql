-- At national size: who has reported in a period, lists, and their counts are read from indexes alone; which units are below which is kept.

-- When the first and the last revision came in, beside the report, where they are read by the thousand.
alter table report add column first_received_at integer;
alter table report add column last_received_at integer;
update report set first_received_at = (select received_at from revision where report = report.id and number = 1),
    last_received_at = (select received_at from revision where report = report.id and number = report.revision);
create trigger report_received after insert on revision
begin
    update report set first_received_at = coalesce(first_received_at, new.received_at), last_received_at = new.received_at
    where id = new.report;
end;

drop index report_period;
create index report_period on report (form, period, unit, status, first_received_at);
drop index report_unit;
create index report_unit on report (unit, form, period_end, period_start, period, status, approvals, flag);

-- What is not approved, or is to be looked at again: few of many. What is approved, by its levels: few of them wait for the next.
drop index report_waiting;
create index report_open on report (form, period_end desc, period_start desc, period, unit, status, approvals, flag)
    where status <> 'approved' or flag is not null;
create index report_approved on report (form, approvals, period_end desc, period_start desc, period, unit)
    where status = 'approved' and flag is null;

-- Every unit below another, from `since` on and no longer on `until`; `child` is the next unit on the way from `top` down to it, or itself.
-- All of it follows from the units, and is made anew when it is asked for after one has changed.
create table below (
    top   text not null,
    kind  text not null,
    code  text not null,
    child text not null,
    since text not null,
    until text not null,
    primary key (top, kind, code, since)
) strict, without rowid;

-- How often units have changed in any way, how often the tree of them has, and of which of these times `below` tells.
create table tree (
    touched integer not null,
    changes integer not null,
    told    integer not null
) strict;
insert into tree values (1, 1, 0);
create trigger tree_unit_new after insert on unit
begin
    update tree set touched = touched + 1, changes = changes + 1;
end;
create trigger tree_unit_other after update on unit
begin
    update tree set touched = touched + 1, changes = changes +
        ((old.code, old.kind, old.parent, old.valid_from, old.valid_to) is not (new.code, new.kind, new.parent, new.valid_from, new.valid_to));
end;
create trigger tree_unit_gone after delete on unit
begin
    update tree set touched = touched + 1, changes = changes + 1;
end;
create trigger tree_past_new after insert on unit_past
begin
    update tree set touched = touched + 1, changes = changes + 1;
end;

-- What the rows of lists say of their state and days, so that lists are counted and put in order without opening the reports: made when
-- it is asked for, gone with the revision of which it tells. `list` names what is read of a row. No other answer is kept here.
create table list_told (
    form   text not null,
    period text not null,
    unit   text not null,
    list   text not null,
    primary key (form, period, unit, list)
) strict, without rowid;
create table list_row (
    form   text    not null,
    period text    not null,
    unit   text    not null,
    list   text    not null,
    number integer not null,
    state  text,
    due    text,
    day    text,
    primary key (form, period, unit, list, number)
) strict, without rowid;
create trigger list_revised after insert on revision
begin
    delete from list_row where (form, period, unit) = (select form, period, unit from report where id = new.report);
    delete from list_told where (form, period, unit) = (select form, period, unit from report where id = new.report);
end;
create trigger list_redacted after update on revision
begin
    delete from list_row where (form, period, unit) = (select form, period, unit from report where id = new.report);
    delete from list_told where (form, period, unit) = (select form, period, unit from report where id = new.report);
end;
