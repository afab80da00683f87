package io.github.ddnsjava.examples.agent.service;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final FileSteps steps;

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
        this.steps = new FileSteps(shown);
    }

    /**
     * Writes the files of a definition, and has the manager start the service. If a step fails, what this call did is undone, and
     * a service that was there before stays as it was.
     *
     * @throws ConfigurationException if the kind is not installed by this program, or cannot be given one of the paths
     * @throws IOException if a step failed; the message says which
     */
    public void install(ServiceKind kind, Program program) throws IOException, InterruptedException {
        List<ServiceFile> files = kind.files(program);
        List<Path> places = places(kind, program.jar());
        Manager manager = manager(kind, places);
        boolean isNew = !Files.exists(places.get(0));
        List<Path> written = new ArrayList<>();
        List<Manager.Step> done = new ArrayList<>();
        try {
            for (int i = 0; i < places.size(); i++) {
                if (write(kind, places.get(i), files.get(i).bytes())) {
                    written.add(places.get(i));
                }
            }
            for (Manager.Step step : manager.start()) {
                if (step.isUndoneIfItFails()) {
                    done.add(step);
                }
                run(step.command());
                if (!step.isUndoneIfItFails()) {
                    done.add(step);
                }
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            undo(manager, isNew ? done : List.of(), written, e);
            throw e;
        }
    }

    private void undo(Manager manager, List<Manager.Step> done, List<Path> written, Exception cause) {
        try {
            tryAll(Manager.undo(done), cause);
            steps.delete(written, cause);
            if (!done.isEmpty()) {
                tryAll(manager.removed(), cause);
            }
        } catch (InterruptedException e) {
            cause.addSuppressed(e);
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops a service, makes it unknown to its manager, and deletes the files of its definition, except what another kind that is
     * installed needs. Configuration and state stay.
     *
     * @param jar the agent's jar; some kinds have their files beside it
     * @param force whether files are deleted that somebody edited
     * @throws ConfigurationException if the kind is not installed by this program
     * @throws IOException if a file was edited, and nothing was done; or if a step failed, and those after it were done all the
     *     same
     */
    public void uninstall(ServiceKind kind, String jar, boolean force) throws IOException, InterruptedException {
        Manager manager = manager(kind, places(kind, jar));
        List<Path> own = new ArrayList<>();
        for (String path : kind.paths()) {
            if (kind.sharing(path).stream()
                    .noneMatch(other -> Files.exists(place(other.paths().get(0), jar)))) {
                Path file = place(path, jar);
                if (!force) {
                    steps.refuseEdited(file, content -> kind.mayHaveWritten(path, content));
                }
                own.add(file);
            }
        }
        IOException failed = new IOException("not all could be removed");
        tryAll(Manager.undo(manager.start()), failed);
        steps.delete(own, failed);
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
     * @param jar the agent's jar; some kinds have their files beside it
     * @throws IOException if the manager cannot be asked; the message has its answer
     */
    public boolean isRunning(ServiceKind kind, String jar) throws IOException, InterruptedException {
        Manager manager = manager(kind, places(kind, jar));
        Commands.Result answer = start(manager.status());
        if (answer.status() == 0) {
            return manager.running().matcher(answer.output()).find();
        }
        if (manager.notRunning().contains(answer.status())) {
            return false;
        }
        throw failure(manager.status(), answer);
    }

    private static Manager manager(ServiceKind kind, List<Path> places) {
        return Manager.of(kind, places)
                .orElseThrow(() -> new ConfigurationException(
                        "KIND",
                        kind + " is installed by hand: \"service print " + kind + "\" says how",
                        "systemd, systemd-user, systemd-timer, schtasks, launchd or winsw"));
    }

    private List<Path> places(ServiceKind kind, String jar) {
        return kind.paths().stream().map(path -> place(path, jar)).toList();
    }

    /** Files without a place of their own lie beside the program. */
    private Path place(String path, String jar) {
        String absolute = path.startsWith("~") ? System.getProperty("user.home") + path.substring(1) : path;
        return absolute.startsWith("/")
                ? root.resolve(absolute.substring(1))
                : Path.of(jar).resolveSibling(absolute);
    }

    /** Returns whether it was written; false if the same is there already. */
    private boolean write(ServiceKind kind, Path file, byte[] content) throws IOException {
        return steps.write(
                file,
                content,
                "compare it with \"service print " + kind + "\", and move it away; \"service uninstall " + kind
                        + " --force\" deletes it");
    }

    private Commands.Result start(List<String> command) throws IOException, InterruptedException {
        try {
            return commands.run(command);
        } catch (IOException e) {
            throw new IOException("\"" + String.join(" ", command) + "\" could not be started: " + e.getMessage(), e);
        }
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        shown.accept(String.join(" ", command));
        Commands.Result result = start(command);
        if (result.status() != 0) {
            throw failure(command, result);
        }
    }

    private static IOException failure(List<String> command, Commands.Result result) {
        return new IOException("\"" + String.join(" ", command) + "\" ended with status " + result.status() + ": "
                + result.output().strip());
    }

    private void tryAll(List<List<String>> all, Exception failure) throws InterruptedException {
        for (List<String> command : all) {
            try {
                run(command);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
