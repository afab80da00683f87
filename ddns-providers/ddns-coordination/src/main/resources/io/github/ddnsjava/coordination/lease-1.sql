-- {p} is the prefix of the tables; {options} is empty, and for MariaDB
--   engine=InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin
create table if not exists {p}schema (
  part varchar(20) not null primary key,
  version integer not null
){options};
-- One row for each name. It stays when the lease has ended, so that its token never goes down.
create table if not exists {p}lease (
  name varchar(60) not null primary key,
  node varchar(100) not null,
  process varchar(40),
  note varchar(100) not null,
  until_ms bigint not null,
  token bigint not null
){options};
