package io.github.ddnsjava.internal.engine.account;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Says whether this node may send something for groups of records now. Implementations are thread-safe, and never block. */
public interface Mandate {
    /** Of an updater that shares its records with nobody, and of a plan or a check, which writes nothing. */
    Mandate UNLIMITED = new Mandate() {
        @Override
        public Optional<String> refusal(Set<Integer> groups) {
            return Optional.empty();
        }

        @Override
        public Instant latest(Set<Integer> groups, Instant deadline) {
            return deadline;
        }

        @Override
        public void begins(Set<Integer> groups) {}

        @Override
        public void ended(Set<Integer> groups) {}

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public boolean saves(int group) {
            return true;
        }

        @Override
        public void refused(int group) {}
    };

    /** Returns why no exchange may begin for records of these groups; empty if one may. */
    Optional<String> refusal(Set<Integer> groups);

    /** Returns until when an exchange for these groups has to have ended that begins now: at that deadline at the latest. */
    Instant latest(Set<Integer> groups, Instant deadline);

    /** A call to a provider begins, for these groups. */
    void begins(Set<Integer> groups);

    /** That call has ended, and what it came to is remembered. */
    void ended(Set<Integer> groups);

    /** Returns whether other nodes write the same records when they lead them. */
    boolean isShared();

    /** Returns whether this node saves what becomes of the records of a group. */
    boolean saves(int group);

    /** The state has refused rows of a group from this node, because it knows another leader. */
    void refused(int group);
}
