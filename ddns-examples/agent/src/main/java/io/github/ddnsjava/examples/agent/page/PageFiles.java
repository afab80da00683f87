package io.github.ddnsjava.examples.agent.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of the page. They hold no data, so anybody may read them. Immutable and thread-safe. */
public final class PageFiles {
    /**
     * What a browser may do with them: nothing comes from or goes to another place, nothing is written into the page as
     * code or style, and no other page shows it in a frame.
     */
    public static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, String> TYPES = Map.of(
            "index.html", HTML,
            "page.css", "text/css; charset=utf-8",
            "page.js", SCRIPT,
            "agent.js", SCRIPT,
            "timeline.js", SCRIPT,
            "words.js", SCRIPT,
            "icon.svg", "image/svg+xml");

    private final Map<String, File> files = new TreeMap<>();

    /** A file of the page. */
    public static final class File {
        private final String type;
        private final byte[] content;

        private File(String type, byte[] content) {
            this.type = type;
            this.content = content;
        }

        /** Returns the content type. */
        public String type() {
            return type;
        }

        /** Returns a copy of its bytes. */
        public byte[] content() {
            return content.clone();
        }
    }

    /** Reads them. */
    public PageFiles() {
        TYPES.forEach((name, type) -> {
            try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("the agent's jar has no " + name);
                }
                files.put(name.equals("index.html") ? "/" : "/page/" + name, new File(type, in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Returns the file at a path; empty if there is none. */
    public Optional<File> at(String path) {
        return Optional.ofNullable(files.get(path));
    }
}
