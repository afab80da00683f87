package io.github.ddnsjava.publish;

import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One attribute of record sets that a provider supports. Immutable and thread-safe if its set is.
 *
 * @param name its name, as in {@code ttl} or {@code proxied}
 * @param type the type of its values
 * @param min the smallest duration; ignored for other types
 * @param max the largest duration; ignored for other types
 * @param also durations outside these bounds that have a special meaning, such as 1 second for automatic
 * @param help a description of one sentence
 */
public record AttributeSpec(String name, Type type, Duration min, Duration max, Set<Duration> also, String help) {
    /** No vendor's own bound. */
    private static final Duration LARGEST_TTL = Duration.ofSeconds(Integer.MAX_VALUE);

    /** The types of attribute values. */
    public enum Type {
        /** A {@link Duration} in whole seconds. */
        DURATION,
        /** A {@link Boolean}. */
        FLAG,
        /** A {@link String}. */
        TEXT,
        /** A {@code List<String>}. Its order is ignored. */
        TEXTS
    }

    /** Returns a time to live with these bounds, which are inclusive. */
    public static AttributeSpec ttl(Duration min, Duration max) {
        return new AttributeSpec("ttl", Type.DURATION, min, max, Set.of(), "time to live of the record set");
    }

    /** Returns a time to live for a vendor who names no largest one: that of RFC 2181 counts, 2,147,483,647 seconds. */
    public static AttributeSpec ttl(Duration min) {
        return ttl(min, LARGEST_TTL);
    }

    /** Returns an attribute whose type is not a duration. */
    public static AttributeSpec of(String name, Type type, String help) {
        return new AttributeSpec(name, type, Duration.ZERO, Duration.ZERO, Set.of(), help);
    }

    /**
     * Converts a value that a configuration or a program supplies. A value of the type is returned as it is. A text is
     * converted if it denotes a value of the type ({@code 5m}, {@code true}, {@code one, two}). Empty if the value is
     * neither. Bounds are not checked.
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

    /**
     * Returns the description of the setting of a record. Bounds are left out, because a record is checked against those of
     * its provider.
     */
    public SettingSpec setting() {
        SettingType plain = switch (type) {
            case DURATION -> SettingType.duration(Duration.ZERO, Duration.ofSeconds(Integer.MAX_VALUE));
            case FLAG -> SettingType.flag();
            case TEXT -> SettingType.text();
            case TEXTS -> SettingType.list(SettingType.text());
        };
        SettingSpec initial = SettingSpec.required("initial", "The value for a record set that we create.")
                .as(plain);
        return SettingSpec.optional(name, help).as(SettingType.oneOf(plain, SettingType.object(initial)));
    }

    /** Returns the type in words, as in {@code a duration}. */
    public String typeName() {
        return switch (type) {
            case DURATION -> "a duration";
            case FLAG -> "a flag";
            case TEXT -> "a text";
            case TEXTS -> "a list of texts";
        };
    }

    /** Tells whether a value has the type and is within the bounds. */
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

    /** Returns the allowed values in words. */
    public String allowed() {
        return switch (type) {
            case DURATION ->
                also.stream().sorted().map(d -> Durations.format(d) + ", ").collect(Collectors.joining())
                        + Durations.format(min)
                        + (max.equals(LARGEST_TTL) ? " or more" : ".." + Durations.format(max));
            case FLAG -> "true or false";
            case TEXT -> "a text";
            case TEXTS -> "a list of texts";
        };
    }
}
