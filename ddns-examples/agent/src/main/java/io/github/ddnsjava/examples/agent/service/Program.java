package io.github.ddnsjava.examples.agent.service;

import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a service runs. The paths are absolute, and are those of the host that will run it, which may have another system than
 * this one. None of them is read. Immutable.
 *
 * @param java the path of the program {@code java}
 * @param jar the path of the agent's jar
 * @param config the path of the configuration
 */
public record Program(String java, String jar, String config) {
    /**
     * A small JVM: the simple garbage collector and the first compiler, which save half of the memory; and an end with exit
     * status 3 if memory runs out, so that the manager starts the agent again. The heap has a small young generation and follows
     * what is alive, so it grows with the number of records; it may take half of the memory of the host or container, because
     * a number of megabytes would be too small for somebody.
     */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-Xms12m",
            "-XX:MaxNewSize=8m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=25",
            "-XX:MaxRAMPercentage=50",
            "-XX:+ExitOnOutOfMemoryError");

    /**
     * Checks the paths.
     *
     * @throws ConfigurationException if one has a control character, which most formats cannot carry
     */
    public Program {
        check("--java", java);
        check("--jar", jar);
        check("--config", config);
    }

    private static void check(String option, String path) {
        if (path.isEmpty() || path.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException(
                    option,
                    "the path is empty, or has a control character, which a service definition cannot carry",
                    "a path without line breaks and other control characters");
        }
    }

    /** Returns the command line that runs cycles until it is stopped. */
    List<String> run() {
        return with(java, "run");
    }

    /** Returns the command line that runs one cycle. */
    List<String> once() {
        return with(java, "once");
    }

    /** Returns the command line that checks the configuration and asks nobody. */
    List<String> check() {
        List<String> all = with(java, "check");
        all.add("--offline");
        return all;
    }

    /** Returns that command line for Windows without a console window; the log goes to a file, because there is no console. */
    List<String> windowless(String verb) {
        List<String> all = with(java.replaceFirst("java(\\.exe)?$", "javaw$1"), verb);
        all.addAll(List.of("--log-file", log()));
        return all;
    }

    private List<String> with(String executable, String verb) {
        List<String> all = new ArrayList<>(List.of(executable));
        all.addAll(OPTIONS);
        all.addAll(List.of("-jar", jar, verb, "--config", config));
        return all;
    }

    /** Returns the options of the JVM. */
    public static List<String> options() {
        return OPTIONS;
    }

    /** Returns the path of the log that lies beside the configuration. */
    String log() {
        return directory(config) + (isWindows(config) ? "\\" : "/") + "ddns-agent.log";
    }

    /** Returns the directory in which a file lies. */
    static String directory(String path) {
        String directory = path.substring(0, Math.max(0, path.lastIndexOf(isWindows(path) ? '\\' : '/')));
        return directory.isEmpty() ? "/" : directory;
    }

    /** Returns the last part of a path. */
    static String name(String path) {
        return path.substring(path.lastIndexOf(isWindows(path) ? '\\' : '/') + 1);
    }

    /** Tells whether the path is one of Windows: it begins with a drive or with the name of a host. */
    public static boolean isWindows(String path) {
        return path.matches("(?s)([A-Za-z]:[\\\\/]|\\\\\\\\).*");
    }
}
