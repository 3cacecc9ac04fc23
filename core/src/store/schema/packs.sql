-- packs.db, whole, as of version 1. Replaceable: the district can send it again. The roster packs of this phone, whole ones
-- and such as are still being fetched.

-- bytes: how much is here. whole: all of it, and verified.
create table pack (
    address blob primary key,
    bytes integer not null,
    whole integer not null
) strict;

-- Their bytes: at, from the beginning of the pack.
create table part (
    address blob not null,
    at integer not null,
    bytes blob not null,
    primary key (address, at)
) strict;
