package io.github.ddnsjava.coordination;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Who may write the rows of a group: the leader whose save names the same three values. Immutable.
 *
 * @param epoch rises when the engine of the leases has lost its data and counts its tokens from the start again
 * @param token the token of the leader's lease
 * @param owner the leader's process, because an engine that lost its data can give the same token to another process
 */
record Fence(long epoch, long token, String owner) {
    /** Reads the fence of a group, and locks it until the end of the transaction. */
    static Optional<Fence> of(Session session, String group) throws SQLException {
        return session
                .query(
                        "select epoch, token, owner from {p}fence where grp = ? for update",
                        row -> new Fence(row.getLong(1), row.getLong(2), row.getString(3)),
                        group)
                .stream()
                .findFirst();
    }

    /**
     * Sets the fence of a group to this leader, and returns it; empty if a higher token is known.
     *
     * @param anew whether to set it, in a new epoch, although a higher token is known
     */
    static Optional<Fence> raise(Session session, String group, long token, String owner, boolean anew)
            throws SQLException {
        Optional<Fence> there = of(session, group);
        if (there.isEmpty()) {
            session.update("insert into {p}fence (grp, epoch, token, owner) values (?, 1, ?, ?)", group, token, owner);
            return Optional.of(new Fence(1, token, owner));
        }
        Fence known = there.get();
        boolean higher = known.token() > token
                || known.token() == token && !known.owner().equals(owner);
        if (higher && !anew) {
            return Optional.empty();
        }
        Fence ours = new Fence(known.epoch() + (higher ? 1 : 0), token, owner);
        session.update(
                "update {p}fence set epoch = ?, token = ?, owner = ? where grp = ?",
                ours.epoch(),
                ours.token(),
                ours.owner(),
                group);
        return Optional.of(ours);
    }
}
