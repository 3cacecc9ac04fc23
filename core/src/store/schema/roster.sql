-- roster-HASH.db, whole, as of version 4. Replaceable: the district can send it again. Built under a working name, never
-- changed afterwards.

create table meta (
    name text primary key,
    value any not null
) strict, without rowid;

-- The packs that it was built of; none where it is of a list. areas: CBOR of the numbers of the gram panchayats or wards
-- that it has, empty for the whole block. number: the district number at which it was built. depth: 1 full, 0 minimal.
-- taken: those of its people who were taken from it, and not from a fuller or newer pack. cards: of a pack of the portal's
-- word, the number of the kind of card, and taken is how many words of it count here.
create table pack (
    no integer primary key,
    address text not null,
    block integer not null,
    block_name text not null,
    areas blob not null,
    number integer not null,
    day integer not null,
    depth integer not null,
    people integer not null,
    taken integer not null,
    cards integer
) strict;

-- Villages and wards as the list writes them, with the area (gram panchayat or ward) and block they lie in.
create table place (
    no integer primary key,
    area integer not null,
    block integer not null,
    block_name text not null,
    area_name text not null,
    village text not null
) strict;

-- Households by the roster's key: R: ration card, F: family id, P: a person's own id where the list has no other. first:
-- the number of the first member; rest: those of the others, where they do not follow it one after the other in the
-- list (as deltas, see posting).
create table household (
    no integer primary key,
    key text not null,
    place integer not null,
    members integer not null,
    made integer not null,
    first integer not null,
    rest blob
) strict;

-- Paras and mohallas as the list writes them.
create table para (
    no integer primary key,
    name text not null
) strict;

-- People in the order of the list. source: the list's own id, as a number where it is nothing but digits without a
-- leading zero. id: none where it is derived from source (most), else its 16 bytes. birth: first possible day since
-- 1970. birth_how: source × 8 + precision. para: number of one in para, or the text itself where a list has more of them
-- than are worth a table. groups: a bit for each group's number. card_status, card_day, card_dated: the portal's word on
-- her card (domain's CardWord), none where it says nothing; made has it already.
create table person (
    no integer primary key,
    source any,
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
    para any,
    mobile integer,
    last4 text,
    made integer not null,
    groups integer not null,
    card_status integer,
    card_day integer,
    card_dated integer
) strict;

-- From a person's id to person.no, a page of them a row. entries: the first 8 bytes of the id as a signed number and
-- person.no, 8 and 4 bytes, big-endian, in rising order. first: the first of these ids. All of one beginning stand in
-- one row.
create table person_id (
    first integer primary key,
    entries blob not null
) strict;

-- How many are listed and how many have a card, by area: the ground of the ledger. Its people have the numbers from
-- first_person to last_person (in a list that is sorted by place, no others have), and so have its households.
create table area_count (
    area integer primary key,
    block integer not null,
    listed integer not null,
    made integer not null,
    first_person integer not null,
    last_person integer not null,
    first_household integer not null,
    last_household integer not null
) strict;

-- The words of all names by their sounds (docs/SEARCH.md), in rising order, numbered from 0: for each how many sounds it
-- shares with the word before in the same part (0 for the first), how many more it has, those as a byte each, how many
-- people bear it, and of how many the father or husband does. Numbers as LEB128.
create table lexicon (
    part integer primary key,
    entries blob not null
) strict;

-- Lists of people: deltas of person.no as LEB128, the first from 0. key: kind × 2^56 + list × 2^24 + the first person of
-- the part. Kinds: 1 bears the word of this number, 2 father or husband bears it, 3 and 4 the same by how a word begins
-- (family of the first sound × 256 + that of the second + 1, or 0), 5 last four digits of Aadhaar.
create table posting (
    key integer primary key,
    entries blob not null
) strict;

-- From a mobile number to person.no, a page of them a row. entries: 5 and 4 bytes, big-endian, in rising order. first: the
-- first of these numbers. All of one number stand in one row.
create table mobile (
    first integer primary key,
    entries blob not null
) strict;

-- What is filtered by, 2 bytes a person, little-endian: year of birth since 1900 (7 bits, 127 unknown), sex (2 bits), the
-- card is made, somebody of the household has one.
create table trait (
    part integer primary key,
    entries blob not null
) strict;

-- Stretches of people of one place in the order of the list: place.no and how many, as LEB128.
create table place_run (
    part integer primary key,
    entries blob not null
) strict;
