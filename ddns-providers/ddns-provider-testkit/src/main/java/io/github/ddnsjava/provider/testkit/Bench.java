package io.github.ddnsjava.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.support.ZoneRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one case works with: a fresh server and provider, and the words that all cases share. Not thread-safe. */
final class Bench {
    private static final String WRITES = "writes at the server; isWrite decides which requests count as writes";

    private final DnsProviderContract harness;
    private final DnsProvider provider;
    /** This one, and those that the same case took in its place. */
    private final List<Bench> all;
    /** Everything that the provider has shown, for {@link #assertShowsNoSecret}. */
    private final List<RecordingPublication> used = new CopyOnWriteArrayList<>();

    private RecordingPublication publication = RecordingPublication.standard();

    private Bench(DnsProviderContract harness, DnsProvider provider, List<Bench> all) {
        this.harness = harness;
        this.provider = provider;
        this.all = all;
        all.add(this);
    }

    static Bench fresh(DnsProviderContract harness) throws Exception {
        return fresh(harness, new ArrayList<>());
    }

    private static Bench fresh(DnsProviderContract harness, List<Bench> all) throws Exception {
        harness.reset();
        DnsProvider provider = harness.provider();
        forgetRequests(harness);
        return new Bench(harness, provider, all);
    }

    /** Returns another one, as fresh: for cases that go through many ways of going wrong. */
    Bench again() throws Exception {
        return fresh(harness, all);
    }

    /** Asserts that no secret is shown by anything that the case has made the provider say. */
    void assertShowsNoSecret() {
        Set<String> secrets = harness.secrets();
        all.forEach(bench -> Secrets.assertNoneShown(secrets, bench.provider, bench.used));
    }

    DnsProviderContract harness() {
        return harness;
    }

    /** The same, for cases of providers that speak HTTP. */
    HttpProviderContract http() {
        return (HttpProviderContract) harness;
    }

    /** The same, for cases of providers with zones. */
    ZoneProviderContract zones() {
        return (ZoneProviderContract) harness;
    }

