package io.github.ddnsjava.coordination;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection that is in use, with statements in which {@code {p}} is the prefix of tables and {@code {now}} the database's
 * clock. Not thread-safe.
 *
 * @param connection the connection
 * @param dialect the dialect of its database
 * @param prefix the prefix of the tables
 * @param seconds how long one statement may take
 */
record Session(Connection connection, Dialect dialect, String prefix, int seconds) {
    /** Rows in a statement: enough for few statements. A row has about a kilobyte. */
    private static final int ROWS = 100;
    /** Characters in a statement, unless one row has more: a server of MariaDB may accept a megabyte only. */
    private static final int CHARACTERS = 200_000;

    /** Reads one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Makes a change, and returns how many rows it concerned. */
    int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** Inserts rows, or changes those with the same first column. The first column of each given row must be unique. */
    void upsert(String table, List<String> columns, List<List<Object>> rows) throws SQLException {
        // Not by a batch, which drivers send row by row unless the owner of the pool sets an option of theirs.
        int from = 0;
        while (from < rows.size()) {
            int to = from + 1;
            long characters = characters(rows.get(from));
            while (to < rows.size() && to - from < ROWS && characters + characters(rows.get(to)) <= CHARACTERS) {
                characters += characters(rows.get(to));
                to++;
            }
            List<List<Object>> part = rows.subList(from, to);
            update(
                    dialect.upsert(table, columns, part.size()),
                    part.stream().flatMap(List::stream).toArray());
            from = to;
        }
    }

    private static long characters(List<Object> row) {
        return row.stream().mapToLong(value -> value.toString().length()).sum();
    }

    /** Reads all rows. */
    <T> List<T> query(String sql, Row<T> row, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet found = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (found.next()) {
                all.add(row.read(found));
            }
            return all;
        }
    }

    /** Runs a statement that has no values and no result; an empty one is none. */
    void run(String sql) throws SQLException {
        if (!sql.isEmpty()) {
            define(List.of(sql));
        }
    }

    /** Runs statements that define tables, one after the other. */
    void define(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(seconds);
            for (String sql : statements) {
                statement.execute(dialect.complete(sql, prefix));
            }
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(dialect.complete(sql, prefix));
        try {
            statement.setQueryTimeout(seconds);
            set(statement, values);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
