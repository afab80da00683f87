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
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a configuration was read from, if that was a file. Relative names in it are relative to the file's directory. */
final class ConfigurationFile {
    final Path file;
    /** The file itself, or the copy that was read in its place. */
    private final Path from;
    /** What the file contained, or a copy of it. */
    final byte[] content;

    final List<SettingSpec> sections;

    private ConfigurationFile(Path file, Path from, byte[] content, List<SettingSpec> sections) {
        this.file = file;
        this.from = from;
        this.content = content;
        this.sections = sections;
    }

    /**
     * Reads it. It may be a pipe.
     *
     * @throws ConfigurationException if it cannot be read
     */
    static ConfigurationFile read(Path file, List<SettingSpec> sections) {
        try {
            return new ConfigurationFile(file, file, LocalFile.readFileOrPipe(file, FileContent.MAX_BYTES), sections);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /**
     * Reads a copy of it.
     *
     * @throws ConfigurationException if the copy cannot be read
     */
    static ConfigurationFile copy(Path file, Path copy, List<SettingSpec> sections) {
        try {
            return new ConfigurationFile(
                    file, copy, LocalFile.readUninterruptibly(copy, FileContent.MAX_BYTES), sections);
        } catch (IOException e) {
            throw unusable(copy, e);
        }
    }

    /** Reads the file again. A pipe is refused: nobody may write into it, and each attempt would leave a thread behind. */
    ConfigurationFile again() {
        return copy(file, file, sections);
    }

    /**
     * Returns the file of the state by the file; if that cannot be read, by the newest copy that can.
     *
     * @throws ConfigurationException if there is no such copy, about the file
     */
    static Optional<Path> state(Path file, Path copies) {
        try {
            return read(file, List.of()).state();
        } catch (ConfigurationException broken) {
            for (Path copy : LastGood.copies(copies, file)) {
                try {
                    return copy(file, copy, List.of()).state();
                } catch (ConfigurationException e) {
                    broken.addSuppressed(e); // not there, or no better
                }
            }
            throw broken;
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
        return from.equals(file) ? source : ConfigurationReader.ofCopy(source, from);
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
