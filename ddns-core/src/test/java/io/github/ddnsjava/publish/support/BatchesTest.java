package io.github.ddnsjava.publish.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A batch is as large as the vendor allows, in writes, values and bytes, and never larger. */
class BatchesTest {
    private final Api api = new Api(request -> Api.ok("{}"));
    /** The sizes of the batches, in sets. */
    private final List<Integer> batches = new ArrayList<>();

    private int lists;
    private final Set<String> taken = new java.util.HashSet<>();
    private final Set<String> gone = new java.util.HashSet<>();
    /** What stands there. */
    private final Set<String> there = new java.util.HashSet<>();
    /** Whether nothing can be added any more. */
    private boolean full;

    private RecordSetsProvider provider(Abilities.Batch batch, int bytesOfEach) {
        return new RecordSetsProvider(
                Settings.none(), api.endpoint(), RecordsApi.can().batch(batch).build()) {
            @Override
            protected Zones zones() {
                return Zones.probed((name, http) -> java.util.Optional.of(new Zone(name, "z")));
            }

            @Override
            protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) {
                lists++;
                return Listing.of(there.stream()
                        .map(name -> ZoneRecord.of(
                                io.github.ddnsjava.DnsName.of(name), io.github.ddnsjava.IpAddress.parse("192.0.2.9")))
                        .toList());
            }

            @Override
            protected Weight weigh(SetWrite write) {
                Weight usual = super.weigh(write);
                return new Weight(usual.writes(), usual.values(), bytesOfEach);
            }

            @Override
            protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
                throw new AssertionError("a batch takes all");
            }

