package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.publish.DnsProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One lane for each account, made when first used. Thread-safe. */
public final class Lanes {
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Run run;

    public Lanes(Run run) {
        this.run = run;
    }

    /** Runs a task after the calls that an account has begun; at once if it has no lane. */
    public void afterCalls(String account, Runnable task) {
        Lane lane = lanes.get(account);
        if (lane == null) {
            task.run();
        } else {
            lane.afterCalls(task);
        }
    }

    /** Forgets the lanes of all other accounts, with the sessions that they hold. */
    public void keepOnly(Set<String> accounts) {
        lanes.keySet().retainAll(accounts);
    }

    public Lane of(DnsProvider provider) {
        String account = provider.account();
        Lane known = lanes.get(account);
        if (known != null) {
            return known;
        }
        // Not computed within the map, whose own lock would be held while others are asked.
        Lane made = new Lane(account, new Gate(account, provider.abilities(), run), run);
        Lane other = lanes.putIfAbsent(account, made);
        return other != null ? other : made;
    }
}
