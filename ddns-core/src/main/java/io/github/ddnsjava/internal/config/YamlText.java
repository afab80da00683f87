package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads one YAML document into a tree of maps and lists. Plain values mean what the core schema of YAML 1.2.2 (10.3.2)
 * says: {@code no} and {@code 1_000} are texts, {@code 0123} is a number. Anchors, aliases, tags and merge keys are
 * refused, so that everything means what stands there, and a short text is never a large tree. Not thread-safe.
 *
 * <p>This is the only class that knows SnakeYAML, and it is loaded for YAML only. Of SnakeYAML it uses the events of the
 * parser: these tell quoted values from plain ones, and no object is ever made of a text.
 */
final class YamlText {
    private static final Pattern NULL = Pattern.compile("null|Null|NULL|~|");
    private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
    private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern NO_NUMBER = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.nan|\\.NaN|\\.NAN");
    /** Other readers make a point in time of it. Nobody needs one here. */
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?");
    /** YAML 1.1 ends a line there, YAML 1.2 does not. */
    private static final Pattern OTHER_LINE_END = Pattern.compile("[\\x85\\u2028\\u2029]");

    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");
    /** The directive that names the version, before the document begins. */
    private static final Pattern VERSION =
            Pattern.compile("\\A(?:[ \\t]*(?:#[^\\r\\n]*)?\\R|%(?!YAML)[^\\r\\n]*\\R)*%YAML[ \\t]+([0-9.]+)");

    private static final int MAX_NUMBER_LENGTH = 100;

    /** Beginnings of SnakeYAML's messages that quote no more than a character. */
    private static final Set<String> HARMLESS = Set.of(
            "mapping values are not allowed here",
            "sequence entries are not allowed here",
            "mapping keys are not allowed here",
            "could not find expected ':'",
            "found unexpected end of stream",
            "found unexpected document separator",
            "found a tab character");

    private final Iterator<Event> events;
    private final Problems problems;

    private YamlText(Iterator<Event> events, Problems problems) {
        this.events = events;
        this.problems = problems;
    }

