package io.github.ddnsjava.cluster;

/**
 * The right to do something alone for a time. It ends by itself if it is not renewed. A holder cannot see that: a process can
 * be stopped for longer than its lease. So it asks, before each thing that it does, whether enough time is left since its last
 * successful renewal; and whatever can, compares the {@linkplain #token token}. Thread-safe.
 */
public interface Lease {
    /**
     * Returns the fencing token: each lease of this name has a higher one than all before. A renewal keeps it. If the engine
     * has lost its data, it can begin again.
     */
    long token();

    /**
     * Makes the lease last its whole time from now on.
     *
     * @return false if it is lost: it has ended, or somebody else holds it. It cannot be renewed any more then
     * @throws io.github.ddnsjava.exception.DdnsException if it is not known whether it was renewed
     */
    boolean renew();

    /**
     * Gives the lease back, so that another node can take it at once. Does nothing if it is lost. What others hold stays as it
     * is, whatever happens.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if it was not given back; it ends by itself then
     */
    void release();
}
