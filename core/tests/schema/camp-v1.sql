-- camp.db of version 1 as it was released, with rows: frozen, never to be edited once a later version is out. Tests bring
-- it up to date and compare it with a new file.

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

create table merged (
    fact integer primary key,
    kept blob not null,
    other blob not null
) strict;
create index merged_kept on merged (kept);
create index merged_other on merged (other);

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

-- How far sync is, in one row. cursor: all of the areas that are filled is here up to it, in this epoch of the hub.
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

insert into stream values (1, x'516ace348639b596bdc22d3df08c0264', 1, 4, 0);
insert into fact values (1, 1, 1, x'01a1fb671800794d8e3954b430ae6262', 11, 100, x'aa008250516ace348639b596bdc22d3df08c026401011b01a1fb6718000000025001a1fb671800794d8e3954b430ae6262035001a1fb671800794d8e3954b430ae62620419512a0519014a061864070b085001a1fb671800794d8e3954b430ae62620980', x'a3006c4275646877617261204261690101028218641865', x'948ec8402672a9979ba26797def1f268599668025179b8898b6dd14ca18bde69', x'1ca4478811593b88fea7f1f18754d738a3314eff99f539feddb5175de73fa171');
insert into fact values (2, 1, 2, x'9ce128b036e7581b98a14fbcd8e0062c', 1, 101, x'aa008250516ace348639b596bdc22d3df08c026402011b01a1fb67180000010250090909090909090909090909090909090350090909090909090909090909090909090419512a0519014a061865070108509ce128b036e7581b98a14fbcd8e0062c0980', x'a302800381a20001010208a200000101', x'1f3ba8154080676ca0cec6f537acbdb12aeb6fc1cdfdc40fce5ab30609e9a379', x'c981c1da9c3d4ac2c006d5207959ea7d9ad5b899a7aade2f0b499f5f2f43aa8d');
insert into fact values (3, 1, 3, x'c19b1827c0f6562299223213a96fc3b7', 1, 103, x'aa008250516ace348639b596bdc22d3df08c026403011b01a1fb67180000020250090909090909090909090909090909090350090909090909090909090909090909090419512a0519014a06186707010850c19b1827c0f6562299223213a96fc3b70980', x'a402800381a20001010604a1000108a200000102', x'c32c496064698c440cc49ed7b73603f340f5ebe1b19ce19a6b67260791be2ac9', x'5a011293927fa48e6246397de9b18c1bc5b2a752120f5ac422ef918330dea57b');
insert into fact values (4, 1, 4, x'5638e2c9117750dabecceffaf1ca8231', 3, 100, x'aa008250516ace348639b596bdc22d3df08c026404011b01a1fb67180000030250090909090909090909090909090909090350090909090909090909090909090909090419512a0519014a061864070308505638e2c9117750dabecceffaf1ca82310980', x'a301725068756c626173616e204e6973686164203507186408684261726164776172', x'da98daa26fcc26f114614a6927b05d4be4aee2099aa922d0bb7b22b921eceeeb', x'fce5bdbb429ff1d06f7e56f435e5a2a26eb4d2469dba5d9e902bf869cf09c796');
insert into fact values (5, 1, 5, x'5638e2c9117750dabecceffaf1ca8231', 1, 100, x'aa008250516ace348639b596bdc22d3df08c026405011b01a1fb67180000040250090909090909090909090909090909090350090909090909090909090909090909090419512a0519014a061864070108505638e2c9117750dabecceffaf1ca823109818250516ace348639b596bdc22d3df08c026404', x'a302800381a20001010208a200000103', x'07a50d17cd7f9d08ce627d91c77935bf3f4bc966bd3523bd770ab2cf68f94dea', x'8a250809a9c167c1d4dd0a787e97df594baede7f93047218845145c3c2067337');
insert into fact values (6, 1, 6, x'277342e989f8568a8e45f02b8606ab04', 1, 101, x'aa008250516ace348639b596bdc22d3df08c026406011b01a1fb67180000050250090909090909090909090909090909090350090909090909090909090909090909090419512a0519014a06186507010850277342e989f8568a8e45f02b8606ab040980', x'a402800381a20001010604a1000108a200000104', x'c5888a908658da83614fde6dda634d204b67c0e586e8c1e38fb26276a42d2e96', x'1e2e4d8a450642ec19a086e91ebca05c23c0b664ec0b8ced70cd155a972965c6');
insert into fact values (7, 1, 7, x'277342e989f8568a8e45f02b8606ab04', 6, 101, x'aa008250516ace348639b596bdc22d3df08c026407011b01a1fb67180000060250090909090909090909090909090909090350090909090909090909090909090909090419512a0519014a06186507060850277342e989f8568a8e45f02b8606ab0409818250516ace348639b596bdc22d3df08c026406', x'a2008250516ace348639b596bdc22d3df08c0264060102', x'e15744a6ff069b1d09e8306f806028a3c80b4182b340be011e1108c9b6910de8', x'18322e5390f09d6eade45b8d3461d3fa751abf6386f04af16ecad4205de3d4de');
insert into meta values ('campaign', 'sakti');
insert into meta values ('fold_version', 2);
insert into tick values (1, 117651485491200006, 1793491200000, 4, 0, 1);
insert into fork values (1, 1, 1, x'aa008250516ace348639b596bdc22d3df08c026403011b01a1fb67180000020250090909090909090909090909090909090350090909090909090909090909090909090419512a0519014a06186707010850c19b1827c0f6562299223213a96fc3b70980', x'a402800381a20001010604a1000108a200000102', x'c32c496064698c440cc49ed7b73603f340f5ebe1b19ce19a6b67260791be2ac9', x'5a011293927fa48e6246397de9b18c1bc5b2a752120f5ac422ef918330dea57b', 9);
insert into refusal values (1, 2, 'OTHER', null, 7, 0);
insert into person values (1, x'9ce128b036e7581b98a14fbcd8e0062c', 101, x'b000509ce128b036e7581b98a14fbcd8e0062c01625331026c523a32323030303030303030037825e0a4abe0a582e0a4b2e0a4ace0a4bee0a4b8e0a4a820e0a4a8e0a4bfe0a4b7e0a4bee0a4a604725068756c626173616e204e69736861642031056852616d64756c617208a300190ec0010102030918650a6842617261647761720b190d480c6553616b74690d6842617261647761720f1b0000000248dbd0e110643132333411f41202', 0, 2, null, 0, 0, null, null);
insert into person values (2, x'c19b1827c0f6562299223213a96fc3b7', 103, x'b00050c19b1827c0f6562299223213a96fc3b701625333026c523a32323030303030303030037825e0a4abe0a582e0a4b2e0a4ace0a4bee0a4b8e0a4a820e0a4a8e0a4bfe0a4b7e0a4bee0a4a604725068756c626173616e204e69736861642033056852616d64756c617208a300190ec0010102030918670a6842617261647761720b190d480c6553616b74690d6842617261647761720f1b0000000248dbd0e310643132333411f41202', 0, 2, null, 1, 0, null, null);
insert into person values (3, x'5638e2c9117750dabecceffaf1ca8231', 100, null, null, 5, ' U6?V1Y1R R4Z1P', 0, 0, null, null);
insert into person values (4, x'277342e989f8568a8e45f02b8606ab04', 101, x'b00050277342e989f8568a8e45f02b8606ab0401625336026c523a32323030303030303031037825e0a4abe0a582e0a4b2e0a4ace0a4bee0a4b8e0a4a820e0a4a8e0a4bfe0a4b7e0a4bee0a4a604725068756c626173616e204e69736861642036056852616d64756c617208a300190ec0010102030918650a6842617261647761720b190d480c6553616b74690d6842617261647761720f1b0000000248dbd0e610643132333411f41202', 0, 2, null, 1, 0, null, null);
insert into visit values (2, x'9ce128b036e7581b98a14fbcd8e0062c', null, 20778, 330, 101, x'09090909090909090909090909090909', 2, null, null, 46, 2, 0, 0, 1);
insert into visit values (3, x'c19b1827c0f6562299223213a96fc3b7', null, 20778, 330, 103, x'09090909090909090909090909090909', 6, null, null, 46, 2, 0, 0, 2);
insert into visit values (5, x'5638e2c9117750dabecceffaf1ca8231', null, 20778, 330, 100, x'09090909090909090909090909090909', 2, null, null, null, 0, 1, 0, 3);
insert into visit values (6, x'277342e989f8568a8e45f02b8606ab04', null, 20778, 330, 101, x'09090909090909090909090909090909', 6, null, null, 46, 2, 0, 0, 4);
insert into aadhaar_case values (3, x'c19b1827c0f6562299223213a96fc3b7', 103, 1, 1, 20778, 20778, 1, 3776);
insert into aadhaar_case values (6, x'277342e989f8568a8e45f02b8606ab04', 101, 2, 1, 20778, 20778, 1, 3776);
insert into ration_case values (99, x'00112233445566778899aabbccddeeff', 100, 1, 1, 20600, 1);
insert into review values (x'00112233445566778899aabbccddeeff', x'00112233445566778899aabbccddeeff', 1, 2, x'80', 1);
insert into worker values (x'01a1fb671800794d8e3954b430ae6262', 'Budhwara Bai', 1, x'8218641865');
insert into pin values (x'01a1fb671800794d8e3954b430ae6262', x'a0', 6, 60000, 0, 0, 5, null, 0);
insert into draft values (1, '{"draft": 1}', 5);
insert into campaign values ('sakti', 1, '{}');

pragma user_version = 1;
insert into enrolment values (1, x'0102', x'0304', null, x'05');
insert into sync_state values (1, 7, 8, 8, 9, 0, 0, 65536, 5, 6, 0, null, null);
insert into sync_area values (100, 1, 0, 1, 0, 0, x'000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
insert into sync_open values (9, x'0a', 0, 5, x'80');
insert into carried values (1, 99);
