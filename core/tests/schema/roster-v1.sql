-- A roster of version 1 as it was released, with rows: frozen, never to be edited once a later version is out. Tests open it
-- and compare it with the present schema.

-- roster-HASH.db, whole, as of version 1. Replaceable: the district can send it again. Built under a working name, never
-- changed afterwards.

create table meta (
    name text primary key,
    value any not null
) strict, without rowid;

-- Villages and wards as the list writes them, with the area (gram panchayat or ward) and block they lie in.
create table place (
    no integer primary key,
    area integer not null,
    block integer not null,
    block_name text not null,
    area_name text not null,
    village text not null
) strict;

-- Households by the roster's key: R: ration card, F: family id.
create table household (
    no integer primary key,
    key text not null,
    place integer not null,
    members integer not null,
    made integer not null
) strict;

-- People in the order of the list. id: none where it is derived from source (most), else its 16 bytes. birth: first
-- possible day since 1970. birth_how: source × 8 + precision. groups: a bit for each group's number.
create table person (
    no integer primary key,
    source text,
    id blob,
    household integer not null,
    place integer not null,
    name_hi text,
    name_en text,
    relative text,
    relation integer,
    sex integer,
    birth integer,
    birth_how integer,
    para text,
    mobile integer,
    last4 text,
    made integer not null,
    groups integer not null
) strict;

-- From the first 8 bytes of a person's id (signed, big-endian; the next free number where taken) to person.no.
create table person_id (
    head integer primary key,
    no integer not null
) strict;

-- How many are listed and how many have a card, by area: the ground of the ledger.
create table area_count (
    area integer primary key,
    block integer not null,
    listed integer not null,
    made integer not null
) strict;

-- Words of names in both scripts, each with the people who bear it: deltas of person.no as LEB128.
create table word (
    no integer primary key,
    word text not null,
    people integer not null,
    postings blob not null
) strict;

-- Built after the rows, in one pass each.
create index person_household on person (household);
create unique index household_key on household (key);
create unique index word_word on word (word);

insert into meta values ('district', 762);
insert into place values (1, 100, 3400, 'Sakti', 'Baradwar', 'Baradwar');
insert into household values (1, 'R:2200000001', 1, 1, 0);
insert into person values (1, 'S1', null, 1, 1, null, 'Dukalha Yadav', null, null, null, null, null, null, null, null, 0, 0);
insert into area_count values (100, 3400, 1, 0);

pragma user_version = 1;
