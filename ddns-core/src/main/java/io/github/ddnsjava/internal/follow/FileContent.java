package io.github.ddnsjava.internal.follow;

import io.github.ddnsjava.internal.Sha256;
import io.github.ddnsjava.internal.text.LocalFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Tells contents of files apart, without keeping them. Stateless. */
public final class FileContent {
    /** The largest file that is read: 4 MiB. */
    public static final int MAX_BYTES = 4 << 20;

    private FileContent() {}

    /** Returns the digest of each file. */
    public static Map<Path, String> digests(Collection<Path> files) {
        Map<Path, String> digests = new HashMap<>();
        files.forEach(file -> digests.put(file, digest(file)));
        return digests;
    }

    /** Returns the digest of a file's content, or why it cannot be read. Only regular files are read. */
    public static String digest(Path file) {
        try {
            return digest(LocalFile.readUninterruptibly(file, MAX_BYTES));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Returns the digest of a content. */
    public static String digest(byte[] content) {
        return Sha256.hex(content);
    }
}
