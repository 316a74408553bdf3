-- A unit has versions: `unit` holds the last one, where everything else finds its code, and `unit_past` those before it.
-- What there is already counts from the first day there is. A day is `YYYY-MM-DD`; `valid_to` is the first day on which it is no longer so.

alter table unit add column valid_from text not null default '0001-01-01';
alter table unit add column valid_to text;
alter table unit add column source text not null default '';

create table unit_past (
    code       text not null references unit (code),
    valid_from text not null,
    valid_to   text not null check (valid_to > valid_from),
    name       text not null,
    kind       text not null check (kind <> ''),
    parent     text references unit (code),
    source     text not null,
    primary key (code, valid_from)
) strict, without rowid;
create index unit_past_parent on unit_past (parent);

create trigger unit_past_is_final_update before update on unit_past
begin
    select raise(abort, 'a past version of a unit is never changed');
end;
create trigger unit_past_is_final_delete before delete on unit_past
begin
    select raise(abort, 'a past version of a unit is never removed');
end;

-- All versions. What rules read of a unit, its attributes, is not kept by version: what changes with the day has its day in the catalogue.
create view unit_version as
    select code, valid_from, valid_to, name, kind, parent, attributes, source from unit
    union all
    select past.code, past.valid_from, past.valid_to, past.name, past.kind, past.parent, unit.attributes, past.source
    from unit_past as past join unit on unit.code = past.code;

-- Who went on in whom. `share` is how much of the unit of before, where it is known.
create table succession (
    predecessor text not null references unit (code),
    successor   text not null references unit (code),
    since       text not null,
    kind        text not null,
    share       real,
    source      text not null,
    primary key (predecessor, successor, since)
) strict, without rowid;

-- Which changes people made, and who: only added to. `change` is JSON.
create table unit_change (
    id     integer primary key,
    at     integer not null,
    login  text    not null,
    change text    not null
) strict;
create trigger unit_change_is_final_update before update on unit_change
begin
    select raise(abort, 'a change of units is never changed');
end;
create trigger unit_change_is_final_delete before delete on unit_change
begin
    select raise(abort, 'a change of units is never removed');
end;
