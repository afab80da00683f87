package io.github.ddnsjava.examples.agent.command;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The agent's classes as the JVM has loaded them before, for a test that starts it many times. The first agent that ends by
 * itself writes the archive, and the later ones start with about two thirds of the CPU time.
 */
final class ClassArchive {
    private final Path file;
    private final String classPath;

    private ClassArchive(Path file, String classPath) {
        this.file = file;
        this.classPath = classPath;
    }

    /** Begins without an archive. The JVM makes none of classes in a directory, so these are put into jars there. */
    static ClassArchive in(Path directory) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : AgentProcess.classPath().split(File.pathSeparator)) {
            Path classes = Path.of(entry);
            entries.add(
                    Files.isDirectory(classes)
                            ? jar(classes, directory.resolve("classes-" + entries.size() + ".jar"))
                            : entry);
        }
        return new ClassArchive(directory.resolve("classes.jsa"), String.join(File.pathSeparator, entries));
    }

    private static String jar(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> found = Files.walk(classes)) {
            for (Path each : found.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(
                        new ZipEntry(classes.relativize(each).toString().replace(File.separatorChar, '/')));
                Files.copy(each, zip);
            }
        }
        return jar.toString();
    }

    String classPath() {
        return classPath;
    }

    /** Returns whether an agent has written it. */
    boolean isWritten() {
        return Files.exists(file);
    }

    /** Returns the options of the JVM, by which the next agent reads the archive, or writes it at its end if there is none. */
    List<String> options() {
        return List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                (isWritten() ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + file);
    }
}
