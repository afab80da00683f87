package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.RealThreads.ENVIRONMENT;
import static io.github.ddnsjava.internal.engine.RealThreads.awaitThough;
import static io.github.ddnsjava.internal.engine.RealThreads.get;
import static io.github.ddnsjava.internal.engine.RealThreads.inThread;
import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that blocks delays only those who need it. */
@Timeout(120)
class SlowStoreTest {
    private final BlockingStore store = new BlockingStore();

    /** A store that blocks where it is told to, whatever interrupts it. */
    private static final class BlockingStore implements StateStore {
        private final StateStore store = StateStores.memory();
        final CountDownLatch blocked = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        volatile boolean blocksOpening;
        volatile boolean blocksSaves;
        volatile boolean closed;
        volatile Optional<StateException> fault = Optional.empty();

        private void block() {
            blocked.countDown();
            awaitThough(goOn);
        }

        @Override
        public synchronized void open() {
            if (blocksOpening) {
                block();
            }
        }

        @Override
        public void openReadOnly() {}

        @Override
        public synchronized RecordState record(RecordKey key) {
            return store.record(key);
        }

        @Override
        public synchronized AccountState account(String id) {
            return store.account(id);
        }

        @Override
        public long highestSequence() {
            return store.highestSequence();
        }

        @Override
        public synchronized void save(Collection<RecordState> records, Optional<AccountState> account) {
            if (blocksSaves) {
                block();
            }
            store.save(records, account);
            fault.ifPresent(e -> {
                throw e;
            });
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private UpdaterBuilder builder() {
        return Updater.builder()
                .detector(new FakeDetector().knows(A1))
                .provider(new FakeZones(new FakeCloud("example.com")))
                .state(store)
                .environment(ENVIRONMENT)
                .record(HOME, RecordType.A);
    }

    @Test
    @Tag("promise-19")
    void statusAndPauseWaitForNoStoreThatSaves() throws Exception {
        store.blocksSaves = true;
        Updater updater = builder().build();
        FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
        store.blocked.await();

        assertThat(updater.status().records()).hasSize(1);
        updater.pause();
        assertThat(updater.status().paused()).isTrue();
        updater.resume();
        assertThat(cycle.isDone()).isFalse();

        store.goOn.countDown();
        assertThat(cycle.get().isRight()).isTrue();
        updater.close();
    }

    @Test
    @Tag("promise-19")
    void statusAndPauseWaitForNoStoreThatIsBeingOpened() throws Exception {
        store.blocksOpening = true;
        Updater updater = builder().build();
        FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
        store.blocked.await();

        assertThat(updater.status().records().get(0).outcome()).isEqualTo(Outcome.PENDING);
        updater.pause();
        updater.resume();

        store.goOn.countDown();
        assertThat(cycle.get().isRight()).isTrue();
        updater.close();
    }

    @Test
    @Tag("promise-19")
    void whoIsInterruptedWhileAnotherThreadOpensTheStateIsToldSo() throws Exception {
        store.blocksOpening = true;
        Updater updater = builder().build();
        FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
        store.blocked.await();

        Thread.currentThread().interrupt();
        assertThatThrownBy(updater::runOnce).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(updater::verify).isInstanceOf(InterruptedException.class);

        store.goOn.countDown();
        assertThat(cycle.get().isRight()).isTrue();
        updater.close();
    }

    @Test
    @Tag("promise-21")
    void anExecutorThatRunsInTheCallerLetsTwoAskForTheStatus() throws Exception {
        store.fault = Optional.of(StateException.unwritable("the disk is full", new IOException()));
        Updater[] updater = new Updater[1];
        AtomicInteger told = new AtomicInteger();
        updater[0] = builder()
                .environment(ENVIRONMENT.withExecutor(Runnable::run))
                .listener(event -> {
                    if (event instanceof UpdateEvent.StateTroubled) {
                        FutureTask<Integer> other =
                                inThread(() -> updater[0].status().records().size());
                        told.addAndGet(updater[0].status().records().size());
                        told.addAndGet(get(other));
                    }
                })
                .build();
        updater[0].runOnce();
        assertThat(told).hasValue(2);
        updater[0].close();
    }

    @Test
    @Tag("promise-19")
    void closeEndsWhileTheStoreHangsAndTheStoreIsClosedWhenItComesBack() throws Exception {
        store.blocksSaves = true;
        Updater updater = builder().build();
        FutureTask<UpdateReport> cycle = inThread(updater::runOnce);
        store.blocked.await();

        updater.close();

        assertThat(cycle.get().isRight()).isFalse();
        assertThat(store.closed).isFalse();
        store.goOn.countDown();
        while (!store.closed) {
            Thread.onSpinWait();
        }
        // Whether it is in doubt goes by who was faster; the next updater looks it up in that case.
        assertThat(store.record(World.home(RecordType.A)).confirmed()).isEmpty();
    }
}
