-- A person and what the person does become two things: an account has any number of duties, each in a unit and from a day to a day.
-- Links invite people; consents, the audit of people and erased answers stand beside.
-- A table that others refer to can only be changed by making it anew: see 0002.

pragma defer_foreign_keys = on;

create table duty_moved as
    select login, unit,
        ' ' || account.roles || ' ' as roles,
        (select kind from unit where code = account.unit) as kind
    from account;

create table account_kept as select login, name, language, password_hash from account;
delete from account;
drop table account;

-- `login` is the id that reports and audits hold for ever. `phone` is a second name to sign in with. Without a hash nobody signs in.
create table account (
    login         text not null primary key,
    name          text not null,
    phone         text unique,
    language      text not null,
    password_hash text not null,
    erased_at     integer
) strict;
insert into account (login, name, language, password_hash) select login, name, language, password_hash from account_kept;
drop table account_kept;

-- A duty holds from its first day until the day before `valid_to`.
create table duty (
    id         integer primary key,
    login      text not null references account (login),
    unit       text not null references unit (code),
    role       text not null check (role <> ''),
    valid_from text not null,
    valid_to   text check (valid_to >= valid_from),
    unique (login, unit, role, valid_from)
) strict;
create index duty_unit on duty (unit);

-- The words of before said what one may do; the new ones say what one is. Where they do not say the same, each becomes a duty.
insert into duty (login, unit, role, valid_from)
    select login, unit, 'commune_chair', '2000-01-01' from duty_moved where kind = 'commune' and roles = ' reporter reviewer '
    union all
    select login, unit, 'province_officer', '2000-01-01' from duty_moved where kind = 'province' and roles = ' reviewer viewer '
    union all
    select login, unit, 'centre_officer', '2000-01-01' from duty_moved where kind = 'centre' and roles = ' viewer '
    union all
    select login, unit, 'administrator', '2000-01-01' from duty_moved where roles = ' administrator viewer '
    union all
    select login, unit, case kind when 'club' then 'club_secretary' when 'fund' then 'treasurer' else 'volunteer' end, '2000-01-01'
        from duty_moved where roles = ' reporter ';
insert into duty (login, unit, role, valid_from)
    select login, unit, word.new, '2000-01-01' from duty_moved
    join (select 'reporter' as old, 'volunteer' as new union all select 'reviewer', 'reviewer'
          union all select 'viewer', 'viewer' union all select 'administrator', 'administrator') as word
        on instr(roles, ' ' || word.old || ' ') > 0
    where login not in (select login from duty)
    order by login, instr(roles, ' ' || word.old || ' ');
drop table duty_moved;

-- A link that lets a person in, once. Either a duty is offered, or a person of the association gets a new password.
create table invitation (
    id          integer primary key,
    secret_hash text    not null unique,
    login       text references account (login),
    unit        text references unit (code),
    role        text,
    name        text    not null,
    begins_on   text    not null,
    replaces    integer references duty (id),
    invited_by  text    not null references account (login),
    invited_at  integer not null,
    expires_at  integer not null,
    state       text    not null check (state in ('open', 'used', 'revoked')),
    used_by     text references account (login),
    check ((login is null) = (unit is not null and role is not null))
) strict;
create index invitation_unit on invitation (unit);

-- Who agreed to what, in which wording, and when. `subject` is `joining` or a form's id.
create table consent (
    login   text    not null references account (login),
    subject text    not null,
    version text    not null,
    at      integer not null,
    primary key (login, subject, version)
) strict, without rowid;

-- What was done to people's accounts and personal data: a chain of its own, like that of reports. `details` is canonical JSON and names people by login.
create table people_audit (
    id      integer primary key,
    at      integer not null,
    login   text    not null,
    event   text    not null,
    details text    not null,
    digest  text    not null
) strict;

create trigger people_audit_is_final_update before update on people_audit
begin
    select raise(abort, 'an audit line is never changed');
end;
create trigger people_audit_is_final_delete before delete on people_audit
begin
    select raise(abort, 'an audit line is never removed');
end;

-- Revisions whose personal answers were erased when their time was over: the digests of what stood there stay, so that the audit of
-- reports is computed as before; `line` says who erased when, and what was left.
create table redaction (
    report         text    not null,
    number         integer not null,
    content_digest text    not null,
    context_digest text    not null,
    line           integer not null references people_audit (id),
    primary key (report, number),
    foreign key (report, number) references revision (report, number)
) strict, without rowid;

drop trigger revision_is_final_update;
create trigger revision_is_final_update before update on revision
when not exists (select 1 from redaction where report = old.report and number = old.number)
    or (new.report, new.number, new.version, new.digest, new.received_at, new.received_from, new.sealed_at)
        is not (old.report, old.number, old.version, old.digest, old.received_at, old.received_from, old.sealed_at)
begin
    select raise(abort, 'a stored revision is never changed');
end;
