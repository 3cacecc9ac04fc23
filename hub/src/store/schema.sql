-- The hub's database, whole, as of version 1: one text for SQLite and PostgreSQL (bytea is blob in SQLite). Every key begins
-- with the district, and no sequence or lock spans two of them. A table that ends in "by its key" is kept in the order of its
-- primary key in SQLite. An index is here with the statement that reads by it: each costs every fact that comes.

-- number: the district's own count of facts; whoever takes the next one holds this row until it is durable, so that no
-- reader sees a later one before. epoch: see docs/PROTOCOL.md. phones: the last short number given to a phone. Keys: Ed25519 and X25519 of the hub, and the district's recovery key, if drawn.
create table district (
    district bigint not null,
    epoch bigint not null,
    number bigint not null,
    phones bigint not null,
    sign bytea not null,
    seal bytea not null,
    recovery bytea,
    primary key (district)
);

-- The count at which each epoch but the first began: what a phone of an earlier one has seen beyond it may be lost.
create table epoch (
    district bigint not null,
    epoch bigint not null,
    restored bigint not null,
    primary key (district, epoch)
);

-- The campaign pack that phones get.
create table campaign (
    district bigint not null,
    version bigint not null,
    json text not null,
    primary key (district)
);

-- One-time codes by the hash of their signs; grant: CBOR of what the phone will be granted; device: who used it.
create table code (
    district bigint not null,
    hash bytea not null,
    granted bytea not null,
    expires_ms bigint not null,
    device bytea,
    primary key (district, hash)
);

-- Phones. no: the short number on slips. counter: greatest seen of its requests. granted: CBOR of its grant.
create table device (
    district bigint not null,
    device bytea not null,
    no bigint not null,
    sign bytea not null,
    seal bytea not null,
    counter bigint not null,
    granted bytea not null,
    app text not null,
    enrolled_ms bigint not null,
    seen_ms bigint not null,
    revoked_ms bigint,
    primary key (district, device)
);

-- Streams of facts. upto: all up to this number are held, applied or in quarantine. announced: the phone's signature.
create table stream (
    district bigint not null,
    stream bytea not null,
    device bytea not null,
    upto bigint not null,
    announced bytea not null,
    primary key (district, stream)
); -- by its key
create index stream_device on stream (district, device);

-- Facts that were applied. number: the district's count. released: it was in quarantine before, so that its own phone is
-- told. flag: number of the review kind under which it is shown, from arrival.
create table fact (
    district bigint not null,
    stream bytea not null,
    seq bigint not null,
    number bigint not null,
    area bigint not null,
    subject bytea not null,
    kind bigint not null,
    device bytea not null,
    header bytea not null,
    body bytea,
    body_hash bytea not null,
    hash bytea not null,
    released bigint not null,
    flag bigint,
    primary key (district, stream, seq)
);
create unique index fact_number on fact (district, number);
create index fact_area on fact (district, area, number);
create index fact_subject on fact (district, subject, number);

-- Facts that are kept aside: never applied, never sent on. header is missing where it was too big to travel. Several
-- contents may come under one id.
create table quarantine (
    district bigint not null,
    stream bytea not null,
    seq bigint not null,
    hash bytea not null,
    device bytea not null,
    reason bigint not null,
    header bytea,
    body bytea,
    body_hash bytea,
    bytes bigint not null,
    at_ms bigint not null,
    primary key (district, stream, seq, hash)
);

-- The streams to which the hub writes facts of its own, a new one in each epoch, so that a hub that comes back from a backup
-- uses no number twice. seq: the last number. time: the hybrid time of the last fact.
create table hub_stream (
    district bigint not null,
    epoch bigint not null,
    stream bytea not null,
    seq bigint not null,
    time bigint not null,
    primary key (district, epoch)
);

-- Requests that brought facts, as they were signed: what a lost phone wrote can be proved.
create table brought (
    district bigint not null,
    device bytea not null,
    counter bigint not null,
    hash bytea not null,
    request bytea not null,
    at_ms bigint not null,
    primary key (district, device, counter, hash)
);

-- Sums of each area's facts (domain's SetSum), for digests.
create table area_sum (
    district bigint not null,
    area bigint not null,
    sum bytea not null,
    primary key (district, area)
);

-- Workers by what WorkerAdded facts and grants say.
create table worker (
    district bigint not null,
    worker bytea not null,
    name text not null,
    cadre bigint not null,
    primary key (district, worker)
); -- by its key

