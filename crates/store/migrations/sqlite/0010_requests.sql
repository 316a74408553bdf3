-- A remark that tells of a person goes with the answer that it stands at: its text is emptied, and the line of the audit of people, `told`,
-- says what the audit's line was and what is left of it.
create table redacted_line (
    line integer not null primary key references audit (id),
    told integer references people_audit (id)
) strict;

drop trigger remark_is_final_update;
create trigger remark_is_final_update before update on remark
when new.text <> '' or (new.id, new.line, new.path) is not (old.id, old.line, old.path)
    or not exists (select 1 from redacted_line where line = old.line)
begin
    select raise(abort, 'a remark is never changed');
end;

-- Changes of units that are entered before their day. `state`: coming; done, as the change `done` says; withdrawn; refused on its day, and
-- `fault` says why. `change` is JSON.
create table unit_plan (
    id     integer primary key,
    at     integer not null,
    login  text    not null,
    since  text    not null,
    change text    not null,
    state  text    not null check (state in ('coming', 'done', 'withdrawn', 'refused')),
    done   integer references unit_change (id),
    fault  text    not null default '',
    ended_at    integer,
    ended_by    text
) strict;
create index unit_plan_since on unit_plan (state, since);

-- What makes the address of a calendar one's own is a key; the secret of a link is another thing.
alter table calendar rename column secret to key;
