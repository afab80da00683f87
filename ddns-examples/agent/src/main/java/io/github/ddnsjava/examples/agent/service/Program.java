package io.github.ddnsjava.examples.agent.service;

import io.github.ddnsjava.exception.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a service runs. The paths are absolute, and are those of the host that will run it, which may have another system than
 * this one. None of them is read. A path of Windows has backslashes, also if it was given with slashes. Immutable.
 *
 * @param java the path of the program {@code java}
 * @param jar the path of the agent's jar
 * @param config the path of the configuration
 * @param launcher the path of the program {@code ddns} of a package or image, which runs the jar with its archive for quick
 *     starts and small processes; empty if the jar lies elsewhere. Only definitions for other systems than Windows have it
 */
public record Program(String java, String jar, String config, Optional<String> launcher) {
    /**
     * A small JVM: the simple garbage collector and the first compiler, which save half of the memory, and compile only what
     * runs often; no file of counters in the directory for temporary files; a table of strings that begins small and grows; and
     * an end with exit status 3 if memory runs out, so that the manager starts the agent again. The heap has a small young
     * generation and follows what is alive, so it grows with the number of records; it may take half of the memory of the host
     * or container, because a number of megabytes would be too small for somebody.
     */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=3",
            "-XX:-UsePerfData",
            "-XX:StringTableSize=1009",
            "-Xss512k",
            "-Xms6m",
            "-XX:MaxNewSize=1m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=25",
            "-XX:MaxRAMPercentage=50",
            "-XX:+ExitOnOutOfMemoryError");

    /** What stands in the place of a character that could not be read. */
    private static final int LOST = 0xfffd;

    /** The top of the file system, of a drive, or of what another host shares. */
    private static final Pattern ROOT = Pattern.compile("/?|[A-Za-z]:\\\\|\\\\\\\\[^\\\\]*\\\\?[^\\\\]*");

    /** Returns one whose jar lies in no package. */
    public Program(String java, String jar, String config) {
        this(java, jar, config, Optional.empty());
    }

    /**
     * Checks the paths.
     *
     * @throws ConfigurationException if one is empty, or has a character that some format cannot carry
     */
    public Program {
        check("--java", java);
        check("--jar", jar);
        check("--config", config);
        java = normal(java);
        jar = normal(jar);
        config = normal(config);
    }

    /** Windows takes both, but not everywhere; and the parts of a path are found by one of them. */
    private static String normal(String path) {
        return isWindows(path) ? path.replace('/', '\\') : path;
    }

    private static void check(String option, String path) {
        if (path.isEmpty()) {
            throw new ConfigurationException(option, "the path is empty", "the path of a file");
        }
        path.codePoints().filter(Program::isUnsafe).findFirst().ifPresent(c -> {
            throw new ConfigurationException(
                    option,
                    String.format("the path has the character U+%04X, which a service definition cannot carry", c)
                            + (c == LOST ? ": it stands for one that the locale of this process does not have" : ""),
                    c == LOST
                            ? "set the environment variable LC_ALL=C.UTF-8, or use a path in ASCII"
                            : "a path without line breaks, control characters and what is no character");
        });
    }

    /** Tells whether a format takes it for the end of a line, or cannot have it at all, as XML. */
    private static boolean isUnsafe(int c) {
        boolean noCharacter = (c & 0xfffe) == 0xfffe || c >= 0xfdd0 && c <= 0xfdef;
        return noCharacter
                || c == LOST
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> true;
                    default -> false;
                };
    }

    /** Returns the command line that runs cycles until it is stopped. */
    List<String> run() {
        return with("run");
    }

    /** Returns the command line that runs one cycle. */
    List<String> once() {
        return with("once");
    }

    /** Returns the command line that checks the configuration and asks nobody. */
    List<String> check() {
        List<String> all = with("check");
        all.add("--offline");
        return all;
    }

    /** Returns that command line for Windows without a console window; the log goes to a file, because there is no console. */
    List<String> windowless(String verb) {
        return windowless(verb, OPTIONS);
    }

    /** Returns one for a place that has no room for all options. */
    List<String> brief(String verb) {
        return windowless(verb, OPTIONS.subList(0, 1));
    }

    private List<String> windowless(String verb, List<String> options) {
        List<String> all = with(java.replaceFirst("java(\\.exe)?$", "javaw$1"), options, verb);
        all.addAll(List.of("--log-file", log()));
        return all;
    }

    private List<String> with(String verb) {
        return launcher.map(ddns -> (List<String>) new ArrayList<>(List.of(ddns, verb, "--config", config)))
                .orElseGet(() -> with(java, OPTIONS, verb));
    }

    private List<String> with(String executable, List<String> options, String verb) {
        List<String> all = new ArrayList<>(List.of(executable));
        all.addAll(options);
        all.addAll(List.of("-jar", jar, verb, "--config", config));
        return all;
    }

    /** Returns the options of the JVM. */
    public static List<String> options() {
        return OPTIONS;
    }

    /** Returns the path of the log that lies beside the configuration. */
    String log() {
        return beside(config, "ddns-agent.log");
    }

    /** Returns the directory in which a file lies. That of a drive of Windows ends with its backslash, as in {@code C:\}. */
    static String directory(String path) {
        int end = path.lastIndexOf(separator(path));
        boolean isRoot = end <= 0 || isWindows(path) && end == path.indexOf(':') + 1;
        return isRoot ? path.substring(0, end + 1) : path.substring(0, end);
    }

    /** Returns the path of a file or directory in the directory of another one. */
    static String beside(String path, String name) {
        return path.substring(0, path.lastIndexOf(separator(path)) + 1) + name;
    }

    private static char separator(String path) {
        return isWindows(path) ? '\\' : '/';
    }

    /**
     * Refuses a file at the top of a drive or of the file system, for a definition that gives the directory of the file to an
     * account or to a container: that would be all files of the host.
     *
     * @param option the option that names the file
     */
    static void refuseRoot(String option, String path) {
        if (ROOT.matcher(directory(path)).matches()) {
            throw new ConfigurationException(
                    option,
                    "the service would be given all files in " + directory(path) + ", where " + path + " lies",
                    "a file in a directory of its own");
        }
    }

    /** Returns the last part of a path. */
    static String name(String path) {
        return path.substring(path.lastIndexOf(separator(path)) + 1);
    }

    /** Tells whether the path is one of Windows: it begins with a drive or with the name of a host. */
    public static boolean isWindows(String path) {
        return path.matches("(?s)([A-Za-z]:[\\\\/]|\\\\\\\\).*");
    }
}
