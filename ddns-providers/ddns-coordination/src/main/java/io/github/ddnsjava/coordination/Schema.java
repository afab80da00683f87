package io.github.ddnsjava.coordination;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The tables of one part, with a version: {@code lease} or {@code state}. They are made when they are missing. The statements
 * are resources beside this class, one file for each part and version. Immutable and thread-safe.
 *
 * @param part the name of the part
 * @param version the version that this library reads and writes
 */
record Schema(String part, int version) {
    private static final int TRIES = 5;

    /** Leases. */
    static final Schema LEASE = new Schema("lease", 1);

    /** Rows of records and accounts, and who may write them. */
    static final Schema STATE = new Schema("state", 1);

    /**
     * Makes the tables if they are missing.
     *
     * @param session a connection that commits each statement
     * @param dropped whether a table was found missing, although the version may be noted
     * @throws ConfigurationException if another version has made them, or they can't be made for want of rights
     */
    void ensure(Session session, boolean dropped) throws SQLException {
        try {
            if (found(session) && !dropped) {
                return;
            }
        } catch (SQLException e) {
            if (!isMissingTable(e) && !isLocked(e)) {
                throw e;
            }
        }
        SQLException last = null;
        for (int tried = 0; tried < TRIES; tried++) {
            try {
                session.define(statements());
                session.update("insert into {p}schema (part, version) values (?, ?)", part, version);
                return;
            } catch (SQLException e) {
                // Another node makes them at the same moment, and databases refuse that in several ways.
                if (isFoundAfter(e, session)) {
                    return;
                }
                last = e;
            }
        }
        throw Objects.requireNonNull(last);
    }

    private boolean isFoundAfter(SQLException failed, Session session) {
        try {
            return found(session);
        } catch (SQLException e) {
            failed.addSuppressed(e);
            return false;
        }
    }

    private boolean found(Session session) throws SQLException {
        List<Integer> versions =
                session.query("select version from {p}schema where part = ?", row -> row.getInt(1), part);
        for (int there : versions) {
            if (there != version) {
                throw new ConfigurationException(
                        "",
                        "the tables " + session.prefix() + part + "… have version " + there
                                + ", and this library reads version "
                                + version
                                + (there > version
                                        ? "; a newer release has made them: use that, or another prefix"
                                        : "; use another prefix"),
                        "");
            }
        }
        return !versions.isEmpty();
    }

    /** Returns whether a table is missing: SQLSTATE 42P01 of PostgreSQL; 42S02 and its neighbours elsewhere. */
    static boolean isMissingTable(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        return state.equals("42P01") || state.startsWith("42S0");
    }

    /**
     * Returns whether the statement was given up because it waited for too long for somebody else's lock, which one who makes
     * the same tables has too: HYT00 of H2, 55P03 of PostgreSQL, and the error 1205 of MariaDB, which has no SQLSTATE of its own.
     */
    static boolean isLocked(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        return state.equals("HYT00") || state.equals("55P03") || state.equals("HY000") && e.getErrorCode() == 1205;
    }

    private List<String> statements() {
        String file = part + "-" + version + ".sql";
        try (InputStream in = Schema.class.getResourceAsStream(file)) {
            String sql = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.US_ASCII);
            return Arrays.stream(sql.replaceAll("(?m)^--.*$", "").split(";", -1))
                    .filter(statement -> !statement.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