            @Override
            protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
                throw new AssertionError("a batch takes all");
            }

            @Override
            protected Map<RecordKey, ChangeResult> write(
                    Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http) throws InterruptedException {
                batches.add(writes.size());
                http.post("/batch").send();
                if (writes.stream()
                        .anyMatch(write -> taken.contains(write.name().toString()))) {
                    throw TransientException.conflict("taken");
                }
                if (writes.stream().anyMatch(write -> gone.contains(write.name().toString()))) {
                    throw new RejectedException(RejectedException.Reason.NOT_FOUND, "gone");
                }
                if (full && writes.stream().anyMatch(write -> !write.creates().isEmpty())) {
                    throw new RejectedException(RejectedException.Reason.QUOTA, "no more");
                }
                return Map.of();
            }
        };
    }

    private List<Integer> batches(Abilities.Batch batch, int bytesOfEach, int sets, int valuesOfEach)
            throws InterruptedException {
        List<RecordChange> changes = new ArrayList<>();
        String[] addresses = new String[valuesOfEach];
        for (int i = 0; i < valuesOfEach; i++) {
            addresses[i] = "192.0.2." + (i + 1);
        }
        for (int i = 0; i < sets; i++) {
            RecordChange change = RecordsApi.ensure("h" + i + ".example.com", addresses);
            changes.add(new RecordChange(
                    change.key(),
                    change.intent(),
                    change.addresses(),
                    change.confirmed(),
                    change.attributes(),
                    change.effective(),
                    java.util.Optional.of(io.github.ddnsjava.DnsName.of("example.com")),
                    change.owns(),
                    change.mode()));
        }
        batches.clear();
        provider(batch, bytesOfEach).publish(changes, api.gate);
        return batches;
    }

    private static final int ANY = Integer.MAX_VALUE;

    @Test
    @Tag("promise-12")
    void writesFillABatch() throws InterruptedException {
        assertThat(batches(new Abilities.Batch(10, false), 0, 10, 1)).containsExactly(10);
        assertThat(batches(new Abilities.Batch(10, false), 0, 11, 1)).containsExactly(10, 1);
        assertThat(batches(new Abilities.Batch(10, false), 0, 25, 1)).containsExactly(10, 10, 5);
        assertThat(batches(new Abilities.Batch(10, false), 0, 5, 3))
                .as("each value is a write")
                .containsExactly(3, 2);
    }

    @Test
    void valuesFillABatch() throws InterruptedException {
        assertThat(batches(new Abilities.Batch(ANY, 7, ANY, false), 0, 7, 2)).containsExactly(3, 3, 1);
    }

    @Test
    void bytesFillABatch() throws InterruptedException {
        assertThat(batches(new Abilities.Batch(ANY, ANY, 1000, false), 250, 9, 1))
                .containsExactly(4, 4, 1);
        assertThat(batches(new Abilities.Batch(ANY, ANY, 1000, false), 251, 4, 1))
                .containsExactly(3, 1);
    }

    @Test
    void whatIsTooLargeForAnyBatchGoesAlone() throws InterruptedException {
        assertThat(batches(new Abilities.Batch(ANY, ANY, 100, false), 500, 3, 1))
                .containsExactly(1, 1, 1);
        assertThat(batches(new Abilities.Batch(2, false), 0, 2, 5)).containsExactly(1, 1);
    }

    @Test
    void largeWeightsDoNotRunOver() throws InterruptedException {
        assertThat(batches(new Abilities.Batch(ANY, ANY, ANY - 1, false), ANY / 2, 5, 1))
                .containsExactly(2, 2, 1);
    }

    @Test
    @Tag("promise-12")
    void afterAConflictTheZoneIsLookedAtBeforeABatchIsHalved() throws InterruptedException {
        taken.add("h3.example.com");

        assertThat(batches(new Abilities.Batch(10, true), 0, 8, 1)).containsExactly(8, 8, 4, 2, 2, 1, 1, 4);
        assertThat(lists).isEqualTo(2);
        assertThat(api.gate.results.values().stream().filter(ChangeResult.Failed.class::isInstance))
                .hasSize(1);
        assertThat(api.gate.results.values().stream().filter(ChangeResult.Applied.class::isInstance))
                .hasSize(7);
    }

    @Test
    @Tag("promise-11")
    void aConflictOfABatchThatIsNotAtomicStopsNoOtherRecordAfterOneMoreLook() throws InterruptedException {
        taken.add("h1.example.com");

        assertThat(batches(new Abilities.Batch(10, false), 0, 3, 1)).containsExactly(3, 3, 1, 2, 1, 1);
        assertThat(lists).isEqualTo(2);
        assertThat(api.gate.results.values().stream().filter(ChangeResult.Failed.class::isInstance))
                .hasSize(1);
    }

    /** When one alone is refused, the zone is full. What adds nothing is written nevertheless. */
    @Test
    @Tag("promise-12")
    void aSpentQuotaIsNotHalvedDownToSingleRecords() throws InterruptedException {
        full = true;
        assertThat(batches(new Abilities.Batch(100, true), 0, 50, 1)).containsExactly(50, 25, 12, 6, 3, 1);

        there.add("h1.example.com");
        there.add("h2.example.com");
        api.gate.results.clear();
        assertThat(batches(new Abilities.Batch(100, true), 0, 50, 1)).containsExactly(50, 2, 24, 12, 6, 3, 1);
        assertThat(api.gate.results.values().stream().filter(ChangeResult.Applied.class::isInstance))
                .hasSize(2);
        assertThat(api.gate.results.values().stream().filter(ChangeResult.Failed.class::isInstance))
                .hasSize(48);
    }

    @Test
    @Tag("promise-11")
    void aRecordThatIsGoneStopsNoOtherOfItsBatch() throws InterruptedException {
        gone.add("h1.example.com");

        assertThat(batches(new Abilities.Batch(10, true), 0, 4, 1)).containsExactly(4, 2, 1, 1, 2);
        assertThat(api.gate.results.values().stream().filter(ChangeResult.Applied.class::isInstance))
                .hasSize(3);
        assertThat(api.gate.results.values().stream().filter(ChangeResult.Failed.class::isInstance))
                .singleElement()
                .as("the next attempt lists again")
                .satisfies(result -> assertThat(
                                ((ChangeResult.Failed) result).problem().kind())
                        .isEqualTo(ProblemKind.TRANSIENT));
    }
}
