package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import io.github.ddnsjava.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where answers name their errors, and what successes look like, for {@link ErrorTable}. Stateless and thread-safe. */
public final class Errors {
    private Errors() {}

    /**
     * One error in a JSON object.
     *
     * @param code the path of the code, as in {@code error/code}; it may be a text or a number
     * @param message the path of the message; may be the same
     */
    public static Function<HttpTransport.Answer, List<VendorError>> json(String code, String message) {
        return answer -> error(json(answer), code, message);
    }

    /**
     * A list of errors in JSON.
     *
     * @param list the path of the list, as in {@code errors}; empty if it is the whole answer
     * @param code the path of the code in each item
     * @param message the path of the message in each item
     */
    public static Function<HttpTransport.Answer, List<VendorError>> jsonList(String list, String code, String message) {
        return answer -> {
            List<VendorError> all = new ArrayList<>();
            JsonReader errors = json(answer).at(list);
            if (errors.isList()) {
                errors.asList().forEach(item -> all.addAll(error(item, code, message)));
            }
            return all;
        };
    }

    /**
     * The errors of the fields of a request, in JSON: an object with the name of each wrong field and a text or a list of
     * texts, or a list of such texts without names.
     *
     * @param path the path of the object or list, as in {@code errors}
     */
    public static Function<HttpTransport.Answer, List<VendorError>> fields(String path) {
        return answer -> {
            JsonReader errors = json(answer).at(path);
            List<VendorError> all = new ArrayList<>();
            errors.members().forEach((field, texts) -> addTexts(all, field, texts));
            if (errors.isList()) {
                errors.asList().forEach(texts -> addTexts(all, "", texts));
            }
            return all;
        };
    }

    /** A field that is named without a text is wrong all the same. */
    private static void addTexts(List<VendorError> all, String field, JsonReader texts) {
        if (texts.isList() && !texts.asList().isEmpty()) {
            texts.asList().forEach(text -> all.add(new VendorError(field, text(text))));
        } else {
            all.add(new VendorError(field, text(texts)));
        }
    }

    /** The errors of the first form, and then those of the second. */
    public static Function<HttpTransport.Answer, List<VendorError>> both(
            Function<HttpTransport.Answer, List<VendorError>> first,
            Function<HttpTransport.Answer, List<VendorError>> second) {
        return answer -> Stream.concat(first.apply(answer).stream(), second.apply(answer).stream())
                .toList();
    }

    /** The errors of the first form, or, where an answer has none in that form, those of the second. */
    public static Function<HttpTransport.Answer, List<VendorError>> either(
            Function<HttpTransport.Answer, List<VendorError>> first,
            Function<HttpTransport.Answer, List<VendorError>> second) {
        return answer -> {
            List<VendorError> errors = first.apply(answer);
            return errors.isEmpty() ? second.apply(answer) : errors;
        };
    }

    /** The first word of a text, in lower case; the whole text is the message. */
    public static Function<HttpTransport.Answer, List<VendorError>> firstWord() {
        return answer -> {
            String text = answer.body().strip();
            return text.isEmpty()
                    ? List.of()
                    : List.of(new VendorError(text.split("\\s", 2)[0].toLowerCase(Locale.ROOT), text));
        };
    }

    /**
     * A success begins with that word, in either case, and a refusal with one of those. What begins with another word, for
     * example a web page, is not this vendor's answer.
     */
    public static Predicate<HttpTransport.Answer> firstWordSuccess(String word, String... refusals) {
        return answer -> {
            String first = firstWord().apply(answer).stream()
                    .map(VendorError::code)
                    .findFirst()
                    .orElse("");
            if (!first.equalsIgnoreCase(word) && List.of(refusals).stream().noneMatch(first::equalsIgnoreCase)) {
                throw new ProtocolException("the answer begins with none of the words that this service has");
            }
            return first.equalsIgnoreCase(word);
        };
    }

    /** A success has one of these values at that path of its JSON object. */
    public static Predicate<HttpTransport.Answer> jsonSuccess(String path, String... values) {
        List<String> right = List.of(values);
        return answer -> right.contains(text(json(answer).at(path)));
    }

    /**
     * The errors in an XML document. Paths begin within the root element, and end with an element or with an attribute, as in
     * {@code Errors/Error} and {@code @Number}.
     *
     * @param errors the path of the elements that are errors; empty if the root element is one
     * @param code the path of the code in each; empty if it is the element's own text
     * @param message the path of the message in each; empty if it is the element's own text; may be the same
     */
    public static Function<HttpTransport.Answer, List<VendorError>> xml(String errors, String code, String message) {
        return answer -> {
            XmlReader root = xml(answer);
            List<XmlReader> found = errors.isEmpty() ? List.of(root) : root.allAt(errors);
            return found.stream()
                    .flatMap(item -> error(text(within(item, code)), text(within(item, message))).stream())
                    .toList();
        };
    }

    /** A success has one of these values at that path of its XML document, as in {@code @Status}. */
    public static Predicate<HttpTransport.Answer> xmlSuccess(String path, String... values) {
        List<String> right = List.of(values);
        return answer -> right.contains(text(xml(answer).at(path)));
    }

    /** A success has no element or attribute at that path of its XML document, as in {@code Errors/Error}. */
    public static Predicate<HttpTransport.Answer> xmlWithout(String path) {
        return answer -> xml(answer).allAt(path).isEmpty();
    }

    private static XmlReader xml(HttpTransport.Answer answer) {
        return XmlReader.parse("the body", answer.body());
    }

    private static XmlReader within(XmlReader item, String path) {
        return path.isEmpty() ? item : item.at(path);
    }

    private static String text(XmlReader value) {
        return value.isText() ? value.asText().strip() : "";
    }

    private static JsonReader json(HttpTransport.Answer answer) {
        return JsonReader.parse("the body", answer.body());
    }

    private static List<VendorError> error(JsonReader json, String code, String message) {
        return error(text(json.at(code)), text(json.at(message)));
    }

    private static List<VendorError> error(String found, String words) {
        return found.isEmpty() && words.isEmpty()
                ? List.of()
                : List.of(new VendorError(found, words.equals(found) ? "" : words));
    }

    private static String text(JsonReader value) {
        return value.isScalar() ? value.scalar() : "";
    }
}
