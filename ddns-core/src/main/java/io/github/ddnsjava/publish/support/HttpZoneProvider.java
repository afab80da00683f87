package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.TicketStatus;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The base class of interfaces with zones by HTTP. Authors extend {@link SingleRecordsProvider}, {@link RecordSetsProvider}
 * or {@link WholeZoneProvider}; or this class, if one call takes all writes of a zone, so that there is no call for one
 * value or one set. Thread-safe if the subclass has no mutable state.
 */
public abstract class HttpZoneProvider extends ZoneDnsProvider {
    private final ProviderEndpoint endpoint;

    /**
     * Creates the base of a provider whose description says all of it: where the interface is, who asks, and what can be done.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     */
    protected HttpZoneProvider(ProviderType type, Settings settings, ProviderContext context) {
        this(settings, type.endpoint(settings, context), type.abilities());
    }

    /**
     * Creates the base of a provider.
     *
     * @param settings the provider's settings, for the fingerprint
     * @param endpoint the endpoint of the interface
     * @param abilities what the provider can do, which must include {@code read}
     * @throws IllegalStateException if the subclass overrides {@code commits} without {@code commit}, or the reverse
     */
    protected HttpZoneProvider(Settings settings, ProviderEndpoint endpoint, Abilities abilities) {
        super(endpoint.account(), settings, abilities);
        this.endpoint = endpoint;
    }

    @Override
    final boolean overridesCommit() {
        return new Overrides(HttpZoneProvider.class, getClass()).has("commit", Zone.class, ProviderHttp.class);
    }

    /** Returns how the zones are found. It is asked for at each publication. */
    protected abstract Zones zones();

    /**
     * Returns what stands in a zone: all of it, or at least these record sets. Values of other names do no harm.
     *
     * @param keys which record sets are asked for
     * @param http makes requests that name the zone: one that is refused (403) holds the zone
     * @throws io.github.ddnsjava.exception.RejectedException with {@code NOT_FOUND} if the zone does not exist or does not
     *     exist any more
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException;

    /** Returns the name of these record sets, for a filter; empty if they have several. */
    protected static Optional<DnsName> onlyName(Set<RecordKey> keys) {
        DnsName first = keys.iterator().next().name();
        return keys.stream().allMatch(key -> key.name().equals(first)) ? Optional.of(first) : Optional.empty();
    }

    /**
     * The same for a filter of which the vendor does not say that it knows wildcards: for those it is empty, because a record
     * that the filter hides would be made twice.
     */
    protected static Optional<DnsName> onlyPlainName(Set<RecordKey> keys) {
        return onlyName(keys).filter(name -> !name.isWildcard());
    }

    /**
     * Writes record sets of one zone: one, or as many as {@link Abilities#batch()} allows.
     *
     * @param listing what stood in the zone, with its handle
     * @param http makes requests that name these records: one that is refused (403) holds them, and not the zone
     * @return the results that differ from plain success, or that contain the effective attributes. A change without a
     *     result is treated as applied
     * @throws DdnsException if nothing was written; an exception with the scope of the zone ends the work on it
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract Map<RecordKey, ChangeResult> write(
            Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http) throws InterruptedException;

    @Override
    protected final List<Zone> zones(Collection<List<DnsName>> names, Publication publication)
            throws InterruptedException {
        return zones(names, publication, new HashMap<>());
    }

    @Override
    final List<Zone> zones(
            Collection<List<DnsName>> names, Publication publication, Map<DnsName, DdnsException> refused)
            throws InterruptedException {
        Zones zones = zones();
        ProblemScope scope = zones.nameZones() ? ProblemScope.ZONE : ProblemScope.ACCOUNT;
        return zones.find(names, endpoint.on(publication, scope), refused);
    }

    @Override
    protected final Listing list(Zone zone, Set<RecordKey> keys, Publication publication) throws InterruptedException {
        return list(zone, keys, endpoint.on(publication));
    }

    @Override
    protected final Map<RecordKey, ChangeResult> write(
            Zone zone, List<SetWrite> writes, Listing listing, Publication publication) throws InterruptedException {
        return write(zone, writes, listing, endpoint.on(publication));
    }

    /**
     * Makes what was written to a zone go live; see {@link #commit(Zone, Publication)}. It is called only if {@link #commits}
     * is true.
     *
     * @param http makes requests that name the zone: one that is refused (403) holds the zone
     * @throws DdnsException if it was not committed, or nobody knows
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected void commit(Zone zone, ProviderHttp http) throws InterruptedException {
        throw new IllegalStateException(getClass().getName() + " has no commit");
    }

    @Override
    protected final void commit(Zone zone, Publication publication) throws InterruptedException {
        commit(zone, endpoint.on(publication));
    }

    @Override
    public final TicketStatus accepted(String ticket, List<RecordChange> changes, Publication publication)
            throws InterruptedException {
        ProviderHttp http = endpoint.on(publication);
        TicketStatus status = accepted(ticket, http);
        if (!(status instanceof TicketStatus.Failed failed)) {
            return status;
        }
        Problem problem = failed.problem(); // the vendor's words are in it
        return new TicketStatus.Failed(new Problem(
                problem.kind(), http.withoutSecrets(problem.message()), problem.retryAfter(), problem.scope()));
    }

    /**
     * Asks what became of a write that was accepted with that ticket. It is called only if {@link Abilities#tickets()} is
     * true, and never more often than the engine's growing waits allow; see {@link
     * io.github.ddnsjava.publish.DnsProvider#accepted}.
     *
     * @param http makes requests that name the records of the ticket. One that is refused, because the ticket is not known
     *     or the credentials may not ask, makes the engine read the records back
     * @return the status; by default nobody can tell, and the records are read back
     * @throws DdnsException if it cannot be found out
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected TicketStatus accepted(String ticket, ProviderHttp http) throws InterruptedException {
        return TicketStatus.unknown();
    }

    /**
     * Returns the result of a write that was accepted, to be carried out later.
     *
     * @param usually how long that takes as a rule; then the engine asks for the first time
     * @param ticket what {@link #accepted(String, ProviderHttp)} asks by. It has an id of the server's: if that cannot be part
     *     of a ticket, because it is too long or has a control character, the record set is read instead
     */
    protected static ChangeResult pending(ProviderHttp http, Duration usually, String ticket) {
        return new ChangeResult.Accepted(
                http.publication().now().plus(usually), Optional.of(ticket).filter(RecordState.Ticket::isTicket));
    }

