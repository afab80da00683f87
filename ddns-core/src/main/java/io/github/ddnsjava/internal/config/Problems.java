package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ConfigurationException.Entry;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.text.Defect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the problems of a configuration, so that all are reported at once. It also knows every secret value, and
 * removes it from messages. Messages should contain none; this is a second protection. Not thread-safe.
 */
public final class Problems {
    /** Shorter secrets are not removed from messages, because they would be found within ordinary words. */
    private static final int SHORTEST_HIDDEN = 4;

    /** A secret of that length is not found by chance within a word. */
    private static final int LONGER_THAN_WORDS = 12;

    /** Messages can contain a part of a long secret. A part of this length is removed, too. */
    private static final int TELLING = 32;

    /** Nobody reads more at once. A file of 4 MiB can have a hundred thousand. */
    private static final int MOST = 1000;

    /** What separates the parts of a list and the lines of a text, with the spaces around it. */
    private static final Pattern PARTS = Pattern.compile("[ \\t]*[,\\x00-\\x08\\x0a-\\x1f][ \\t]*");

    /** A list or a file with more parts than that is hidden as a whole. */
    private static final int MOST_PARTS = 1000;

    private final Set<Entry> entries = new LinkedHashSet<>();
    private final Set<Entry> notes = new LinkedHashSet<>();
    private final NavigableSet<String> unresolved = new TreeSet<>();
    private int more;
    private @Nullable TransientException down;
    private final TreeMap<String, String> hidden =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** Adds a problem. */
    void add(String path, String message, String allowed) {
        add(new Entry(path, message, allowed));
    }

    /** Adds a problem, unless its value, or a part of it, could not be read. That problem was added already. */
    void add(Entry entry) {
        if (isUnresolved(entry.path())) {
            return;
        }
        if (entries.size() < MOST) {
            entries.add(entry);
        } else {
            more++;
        }
    }

    /** Adds that code of others failed. Its message is not shown, because it may quote a secret. */
    void defect(String path, String what, Throwable thrown) {
        Defect.failIfFatal(thrown);
        add(path, what + ": " + Defect.where(thrown) + "; this is a defect of its type", "");
    }

    /** Tells whether a setting, or a setting or an element in it, could not be read. */
    private boolean isUnresolved(String path) {
        return unresolved.contains(path)
                || isInUnresolved(path)
                || !path.isEmpty() && (anyBegins(path + ".") || anyBegins(path + "["));
    }

    /** Tells whether an object or a list around a setting could not be read. */
    private boolean isInUnresolved(String path) {
        for (int end = path.length() - 1; end > 0 && !unresolved.isEmpty(); end--) {
            if (".[".indexOf(path.charAt(end)) >= 0 && unresolved.contains(path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private boolean anyBegins(String start) {
        String first = unresolved.ceiling(start);
        return first != null && first.startsWith(start);
    }

    /** Adds the problems of a part; those that name no path belong to that one. */
    void addAll(String path, ConfigurationException found) {
        for (Entry entry : found.problems()) {
            add(entry.path().isEmpty() ? new Entry(path, entry.message(), entry.allowed()) : entry);
        }
    }

    /** Adds a complaint. */
    void add(ConfigurationException found) {
        addAll("", found);
    }

    /**
     * Adds the problem that a reference cannot be read. Other problems at that path follow from it, and are not added.
     */
    void addUnresolved(String path, String message, String allowed) {
        add(path, message, allowed);
        unresolved(path);
    }

    /** Notes that there is no value at that path, and that why was told already. */
    void unresolved(String path) {
        if (entries.size() < MOST) {
            unresolved.add(path);
        }
    }

    /** Adds the note that a reference cannot be read here. Other problems at that path follow from it, and are not added. */
    void note(String path, String why) {
        unresolved.add(path);
        notes.add(new Entry(path, why, ""));
    }

    /** Returns the notes, without any secret. */
    List<Entry> notes() {
        return safe(notes);
    }

    /** Notes that a reference cannot be read now, because its source is down. That counts if nothing else is wrong. */
    void unreachable(String path, TransientException why) {
        unresolved.add(path);
        down = down == null ? why : down;
    }

    /** Returns the result of a getter of settings. If the getter throws, adds its problems and returns nothing. */
    <T> Optional<T> read(Supplier<Optional<T>> getter) {
        try {
            return getter.get();
        } catch (ConfigurationException e) {
            addAll("", e);
        } catch (TransientException e) {
            down = down == null ? e : down;
        }
        return Optional.empty();
    }

    /** Adds each name that is not allowed. */
    void addUnknown(Settings settings, Collection<String> allowed) {
        for (String name : settings.names()) {
            if (!allowed.contains(name)) {
                add(
                        settings.path(name),
                        "there is no such setting" + Spelling.hint(name, allowed),
                        String.join(", ", allowed));
            }
        }
    }

    /** Makes sure that no message shows that value. Messages show its origin instead. */
    void hide(String value, String shownAs) {
        hidePart(value, shownAs);
        // Messages about a list show one of its parts, and messages about several lines show one of them.
        String[] parts = PARTS.split(value, MOST_PARTS);
        for (int i = 0; parts.length > 1 && i < parts.length; i++) {
            hidePart(parts[i], shownAs);
        }
    }

    private void hidePart(String value, String shownAs) {
        if (value.length() >= SHORTEST_HIDDEN) {
            hidden.putIfAbsent(value, shownAs);
        }
    }

    /** Makes sure that no message shows that secret. */
    void hide(Secret secret, String shownAs) {
        hide(secret.reveal(), shownAs);
    }

    /** Tells whether anything is wrong. */
    boolean any() {
        return !entries.isEmpty() || down != null;
    }

    /** Returns everything as one exception. */
    DdnsException toException() {
        if (entries.isEmpty() && down != null) {
            return down;
        }
        return new ConfigurationException(safe(entries), notes());
    }

    private List<Entry> safe(Collection<Entry> told) {
        List<Entry> safe = new ArrayList<>();
        told.forEach(entry -> safe.add(new Entry(entry.path(), redact(entry.message()), entry.allowed())));
        if (told == entries && more > 0) {
            safe.add(new Entry("", "… and " + more + " more problems", ""));
        }
        return safe;
    }

    private String redact(String message) {
        String text = message;
        for (var value : hidden.entrySet()) {
            text = replaceWords(text, value.getKey(), value.getValue());
            if (value.getKey().length() > TELLING) {
                text = cutAt(text, value.getKey().substring(0, TELLING), value.getValue());
            }
        }
        return text;
    }

    /**
     * Replaces a value. A short one is left where it is the part of a longer word: a secret {@code short} must not be found in
     * "shorter", as that would tell it.
     */
    private static String replaceWords(String text, String value, String shownAs) {
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
            int end = at + value.length();
            boolean isWord = value.length() >= LONGER_THAN_WORDS || !isWithinWord(text, at) && !isWithinWord(text, end);
            if (at >= from && isWord) {
                replaced.append(text, from, at).append(shownAs);
                from = end;
            }
        }
        return replaced.append(text.substring(from)).toString();
    }

    /** Tells whether letters or digits meet there. */
    private static boolean isWithinWord(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isLetterOrDigit(text.charAt(at - 1))
                && Character.isLetterOrDigit(text.charAt(at));
    }

    private static String cutAt(String text, String piece, String shownAs) {
        int at = text.indexOf(piece);
        return at < 0 ? text : text.substring(0, at) + shownAs + "…";
    }
}
