-- Kinds of unit are the catalogue's words: a new one, such as the branch, is no change of the database.
-- A check can only be changed by making the table anew. Until the end of the transaction nobody asks whether accounts and reports
-- still have their units, and by then they have.

pragma defer_foreign_keys = on;

create table unit_kept as select * from unit;
delete from unit;
drop table unit;

create table unit (
    code       text not null primary key,
    name       text not null,
    kind       text not null check (kind <> ''),
    parent     text references unit (code),
    attributes text not null default '{}'
) strict;
create index unit_parent on unit (parent);

insert into unit (code, name, kind, parent, attributes) select code, name, kind, parent, attributes from unit_kept;
drop table unit_kept;
