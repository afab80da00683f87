package io.github.ddnsjava.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The type of a setting's value. It is declared once, at the {@link SettingSpec}. The setting is read by it, and the
 * messages, the tables of the manual and the JSON Schema are made from it. Immutable and thread-safe.
 *
 * <p>A host whose configuration has only texts can give every value as a text: {@link #convert} reads it.
 */
public sealed interface SettingType {
    /** Returns the value that a given one stands for; empty if it has another type or is out of bounds. */
    Optional<Object> convert(Object given);

    /** Returns the type in words, as in {@code a duration}. */
    String noun();

    /** Returns what is allowed, for messages and tables, as in {@code a duration from 1s to 1h, as in 5m}. */
    String allowed();

    /** Returns any text. */
    static SettingType text() {
        return new Text(List.of());
    }

    /** Returns a text that is one of these words. */
    static SettingType words(String... words) {
        return new Text(List.of(words));
    }

    /** Returns the name of a file. A relative name is relative to the configuration's directory. */
    static SettingType file() {
        return new FileName();
    }

    /** Returns true or false. */
    static SettingType flag() {
        return new Flag();
    }

    /** Returns a whole number within these bounds, which are inclusive. */
    static SettingType number(int min, int max) {
        return new Numeric(min, max, true);
    }

    /** Returns a number within these bounds, which are inclusive. */
    static SettingType decimal(double min, double max) {
        return new Numeric(min, max, false);
    }

    /** Returns a duration within these bounds, which are inclusive. */
    static SettingType duration(Duration min, Duration max) {
        return new Period(min, max);
    }

    /** Returns a list. A single value stands for a list of one, a text with commas for a list of texts. */
    static SettingType list(SettingType item) {
        return new Items(item);
    }

    /** Returns an object with these settings and no others. */
    static SettingType object(SettingSpec... settings) {
        return new Fields(List.of(settings));
    }

    /** Returns an object with any names, whose values have one type. */
    static SettingType map(SettingType value) {
        return new Entries(value);
    }

    /** Returns an object whose {@code "type"} is the id of one of these types, which says the other settings. */
    static SettingType typed(List<TypeDescriptor> types) {
        return new Typed(List.copyOf(types));
    }

    /**
     * Returns an object with any names, whose values are objects: each has the settings of the type that its {@code "type"}
     * names, or without it, of the type that has its name.
     */
    static SettingType named(List<TypeDescriptor> types) {
        return new Named(List.copyOf(types));
    }

    /** Returns the key of a detector, or the settings of one with a {@code "type"}. */
    static SettingType detector() {
        return new DetectorOf();
    }

    /** Returns a value of any of these types. */
    static SettingType oneOf(SettingType... forms) {
        return new OneOf(List.of(forms));
    }

    /** Returns anything that JSON can say. */
    static SettingType any() {
        return new Any();
    }

    /**
     * A text.
     *
     * @param words the words that are allowed; empty if any text is
     */
    record Text(List<String> words) implements SettingType {
        @Override
        public Optional<Object> convert(Object given) {
            return Optional.of(given)
                    .filter(v -> v instanceof String text && (words.isEmpty() || words.contains(text)));
        }

        @Override
        public String noun() {
            return "a text";
        }

        @Override
        public String allowed() {
            return words.isEmpty()
                    ? "a text"
                    : words.stream().map(w -> "\"" + w + "\"").collect(Collectors.joining(", "));
        }
    }

    /** The name of a file. */
    record FileName() implements SettingType {
        @Override
        public Optional<Object> convert(Object given) {
            return Optional.of(given).filter(String.class::isInstance);
        }

        @Override
        public String noun() {
            return "the name of a file";
        }

        @Override
        public String allowed() {
            return "the name of a file, without control characters; in JSON a backslash is written twice";
        }
    }

    /** True or false. */
    record Flag() implements SettingType {
        @Override
        public Optional<Object> convert(Object given) {
            return given.equals("true") || given.equals("false")
                    ? Optional.of(given.equals("true"))
                    : Optional.of(given).filter(Boolean.class::isInstance);
        }

        @Override
        public String noun() {
            return "a flag";
        }

        @Override
        public String allowed() {
            return "true or false";
        }
    }

    /**
     * A number.
     *
     * @param min the smallest one
     * @param max the largest one
     * @param whole whether it has no fraction
     */
    record Numeric(double min, double max, boolean whole) implements SettingType {
        private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

        @Override
        public Optional<Object> convert(Object given) {
            double number = given instanceof Number n
                    ? n.doubleValue()
                    : given instanceof String text && NUMBER.matcher(text).matches()
                            ? Double.parseDouble(text)
                            : Double.NaN;
            if (!(number >= min && number <= max) || whole && number != Math.rint(number)) {
                return Optional.empty();
            }
            return Optional.of(whole ? (Object) (int) number : (Object) number);
        }

        @Override
        public String noun() {
            return "a number";
        }

        @Override
        public String allowed() {
            return (whole ? "a whole number from " : "a number from ") + plain(min) + " to " + plain(max);
        }

        private static String plain(double number) {
            return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
        }
    }

    /**
     * A duration, in the forms of {@link Durations}.
     *
     * @param min the shortest one
     * @param max the longest one
     */
    record Period(Duration min, Duration max) implements SettingType {
        @Override
        public Optional<Object> convert(Object given) {
            Optional<Duration> duration = given instanceof Duration known
                    ? Optional.of(known)
                    : given instanceof String text ? Durations.tryParse(text) : Optional.empty();
            return duration.filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0)
                    .map(Object.class::cast);
        }

        @Override
        public String noun() {
            return "a duration";
        }

        @Override
        public String allowed() {
            return "a duration from " + Durations.format(min) + " to " + Durations.format(max) + ", as in 5m";
        }
    }

    /**
     * A list.
     *
     * @param item the type of its items
     */
    record Items(SettingType item) implements SettingType {
        private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
        private static final Pattern BETWEEN_URLS = Pattern.compile("\\s*,\\s*(?=[A-Za-z][A-Za-z0-9+.-]*://)");

        /** Never empty: if the text contains a URL, only a comma before another URL separates. */
        @Override
        public Optional<Object> convert(Object given) {
            if (given instanceof String text) {
                return Optional.of(List.of((Object[]) (text.contains("://") ? BETWEEN_URLS : COMMA).split(text, -1)));
            }
            return Optional.of(given instanceof List<?> list ? List.copyOf(list) : List.of(given));
        }

        @Override
        public String noun() {
            return "a list";
        }

        @Override
        public String allowed() {
            return "a list: [" + item.allowed() + ", …]";
        }
    }

    /** An object of some kind. */
    sealed interface Nested extends SettingType {
        @Override
        default Optional<Object> convert(Object given) {
            return Optional.of(given).filter(Settings.class::isInstance);
        }

        @Override
        default String noun() {
            return "an object";
        }
    }

    /**
     * An object.
     *
     * @param settings the settings that it has
     */
    record Fields(List<SettingSpec> settings) implements Nested {
        @Override
        public String allowed() {
            return settings.stream().map(s -> "\"" + s.name() + "\": …").collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /**
     * An object with any names.
     *
     * @param value the type of its values
     */
    record Entries(SettingType value) implements Nested {
        @Override
        public String allowed() {
            return "{\"key\": " + value.allowed() + "}";
        }
    }

    /**
     * An object with a {@code "type"}.
     *
     * @param types the types
     */
    record Typed(List<TypeDescriptor> types) implements Nested {
        @Override
        public String allowed() {
            return "{\"type\": …}";
        }
    }

    /**
     * An object with any names, whose values have the type that their {@code "type"} says, or else their name.
     *
     * @param types the types
     */
    record Named(List<TypeDescriptor> types) implements Nested {
        /** Returns the type of the value of that name. The name of a type has that type. */
        public SettingType of(String name) {
            return types.stream()
                    .filter(type -> type.id().equals(name))
                    .findFirst()
                    .map(type -> {
                        SettingSpec word =
                                SettingSpec.optional("type", "Which one.").as(SettingType.words(name));
                        return (SettingType) new Fields(Stream.concat(Stream.of(word), type.settings().stream())
                                .toList());
                    })
                    .orElse(SettingType.typed(types));
        }

        @Override
        public String allowed() {
            return "{\"key\": {\"type\": …}}";
        }
    }

    /** A detector: the key of one, or its settings. */
    record DetectorOf() implements SettingType {
        @Override
        public Optional<Object> convert(Object given) {
            return Optional.of(given).filter(v -> v instanceof String || v instanceof Settings);
        }

        @Override
        public String noun() {
            return "a detector";
        }

        @Override
        public String allowed() {
            return "a detector's key, or its settings with a \"type\"";
        }
    }

    /**
     * One of several types.
     *
     * @param forms the types; the first that fits counts
     */
    record OneOf(List<SettingType> forms) implements SettingType {
        @Override
        public Optional<Object> convert(Object given) {
            return forms.stream().flatMap(form -> form.convert(given).stream()).findFirst();
        }

        @Override
        public String noun() {
            return forms.stream().map(SettingType::noun).distinct().collect(Collectors.joining(" or "));
        }

        @Override
        public String allowed() {
            return forms.stream().map(SettingType::allowed).collect(Collectors.joining(" or "));
        }
    }

    /** Anything. */
    record Any() implements SettingType {
        @Override
        public Optional<Object> convert(Object given) {
            return Optional.of(given);
        }

        @Override
        public String noun() {
            return "a value";
        }

        @Override
        public String allowed() {
            return "a value";
        }
    }
}
