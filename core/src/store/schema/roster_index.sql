-- Built after the rows, in one pass each.
create index person_household on person (household);
create unique index household_key on household (key);
create unique index word_word on word (word);
