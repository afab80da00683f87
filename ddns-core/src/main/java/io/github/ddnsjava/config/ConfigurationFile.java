package io.github.ddnsjava.config;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.ConfigurationReader;
import io.github.ddnsjava.internal.follow.FileContent;
import io.github.ddnsjava.internal.follow.LastGood;
import io.github.ddnsjava.internal.text.LocalFile;
import io.github.ddnsjava.internal.text.OutsideText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What a configuration was read from, if that was a file. Relative names in it are relative to the file's directory. */
final class ConfigurationFile {
    final Path file;
    /** The file itself, or the copy that was read in its place. */
    private final Path from;
    /** What the file contained, or a copy of it. */
    final byte[] content;

    /** Where the state is if the file names no place; empty if it is in memory then. */
    final Optional<Path> stateFile;

    final List<SettingSpec> sections;

    private ConfigurationFile(
            Path file, Path from, byte[] content, Optional<Path> stateFile, List<SettingSpec> sections) {
        this.file = file;
        this.from = from;
        this.content = content;
        this.stateFile = stateFile;
        this.sections = sections;
    }

    /**
     * Reads it. It may be a pipe.
     *
     * @throws ConfigurationException if it cannot be read
     */
    static ConfigurationFile read(Path file, Optional<Path> stateFile, SettingSpec... sections) {
        try {
            byte[] content = LocalFile.readFileOrPipe(file, FileContent.MAX_BYTES);
            return new ConfigurationFile(file, file, content, stateFile, List.of(sections));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /**
     * Reads a copy of it.
     *
     * @throws ConfigurationException if the copy cannot be read
     */
    private static ConfigurationFile copy(Path file, Path copy, Optional<Path> stateFile, List<SettingSpec> sections) {
        try {
            byte[] content = LocalFile.readUninterruptibly(copy, FileContent.MAX_BYTES);
            return new ConfigurationFile(file, copy, content, stateFile, sections);
        } catch (IOException e) {
            throw unusable(copy, e);
        }
    }

    /** Reads the file again. A pipe is refused: nobody may write into it, and each attempt would leave a thread behind. */
    ConfigurationFile again() {
        return copy(file, file, stateFile, sections);
    }

    /**
     * Reads the newest copy in that directory that is there and can be used.
     *
     * @throws ConfigurationException if there is none, with what is wrong with each
     */
    static <T> T newestGood(
            Path file,
            Path directory,
            Optional<Path> stateFile,
            List<SettingSpec> sections,
            Function<ConfigurationFile, T> reading) {
        List<ConfigurationException.Entry> wrong = new ArrayList<>();
        for (Path copy : LastGood.copies(directory, file)) {
            try {
                if (Files.exists(copy)) {
                    return reading.apply(copy(file, copy, stateFile, sections));
                }
            } catch (ConfigurationException e) {
                e.problems()
                        .forEach(problem -> wrong.add(new ConfigurationException.Entry(
                                problem.path(), "in the copy " + copy + ": " + problem.message(), problem.allowed())));
            }
        }
        if (wrong.isEmpty()) {
            throw new ConfigurationException("", "there is no good copy of " + file + " in " + directory, "");
        }
        throw new ConfigurationException(wrong);
    }

    /**
     * Returns the file of the state by the file; if that cannot be read, by the newest copy that can.
     *
     * @throws ConfigurationException if there is no such copy, about the file
     */
    static Optional<Path> state(Path file, Path copies) {
        try {
            return read(file, Optional.empty()).state();
        } catch (ConfigurationException broken) {
            try {
                return newestGood(file, copies, Optional.empty(), List.of(), ConfigurationFile::state);
            } catch (ConfigurationException e) {
                broken.addSuppressed(e);
                throw broken;
            }
        }
    }

    private Optional<Path> state() {
        return ConfigurationReader.stateFile(source(), directory(), file);
    }

    Path directory() {
        Path directory = file.toAbsolutePath().getParent();
        return directory == null ? file.toAbsolutePath() : directory;
    }

    /** Returns the text, in the language that the file's name tells. */
    ConfigurationReader.Source source() {
        String name = String.valueOf(file.toAbsolutePath().getFileName()).toLowerCase(Locale.ROOT);
        String text = text();
        ConfigurationReader.Source source = name.endsWith(".yaml") || name.endsWith(".yml")
                ? ConfigurationReader.yaml(text)
                : ConfigurationReader.json(text);
        return ConfigurationReader.of(
                source, from.equals(file) ? Optional.empty() : Optional.of(from), stateFile.map(Path::toAbsolutePath));
    }

    private String text() {
        try {
            String text = OutsideText.decode(content);
            if (text.indexOf('\0') >= 0) {
                throw new IOException(
                        "it contains U+0000 NULL; if it is UTF-16 without a byte order mark, save it as UTF-8");
            }
            return text;
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** Tells whether it is a pipe, say, which can be read once. */
    boolean isPipe() {
        return Files.exists(file) && !Files.isRegularFile(file);
    }

    private static ConfigurationException unusable(Path file, IOException e) {
        String message = e.getCause() instanceof NoSuchFileException
                ? "there is no configuration " + file
                : "the configuration " + file + " cannot be used: " + e.getMessage();
        return new ConfigurationException("", message, "");
    }
}
