package io.github.ddnsjava;

import io.github.ddnsjava.internal.AttributeValues;
import io.github.ddnsjava.internal.config.Reference;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The properties that a record set should have apart from its addresses: its TTL, and what else the provider declares
 * ({@code proxied}, {@code comment}, …). Immutable and thread-safe.
 *
 * <p>An attribute that is not named here is <em>preserved</em>: the provider's value stays. An attribute that is named
 * is either <em>ensured</em> or <em>initial</em>. An ensured one is set and repaired. An initial one is used only for a
 * record set that we create. A value is a {@link java.time.Duration}, {@link Boolean}, {@link String} or {@code
 * List<String>}. It can also be given as text, in the form that a configuration uses: {@code ensure("ttl", "5m")}.
 * Texts are converted when an updater is built with them, because the type of a value depends on the provider. As in a
 * configuration, a text that begins with <code>${</code> is written with <code>$${</code>. A reference is refused,
 * because nothing would resolve it.
 */
public final class Attributes {
    /** The name of the time to live. Its value is a {@link java.time.Duration} in whole seconds. */
    public static final String TTL = "ttl";

    /** The name of the flag that makes visitors reach a proxy of the provider instead of the published addresses. */
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
     * @param initialOnly whether the value is used only for a record set that we create
     */
    public record Wanted(Object value, boolean initialOnly) {
        /** Copies the value if it is a list. */
        public Wanted {
            value = AttributeValues.frozen(value);
        }
    }

    /** Returns attributes that preserve everything. */
    public static Attributes none() {
        return NONE;
    }

    /**
     * Returns attributes with these wanted values. Texts are used as they are: they are not searched for references.
     */
    public static Attributes of(Map<String, Wanted> wanted) {
        return wanted.isEmpty() ? NONE : new Attributes(new TreeMap<>(wanted));
    }

    /**
     * Returns these attributes with that attribute ensured. An earlier value of that name is replaced.
     *
     * @throws IllegalArgumentException if the value is a reference such as {@code ${env:NAME}}, or contains one
     */
    public Attributes ensure(String name, Object value) {
        return with(name, new Wanted(given(name, value), false));
    }

    /**
     * Returns these attributes with that attribute set on creation only. An earlier value of that name is replaced.
     *
     * @throws IllegalArgumentException if the value is a reference such as {@code ${env:NAME}}, or contains one
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

    /** Returns all wanted values by name, ordered by name. The map cannot be modified. */
    public Map<String, Wanted> asMap() {
        return Collections.unmodifiableMap(wanted);
    }

    /**
     * Returns the value to send when the record set is created, whether ensured or initial; empty if the attribute is
     * not named.
     *
     * @throws ClassCastException if the value is of another type
     */
    public <T> Optional<T> onCreate(String name, Class<T> type) {
        return Optional.ofNullable(wanted.get(name)).map(Wanted::value).map(type::cast);
    }

    /**
     * Returns the value to send when the record set exists already; empty unless the attribute is ensured.
     *
     * @throws ClassCastException if the value is of another type
     */
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
