package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.RecordState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An interrupt ends what reads the state, so that no thread stays; it does not end a save. */
class JdbcStateInterruptTest {
    private static final RecordKey WWW = new RecordKey("default", DnsName.of("www.example.com"), RecordType.A);
    private static final RecordState ROW =
            RecordState.unknown(WWW).with(row -> row.confirmed = Optional.of(Set.of(IpAddress.parse("93.184.216.34"))));

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private volatile boolean isSlow;

    @AfterEach
    void answer() {
        answers.countDown();
        assertThat(Thread.interrupted()).as("no test leaves an interrupt").isFalse();
    }

    /** Returns the state in a database of its own, which answers nobody while it is slow. */
    private JdbcStateStore store(String name) {
        DataSource real = TestDatabase.h2(name).source();
        return new JdbcStateStore((DataSource) Proxy.newProxyInstance(
                JdbcStateInterruptTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    if (isSlow) {
                        asked.countDown();
                        answers.await();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static void endsWhenInterrupted(ThrowingCallable call) {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(call).isInstanceOf(StateException.class).hasMessageContaining("interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void whatReadsEnds() {
        JdbcStateStore store = store("interrupted-reads");
        endsWhenInterrupted(store::open);
        endsWhenInterrupted(store::openReadOnly);
        store.open();
        endsWhenInterrupted(() -> store.lead("g0", 1, WWW::equals, false));
        assertThat(store.lead("g0", 1, WWW::equals, false)).isTrue();
    }

    @Test
    void whatWaitsForASaveOfAnotherThreadEnds() throws Exception {
        JdbcStateStore store = store("interrupted-wait");
        store.open();
        store.lead("g0", 1, WWW::equals, false);
        isSlow = true;
        FutureTask<Boolean> save = inThread(() -> store.save(List.of(ROW), Optional.empty()));
        asked.await();
        FutureTask<Boolean> lead = new FutureTask<>(() -> store.lead("g0", 2, WWW::equals, false));
        Thread leading = new Thread(lead);
        leading.setDaemon(true);
        leading.start();
        leading.interrupt();
        assertThatThrownBy(() -> lead.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StateException.class);
        assertThat(save).as("the other thread still saves").isNotDone();
        isSlow = false;
        answers.countDown();
        assertThat(save.get()).isTrue();
    }

    @Test
    void aSaveGoesOn() throws Exception {
        JdbcStateStore store = store("interrupted-save");
        store.open();
        store.lead("g0", 1, WWW::equals, false);
        FutureTask<Boolean> save = inThread(() -> {
            Thread.currentThread().interrupt();
            store.save(List.of(ROW), Optional.empty());
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
        assertThat(save.get()).isTrue();
        JdbcStateStore next = store("interrupted-save");
        next.open();
        assertThat(next.record(WWW).confirmed()).isEqualTo(ROW.confirmed());
    }

    private static FutureTask<Boolean> inThread(Runnable work) {
        FutureTask<Boolean> task = new FutureTask<>(work, true);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
