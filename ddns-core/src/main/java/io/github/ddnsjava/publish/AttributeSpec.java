package io.github.ddnsjava.publish;

import io.github.ddnsjava.config.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One attribute of record sets that a provider can keep.
 *
 * @param name its name, as in {@code ttl}, {@code proxied}
 * @param type the type of its values
 * @param min the smallest duration; meaningless for other types
 * @param max the largest duration; meaningless for other types
 * @param also durations outside these bounds that have a meaning of their own, as 1 second for automatic
 * @param help one sentence
 */
public record AttributeSpec(String name, Type type, Duration min, Duration max, Set<Duration> also, String help) {
    /** The types of attribute values. */
    public enum Type {
        /** A {@link Duration} in whole seconds. */
        DURATION,
        /** A {@link Boolean}. */
        FLAG,
        /** A {@link String}. */
        TEXT,
        /** A {@code List<String>}, whose order does not count. */
        TEXTS
    }

    /** A time-to-live within bounds. */
    public static AttributeSpec ttl(Duration min, Duration max) {
        return new AttributeSpec("ttl", Type.DURATION, min, max, Set.of(), "time to live of the record set");
    }

    /** An attribute that is not a duration. */
    public static AttributeSpec of(String name, Type type, String help) {
        return new AttributeSpec(name, type, Duration.ZERO, Duration.ZERO, Set.of(), help);
    }

    /**
     * Returns what a value says that a configuration or a program gives: one of the type as it is, and a text that can
     * be read as one ({@code 5m}, {@code true}, {@code one, two}). Empty where it is neither; bounds are not checked.
     */
    public Optional<Object> read(Object given) {
        return switch (type) {
            case DURATION ->
                given instanceof String text
                        ? Durations.tryParse(text).map(Object.class::cast)
                        : Optional.of(given).filter(Duration.class::isInstance);
            case FLAG ->
                given instanceof String text && (text.equals("true") || text.equals("false"))
                        ? Optional.of(Boolean.valueOf(text))
                        : Optional.of(given).filter(Boolean.class::isInstance);
            case TEXT -> Optional.of(given).filter(String.class::isInstance);
            case TEXTS ->
                Optional.<Object>of(given instanceof String text ? List.of(text.split("\\s*,\\s*", -1)) : given)
                        .filter(this::accepts);
        };
    }

    /** Returns the type for people, as in {@code a duration}. */
    public String typeName() {
        return switch (type) {
            case DURATION -> "a duration";
            case FLAG -> "a flag";
            case TEXT -> "a text";
            case TEXTS -> "a list of texts";
        };
    }

    /** Tells whether a value is of the type and within the bounds. */
    public boolean accepts(Object value) {
        return switch (type) {
            case DURATION ->
                value instanceof Duration duration
                        && (also.contains(duration) || (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0));
            case FLAG -> value instanceof Boolean;
            case TEXT -> value instanceof String;
            case TEXTS -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
        };
    }

    /** Returns what is allowed, for people. */
    public String allowed() {
        return switch (type) {
            case DURATION ->
                also.stream().sorted().map(d -> Durations.format(d) + ", ").collect(Collectors.joining())
                        + Durations.format(min) + ".." + Durations.format(max);
            case FLAG -> "true or false";
            case TEXT -> "a text";
            case TEXTS -> "a list of texts";
        };
    }
}
