-- What belongs to registers: how a unit's tables are matched, and the copies that reports name.

-- Which question each column of a table answers, as somebody of the unit said it: `headings` and `columns` are JSON lists. The last word
-- holds, for everybody who brings a table with the same headings.
create table matching (
    unit     text    not null references unit (code),
    form     text    not null,
    headings text    not null,
    columns  text    not null,
    login    text    not null,
    at       integer not null,
    primary key (unit, form, headings)
) strict, without rowid;

-- Files by the digest of their bytes; the same file twice is kept once.
create table file (
    digest text    primary key,
    kind   text    not null,
    size   integer not null,
    bytes  blob    not null
) strict, without rowid;

-- Under which name a report has a file. Lines are only added; of one name the last line holds.
create table attachment (
    id     integer primary key,
    report text    not null references report (id),
    name   text    not null,
    digest text    not null references file (digest),
    login  text    not null,
    at     integer not null
) strict;
create index attachment_report on attachment (report, name);

create trigger file_is_final_update before update on file
begin
    select raise(abort, 'a file is never changed');
end;
create trigger attachment_is_final_update before update on attachment
begin
    select raise(abort, 'an attachment is never changed: a new line is added');
end;
create trigger attachment_is_final_delete before delete on attachment
begin
    select raise(abort, 'an attachment is never removed');
end;
