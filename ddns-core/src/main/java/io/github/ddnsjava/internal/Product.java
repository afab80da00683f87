package io.github.ddnsjava.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this library calls itself: on the wire and in the log. Thread-safe. */
public final class Product {
    /** The version that this was built as, for example {@code 0.1.0}; {@code unknown} where the build did not say. */
    public static final String VERSION = version();

    /** The User-Agent: name, version (major and minor only), and where to ask. */
    public static final String USER_AGENT =
            "ddnsjava/" + majorAndMinor(VERSION) + " (+https://github.com/ddnsjava/ddnsjava)";

    private Product() {}

    /**
     * Reads the resource that the build fills in. A manifest would be missing in {@code target/classes}, and
     * {@code Package.getImplementationVersion} says nothing on the module path.
     */
    private static String version() {
        try (InputStream in = Product.class.getResourceAsStream("version.txt")) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
            return text.isEmpty() || text.startsWith("$") ? "unknown" : text;
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String majorAndMinor(String version) {
        Matcher matcher = Pattern.compile("\\d+\\.\\d+").matcher(version);
        return matcher.lookingAt() ? matcher.group() : version;
    }
}
