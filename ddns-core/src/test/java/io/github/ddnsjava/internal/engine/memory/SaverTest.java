package io.github.ddnsjava.internal.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.ForwardingStore;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStores;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows become durable together. Driven by latches, in no time of its own. */
@Timeout(120)
class SaverTest {
    private static final int LANES = 200;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final SlowStore store = new SlowStore();
    private final List<Optional<Saver.Trouble>> news = Collections.synchronizedList(new ArrayList<>());
    private final Saver saver = new Saver(store, RecordState::unknown, AccountState::fresh, () -> NOW, news::add);

    /** A store whose first save takes until it is let go. */
    private static final class SlowStore extends ForwardingStore {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final List<Integer> saves = Collections.synchronizedList(new ArrayList<>());
        private int writers;
        volatile int mostWriters;
        volatile Optional<StateException> fault = Optional.empty();
        volatile Runnable meanwhile = () -> {};

        SlowStore() {
            super(StateStores.memory());
        }

        private synchronized void enter(int more) {
            writers += more;
            mostWriters = Math.max(mostWriters, writers);
        }

        @Override
        public void saveAll(Collection<RecordState> records, Collection<AccountState> accounts) {
            enter(1);
            saves.add(records.size() + accounts.size());
            begun.countDown();
            awaitUninterruptibly(goOn);
            enter(-1);
            meanwhile.run();
            fault.ifPresent(e -> {
                throw e;
            });
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RecordKey key(int number) {
        return new RecordKey("p", DnsName.of("h" + number + ".example.com"), RecordType.A);
    }

    /** A lane that saves a row of its record and one of its account. */
    private final class SavingLane {
        final FutureTask<Optional<Problem>> result;
        final Thread thread;

        SavingLane(int number) {
            result = new FutureTask<>(() -> saver.save(List.of(key(number)), List.of("account" + number)));
            thread = new Thread(result, "lane " + number);
            thread.setDaemon(true);
            thread.start();
        }

        void awaitWaiting() {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
    }

    /** One lane is within the store, and all others wait for it. */
    private List<SavingLane> lanes() throws InterruptedException {
        List<SavingLane> lanes = new ArrayList<>();
        lanes.add(new SavingLane(0));
        store.begun.await();
        for (int i = 1; i < LANES; i++) {
            lanes.add(new SavingLane(i));
        }
        lanes.forEach(SavingLane::awaitWaiting);
        return lanes;
    }

    @Test
    @Tag("promise-19")
    void allThatWaitForTheDiskCostItOneSave() throws Exception {
        List<SavingLane> lanes = lanes();
        store.goOn.countDown();
        for (SavingLane lane : lanes) {
            assertThat(lane.result.get()).isEmpty();
        }
        assertThat(store.saves).containsExactly(2, 2 * (LANES - 1));
        assertThat(store.mostWriters).isEqualTo(1);
    }

    @Test
    @Tag("promise-19")
    void closingFreesWhoWaitsAndSavesTheirRowsByOneLastSave() throws Exception {
        List<SavingLane> lanes = lanes();
        saver.closing();
        for (SavingLane lane : lanes.subList(1, LANES)) {
            assertThat(lane.result.get()).contains(Saver.CLOSING);
        }
        assertThat(store.saves).hasSize(1);

        store.goOn.countDown();
        saver.close(Set.of(key(LANES)));

        assertThat(store.saves).containsExactly(2, 2 * (LANES - 1) + 1);
        saver.save(List.of(key(1)), List.of());
        saver.close(Set.of());
        assertThat(store.saves).as("nothing after that").hasSize(2);
    }

    @Test
    @Tag("promise-17")
    void anInterruptDoesNotEndTheWaitForADurableRow() throws Exception {
        List<SavingLane> lanes = lanes();
        SavingLane interrupted = lanes.get(1);
        interrupted.thread.interrupt();
        store.goOn.countDown();
        assertThat(interrupted.result.get()).isEmpty();
        assertThat(store.saves).containsExactly(2, 2 * (LANES - 1));
    }

    @Test
    @Tag("promise-17")
    void rowsThatCouldNotBeSavedGoWithTheNextAndThatIsToldOnce() {
        store.goOn.countDown();
        store.fault = Optional.of(StateException.unwritable("the disk is full", new java.io.IOException()));
        assertThat(saver.save(List.of(key(1)), List.of()).map(Problem::kind)).contains(ProblemKind.STATE_UNWRITABLE);
        assertThat(saver.save(List.of(key(2)), List.of())).isPresent();
        assertThat(saver.trouble()).isPresent();

        store.fault = Optional.empty();
        assertThat(saver.save(List.of(key(3)), List.of("account"))).isEmpty();

        assertThat(store.saves).containsExactly(1, 2, 4);
        assertThat(news).extracting(Optional::isPresent).containsExactly(true, false);
        assertThat(saver.trouble()).isEmpty();
    }

    @Test
    @Tag("promise-24")
    void ofRowsThatASharedStoreRefusesOnlyTheseFailAndAreNotSavedAgain() throws Exception {
        List<Set<RecordKey>> refused = Collections.synchronizedList(new ArrayList<>());
        saver.savesOnly(any -> true, refused::add);
        List<SavingLane> lanes = lanes();
        StateException refusal = StateException.refused("another node leads", List.of(key(7)), List.of());
        store.fault = Optional.of(refusal);
        store.goOn.countDown();
        for (int i = 1; i < LANES; i++) {
            assertThat(lanes.get(i).result.get()).isEqualTo(i == 7 ? Optional.of(refusal.problem()) : Optional.empty());
        }
        assertThat(refused).contains(Set.of(key(7)));
        assertThat(saver.trouble()).as("the state is well").isEmpty();

        store.fault = Optional.empty();
        store.saves.clear();
        assertThat(saver.save(List.of(key(1)), List.of())).isEmpty();
        assertThat(store.saves).containsExactly(1);
    }

    /** Nobody would save them here any more, and so the trouble would never end. */
    @Test
    @Tag("promise-24")
    void aTroubleWithRowsThatBecameAnotherMachinesIsOver() {
        Set<RecordKey> ours = ConcurrentHashMap.newKeySet();
        ours.addAll(List.of(key(1), key(2), key(3)));
        saver.savesOnly(ours::contains, any -> {});
        store.goOn.countDown();
        store.fault = Optional.of(StateException.unwritable("the database is locked", new java.io.IOException()));
        assertThat(saver.save(List.of(key(1), key(2)), List.of("account"))).isPresent();

        ours.remove(key(1));
        saver.forgetOthers();
        assertThat(saver.trouble()).as("one of them is still ours").isPresent();
        ours.remove(key(2));
        saver.forgetOthers();
        assertThat(saver.trouble()).isEmpty();
        assertThat(news).extracting(Optional::isPresent).containsExactly(true, false);

        store.fault = Optional.empty();
        store.saves.clear();
        assertThat(saver.save(List.of(key(3)), List.of())).isEmpty();
        assertThat(store.saves).as("the row of the account is this node's own").containsExactly(2);
    }

    /** The lease can end while the store is waited for. */
    @Test
    @Tag("promise-24")
    void rowsThatBecomeAnotherMachinesWhileTheyAreSavedAreNoTrouble() {
        boolean[] ours = {true};
        saver.savesOnly(key -> ours[0], any -> {});
        store.goOn.countDown();
        store.fault = Optional.of(StateException.unwritable("the database is locked", new java.io.IOException()));
        store.meanwhile = () -> ours[0] = false;

        assertThat(saver.save(List.of(key(1)), List.of())).isPresent();

        assertThat(saver.trouble()).isEmpty();
        assertThat(news).isEmpty();
    }

    @Test
    @Tag("promise-24")
    void refusedRowsOfAccountsGoWithTheNext() {
        saver.savesOnly(any -> true, any -> {});
        store.goOn.countDown();
        store.fault = Optional.of(StateException.refused("this node leads nothing", List.of(), List.of("account")));
        assertThat(saver.save(List.of(), List.of("account"))).isPresent();
        store.fault = Optional.empty();
        assertThat(saver.save(List.of(key(1)), List.of())).isEmpty();

        assertThat(store.saves).containsExactly(1, 2);
    }

    @Test
    @Tag("promise-17")
    void newsAreToldInTheirOrderAlthoughTheThreadOfTheFirstIsSlow() throws Exception {
        CountDownLatch telling = new CountDownLatch(1);
        CountDownLatch recovered = new CountDownLatch(1);
        Saver slow = new Saver(store, RecordState::unknown, AccountState::fresh, () -> NOW, trouble -> {
            if (trouble.isPresent()) {
                telling.countDown();
                awaitUninterruptibly(recovered);
            }
            news.add(trouble);
        });
        store.goOn.countDown();
        StateException full = StateException.unwritable("the disk is full", new IOException());
        store.fault = Optional.of(full);
        FutureTask<Optional<Problem>> first = new FutureTask<>(() -> slow.save(List.of(key(1)), List.of()));
        Thread thread = new Thread(first, "the first");
        thread.setDaemon(true);
        thread.start();
        telling.await();
        assertThat(slow.trouble()).contains(new Saver.Trouble(NOW, full.problem()));

        store.fault = Optional.empty();
        assertThat(slow.save(List.of(key(2)), List.of())).isEmpty();
        assertThat(slow.trouble()).isEmpty();
        recovered.countDown();
        first.get();

        assertThat(news).containsExactly(Optional.of(new Saver.Trouble(NOW, full.problem())), Optional.empty());
        assertThat(slow.trouble()).isEmpty();
    }
}
