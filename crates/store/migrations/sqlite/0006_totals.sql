-- The sums of the reports that count, kept up to date with each approval and each reopening.

-- Whether a report's figures go into sums: one that sums up others itself would count them twice.
alter table report add column adds_up integer not null default 1 check (adds_up in (0, 1));

-- Where a report stands in the tree: every unit above the one that reports, as it was when the report came in; one that does not
-- add up stands nowhere. `child` is the next unit on the way from `unit` down to the reporter, or the reporter. A unit that moves later
-- takes its old reports nowhere.
create table place (
    reporter text not null,
    form     text not null,
    period   text not null,
    unit     text not null,
    child    text not null,
    primary key (reporter, form, period, unit)
) strict, without rowid;
create index place_unit on place (form, period, unit, child);

-- `whole` and `part` are the sum in wholes and billionths, `given` is how many reports gave the figure; the empty path counts the reports.
create table total (
    form   text    not null,
    period text    not null,
    unit   text    not null,
    path   text    not null,
    whole  integer not null,
    part   integer not null,
    given  integer not null,
    primary key (form, period, unit, path)
) strict, without rowid;

-- What a report adds: its numbers, but for absurd ones that no sum has room for, one for each path at which it has texts, and itself.
create view figure (report, path, whole, part) as
    select report, path, cast(value as integer), cast(round((value - cast(value as integer)) * 1e9) as integer) from fact
        where abs(value) < 1e15
    union all select report, path, 0, 0 from fact_text as text
        where not exists (select 1 from fact_text as earlier
            where earlier.report = text.report and earlier.path = text.path and earlier.position < text.position)
    union all select id, '', 0, 0 from report;

-- Targets that a province or commune sets itself. Lines are only added; of one target the last line holds, and one without bounds ends it.
create table target (
    id      integer primary key,
    unit    text    not null references unit (code),
    year    integer not null,
    form    text    not null,
    path    text    not null,
    least   real,
    most    real,
    source  text    not null,
    login   text    not null,
    at      integer not null
) strict;
create index target_unit on target (unit, year);
create trigger target_is_final_update before update on target
begin
    select raise(abort, 'a target is never changed: a new line is added');
end;
create trigger target_is_final_delete before delete on target
begin
    select raise(abort, 'a target is never removed: a new line is added');
end;

-- Reports of before stand where their units stood on their periods' last days.
with recursive way (level, report, day, code, parent) as (
    select 0, report.id, report.period_end, own.code, own.parent
    from report join unit_version as own on report.adds_up and own.code = report.unit and own.valid_from =
        coalesce((select max(each.valid_from) from unit_version as each where each.code = report.unit and each.valid_from <= report.period_end),
            (select min(each.valid_from) from unit_version as each where each.code = report.unit))
    union all
    select level + 1, way.report, way.day, above.code, above.parent
    from way join unit_version as above on above.code = way.parent and above.valid_from =
        coalesce((select max(each.valid_from) from unit_version as each where each.code = way.parent and each.valid_from <= way.day),
            (select min(each.valid_from) from unit_version as each where each.code = way.parent))
    where level < 7)
insert into place (reporter, form, period, unit, child)
    select report.unit, report.form, report.period, above.code, below.code from way as above
    join way as below on below.report = above.report and below.level = above.level - 1 join report on report.id = above.report;

insert into total (form, period, unit, path, whole, part, given)
    select place.form, place.period, place.unit, figure.path, sum(figure.whole), sum(figure.part), count(*)
    from report join place on place.reporter = report.unit and place.form = report.form and place.period = report.period
    join figure on figure.report = report.id
    where report.status = 'approved' group by 1, 2, 3, 4;
