-- Derived. basis: the outlets that a report rests on, nearest first; voice: whom its article credits
-- first, or its outlet. Both are filled when articles are read and linked again.
alter table report add column basis varchar[] default [];
alter table report_source add column voice varchar;
