package io.github.ddnsjava.examples.agent.http;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slows the answers to wrong tokens, by the address that they come from: ten a minute are free, and each further one waits
 * twice as long as the one before. Whoever shows a right token is not asked here. Thread-safe.
 */
final class Throttle {
    private static final int FREE = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofSeconds(16);
    private static final int MOST_ADDRESSES = 4096;
    /** An IPv6 network of one customer: whoever has one address of it has all. */
    private static final int NETWORK_BYTES = 8;

    private final InstantSource clock;
    private final Map<String, Count> counts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private record Count(Instant since, int failures) {}

    Throttle(InstantSource clock) {
        this.clock = clock;
    }

    /** Notes a failure, and returns how long its answer must wait. */
    synchronized Duration failure(InetAddress from) {
        String key = key(from);
        Instant now = clock.instant();
        @Nullable Count before = counts.remove(key); // so that the one that is quiet for longest is first
        Count count =
                before == null || Duration.between(before.since(), now).abs().compareTo(WINDOW) > 0
                        ? new Count(now, 1)
                        : new Count(before.since(), before.failures() + 1);
        counts.put(key, count);
        int excess = count.failures() - FREE;
        if (excess <= 0) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(excess - 1, Long.SIZE / 8));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static String key(InetAddress from) {
        byte[] address = from.getAddress();
        return HexFormat.of().formatHex(Arrays.copyOf(address, Math.min(address.length, NETWORK_BYTES)));
    }
}