-- Folded from facts: a person of whom there are any. listed_made: the list's word, null for who is on no list.
create table person (
    district bigint not null,
    person bytea not null,
    area bigint not null,
    listed_made bigint,
    class bigint not null,
    open_case bigint not null,
    primary key (district, person)
); -- by its key

-- Merges of people that hold (docs/adr/0009-merging-people.md): the fact that says so, whom it keeps, and the other.
create table merged (
    district bigint not null,
    stream bytea not null,
    seq bigint not null,
    kept bytea not null,
    other bytea not null,
    primary key (district, stream, seq)
);
create index merged_kept on merged (district, kept);
create index merged_other on merged (district, other);

-- Who is shown and counted under another id.
create table joined (
    district bigint not null,
    person bytea not null,
    head bytea not null,
    primary key (district, person)
);
create index joined_head on joined (district, head);

-- Folded: visits that stand, as the day's tally counts them.
create table visit (
    district bigint not null,
    stream bytea not null,
    seq bigint not null,
    person bytea not null,
    camp bigint,
    day bigint not null,
    area bigint not null,
    family bigint,
    vay_vandana bigint,
    primary key (district, person, stream, seq)
); -- by its key

-- Folded: Aadhaar update cases.
create table aadhaar_case (
    district bigint not null,
    stream bytea not null,
    seq bigint not null,
    person bytea not null,
    area bigint not null,
    state bigint not null,
    reason bigint not null,
    since bigint not null,
    due bigint not null,
    open bigint not null,
    primary key (district, person, stream, seq)
); -- by its key

-- Review items: folded, and noted on arrival (noted = 1). facts: CBOR of their ids.
create table review (
    district bigint not null,
    id bytea not null,
    subject bytea not null,
    kind bigint not null,
    field bigint not null,
    facts bytea not null,
    open bigint not null,
    noted bigint not null,
    primary key (district, id)
);
create index review_subject on review (district, subject);

-- The district's list: its people in its order. row: CBOR (hub/src/roster/row.rs), with the list's own word on the card.
-- made: the card is made, by the portal's word (card), else by the list's; card_ms: since when by the portal's.
create table listed (
    district bigint not null,
    no bigint not null,
    person bytea not null,
    area bigint not null,
    made bigint not null,
    card_ms bigint,
    place bigint not null,
    row bytea not null,
    primary key (district, no)
);
create unique index listed_person on listed (district, person);
create index listed_area on listed (district, area, no);

-- By what likely duplicates are found (hub/src/likely): what is heard of a name, or that and the last 4. listed: of the list,
-- else of someone who was added. sex, year of birth: 0 where it is not known.
create table likely_key (
    district bigint not null,
    key bytea not null,
    area bigint not null,
    person bytea not null,
    listed bigint not null,
    sex bigint not null,
    year bigint not null,
    primary key (district, key, area, person)
); -- by its key

-- Villages and wards of the list. row: CBOR of the pack format's place.
create table place (
    district bigint not null,
    no bigint not null,
    area bigint not null,
    block bigint not null,
    block_name text not null,
    row bytea not null,
    primary key (district, no)
);

-- The portal's word on people's family cards, from files (hub/src/cards). status: number of the code. day: on which the card
-- was made, days since 1970; dated: of which the file is; ms: the time of the word, with which facts are compared.
create table card (
    district bigint not null,
    person bytea not null,
    status bigint not null,
    day bigint,
    dated bigint not null,
    made bigint not null,
    ms bigint not null,
    primary key (district, person)
);

-- Rows of the portal's files of whom it is not known who they are. key: hash of what identifies the row. reason: number of the
-- code. row: CBOR. decided: who it is, of no bytes where it is nobody of the list; null while nobody decided.
create table card_left (
    district bigint not null,
    key bytea not null,
    reason bigint not null,
    dated bigint not null,
    row bytea not null,
    decided bytea,
    primary key (district, key)
);

-- Packs by their addresses. kind: 1 of people, 2 of the portal's word on cards. area: the only one that it has, null for the
-- whole block. depth: 0 minimal, 1 full.
create table pack (
    district bigint not null,
    address bytea not null,
    block bigint not null,
    block_name text not null,
    area bigint,
    depth bigint not null,
    kind bigint not null,
    number bigint not null,
    people bigint not null,
    bytes bigint not null,
    primary key (district, address)
);

-- Their bytes: at, from the beginning of the pack.
create table pack_part (
    district bigint not null,
    address bytea not null,
    at bigint not null,
    bytes bytea not null,
    primary key (district, address, at)
);
