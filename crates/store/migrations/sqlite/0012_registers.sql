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

-- Under which name a report has a file. Lines are only added; of one name the last line holds. A copy that tells of people is erased:
-- `erased` is the line of the audit of people that says so and why. The bytes of a file go with the last copy that was of them.
create table attachment (
    id     integer primary key,
    report text    not null references report (id),
    name   text    not null,
    digest text    not null,
    login  text    not null,
    at     integer not null,
    erased integer references people_audit (id)
) strict;
create index attachment_report on attachment (report, name);
create index attachment_digest on attachment (digest);

create trigger file_is_final_update before update on file
begin
    select raise(abort, 'a file is never changed');
end;
create trigger file_is_final_delete before delete on file
when exists (select 1 from attachment where digest = old.digest and erased is null)
begin
    select raise(abort, 'a file is never removed while a report has it');
end;
create trigger attachment_has_its_file before insert on attachment
when not exists (select 1 from file where digest = new.digest)
begin
    select raise(abort, 'an attachment without its file');
end;
create trigger attachment_is_final_update before update on attachment
when old.erased is not null
    or (new.id, new.report, new.name, new.digest, new.login, new.at) is not (old.id, old.report, old.name, old.digest, old.login, old.at)
    or not exists (
        select 1 from people_audit where id = new.erased and event = 'erase_copy' and details ->> 'report' = old.report
            and details ->> 'name' = old.name and details ->> 'digest' = old.digest)
begin
    select raise(abort, 'an attachment is never changed: a new line is added');
end;
create trigger attachment_is_final_delete before delete on attachment
begin
    select raise(abort, 'an attachment is never removed');
end;