    /** Returns the results of one call for several sets, each by that function. */
    protected static Map<RecordKey, ChangeResult> results(
            List<SetWrite> writes, Function<SetWrite, ChangeResult> result) {
        return writes.stream().collect(Collectors.toMap(set -> set.change().key(), result));
    }

    /** Returns the endpoint, for a request that names something else than the base says. */
    protected final ProviderEndpoint endpoint() {
        return endpoint;
    }

    /** Writes one set. */
    @FunctionalInterface
    interface OneWrite {
        ChangeResult write(SetWrite write) throws InterruptedException;
    }

    /**
     * Writes one set after the other. A failure that concerns one of them stops no other. Where the gate lets nothing pass,
     * or the zone or the account is in trouble, those after it are not attempted.
     *
     * @throws FailedSets at the end, if some have failed by themselves
     */
    static Map<RecordKey, ChangeResult> oneByOne(List<SetWrite> writes, ProviderHttp http, OneWrite one)
            throws InterruptedException {
        Map<RecordKey, ChangeResult> results = new HashMap<>();
        List<SetWrite> done = new ArrayList<>();
        Map<SetWrite, DdnsException> failed = new LinkedHashMap<>();
        for (SetWrite write : writes) {
            try {
                results.put(write.change().key(), one.write(write));
                done.add(write);
            } catch (DdnsException | Publication.NotNowException e) {
                if (e instanceof DdnsException failure && failure.scope() == ProblemScope.RECORD) {
                    failed.put(write, failure);
                    continue;
                }
                reportDone(done, results, http);
                failed.forEach((before, failure) -> http.publication().failed(List.of(before.change()), failure));
                ChangeResult after = notReached(e);
                writes.subList(writes.indexOf(write) + 1, writes.size())
                        .forEach(rest -> http.publication().report(rest.change(), after));
                throw e;
            }
        }
        if (!failed.isEmpty()) {
            reportDone(done, results, http);
            throw new FailedSets(failed);
        }
        return results;
    }

    /**
     * Reports what became of sets, before an exception tells that others have failed.
     *
     * @param results their results, and perhaps those of others
     */
    protected static void reportDone(
            List<SetWrite> done, Map<RecordKey, ? extends ChangeResult> results, ProviderHttp http) {
        for (SetWrite write : done) {
            ChangeResult result = results.get(write.change().key());
            http.publication().report(write.change(), Objects.requireNonNull(result));
        }
    }

    /** Tells whether a value or set that was to be removed is gone already. A zone that is gone is something else. */
    static boolean isGone(RejectedException e) {
        return e.reason() == RejectedException.Reason.NOT_FOUND && e.scope() == ProblemScope.RECORD;
    }

    /** Returns what becomes of the sets after one that ended so. */
    private static ChangeResult notReached(RuntimeException e) {
        return e instanceof Publication.NotNowException notNow
                ? notNow.result()
                : new ChangeResult.NotAttempted(Optional.empty(), "not sent: " + e.getMessage());
    }

    /**
     * Ends sets whose write takes several calls, of which some have succeeded and one has not: what became of them is not
     * known. What the exception says of the zone or the account still holds.
     */
    protected static Map<RecordKey, ChangeResult> halfDone(List<SetWrite> writes, DdnsException e, ProviderHttp http) {
        Map<RecordKey, ChangeResult> results = new HashMap<>();
        for (SetWrite write : writes) {
            ChangeResult unknown = new ChangeResult.Unknown(e.problem());
            http.publication().report(write.change(), unknown);
            results.put(write.change().key(), unknown);
        }
        if (e.scope() != ProblemScope.RECORD) {
            throw e;
        }
        return results;
    }
}