    /**
     * Reads a text.
     *
     * @throws ConfigurationException if it is not one YAML document with an object; the message says where, and quotes
     *     nothing
     */
    static Map<String, Object> parse(String text, Problems problems) {
        Matcher lineEnd = OTHER_LINE_END.matcher(text);
        if (lineEnd.find()) {
            throw refused(
                    "has a line separator (U+0085, U+2028 or U+2029)" + at(text, lineEnd.start())
                            + ", which YAML 1.1 and 1.2 read differently",
                    "");
        }
        checkVersion(text);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE); // whoever has the text has bounded it
        try {
            Iterator<Event> events =
                    new Yaml(options).parse(new StringReader(text)).iterator();
            return new YamlText(events, problems).document();
        } catch (MarkedYAMLException e) {
            throw refused("is not valid YAML" + at(e.getProblemMark()) + ": " + reason(e), "");
        } catch (ReaderException e) {
            // A character that YAML does not allow. Its message quotes the text around it.
            throw refused(
                    "is not valid YAML: it has a control character" + at(text, e.getPosition())
                            + "; write it as an escape in double quotes",
                    "");
        } catch (YAMLException e) {
            throw refused("is not valid YAML", "");
        }
    }

    /** SnakeYAML takes every version for 1.1, so the line is read here. */
    private static void checkVersion(String text) {
        Matcher version = VERSION.matcher(text);
        if (version.find()
                && (version.group(1).equals("1.0") || version.group(1).equals("1.1"))) {
            throw refused("says that it is YAML " + version.group(1), "YAML 1.2; remove the line %YAML");
        }
    }

    /** Returns the line of a character. */
    private static String at(String text, int position) {
        String before = text.substring(0, Math.min(position, text.length()));
        int line = 1 + (int) LINE_END.matcher(before).results().count();
        return " at line " + line;
    }

    private static ConfigurationException refused(String message, String allowed) {
        return new ConfigurationException("", message, allowed);
    }

    private Map<String, Object> document() {
        Event event = next();
        while (event.is(Event.ID.StreamStart)) {
            event = next();
        }
        if (event.is(Event.ID.StreamEnd)) {
            throw refused("is empty", "an object: names and values");
        }
        Event root = next();
        if (root instanceof ScalarEvent scalar && scalar.getValue().isEmpty()) {
            throw refused("is empty", "an object: names and values");
        }
        if (!(root instanceof MappingStartEvent)) {
            throw refused("is not an object", "an object: names and values");
        }
        check(root);
        Map<String, Object> all = object("", 1);
        next(); // the end of the document
        Event after = next();
        if (!after.is(Event.ID.StreamEnd)) {
            throw refused("has a second document" + at(after), "one document; remove the line ---");
        }
        return all;
    }

    private Event next() {
        return events.next();
    }

    private Map<String, Object> object(String path, int depth) {
        Map<String, Object> values = new TreeMap<>();
        for (Event key = next(); !key.is(Event.ID.MappingEnd); key = next()) {
            check(key);
            if (!(key instanceof ScalarEvent scalar)) {
                throw refused("has an object or a list as a name" + at(key), "texts as names");
            }
            String name = scalar.getValue();
            ConfigurationTree.checkName(name, at(key));
            if (name.equals("<<") && scalar.isPlain()) {
                throw refused("has a merge key (<<)" + at(key), "every setting where it counts");
            }
            String inner = path.isEmpty() ? name : path + "." + name;
            Optional<Object> value = value(inner, next(), depth);
            if (value.isPresent() && values.putIfAbsent(name, value.get()) != null) {
                problems.add(inner, "is configured twice, again" + at(key), "each name once");
            }
        }
        return values;
    }

    private List<Object> list(String path, int depth) {
        List<Object> items = new ArrayList<>();
        Event item = next();
        for (int i = 0; !item.is(Event.ID.SequenceEnd); i++, item = next()) {
            items.add(value(path + "[" + i + "]", item, depth).orElse(ConfigurationTree.GAP));
        }
        return items;
    }

    private Optional<Object> value(String path, Event event, int depth) {
        check(event);
        if (event instanceof ScalarEvent scalar) {
            return scalar(path, scalar);
        }
        if (depth == ConfigurationTree.MAX_DEPTH) {
            throw refused("is nested deeper than " + ConfigurationTree.MAX_DEPTH + at(event), "");
        }
        return Optional.of(event instanceof MappingStartEvent ? object(path, depth + 1) : list(path, depth + 1));
    }

    /** Refuses what makes a value mean something else than what stands there. */
    private static void check(Event event) {
        if (event.is(Event.ID.Alias)) {
            throw refused("has an alias (*)" + at(event), "the value itself; a text that begins with * in quotes");
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            throw refused("has an anchor (&)" + at(event), "no anchors; a text that begins with & in quotes");
        }
        @Nullable
        String tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent collection ? collection.getTag() : null;
        if (tag != null) {
            throw refused("has a tag (!)" + at(event), "no tags; a text that begins with ! in quotes");
        }
    }

    private Optional<Object> scalar(String path, ScalarEvent event) {
        String text = event.getValue();
        if (event.getScalarStyle() != ScalarStyle.PLAIN) {
            return Optional.of(text);
        }
        if (NULL.matcher(text).matches()) {
            ConfigurationTree.isNull(path, problems);
            return Optional.empty();
        }
        if (TRUE.matcher(text).matches() || FALSE.matcher(text).matches()) {
            return Optional.of(TRUE.matcher(text).matches());
        }
        if (DATE.matcher(text).matches()) {
            problems.addUnresolved(
                    path, "is a date for many readers of YAML; quote it" + at(event), "a text in quotes");
            return Optional.empty();
        }
        return number(path, text, event);
    }

    private Optional<Object> number(String path, String text, Event event) {
        boolean whole = WHOLE.matcher(text).matches();
        boolean hexadecimal = HEXADECIMAL.matcher(text).matches();
        boolean octal = OCTAL.matcher(text).matches();
        boolean none = NO_NUMBER.matcher(text).matches();
        if (!whole && !hexadecimal && !octal && !none && !DECIMAL.matcher(text).matches()) {
            return Optional.of(text);
        }
        if (none || text.length() > MAX_NUMBER_LENGTH) {
            problems.addUnresolved(path, "is no number that can be used; quote it if it is a text" + at(event), "");
            return Optional.empty();
        }
        if (!whole && !hexadecimal && !octal) {
            return Optional.of(Double.valueOf(text));
        }
        BigInteger number = whole ? new BigInteger(text) : new BigInteger(text.substring(2), hexadecimal ? 16 : 8);
        // As Jackson does for JSON, so that both give equal values.
        return Optional.of(
                number.bitLength() < Integer.SIZE
                        ? (Object) number.intValue()
                        : number.bitLength() < Long.SIZE ? (Object) number.longValue() : number);
    }

    private static String at(Event event) {
        return at(event.getStartMark());
    }

    private static String at(@Nullable Mark mark) {
        return mark == null ? "" : " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    private static String reason(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        Stream<String> known = HARMLESS.stream().filter(problem::startsWith);
        return known.findFirst().orElse("it does not fit the lines around it")
                + "; write a text with special characters (such as { } [ ] # @ : , & * !) in quotes, and indent by spaces";
    }
}
