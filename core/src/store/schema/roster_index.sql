-- Built after the rows, in one pass each.
create unique index household_key on household (key);
create unique index word_word on word (word);
