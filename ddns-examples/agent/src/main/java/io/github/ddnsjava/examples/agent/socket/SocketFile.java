package io.github.ddnsjava.examples.agent.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of the socket. Stateless. */
final class SocketFile {
    private SocketFile() {}

    /** Returns where the socket of the agent with that state is. */
    static Path beside(Path state) {
        return state.resolveSibling(state.getFileName() + ".sock");
    }

    /**
     * Opens it. At no time can anybody but the owner open it: it is made in a directory of its own, and moved then. One that
     * an agent has left when it was killed is replaced.
     */
    static ServerSocketChannel listen(Path file) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                bindPrivately(server, file);
            } else {
                Files.deleteIfExists(file);
                server.bind(UnixDomainSocketAddress.of(file));
            }
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static void bindPrivately(ServerSocketChannel server, Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path directory = Files.createTempDirectory(
                parent, ".", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path made = directory.resolve("s");
        try {
            server.bind(UnixDomainSocketAddress.of(made));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
            Files.deleteIfExists(directory);
        }
    }
}
