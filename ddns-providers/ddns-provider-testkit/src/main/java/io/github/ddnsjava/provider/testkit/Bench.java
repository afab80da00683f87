package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.RecordChange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What one case works with: a fresh server and provider, and the words that all cases share. Not thread-safe. */
final class Bench {
    private final DnsProviderContract harness;
    private final DnsProvider provider;
    private RecordingPublication publication = RecordingPublication.standard();

    private Bench(DnsProviderContract harness, DnsProvider provider) {
        this.harness = harness;
        this.provider = provider;
    }

    static Bench fresh(DnsProviderContract harness) throws Exception {
        harness.reset();
        return new Bench(harness, harness.provider());
    }

    DnsProvider provider() {
        return provider;
    }

    Abilities abilities() {
        return provider.abilities();
    }

    /** The publication of the last call of {@link #publish}. */
    RecordingPublication publication() {
        return publication;
    }

    void use(RecordingPublication newPublication) {
        publication = newPublication;
    }

    /** Returns one of 250 addresses of a type. */
    static IpAddress address(RecordType type, int number) {
        return IpAddress.parse(type == RecordType.A ? "192.0.2." + number : "2001:db8::" + number);
    }

    DnsName name(String relative) {
        return DnsName.of(relative + "." + harness.zone());
    }

    /** Returns the types that the provider publishes. */
    List<RecordType> types() {
        return types(abilities());
    }

    static List<RecordType> types(Abilities abilities) {
        return Stream.of(RecordType.values())
                .filter(type -> abilities.families().contains(type.family()))
                .toList();
    }

    /** Returns the type that most cases use: A, if the provider publishes it. */
    RecordType type() {
        return types().get(0);
    }

    /** Gives a name one address at the server. */
    void put(DnsName name, RecordType type, int number) throws Exception {
        harness.put(name, type, Set.of(address(type, number)));
    }

    void assertServed(DnsName name, RecordType type, int... numbers) throws Exception {
        Set<IpAddress> wanted = new java.util.TreeSet<>();
        for (int number : numbers) {
            wanted.add(address(type, number));
        }
        assertThat(harness.get(name, type))
                .as("addresses of %s %s at the server", name, type)
                .isEqualTo(wanted);
    }

    /** A change from one of our addresses to another. */
    static RecordChange move(DnsName name, RecordType type, int from, int to) {
        return Changes.ensure(name, Set.of(address(type, to)))
                .confirmed(Set.of(address(type, from)))
                .build();
    }

    Map<RecordKey, ChangeResult> publish(RecordChange... changes) throws InterruptedException {
        return publish(List.of(changes));
    }

    Map<RecordKey, ChangeResult> publish(List<RecordChange> changes) throws InterruptedException {
        return publication.run(provider, changes);
    }

    /** Publishes one change and returns what became of it. */
    ChangeResult publishOne(RecordChange change) throws InterruptedException {
        return resultOf(change, publish(change));
    }

    static ChangeResult resultOf(RecordChange change, Map<RecordKey, ChangeResult> results) {
        ChangeResult result = results.get(change.key());
        if (result == null) {
            throw new AssertionError("there is no result for " + change + " among " + results);
        }
        return result;
    }

    static void assertDone(ChangeResult result) {
        assertThat(result)
                .as("a confirmed write")
                .isInstanceOfAny(ChangeResult.Applied.class, ChangeResult.Accepted.class);
    }

    static void assertFailed(ChangeResult result, ProblemKind kind) {
        assertThat(result).isInstanceOf(ChangeResult.Failed.class);
        assertThat(((ChangeResult.Failed) result).problem().kind()).isEqualTo(kind);
    }
}