    /** Returns what a zone has at a name of the common type. */
    List<ZoneRecord> valuesAt(DnsName name) throws Exception {
        return zones().records(harness.zone()).stream()
                .filter(record -> record.name().equals(name) && record.type() == type())
                .toList();
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

    static Set<IpAddress> addresses(RecordType type, int... numbers) {
        Set<IpAddress> addresses = new TreeSet<>();
        for (int number : numbers) {
            addresses.add(address(type, number));
        }
        return addresses;
    }

    /** Begins a change to addresses of the common type, of which nothing is remembered. */
    Changes.Builder ensure(DnsName name, int... numbers) {
        return Changes.ensure(name, addresses(type(), numbers));
    }

    /** A name at the server whose trouble concerns nobody else: no other name or address of the case is like it. */
    RecordChange troubled() throws Exception {
        DnsName name = name(HttpProviderContract.TROUBLED);
        put(name, type(), 1);
        return move(name, type(), 1, HttpProviderContract.TROUBLED_ADDRESS);
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

    /** Gives a name addresses at the server. */
    void put(DnsName name, RecordType type, int... numbers) throws Exception {
        harness.put(name, type, addresses(type, numbers));
    }

    void assertServed(DnsName name, RecordType type, int... numbers) throws Exception {
        assertThat(harness.get(name, type))
                .as("addresses of %s %s at the server", name, type)
                .isEqualTo(addresses(type, numbers));
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
        return publish(changes, publication);
    }

    /** Publishes as the engine does: where omission changes a family, each change comes with its companion. */
    Map<RecordKey, ChangeResult> publish(List<RecordChange> changes, RecordingPublication by)
            throws InterruptedException {
        List<RecordChange> withCompanions = new ArrayList<>(changes);
        if (abilities().joint() == Abilities.Joint.OMISSION_CHANGES) {
            Set<RecordKey> given = changes.stream().map(RecordChange::key).collect(Collectors.toSet());
            changes.stream()
                    .map(change -> change.key().companion())
                    .filter(companion -> !given.contains(companion))
                    .forEach(companion -> withCompanions.add(
                            Changes.absent(companion.name(), companion.type()).build()));
        }
        if (!used.contains(by)) {
            used.add(by);
        }
        return by.run(provider, withCompanions);
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

    /** Returns a write that was carried out at once; empty if the provider has tickets, which tell that later. */
    Optional<ChangeResult.Applied> applied(ChangeResult result) {
        if (abilities().tickets() && result instanceof ChangeResult.Accepted) {
            return Optional.empty();
        }
        assertThat(result).as("a confirmed write").isInstanceOf(ChangeResult.Applied.class);
        return Optional.of((ChangeResult.Applied) result);
    }

    static void assertDone(ChangeResult result) {
        assertThat(result)
                .as("a confirmed write")
                .isInstanceOfAny(ChangeResult.Applied.class, ChangeResult.Accepted.class);
    }

    static boolean isDone(ChangeResult result) {
        return result instanceof ChangeResult.Applied || result instanceof ChangeResult.Accepted;
    }

    static Problem assertFailed(ChangeResult result, ProblemKind kind) {
        assertThat(result).isInstanceOf(ChangeResult.Failed.class);
        Problem problem = ((ChangeResult.Failed) result).problem();
        assertThat(problem.kind()).as("kind of \"%s\"", problem.message()).isEqualTo(kind);
        return problem;
    }

    /** Asserts that this write, and no other, was announced. */
    void assertAnnounced(RecordChange change) {
        assertThat(publication.announced())
                .as("announced writes")
                .extracting(RecordChange::key)
                .containsExactly(change.key());
    }

    /** Asserts that nothing was announced, and, where the server's requests can be told, that none was a write. */
    void assertNothingWritten() {
        assertNothingAnnounced();
        assertNoWriteAtServer();
    }

    /** Asserts that no write was sent. */
    void assertNoWriteAtServer() {
        assertThat(writesAtServer()).as(WRITES).isEmpty();
    }

    /** Asserts that a write was sent. */
    void assertWritten() {
        assertThat(writesAtServer())
                .as(() -> WRITES + ". All requests: " + requests())
                .isNotEmpty();
    }

    /** Asserts that no write was announced in the last publication. */
    void assertNothingAnnounced() {
        assertThat(publication.announced()).as("announced writes").isEmpty();
    }

    /** Returns the writes that were sent, in order: as the server saw them where that can be told, else as the gate did. */
    private List<String> writesAtServer() {
        return harness instanceof HttpProviderContract http
                ? requests(http, request -> http.isWrite(request) && !http.isLogin(request))
                : writes();
    }

    private List<String> requests() {
        return harness instanceof HttpProviderContract http ? requests(http, request -> true) : publication.exchanges();
    }

    /** Returns the method and the path of requests, in order. Secrets in a path are left out. */
    private static List<String> requests(HttpProviderContract http, Predicate<Request> which) {
        Set<String> secrets = new TreeSet<>(http.secrets());
        secrets.addAll(http.sessionTokens());
        List<String> requests = new ArrayList<>();
        for (ServeEvent event : http.server().getAllServeEvents()) { // the last one comes first
            LoggedRequest request = event.getRequest();
            if (which.test(request)) {
                String path = request.getUrl().split("\\?", 2)[0];
                requests.add(0, request.getMethod() + " " + Secrets.without(secrets, path));
            }
        }
        return requests;
    }

    /** Forgets what the server has seen so far. */
    void forgetRequests() {
        forgetRequests(harness);
    }

    private static void forgetRequests(DnsProviderContract harness) {
        if (harness instanceof HttpProviderContract http) {
            http.server().resetRequests();
        }
    }

    /** Returns how many exchanges of the last publication have a description that ends so. */
    long count(String what) {
        return publication.exchanges().stream()
                .filter(exchange -> exchange.endsWith(what))
                .count();
    }

    /** Returns the writes that the gate let pass, in order. */
    List<String> writes() {
        return publication.writingExchanges().stream().filter(harness::isWrite).toList();
    }
}
