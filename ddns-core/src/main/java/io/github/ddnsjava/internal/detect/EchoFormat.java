package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.DetectionException;
import io.github.ddnsjava.internal.text.BoundedMatch;
import io.github.ddnsjava.internal.text.OutsideText;
import io.github.ddnsjava.json.JsonReader;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How the page of an echo service says the address. Immutable and thread-safe.
 *
 * @param kind which way
 * @param argument the JSON pointer, the key, or the regular expression; empty for a plain page
 * @param pattern the compiled expression; empty unless the kind is {@code PATTERN}
 */
record EchoFormat(Kind kind, String argument, Optional<Pattern> pattern) {
    /** The ways. */
    enum Kind {
        /** The page is the address. */
        PLAIN,
        /** JSON (RFC 8259), the address at a pointer (RFC 6901). */
        JSON,
        /** Lines of {@code key=value}, as Cloudflare's trace has them. */
        TRACE,
        /** A text in which an expression finds one address, perhaps several times. */
        PATTERN
    }

    static final EchoFormat PLAIN = new EchoFormat(Kind.PLAIN, "", Optional.empty());

    /** The only address in a text, of either family. */
    static final EchoFormat SEARCH = pattern("(?<![\\w.:])((?:[0-9]{1,3}\\.){3}[0-9]{1,3}"
            + "|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){1,6}:(?:[0-9]{1,3}\\.){3}[0-9]{1,3}"
            + "|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\\w:]|\\.\\w)");

    private static final Cidr MAPPED = Cidr.parse("::ffff:0:0/96");
    private static final int MAX_PATTERN = 200;
    private static final int MAX_SEARCHED = 4096;

    private static EchoFormat pattern(String expression) {
        return new EchoFormat(Kind.PATTERN, expression, Optional.of(Pattern.compile(expression)));
    }

    /** Reads a column of the catalog. */
    static EchoFormat ofCatalog(String text) {
        String[] parts = text.split(":", 2);
        return switch (parts[0]) {
            case "plain" -> PLAIN;
            case "search" -> SEARCH;
            case "json" -> new EchoFormat(Kind.JSON, parts[1], Optional.empty());
            case "trace" -> new EchoFormat(Kind.TRACE, parts[1], Optional.empty());
            default -> throw new IllegalArgumentException("no format: " + text);
        };
    }

    /**
     * Reads {@code format} and what goes with it.
     *
     * @param known what the catalog says of the page, which counts where nothing is set
     */
    static EchoFormat of(Settings own, Optional<EchoFormat> known) {
        String format = own.optionalText("format").orElse("");
        String extra = switch (format) {
            case "json" -> own.names().contains("field") ? "field" : "pointer";
            case "trace" -> "key";
            case "pattern" -> "pattern";
            case "", "plain", "search" -> "";
            default -> throw own.wrong("format", format, "\"plain\", \"json\", \"trace\", \"search\" or \"pattern\"");
        };
        for (String name : List.of("pointer", "field", "key", "pattern")) {
            if (own.names().contains(name) && !name.equals(extra)) {
                throw own.wrong(name, own.value(name).orElse(""), "only with the \"format\" that it belongs to");
            }
        }
        return switch (format) {
            case "json" -> new EchoFormat(Kind.JSON, pointer(own, extra), Optional.empty());
            case "trace" -> new EchoFormat(Kind.TRACE, own.optionalText("key").orElse("ip"), Optional.empty());
            case "pattern" -> checked(own);
            case "search" -> SEARCH;
            case "plain" -> PLAIN;
            default -> known.orElse(PLAIN);
        };
    }

    private static String pointer(Settings own, String extra) {
        if (extra.equals("field")) {
            return "/" + own.text("field").replace("~", "~0").replace("/", "~1");
        }
        String pointer = own.optionalText("pointer").orElse("/ip");
        if (!pointer.matches("(/([^~]|~[01])*)+")) {
            throw own.wrong("pointer", pointer, "a JSON pointer, as in /ip or /client/address");
        }
        return pointer;
    }

