package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * A path as it was typed. In the locale C a JVM can name no file with letters beyond ASCII, neither one that was typed nor
 * one that it finds. Stateless.
 */
final class GivenPath {
    /** What the JDK puts in the place of a character that it could not read. */
    private static final char LOST = '\ufffd';

    private GivenPath() {}

    /**
     * Returns the path.
     *
     * @throws InvalidPathException if this process cannot use it, or cannot use the directory that it is relative to
     */
    static Path usable(String text) {
        return usable(text, System.getProperty("user.dir", ""));
    }

    /** Does it in that working directory. */
    static Path usable(String text, String here) {
        Path path = Path.of(text);
        if (!path.isAbsolute() && here.indexOf(LOST) >= 0) {
            throw new InvalidPathException(here + "/" + text, "the working directory has no name here");
        }
        return path;
    }

    /** Returns the path of an argument, for picocli, which names the option. */
    static Path argument(String text) {
        try {
            return usable(text);
        } catch (InvalidPathException e) {
            throw new CommandLine.TypeConversionException(wrong(e));
        }
    }

    /**
     * Returns the path in an option that is a text, because it may be one of another host.
     *
     * @throws ConfigurationException if this host has no such path
     */
    static Path of(String option, String text) {
        try {
            return usable(text);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(option, wrong(e), "");
        }
    }

    /** Returns what is wrong with a path, with the remedy. */
    static String wrong(InvalidPathException e) {
        String path = e.getInput();
        return path.chars().allMatch(c -> c < 128)
                ? "this system has no file with the name \"" + path + "\""
                : "this process cannot use the file name \"" + path
                        + "\", because its locale has not all of these characters; set the environment variable"
                        + " LC_ALL=C.UTF-8, or use a name in ASCII";
    }
}
