-- At national size: lists of reports are read page by page, and what the catalogue has told of units is not read at every start.

-- The order of lists, with all that decides in which of a reviewer's groups a report stands.
create index report_listed on report (form, period_end desc, period_start desc, period, unit, status, approvals, flag);

-- The digest of what was taken up last, by what it was.
create table taken_up (
    what   text not null primary key,
    digest text not null
) strict, without rowid;

-- No figure reaches 1e14: so are 92,000 of them, more than there are units in the country, added up in 64 bits. Sums in which there was
-- such a figure are made anew.
drop view figure;
create view figure (report, path, whole, part) as
    select report, path, cast(value as integer), cast(round((value - cast(value as integer)) * 1e9) as integer) from fact
        where abs(value) < 1e14
    union all select report, path, 0, 0 from fact_text as text
        where not exists (select 1 from fact_text as earlier
            where earlier.report = text.report and earlier.path = text.path and earlier.position < text.position)
    union all select id, '', 0, 0 from report;

delete from total where exists (select 1 from fact where abs(value) >= 1e14);
insert into total (form, period, unit, path, whole, part, given)
    select place.form, place.period, place.unit, figure.path, sum(figure.whole), sum(figure.part), count(*)
    from report join place on place.reporter = report.unit and place.form = report.form and place.period = report.period
    join figure on figure.report = report.id
    where report.status = 'approved' and exists (select 1 from fact where abs(value) >= 1e14) group by 1, 2, 3, 4;