    private static EchoFormat checked(Settings own) {
        String expression = own.text("pattern");
        String allowed = "a regular expression of at most " + MAX_PATTERN + " characters with one group, as in"
                + " address is ([0-9.]+)";
        if (expression.length() > MAX_PATTERN) {
            throw own.wrong("pattern", expression, allowed);
        }
        try {
            EchoFormat format = pattern(expression);
            if (format.pattern.orElseThrow().matcher("").groupCount() != 1) {
                throw own.wrong("pattern", expression, allowed);
            }
            return format;
        } catch (PatternSyntaxException e) {
            throw own.wrong("pattern", expression, allowed + " (" + e.getDescription() + ")");
        }
    }

    /**
     * Reads a page.
     *
     * @param latin1 its body, as ISO-8859-1 text
     * @param uri where it was fetched
     * @throws DetectionException if it does not say just one address; the message quotes nothing of it
     */
    IpAddress read(String latin1, URI uri) {
        String body = OutsideText.decodeLatin1(latin1);
        return unmapped(
                switch (kind) {
                    case PLAIN -> literal(body, "its answer");
                    case JSON -> literal(json(body), "what its answer has at " + argument);
                    case TRACE -> literal(trace(body, uri), "what its answer has for " + argument);
                    case PATTERN -> onlyAddress(pattern.orElseThrow(), body);
                });
    }

    /** A service that listens on [::] sees who asks by IPv4 as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2). */
    private static IpAddress unmapped(IpAddress address) {
        return MAPPED.contains(address) ? IpAddress.of(Arrays.copyOfRange(address.toBytes(), 12, 16)) : address;
    }

    private static IpAddress literal(String text, String what) {
        try {
            return AddressText.literal(OutsideText.value(text));
        } catch (IllegalArgumentException e) {
            throw new DetectionException(what + " " + e.getMessage());
        }
    }

    /** Returns the one address that the expression's group finds, in one place or in several. */
    private static IpAddress onlyAddress(Pattern pattern, String text) {
        Set<IpAddress> found = new HashSet<>();
        try {
            for (String group : BoundedMatch.groups(pattern, text, MAX_SEARCHED)) {
                found.add(IpAddress.tryParse(group)
                        .orElseThrow(() -> new DetectionException(
                                "what the regular expression finds in its answer is not an address")));
            }
        } catch (BoundedMatch.TooMuch e) {
            throw new DetectionException(e.reason());
        }
        if (found.size() != 1) {
            throw new DetectionException(
                    found.isEmpty() ? "its answer has no address" : "its answer has several addresses");
        }
        return found.iterator().next();
    }

    private String json(String body) {
        try {
            JsonReader value = JsonReader.parse("the page", body);
            for (String step : argument.substring(1).split("/", -1)) {
                value = value.get(step.replace("~1", "/").replace("~0", "~"));
            }
            return value.asText();
        } catch (DdnsException e) {
            throw new DetectionException("its answer is not JSON with a text at " + argument);
        }
    }

    private String trace(String body, URI uri) {
        Map<String, String> values = new TreeMap<>();
        body.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0 && values.put(line.substring(0, equals), line.substring(equals + 1)) != null) {
                throw new DetectionException("its answer contains duplicate fields");
            }
        });
        if (!values.getOrDefault("h", uri.getHost()).equalsIgnoreCase(uri.getHost())) {
            throw new DetectionException("its answer is that of another host");
        }
        for (String tunnel : List.of("warp", "gateway")) {
            if (!values.getOrDefault(tunnel, "off").equals("off")) {
                throw new DetectionException("it was asked through Cloudflare's tunnel (" + tunnel
                        + "), and tells the tunnel's address: leave the tunnel, or bind to another interface");
            }
        }
        return values.getOrDefault(argument, "");
    }

    /**
     * Tells whether a page of that content type can be one. By RFC 9110 section 8.3, {@code application/octet-stream} is
     * what an answer without a type is; nginx calls so whatever it returns by itself.
     */
    boolean accepts(String contentType) {
        return switch (contentType) {
            case "", "text/plain", "application/json", "application/octet-stream" -> true;
            default ->
                switch (kind) {
                    case PLAIN, TRACE -> false;
                    case JSON -> contentType.equals("text/json") || contentType.endsWith("+json");
                    case PATTERN ->
                        contentType.startsWith("text/")
                                || contentType.equals("application/xml")
                                || contentType.endsWith("+xml");
                };
        };
    }
}
