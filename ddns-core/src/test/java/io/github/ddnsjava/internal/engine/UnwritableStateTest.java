package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterHealth.Condition;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.exception.StateException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.ForwardingStore;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStores;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What cannot be remembered is not written to a provider that cannot be read. */
@Tag("promise-17")
class UnwritableStateTest {
    private static final StateException FULL =
            StateException.unwritable("the state file /var/lib/ddns cannot be written (disk full)", new IOException());

    private final World world = new World();
    private final FakeHosts hosts = new FakeHosts(Abilities.builder().build());

    private Updater updater(DnsProvider provider) {
        return world.bare()
                .detector(world.wan.knows(A1))
                .provider(provider)
                .record(HOME, RecordType.A)
                .build();
    }

    private List<Part> badParts(Updater updater) {
        return updater.status().health().vitals().stream()
                .filter(vital -> vital.condition() == Condition.BAD)
                .map(io.github.ddnsjava.UpdaterHealth.Vital::part)
                .toList();
    }

    @Test
    void reportStatusAndEventsSayWhyNothingIsSent() {
        world.store.fault = FULL;
        try (Updater updater = updater(hosts)) {
            for (int run = 0; run < 3; run++) {
                RecordReport report = world.report(updater);
                assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(report.isRight()).isFalse();
                Problem problem = report.problem().orElseThrow();
                assertThat(problem.kind()).isEqualTo(ProblemKind.STATE_UNWRITABLE);
                assertThat(problem.message())
                        .contains("no update was sent", "/var/lib/ddns", "disk full", "cannot be asked");
            }
            assertThat(hosts.calls).isEmpty();
            assertThat(updater.status().records().get(0).problem().orElseThrow().kind())
                    .isEqualTo(ProblemKind.STATE_UNWRITABLE);
            assertThat(badParts(updater)).containsExactly(Part.STATE);
            assertThat(world.events(UpdateEvent.StateTroubled.class)).hasSize(1);
            assertThat(world.events(UpdateEvent.Troubled.class)).hasSize(1);
        }
    }

    @Test
    @Tag("promise-6")
    void itGoesOnByItselfInTheNextCycleAfterTheDiskDoes() {
        try (Updater updater = updater(hosts)) {
            world.start(updater);
            world.store.fault = FULL;
            world.wan.knows(A2);
            world.time.run(Duration.ofDays(2));
            assertThat(hosts.calls).hasSize(1);
            assertThat(updater.status().records().get(0).isRight()).isFalse();

            world.store.fault = null;
            world.time.run(Duration.ofMinutes(6));

            assertThat(hosts.at(HOME, RecordType.A)).isEqualTo(addresses(A2));
            assertThat(hosts.calls).hasSize(2);
            assertThat(badParts(updater)).isEmpty();
            assertThat(world.events(UpdateEvent.StateRecovered.class)).hasSize(1);
            assertThat(world.events(UpdateEvent.Recovered.class)).hasSize(1);
            assertThat(world.state().inDoubt()).isEmpty();
        }
    }

    @Test
    void aHostIsToldOfTheStatesTroubleAsOfAnyOther() {
        List<String> told = new ArrayList<>();
        try (Updater updater = world.bare()
                .detector(world.wan)
                .provider(hosts)
                .record(HOME, RecordType.A)
                .onTrouble(trouble -> told.add("trouble " + trouble.subject()))
                .onRecovery(recovery -> told.add("recovery " + recovery.subject()))
                .build()) {
            world.start(updater);
            world.store.fault = FULL;
            world.wan.knows(A2);
            world.time.run(Duration.ofHours(1));
            world.store.fault = null;
            world.time.run(Duration.ofMinutes(6));
            assertThat(told)
                    .filteredOn(text -> text.endsWith(" state"))
                    .containsExactly("trouble state", "recovery state");
        }
    }

    @Test
    void aStateThatHasNothingToSaveIsTriedAgainAllTheSame() {
        try (Updater updater = updater(hosts)) {
            world.start(updater);
            world.store.fault = FULL;
            world.wan.knows(A2);
            world.time.run(Duration.ofMinutes(10));
            world.wan.knows(A1);
            world.time.run(Duration.ofMinutes(10));
            assertThat(badParts(updater)).containsExactly(Part.STATE);

            world.store.fault = null;
            world.time.run(Duration.ofMinutes(6));
            assertThat(badParts(updater)).isEmpty();
            assertThat(hosts.calls).hasSize(1);
        }
    }

    @Test
    void aDoubtFromBeforeStaysOne() {
        world.store.save(
                List.of(RecordState.unknown(World.home(RecordType.A))
                        .with(s -> s.inDoubt = Optional.of(addresses(A2)))),
                Optional.empty());
        world.store.fault = FULL;
        try (Updater updater = updater(hosts)) {
            world.report(updater);
            assertThat(hosts.calls).isEmpty();
            assertThat(world.state().inDoubt()).contains(addresses(A2));
        }
    }

    @Test
    void aProviderThatCanBeReadIsWrittenToAndTheStateSaysWhatIsWrong() {
        world.store.fault = FULL;
        try (Updater updater = updater(new FakeZones(world.cloud))) {
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
            assertThat(badParts(updater)).containsExactly(Part.STATE);
            world.time.settle();
            assertThat(world.events(UpdateEvent.StateTroubled.class)).hasSize(1);
        }
    }

    @Test
    void aProviderThatGoesOnAfterTheRefusalSendsNothing() {
        List<String> sent = new ArrayList<>();
        world.store.fault = FULL;
        try (Updater updater = updater(new Stubborn(sent))) {
            assertThat(world.report(updater).problem().orElseThrow().kind()).isEqualTo(ProblemKind.STATE_UNWRITABLE);
            assertThat(sent).isEmpty();
        }
    }

    /** Does not care what it is told. */
    private record Stubborn(List<String> sent) implements DnsProvider {
        @Override
        public Abilities abilities() {
            return Abilities.builder().build();
        }

        @Override
        public String account() {
            return "stubborn";
        }

        @Override
        public String fingerprint() {
            return "settings";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
            try {
                publication.attempting(changes);
            } catch (Publication.NotNowException e) {
                sent.clear();
            }
            try {
                publication.exchange("GET /update", () -> sent.add("update"));
                changes.forEach(change ->
                        publication.report(change, new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of())));
            } catch (Publication.NotNowException e) {
                sent.remove("update");
            }
        }
    }

    /** A store with one owner, as that in a file, which cannot be read once. */
    private static final class UnreadableOnce extends ForwardingStore {
        private boolean open;
        private boolean failed;

        UnreadableOnce() {
            super(StateStores.memory());
        }

        @Override
        public void open() {
            if (open) {
                throw StateException.locked("the state is already open");
            }
            open = true;
        }

        @Override
        public RecordState record(RecordKey key) {
            if (!failed) {
                failed = true;
                throw StateException.unwritable("the state cannot be read", new IOException());
            }
            return super.record(key);
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Test
    void aStateThatCannotBeReadOnceIsOpenedByTheNextCall() {
        UnreadableOnce store = new UnreadableOnce();
        try (Updater updater =
                world.builder().state(store).record(HOME, RecordType.A).build()) {
            world.wan.sees(A1);
            assertThatThrownBy(updater::start).hasMessage("the state cannot be read");
            assertThat(store.open).isFalse();
            assertThat(world.outcome(updater)).isEqualTo(Outcome.CREATED);
        }
    }
}
