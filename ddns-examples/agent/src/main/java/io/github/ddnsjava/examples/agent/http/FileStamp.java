package io.github.ddnsjava.examples.agent.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** By what a file is recognised as replaced. Immutable. */
record FileStamp(FileTime modified, long size, String identity) {
    /** Returns the stamp of each file; a file that is not there has none. */
    static List<Optional<FileStamp>> of(List<Path> files) {
        return files.stream().map(FileStamp::of).toList();
    }

    private static Optional<FileStamp> of(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(
                    new FileStamp(found.lastModifiedTime(), found.size(), Objects.toString(found.fileKey())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
