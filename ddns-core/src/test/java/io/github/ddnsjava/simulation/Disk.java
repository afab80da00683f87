package io.github.ddnsjava.simulation;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** An in-memory disk with a state file on it, which can be torn, damaged, lost, and full. */
final class Disk implements AutoCloseable {
    private static final int BLOCK = 4096;

    private final int size;
    private final FileSystem files;
    private final Dice dice;
    private final Chronicle chronicle;

    Disk(int size, Dice dice, Chronicle chronicle) {
        this.size = size;
        this.files = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setBlockSize(BLOCK)
                .setMaxSize(size)
                .setWorkingDirectory("/state")
                .build());
        this.dice = dice;
        this.chronicle = chronicle;
    }

    Path file() {
        return files.getPath("/state/ddns");
    }

    private Path ballast() {
        return files.getPath("/state/ballast");
    }

    /** How the state file stands. */
    record Mark(long size, String identity) {}

    Mark mark() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file(), BasicFileAttributes.class);
            return new Mark(attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (NoSuchFileException e) {
            return new Mark(0, "none");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The power went while something was appended: only a part of it is there. A file is replaced at once or not. */
    void tear(Mark before) {
        Mark after = mark();
        if (after.size() > before.size() && after.identity().equals(before.identity())) {
            long length = before.size() + dice.nextLong(after.size() - before.size());
            chronicle.tell("disk", () -> "the last save is torn at " + length + " of " + after.size());
            truncate(length);
        }
    }

    /** Something bad happens to the file while nobody uses it. */
    void damage() {
        long size = mark().size();
        if (size == 0) {
            return;
        }
        long position = dice.nextLong(size);
        switch (dice.nextInt(3)) {
            case 0 -> {
                chronicle.tell("disk", () -> "the state is torn at " + position + " of " + size);
                truncate(position);
            }
            case 1 -> {
                chronicle.tell("disk", () -> "byte " + position + " of " + size + " is another");
                write(position, (byte) dice.nextInt(256));
            }
            default -> {
                chronicle.tell("disk", () -> "the state is lost");
                truncate(0);
            }
        }
    }

    private void truncate(long length) {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(long position, byte value) {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {value}), position);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills up with something else. */
    void fill() {
        chronicle.tell("disk", () -> "is full");
        fill(new byte[size / 16]);
        fill(new byte[BLOCK]);
    }

    private void fill(byte[] block) {
        try (FileChannel channel = FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                channel.write(ByteBuffer.wrap(block));
            }
        } catch (IOException full) {
            chronicle.tell("disk", () -> "not " + block.length + " bytes are left");
        }
    }

    /** Somebody makes room. */
    void makeRoom() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        chronicle.tell("disk", () -> "has room");
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
