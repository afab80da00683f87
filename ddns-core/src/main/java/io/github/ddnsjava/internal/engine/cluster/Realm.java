package io.github.ddnsjava.internal.engine.cluster;

/**
 * What leading a group means for the rest of the engine. {@link #lead} waits for the store, and {@link #prepare} takes
 * its time. The others run in the round that renews leases, and return soon. Implementations are thread-safe.
 */
public interface Realm {
    /**
     * Makes the store accept this leader of a group.
     *
     * @param anew whether to lead although the store knows a higher token
     * @return false if the store knows a higher token
     */
    boolean lead(int group, long token, boolean anew);

    /** This node leads the group: its records are kept from now on, beginning with a look at what is published. */
    void gained(int group);

    /** This node does not lead the group any more: nothing is begun for its records. */
    void lost(int group);

    /** Nothing of the group is under way any more, or its lease is over: what became of its records is saved by another node. */
    void left(int group);

    /** Looks once more at what is published: the former leader may have been stopped in the middle of a write. */
    void verify(int group);

    /** Returns what the others see of the lease of a group: how many groups there are, and a digest of its records. */
    String note(int group);

    /**
     * Prepares what can be prepared, because this node may lead soon. No detector and no provider is asked. One
     * connection is tried, to a port of this machine where nobody listens. It may take a second.
     */
    void prepare();

    /** Returns whether this node can do its work: it has a network, and its detectors answer. */
    boolean isWell();
}
