package io.github.ddnsjava.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.internal.JsonTree;
import io.github.ddnsjava.internal.text.OutsideText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value in a JSON answer. It knows its path, so that the message for a missing or mistyped value names it. No value
 * is ever bound to a class by reflection. Immutable and thread-safe.
 *
 * <p>It can also be a value in a {@linkplain #ofTexts tree of texts}, which is what {@link
 * io.github.ddnsjava.xml.XmlReader#asJson()} makes of XML. A text is then a number or a flag where one is asked for.
 */
public final class JsonReader {
    private static final Pattern NUMBER = Pattern.compile("\\s*+([+-]?[0-9]{1,18})\\s*+");
    private static final Pattern TRUE = Pattern.compile("\\s*+(true|1)\\s*+", Pattern.CASE_INSENSITIVE);
    private static final Pattern FALSE = Pattern.compile("\\s*+(false|0)\\s*+", Pattern.CASE_INSENSITIVE);

    private final String where;
    private final JsonNode node;
    /** Whether this is a value in a tree of texts. */
    private final boolean texts;

    private JsonReader(String where, JsonNode node) {
        this(where, node, false);
    }

    private JsonReader(String where, JsonNode node, boolean texts) {
        this.where = where;
        this.node = node;
        this.texts = texts;
    }

    /**
     * Parses a text. An empty or blank text is a missing value.
     *
     * @param where what the text is, for messages
     * @param answer the text
     * @throws ProtocolException if it is not JSON; the message does not quote it
     */
    public static JsonReader parse(String where, String answer) {
        String text = OutsideText.withoutMark(answer);
        if (OutsideText.isMalformed(text)) {
            throw new ProtocolException(where + ": the answer is not UTF-8, or not in the encoding that it names");
        }
        if (text.isBlank()) {
            return new JsonReader(where + " $", MissingNode.getInstance());
        }
        try (JsonParser parser = JsonTree.factory().createParser(text)) {
            return new JsonReader(where + " $", JsonTree.one(parser));
        } catch (IOException e) {
            // Jackson's message quotes the text, which may be anything.
            String kind = text.matches("(?s)\\s*<.*") ? "HTML or XML, not JSON" : "not JSON";
            throw new ProtocolException(where + ": the answer is " + kind);
        }
    }

    /**
     * Returns a value in a tree of texts, for formats that have no other types, such as XML. It is read like JSON, with
     * these differences: a text that is a number is one where one is asked for, and {@code true}, {@code false},
     * {@code 1} and {@code 0}, in any case, are flags. {@link #asList()} reads a value that is no list as a list of
     * that value, and a missing one as an empty list. A member of a list is refused, and not missing. The member with
     * the empty name is the text of its object: that is read as this text where a text, a number or a flag is asked
     * for.
     *
     * @param where what the value is, for messages
     * @param tree a text, or a list or a map of such trees; null for a missing value
     */
    public static JsonReader ofTexts(String where, @Nullable Object tree) {
        return new JsonReader(where, JsonTree.ofTexts(tree), true);
    }

    /**
     * Returns the member of that name. It is a missing value if this is no object or has no such member.
     *
     * @throws ProtocolException if this is a list in a {@linkplain #ofTexts tree of texts}
     */
    public JsonReader get(String name) {
        checkSingle();
        return new JsonReader(where + "." + name, node.path(name), texts);
    }

    /** If the first of several were read, the others would be lost. */
    private void checkSingle() {
        if (texts && node.isArray()) {
            throw wrong("one");
        }
    }

    /** Returns the value itself, or the text that an object in a tree of texts has. */
    private JsonNode value() {
        JsonNode text = texts && node.isObject() ? node.get("") : null;
        return text == null ? node : text;
    }

    /** Returns whether there is a value that is not {@code null}. */
    public boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** Returns whether this is {@code null}, and not missing. */
    public boolean isNull() {
        return node.isNull();
    }

    /** Returns this value; empty if it is missing or {@code null}. */
    public Optional<JsonReader> optional() {
        return isPresent() ? Optional.of(this) : Optional.empty();
    }

    /** Returns whether this is a text. */
    public boolean isText() {
        return value().isTextual();
    }

    /** Returns whether this is a text, a number or a flag. */
    public boolean isScalar() {
        return value().isValueNode() && isPresent();
    }

    /**
     * Returns a text, a number or a flag as text, for codes that may be any of them.
     *
     * @throws ProtocolException if this is none of them
     */
    public String scalar() {
        if (!isScalar()) {
            throw wrong("a text, a number or a flag");
        }
        return value().asText();
    }

    /** Returns whether this is an array. */
    public boolean isList() {
        return node.isArray();
    }

    /** Returns whether this is an object. */
    public boolean isObject() {
        return node.isObject();
    }

    /**
     * Returns the value at a path of member names and list positions, as in {@code error/codes/0}; the empty path is this
     * value.
     */
    public JsonReader at(String path) {
        JsonReader value = this;
        for (String step : path.isEmpty() ? new String[0] : path.split("/", -1)) {
            value = value.step(step);
        }
        return value;
    }

    /** Returns the value at a JSON pointer (RFC 6901), as in {@code /error/codes/0}; the empty pointer is this value. */
    public JsonReader pointer(String pointer) {
        JsonReader value = this;
        for (String step :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            value = value.step(step.replace("~1", "/").replace("~0", "~"));
        }
        return value;
    }

    private JsonReader step(String step) {
        return node.isArray() && step.matches("[0-9]{1,9}")
                ? new JsonReader(where + "[" + step + "]", node.path(Integer.parseInt(step)), texts)
                : get(step);
    }

    /**
     * Returns the members of an object in their order; none if it is none.
     *
     * @throws ProtocolException as {@link #get}
     */
    public Map<String, JsonReader> members() {
        checkSingle();
        Map<String, JsonReader> members = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(name -> members.put(name, get(name)));
        if (texts) {
            members.remove("");
        }
        return members;
    }

    /**
     * Returns the items of an array.
     *
     * @throws ProtocolException if this is not an array
     */
    public List<JsonReader> asList() {
        if (texts && !node.isArray()) {
            return node.isMissingNode() ? List.of() : List.of(this);
        }
        if (!node.isArray()) {
            throw wrong("an array");
        }
        List<JsonReader> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            items.add(new JsonReader(where + "[" + i + "]", node.get(i), texts));
        }
        return items;
    }

    /**
     * Returns a text.
     *
     * @throws ProtocolException if this is not a text
     */
    public String asText() {
        if (!isText()) {
            throw wrong("a text");
        }
        return value().textValue();
    }

    /**
     * Returns a text. A whole number is converted, because ids may be either.
     *
     * @throws ProtocolException if this is neither
     */
    public String asId() {
        if (!isText() && !node.isIntegralNumber()) {
            throw wrong("a text or a whole number");
        }
        return value().asText();
    }

    /**
     * Returns a flag.
     *
     * @throws ProtocolException if this is not a flag
     */
    public boolean asBoolean() {
        boolean isTrue = isFlag(TRUE);
        if (!node.isBoolean() && !isTrue && !isFlag(FALSE)) {
            throw wrong("true or false");
        }
        return isTrue || node.booleanValue();
    }

    private boolean isFlag(Pattern word) {
        return texts && isText() && word.matcher(value().textValue()).matches();
    }

    /**
     * Returns a flag, or that value if it is missing or {@code null}.
     *
     * @throws ProtocolException if this is something else
     */
    public boolean asBoolean(boolean ifMissing) {
        return isPresent() ? asBoolean() : ifMissing;
    }

    /**
     * Returns a flag that is one of two words, such as the status of a job.
     *
     * @throws ProtocolException if this is neither of them
     */
    public boolean asFlag(String yes, String no) {
        String word = asText();
        if (!word.equals(yes) && !word.equals(no)) {
            throw wrong(yes + " or " + no);
        }
        return word.equals(yes);
    }

    /**
     * Returns a whole number.
     *
     * @throws ProtocolException if this is not a whole number, or too large for a {@code long}
     */
    public long asLong() {
        if (texts && isText()) {
            Matcher number = NUMBER.matcher(value().textValue());
            if (!number.matches()) {
                throw wrong("a whole number");
            }
            return Long.parseLong(number.group(1));
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong("a whole number");
        }
        return node.longValue();
    }

    /**
     * Returns a time that is written as a whole number of seconds.
     *
     * @throws ProtocolException if this is not a whole number
     */
    public Duration asSeconds() {
        return Duration.ofSeconds(asLong());
    }

    /**
     * Returns a whole number that may also be written as a text, as in {@code "86400"}.
     *
     * @throws ProtocolException if this is neither
     */
    public long asLenientLong() {
        if (node.isTextual() && node.textValue().matches("-?[0-9]{1,18}")) {
            return Long.parseLong(node.textValue());
        }
        return asLong();
    }

    /**
     * Returns an address.
     *
     * @throws ProtocolException if this is not the literal of an IPv4 or IPv6 address
     */
    public IpAddress asAddress() {
        return IpAddress.tryParse(asText())
                .orElseThrow(() -> new ProtocolException(where + " is no address; expected an IP address"));
    }

    /** Returns the value as JSON text, for a request that repeats it; {@code null} if it is missing. */
    public String json() {
        return JsonTree.text(node);
    }

    private ProtocolException wrong(String expected) {
        String found = node.isMissingNode() ? "missing" : node.isNull() ? "null" : "of another type";
        if (texts && node.isArray()) {
            found = "there " + node.size() + " times";
        } else if (texts && isPresent()) {
            found = isText() && value().textValue().isBlank() ? "empty" : "of another form";
        }
        return new ProtocolException(where + " is " + found + "; expected " + expected);
    }

    /** Tells whether two values are the same, wherever they stand. */
    @Override
    public boolean equals(Object other) {
        return other instanceof JsonReader reader && node.equals(reader.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    /** Returns the path of this value, not the value. */
    @Override
    public String toString() {
        return where;
    }
}
