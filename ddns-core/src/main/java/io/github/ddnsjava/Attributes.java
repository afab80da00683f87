package io.github.ddnsjava;

import io.github.ddnsjava.internal.config.Reference;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is wanted of a record set besides its addresses: TTL, and whatever else the provider declares ({@code proxied},
 * {@code comment}, …). Immutable and thread-safe.
 *
 * <p>An attribute that is not named here is <em>preserved</em>: what stands at the provider stays. One that is named is
 * either <em>ensured</em> (made so, and repaired) or <em>initial</em> (used only for a record set that we create).
 * Values are {@link java.time.Duration}, {@link Boolean}, {@link String} or a {@code List<String>}, or a text of one, as
 * a configuration writes it: {@code ensure("ttl", "5m")}. Texts become values when an updater is built with them, which
 * knows what the provider declares. As in a configuration, a text that begins with <code>${</code> is written with
 * <code>$${</code>, and references are refused, since nothing would replace them.
 */
public final class Attributes {
    /** The name of the time-to-live, a {@link java.time.Duration} in whole seconds. */
    public static final String TTL = "ttl";

    /** The name of the flag that visitors reach a proxy of the provider's instead of the addresses. */
    public static final String PROXIED = "proxied";

    private static final Attributes NONE = new Attributes(Map.of());

    private final Map<String, Wanted> wanted;

    private Attributes(Map<String, Wanted> wanted) {
        this.wanted = wanted;
    }

    /**
     * One wanted value.
     *
     * @param value the value
     * @param initialOnly whether it counts only for a record set that we create
     */
    public record Wanted(Object value, boolean initialOnly) {}

    /** Preserves everything. */
    public static Attributes none() {
        return NONE;
    }

    /** Returns attributes of these wanted values, whose texts are meant as they are. */
    public static Attributes of(Map<String, Wanted> wanted) {
        return wanted.isEmpty() ? NONE : new Attributes(new TreeMap<>(wanted));
    }

    /**
     * Returns these attributes with that one ensured.
     *
     * @throws IllegalArgumentException if the value is a reference, as {@code ${env:NAME}}, or contains one
     */
    public Attributes ensure(String name, Object value) {
        return with(name, new Wanted(given(name, value), false));
    }

    /**
     * Returns these attributes with that one set on creation only.
     *
     * @throws IllegalArgumentException if the value is a reference, as {@code ${env:NAME}}, or contains one
     */
    public Attributes initial(String name, Object value) {
        return with(name, new Wanted(given(name, value), true));
    }

    private static Object given(String name, Object value) {
        try {
            return value instanceof String text ? Reference.literal(text) : value;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the attribute " + name + " " + e.getMessage(), e);
        }
    }

    private Attributes with(String name, Wanted value) {
        Map<String, Wanted> copy = new TreeMap<>(wanted);
        copy.put(name, value);
        return new Attributes(copy);
    }

    /** Returns all that is wanted, by name, in the order of the names. */
    public Map<String, Wanted> asMap() {
        return Collections.unmodifiableMap(wanted);
    }

    /** Returns the value to send when the record set is created: ensured or initial. */
    public <T> Optional<T> onCreate(String name, Class<T> type) {
        return Optional.ofNullable(wanted.get(name)).map(Wanted::value).map(type::cast);
    }

    /** Returns the value to send when the record set exists: only an ensured one. */
    public <T> Optional<T> onUpdate(String name, Class<T> type) {
        return Optional.ofNullable(wanted.get(name))
                .filter(w -> !w.initialOnly())
                .map(Wanted::value)
                .map(type::cast);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes attributes && wanted.equals(attributes.wanted);
    }

    @Override
    public int hashCode() {
        return wanted.hashCode();
    }

    @Override
    public String toString() {
        return wanted.toString();
    }
}
