package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The secrets of a configuration that is being made. Not thread-safe. */
final class DraftSecrets {
    private final Draft draft;
    private final UnaryOperator<String> place;
    private final Map<List<Object>, String> names = new HashMap<>();
    private final Map<String, Imported.Secret> kept = new LinkedHashMap<>();

    /** Creates none yet. The place returns the reference to the secret of a name. */
    DraftSecrets(Draft draft, UnaryOperator<String> place) {
        this.draft = draft;
        this.place = place;
    }

    List<Imported.Secret> all() {
        return List.copyOf(kept.values());
    }

    /**
     * Adds a secret, and returns the reference to it. One that no setting of ours can have is noted and left out, so that the
     * others are carried over.
     *
     * @param owner whose secret it is: equal secrets of two accounts have two names, because each changes at its own time
     * @param words its name, which may be in use
     * @param at where it stands in the other file
     * @param theirs its name there
     */
    Given add(Object owner, String words, String value, String at, String theirs) {
        String name = names.computeIfAbsent(List.of(owner, theirs, value), added -> free(dashed(words)));
        Given reference = new Given(place.apply(name), true);
        flaw(theirs, value)
                .ifPresentOrElse(
                        flaw -> draft.left(
                                at,
                                theirs,
                                flaw + ". Change it at the service, and put the new one where " + reference.text()
                                        + " is read"),
                        () -> kept.putIfAbsent(name, new Imported.Secret(name, value, at, theirs)));
        return reference;
    }

    /** Returns why a value can be no secret of ours; it is not shown. JSON, as of Google's keys, may have several lines. */
    private static Optional<String> flaw(String theirs, String value) {
        try {
            String read = Secret.from(theirs, () -> value).reveal();
            boolean lines = read.chars().anyMatch(c -> c == '\n' || c == '\r') && !read.startsWith("{");
            return lines ? Optional.of("the secret has several lines") : Optional.empty();
        } catch (ConfigurationException e) {
            return Optional.of(e.problems().get(0).message());
        }
    }

    private String free(String words) {
        String name = words;
        for (int number = 2; names.containsValue(name); number++) {
            name = words + "-" + number;
        }
        return name;
    }

    private static String dashed(String words) {
        return words.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
