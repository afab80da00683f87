package io.github.ddnsjava.coordination;

import io.github.ddnsjava.exception.ConfigurationException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the SQL of databases differs. All times are milliseconds since 1970 by the database's clock, because the time zone of
 * a session is the client's choice.
 */
enum Dialect {
    /** PostgreSQL 9.6 and later. Its {@code now()} would be the begin of the transaction. */
    POSTGRESQL("PostgreSQL", "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)", "text", "") {
        @Override
        String upsert(String table, List<String> columns, int rows) {
            return insert(table, columns, rows) + " on conflict (" + columns.get(0) + ") do update set "
                    + sets(columns, "excluded.%s");
        }

        @Override
        String limitsIdleTransaction(int seconds) {
            return "set local idle_in_transaction_session_timeout = " + seconds * 1000; // until the transaction ends
        }
    },
    /** MariaDB 10.3 and later. By most of its collations, texts would ignore case, and by all but "nopad" spaces at the end. */
    MARIADB(
            "MariaDB",
            "(timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(6)) div 1000)",
            "mediumtext",
            " engine=InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin") {
        @Override
        String upsert(String table, List<String> columns, int rows) {
            return insert(table, columns, rows) + " on duplicate key update " + sets(columns, "values(%s)");
        }

        @Override
        String limitsIdleTransaction(int seconds) {
            return "set @ddns_idle = @@session.idle_transaction_timeout, @@session.idle_transaction_timeout = "
                    + seconds;
        }

        @Override
        String restoresIdleTransaction() {
            return "set @@session.idle_transaction_timeout = @ddns_idle";
        }
    },
    /** H2 2.0 and later. */
    H2("H2", "cast(extract(epoch from current_timestamp) * 1000 as bigint)", "varchar(1000000)", "") {
        @Override
        String upsert(String table, List<String> columns, int rows) {
            return insert(table, columns, rows)
                    .replace("insert into " + table, "merge into " + table)
                    .replace(") values", ") key (" + columns.get(0) + ") values");
        }
    };

    private final String product;
    private final String now;
    private final String text;
    private final String tableOptions;

    Dialect(String product, String now, String text, String tableOptions) {
        this.product = product;
        this.now = now;
        this.text = text;
        this.tableOptions = tableOptions;
    }

    /**
     * Returns the dialect of a database.
     *
     * @param product the name that its driver gives it
     * @throws ConfigurationException if there is none
     */
    static Dialect of(String product) {
        return Arrays.stream(values())
                .filter(one -> one.product.equals(product))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "",
                        "the database is " + LeaseRules.shown(product) + ", for which there is no support",
                        "one of "
                                + Arrays.stream(values())
                                        .map(one -> one.product)
                                        .collect(Collectors.joining(", "))));
    }

    /** Returns the statement with what is this dialect's own. */
    String complete(String sql, String prefix) {
        return sql.replace("{p}", prefix)
                .replace("{now}", now)
                .replace("{text}", text)
                .replace("{options}", tableOptions);
    }

    /** Returns a statement that inserts so many rows, or changes those with the same first column. */
    abstract String upsert(String table, List<String> columns, int rows);

    /**
     * Returns a statement by which the server ends a transaction whose client sends nothing for that time; empty if there is
     * none.
     */
    String limitsIdleTransaction(int seconds) {
        return "";
    }

    /** Returns the statement that undoes that after the transaction; empty if nothing is to undo. */
    String restoresIdleTransaction() {
        return "";
    }

    private static String insert(String table, List<String> columns, int rows) {
        String marks = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        return "insert into " + table + " (" + String.join(", ", columns) + ") values "
                + String.join(", ", Collections.nCopies(rows, marks));
    }

    private static String sets(List<String> columns, String value) {
        return columns.stream()
                .skip(1)
                .map(column -> column + " = " + value.formatted(column))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return product;
    }
}
