-- {p} is the prefix of the tables; {options} is empty, and for MariaDB
--   engine=InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin
-- {text} is text; for MariaDB mediumtext, for H2 varchar(1000000)
create table if not exists {p}schema (
  part varchar(20) not null primary key,
  version integer not null
){options};
-- Who may write the rows of a group: the owner of the highest token of the highest epoch.
create table if not exists {p}fence (
  grp varchar(100) not null primary key,
  epoch bigint not null,
  token bigint not null,
  owner varchar(40) not null
){options};
-- One row for each record (its group in grp) and for each account (grp is empty).
create table if not exists {p}row (
  id varchar(600) not null primary key,
  grp varchar(100) not null,
  content {text} not null
){options};
