-- Built after the rows, in one pass.
create unique index household_key on household (key);
