package io.github.ddnsjava.internal.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * On which entries of which directories it depends what a name of a file leads to: on the file itself, and on each link on
 * the way to it. Kubernetes, for example, mounts {@code config.json -> ..data/config.json} and {@code ..data -> ..2026_03_01},
 * and replaces nothing but {@code ..data}. Not thread-safe.
 */
final class Links {
    /** As many as Linux follows. */
    private static final int MOST = 40;

    private final Map<Path, Set<Path>> entries = new HashMap<>();

    private Links() {}

    /** Returns the names of those entries by their directory. The directories need not exist. */
    static Map<Path, Set<Path>> entries(Collection<Path> files) {
        Links links = new Links();
        files.forEach(links::walk);
        return links.entries;
    }

    private void walk(Path file) {
        Path absolute = file.toAbsolutePath();
        Deque<Path> rest = new ArrayDeque<>();
        absolute.forEach(rest::addLast);
        Path here = absolute.getRoot();
        int followed = 0;
        while (!rest.isEmpty()) {
            Path name = rest.removeFirst();
            Path next = here.resolve(name);
            if (name.toString().equals("..")) {
                here = here.getParent() == null ? here : here.getParent();
            } else if (Files.isSymbolicLink(next) && followed++ < MOST) {
                add(here, name);
                here = enter(next, here, rest);
            } else if (rest.isEmpty()) {
                add(here, name);
            } else {
                here = name.toString().equals(".") ? here : next;
            }
        }
    }

    /** Puts the way that a link names before the rest, and returns the directory in which that way begins. */
    private static Path enter(Path link, Path here, Deque<Path> rest) {
        try {
            Path target = Files.readSymbolicLink(link);
            Deque<Path> names = new ArrayDeque<>();
            target.forEach(names::addFirst);
            names.forEach(rest::addFirst);
            return target.isAbsolute() ? target.getRoot() : here;
        } catch (IOException e) {
            rest.clear(); // It was replaced this moment, which is told.
            return here;
        }
    }

    private void add(Path directory, Path name) {
        entries.computeIfAbsent(directory, any -> new HashSet<>()).add(name);
    }
}
