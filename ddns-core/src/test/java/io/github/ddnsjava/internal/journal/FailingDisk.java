package io.github.ddnsjava.internal.journal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A disk that runs full, refuses moves or new files, or cannot be read to the end; and that counts. */
final class FailingDisk extends Disk {
    /** How many bytes fit. */
    long room = Long.MAX_VALUE;
    /** How many moves succeed. */
    int moves = Integer.MAX_VALUE;
    /** Whether files can be made. */
    boolean creates = true;
    /** Whether the file system has locks. */
    boolean locks = true;

    /** How many bytes of a file can be read. */
    int readable = Integer.MAX_VALUE;

    /** What happens while the disk syncs a file. */
    Runnable syncing = () -> {};

    int refusedCreates;
    /** What a power cut would lose. */
    long unforced;
    /** How many files are open to be written. */
    int open;

    @Override
    InputStream read(Path file) throws IOException {
        InputStream in = super.read(file);
        if (readable == Integer.MAX_VALUE) {
            return in;
        }
        byte[] good = in.readNBytes(readable);
        in.close();
        InputStream bad = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(good), bad);
    }

    @Override
    FileChannel create(Path file) throws IOException {
        if (!creates) {
            refusedCreates++;
            throw new IOException("No space left on device");
        }
        return new Channel(super.create(file));
    }

    @Override
    FileChannel append(Path file) throws IOException {
        return new Channel(super.append(file));
    }

    @Override
    FileChannel lockable(Path file) throws IOException {
        return locks ? super.lockable(file) : new Channel(super.lockable(file));
    }

    @Override
    void move(Path from, Path to) throws IOException {
        if (moves-- <= 0) {
            throw new IOException("Input/output error");
        }
        super.move(from, to);
    }

    /** Writes what still fits, then fails, as a full disk does. */
    private final class Channel extends FileChannel {
        private final FileChannel channel;

        Channel(FileChannel channel) {
            this.channel = channel;
            open++;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (room <= 0) {
                throw new IOException("No space left on device");
            }
            ByteBuffer fitting = bytes.duplicate();
            fitting.limit(bytes.position() + (int) Math.min(room, bytes.remaining()));
            int written = channel.write(fitting);
            bytes.position(bytes.position() + written);
            unforced += written;
            room -= room == Long.MAX_VALUE ? 0 : written;
            return written;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            syncing.run();
            channel.force(metaData);
            unforced = 0;
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
            open--;
        }

        @Override
        public int read(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            channel.truncate(size);
            return this;
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer bytes, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer bytes, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
