package io.github.ddnsjava.coordination;

import java.io.IOException;

/** An engine that gives leases, as a server that can be restarted and that can lose its data. */
interface ScenarioEngine extends AutoCloseable {
    /** Returns its name for the table of figures. */
    String product();

    /** Returns the port of the loopback on which it listens, also after a restart. */
    int port();

    /** Returns its URL, as a node sees it at that place. */
    String url(String host, int port);

    /** Returns its URL on the loopback. */
    default String url() {
        return url("127.0.0.1", port());
    }

    /** Returns whether a state can be kept in it. */
    boolean keepsState();

    /** Stops it. */
    void stop() throws Exception;

    /** Starts it again with the data that it had. */
    void restart() throws Exception;

    /** Makes it forget all leases, as after a restore from an empty backup; a state that it keeps stays. */
    void loseLeases() throws Exception;

    @Override
    void close() throws IOException;
}
