package io.github.ddnsjava.internal.follow;

import io.github.ddnsjava.internal.text.OneLine;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the directories of files by a {@link WatchService}. Some file systems tell nothing, for example network drives,
 * and a system may have no watches left. So whoever uses this must look at the files from time to time, too.
 */
public final class FileWatch implements FileEvents {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Optional<WatchService> service;
    private final Runnable changed;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private volatile Map<Path, Set<Path>> names = Map.of();

    /**
     * Begins.
     *
     * @param like a file of the file system that is watched
     * @param threads starts a daemon thread, on which events are awaited until this is closed
     * @param changed is called on that thread after something happened to a file
     */
    public FileWatch(Path like, Executor threads, Runnable changed) {
        this.changed = changed;
        this.service = open(like);
        service.ifPresent(open -> threads.execute(() -> await(open)));
    }

    private static Optional<WatchService> open(Path like) {
        try {
            return Optional.of(like.getFileSystem().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug(
                    "files near {} cannot be watched, and are looked at from time to time only: {}",
                    like,
                    OneLine.whole(e.toString()));
            return Optional.empty();
        }
    }

    @Override
    public void watch(Collection<Path> files) {
        Map<Path, Set<Path>> wanted = service.isPresent() ? Links.entries(files) : Map.of();
        names = wanted;
        keys.entrySet().removeIf(entry -> {
            boolean unused = !wanted.containsKey(entry.getKey());
            if (unused) {
                entry.getValue().cancel();
            }
            return unused;
        });
        wanted.keySet().forEach(this::register);
    }

    /** Each time anew: a directory can be another than the last time, under the same name. */
    private void register(Path directory) {
        try {
            WatchKey key = directory.register(
                    service.orElseThrow(),
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            WatchKey before = keys.put(directory, key);
            if (before != null && before != key) {
                before.cancel();
            }
        } catch (IOException | RuntimeException e) { // It is closed, is not there, or there are no watches left.
            LOG.debug(
                    "{} cannot be watched, and is looked at from time to time only: {}",
                    directory,
                    OneLine.whole(e.toString()));
        }
    }

    private void await(WatchService open) {
        try {
            while (true) {
                WatchKey key = open.take();
                boolean concerns = false;
                for (WatchEvent<?> event : key.pollEvents()) {
                    concerns |= concerns((Path) key.watchable(), event);
                }
                if (!key.reset() || concerns) { // An invalid key says that the directory is gone.
                    changed.run();
                }
            }
        } catch (ClosedWatchServiceException e) {
            LOG.trace("files are no longer watched");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean concerns(Path directory, WatchEvent<?> event) {
        return !(event.context() instanceof Path name)
                || names.getOrDefault(directory, Set.of()).contains(name);
    }

    @Override
    public void close() {
        service.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("a watch of files cannot be closed: {}", OneLine.whole(e.toString()));
            }
        });
    }
}
