package io.github.ddnsjava.internal.log;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.internal.text.OneLine;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The key-value pairs of one log line. Their names are stable: hosts search for them. A value is a text of one line, a whole
 * number or a flag, and never null or a type of {@code java.time}, because the encoders of hosts lose a whole line over
 * those. Not thread-safe.
 */
public final class KeyValues {
    private final Map<String, Object> pairs = new LinkedHashMap<>();

    private KeyValues() {}

    /** Returns the pairs of a line that belongs to no step. */
    public static KeyValues none() {
        return new KeyValues();
    }

    /** Returns the pairs of a line of a step: {@code detect}, {@code decide}, {@code publish} or {@code remember}. */
    public static KeyValues step(String step) {
        return none().with("step", step);
    }

    /** Adds the record that the line is about: {@code record}, {@code type}, {@code provider}. */
    public KeyValues record(RecordKey key) {
        return with("record", key.name().toString())
                .with("type", key.type().toString())
                .with("provider", key.provider());
    }

    /** Adds the detector and the family that the line is about: {@code detector}, {@code family}. */
    public KeyValues detector(String detector, IpFamily family) {
        return with("detector", detector).with("family", family.toString());
    }

    /** Adds the number of the cycle, {@code cycle}, if there is one. */
    public KeyValues cycle(long cycle) {
        return cycle == 0 ? this : with("cycle", cycle);
    }

    /** Adds a duration in milliseconds, {@code duration_ms}. */
    public KeyValues lasted(Duration duration) {
        return with("duration_ms", duration.toMillis());
    }

    /** Adds addresses, separated by commas; nothing if there are none. */
    public KeyValues with(String key, Collection<IpAddress> addresses) {
        return addresses.isEmpty() ? this : with(key, text(addresses));
    }

    /** Adds a text, as one line without characters that control a terminal. */
    public KeyValues with(String key, String text) {
        pairs.put(key, OneLine.whole(text));
        return this;
    }

    /** Adds a number. */
    public KeyValues with(String key, long number) {
        pairs.put(key, number);
        return this;
    }

    /** Adds a flag. */
    public KeyValues with(String key, boolean flag) {
        pairs.put(key, flag);
        return this;
    }

    /** Adds the pairs to a line, and returns it; the caller logs it. */
    public LoggingEventBuilder on(LoggingEventBuilder line) {
        LoggingEventBuilder whole = line;
        for (Map.Entry<String, Object> pair : pairs.entrySet()) {
            whole = whole.addKeyValue(pair.getKey(), pair.getValue());
        }
        return whole;
    }

    /** Returns addresses for people, sorted. */
    public static String text(Collection<IpAddress> addresses) {
        return addresses.stream().sorted().map(IpAddress::toString).collect(Collectors.joining(", "));
    }
}
