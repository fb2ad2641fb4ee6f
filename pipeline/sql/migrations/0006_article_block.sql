-- derived: lines of an article's text that are in another language than the rest

create table article_block (
    article_id varchar not null, char_start integer not null,
    char_end integer not null check (char_end > char_start), lang varchar not null);
