package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.*;
import java.util.*;

/** Stub. */
public final class UpdaterEngine implements Updater {
    public UpdaterEngine(EngineParts parts, List<ManagedRecord> records) {}

    @Override
    public void start() {}

    @Override
    public UpdateReport runOnce() {
        throw new AssertionError();
    }

    @Override
    public void trigger() {}

    @Override
    public UpdateReport plan() {
        throw new AssertionError();
    }

    @Override
    public UpdateReport check() {
        throw new AssertionError();
    }

    @Override
    public List<DetectionReport> detect() {
        throw new AssertionError();
    }

    @Override
    public UpdaterStatus status() {
        throw new AssertionError();
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void resume(RecordKey key) {}

    @Override
    public void replaceRecords(Collection<ManagedRecord> records) {}

    @Override
    public void push(Map<RecordKey, Set<IpAddress>> addresses) {}

    @Override
    public void close() {}
}
