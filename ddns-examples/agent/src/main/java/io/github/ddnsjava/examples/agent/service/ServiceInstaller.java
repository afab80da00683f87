package io.github.ddnsjava.examples.agent.service;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes a service known to its manager, and unknown again. What it does is shown before it is done. Not thread-safe.
 */
public final class ServiceInstaller {
    private final Path root;
    private final Commands commands;
    private final Consumer<String> shown;

    /**
     * Makes one.
     *
     * @param root the directory below which files are written: that of the whole system, other than in tests
     * @param commands what runs programs
     * @param shown is told each step before it is done
     */
    public ServiceInstaller(Path root, Commands commands, Consumer<String> shown) {
        this.root = root;
        this.commands = commands;
        this.shown = shown;
    }

    /**
     * Writes the files of a definition, and has the manager start the service. If a step fails, what was done is undone.
     *
     * @throws ConfigurationException if the kind is not installed by this program, or cannot be given one of the paths
     * @throws IOException if a step failed; the message says which
     */
    public void install(ServiceKind kind, Program program) throws IOException, InterruptedException {
        List<ServiceFile> files = kind.files(program);
        List<Path> places = places(files, program);
        Manager manager = manager(kind, places);
        List<Path> written = new ArrayList<>();
        boolean started = false;
        try {
            for (int i = 0; i < places.size(); i++) {
                if (write(places.get(i), files.get(i).bytes())) {
                    written.add(places.get(i));
                }
            }
            started = true;
            for (List<String> command : manager.start()) {
                run(command);
            }
        } catch (IOException e) {
            undo(manager, started, written, e);
            throw e;
        }
    }

    private void undo(Manager manager, boolean started, List<Path> written, IOException cause)
            throws InterruptedException {
        if (written.isEmpty()) {
            return; // The service was there before, and stays as it is.
        }
        if (started) {
            tryAll(manager.stop(), cause);
        }
        delete(written, cause);
        if (started) {
            tryAll(manager.removed(), cause);
        }
    }

    /**
     * Stops a service, makes it unknown to its manager, and deletes the files of its definition. Configuration and state stay.
     *
     * @throws ConfigurationException if the kind is not installed by this program
     * @throws IOException if a step failed; those after it were done all the same
     */
    public void uninstall(ServiceKind kind, Program program) throws IOException, InterruptedException {
        List<Path> places = places(kind.files(program), program);
        Manager manager = manager(kind, places);
        IOException failed = new IOException("not all could be removed");
        tryAll(manager.stop(), failed);
        delete(places, failed);
        tryAll(manager.removed(), failed);
        if (failed.getSuppressed().length > 0) {
            String reasons = Arrays.stream(failed.getSuppressed())
                    .map(Throwable::getMessage)
                    .collect(Collectors.joining("; "));
            throw new IOException(reasons, failed);
        }
    }

    /**
     * Tells whether the service runs; for a task or a timer, whether it is known.
     *
     * @throws IOException if the manager cannot be asked
     */
    public boolean isRunning(ServiceKind kind, Program program) throws IOException, InterruptedException {
        Manager manager = manager(kind, places(kind.files(program), program));
        Commands.Result answer = commands.run(manager.status());
        return answer.status() == 0
                && manager.running().matcher(answer.output()).find();
    }

    private static Manager manager(ServiceKind kind, List<Path> places) {
        return Manager.of(kind, places)
                .orElseThrow(() -> new ConfigurationException(
                        "KIND",
                        kind + " is installed by hand: \"service print " + kind + "\" says how",
                        "systemd, systemd-user, systemd-timer, schtasks, launchd or winsw"));
    }

    /** Files without a place of their own lie beside the program. */
    private List<Path> places(List<ServiceFile> files, Program program) {
        return files.stream()
                .map(file -> {
                    String path = file.path().replaceFirst("^~", System.getProperty("user.home"));
                    return path.startsWith("/")
                            ? root.resolve(path.substring(1))
                            : Path.of(Program.directory(program.jar())).resolve(path);
                })
                .toList();
    }

    /** Returns whether it was written; false if the same is there already. */
    private boolean write(Path file, byte[] content) throws IOException {
        shown.accept("write " + file);
        if (Files.exists(file)) {
            if (Arrays.equals(Files.readAllBytes(file), content)) {
                return false;
            }
            throw new IOException(
                    file + " is there and says something else; uninstall the service first, or move the file");
        }
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.write(file, content);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        return true;
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        String line = String.join(" ", command);
        shown.accept(line);
        Commands.Result result = commands.run(command);
        if (result.status() != 0) {
            throw new IOException("\"" + line + "\" ended with status " + result.status() + ": "
                    + result.output().strip());
        }
    }

    private void tryAll(List<List<String>> all, IOException failure) throws InterruptedException {
        for (List<String> command : all) {
            try {
                run(command);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private void delete(List<Path> files, IOException failure) {
        for (Path file : files) {
            try {
                if (Files.exists(file)) {
                    shown.accept("delete " + file);
                    Files.delete(file);
                }
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
