-- camp.db, whole, as of version 1. Precious: facts, what is folded from them, drafts, sync state.

-- Small settings: the active roster and campaign pack, versions, the key's fingerprint.
create table meta (
    name text primary key,
    value any not null
) strict, without rowid;

-- What changes at every confirmation, in one row on one page: hybrid time, slip counter, the stream being written.
create table tick (
    one integer primary key check (one = 1),
    hlc integer not null,
    trusted_ms integer not null,
    slips integer not null,
    -- The phone's short number in the district, from enrolment; 0 before.
    phone integer not null,
    -- Counts writes that only take the log's first sync, after a checkpoint.
    logs integer not null
) strict;

-- Streams of facts. own = 1: drawn by this store. acked: all up to this number is held durably by the hub. unannounced: the
-- hub asked for the phone's signature under it.
create table stream (
    no integer primary key,
    id blob not null unique,
    own integer not null,
    acked integer not null default 0,
    unannounced integer not null default 0
) strict;

-- Facts as their authors wrote them. no: order of arrival here.
create table fact (
    no integer primary key,
    stream integer not null references stream (no),
    seq integer not null,
    subject blob not null,
    kind integer not null,
    area integer not null,
    header blob not null,
    body blob,
    body_hash blob not null,
    hash blob not null
) strict;
create unique index fact_id on fact (stream, seq);
create index fact_subject on fact (subject);

-- Another content under an id that is taken: kept, shown, never applied.
create table fork (
    no integer primary key,
    stream integer not null references stream (no),
    seq integer not null,
    header blob not null,
    body blob,
    body_hash blob not null,
    hash blob not null unique,
    seen_ms integer not null
) strict;

-- Facts that the hub would not take, with its reason; the others go on. released: it took them later.
create table refusal (
    stream integer not null references stream (no),
    seq integer not null,
    reason text not null,
    advice text,
    at_ms integer not null,
    released integer not null default 0,
    primary key (stream, seq)
) strict, without rowid;

-- A person of whom there are facts. listed: the roster's row as it was known here, so that a damaged or newer roster
-- takes nothing away; null for one who is on no list. call_how, call_day: how she was last called to the camp, and when; null
-- where never.
create table person (
    no integer primary key,
    id blob not null unique,
    area integer not null,
    listed blob,
    listed_made integer,
    class integer not null,
    name_key text,
    open_case integer not null default 0,
    reviews integer not null default 0,
    call_how integer,
    call_day integer
) strict;
create index person_class on person (area, listed_made, class);
create index person_name on person (name_key) where name_key is not null;

-- Merges of people that hold (docs/adr/0009-merging-people.md). fact: the fact's no. kept, other: as it says.
create table merged (
    fact integer primary key,
    kept blob not null,
    other blob not null
) strict;
create index merged_kept on merged (kept);
create index merged_other on merged (other);

-- Who is shown and counted under another id.
create table joined (
    person blob primary key,
    head blob not null
) strict, without rowid;
create index joined_head on joined (head);

-- Visits that stand, as the tally counts them. fact: the fact's no. outcomes: codes of the family and the Vay Vandana
-- card. groups: a bit for each group's number. age: in whole years on the day, null where unknown.
create table visit (
    fact integer primary key,
    person blob not null,
    camp integer,
    day integer not null,
    minute integer,
    area integer not null,
    author blob not null,
    family integer,
    vay_vandana integer,
    sex integer,
    age integer,
    groups integer not null,
    beside integer not null,
    phone integer,
    counter integer
) strict;
create index visit_day on visit (day, camp);

-- Aadhaar update cases. fact: no of the fact that opened it. due: the day to look again, or since it waits.
create table aadhaar_case (
    fact integer primary key,
    person blob not null,
    area integer not null,
    state integer not null,
    reason integer not null,
    since integer not null,
    due integer not null,
    open integer not null,
    birth integer
) strict;
create index aadhaar_case_due on aadhaar_case (open, due);

-- Ration-card cases.
create table ration_case (
    fact integer primary key,
    person blob not null,
    area integer not null,
    state integer not null,
    reason integer not null,
    since integer not null,
    open integer not null
) strict;

-- Review items that wait for a person.
create table review (
    id blob primary key,
    subject blob not null,
    kind integer not null,
    field integer not null,
    facts blob not null,
    open integer not null
) strict, without rowid;

-- Workers on this phone and those who are named in facts.
create table worker (
    id blob primary key,
    name text not null,
    cadre integer not null,
    areas blob not null
) strict, without rowid;

-- PINs of workers on this phone; they never leave it. record: CBOR of the hash, its salt and what it cost. failed, wait_ms: wrong
-- tries since the last right one and what is left to wait, for the PIN and for the supervisor's code. up_ms: how long the
-- device was up when that was written. challenge, open_ms: what the supervisor is asked, and how long it stays open.
create table pin (
    worker blob primary key,
    record blob not null,
    failed integer not null,
    wait_ms integer not null,
    code_failed integer not null,
    code_wait_ms integer not null,
    up_ms integer not null,
    challenge text,
    open_ms integer not null
) strict, without rowid;

-- Registrations that are not confirmed yet: JSON of registration::Draft.
create table draft (
    no integer primary key,
    body text not null,
    saved_ms integer not null
) strict;

-- Campaign packs as they came.
create table campaign (
    id text primary key,
    version integer not null,
    json text not null
) strict, without rowid;

-- Who this phone is in the district. sign, seal: its secret keys, drawn when it first asked to be enrolled. asked: the
-- request that waits for its answer. held: what the hub answered, and where it is; null before.
create table enrolment (
    one integer primary key check (one = 1),
    sign blob not null,
    seal blob not null,
    asked blob,
    held blob
) strict;

-- How far sync is, in one row. cursor: all of the areas that are filled is here up to it, in this epoch of the hub. ahead:
-- some of what lies past the cursor may be here, up to it.
-- counter: of requests. heard_ms: the hub's clock at its latest answer. failures, next_ms: when to try again.
create table sync_state (
    one integer primary key check (one = 1),
    epoch integer not null,
    cursor integer not null,
    ahead integer not null,
    counter integer not null,
    failures integer not null,
    next_ms integer not null,
    most_up integer not null,
    synced_ms integer not null,
    heard_ms integer not null,
    revoked integer not null,
    packs blob,
    campaign blob
) strict;

-- Areas of which there are facts that count, or that the phone was granted. after: filled up to there, until whole = 1: it
-- comes with the cursor. own: own facts are wanted too. healed: filled anew because it differed, and not equal since.
-- sum: of the facts that the hub has numbered (docs/PROTOCOL.md, Digests).
create table sync_area (
    area integer primary key,
    granted integer not null,
    after integer not null,
    whole integer not null,
    own integer not null,
    healed integer not null,
    sum blob not null
) strict;

-- Requests whose answer may still come. way: 0 network, 1 courier, 2 campaign pack. asked: what it asked.
create table sync_open (
    counter integer primary key,
    hash blob not null,
    way integer not null,
    made_ms integer not null,
    asked blob not null
) strict;

-- Facts of others that came by another way than from the hub: they do not count in the sums before it sends them too.
create table carried (
    stream integer not null references stream (no),
    seq integer not null,
    primary key (stream, seq)
) strict, without rowid;
