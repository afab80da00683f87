package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A base class for interfaces that only replace a whole zone. What is not sent is lost there, so this class takes care:
 * it reads the zone again just before it is replaced, and does nothing if somebody changed it meanwhile, or if it came
 * back empty; and it reads the zone back. It locks the zone from the first look to the last, so two calls of one
 * account of an updater never undo each other's replacements, also where one was left because it did not return. A call
 * waits for another one until its deadline. Another updater, or other credentials for the same zone, are noticed only
 * by the second look.
 *
 * <p>An author implements {@link #zones}, {@link #list} and {@link #replace}. {@code list} keeps the {@link Contents}
 * of the zone by {@link Listing#withHandle}: they tell whether the zone has changed. {@code replace} sends what {@link
 * Contents#after} makes of them. A zone that would have no record afterwards is not replaced, because nothing could be
 * changed there any more. Thread-safe if the subclass has no mutable state.
 */
public abstract class WholeZoneProvider extends HttpZoneProvider {
    /**
     * Creates the base of a provider whose description says all of it: where the interface is, who asks, and what can
     * be done.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     */
    protected WholeZoneProvider(ProviderType type, Settings settings, ProviderContext context) {
        this(settings, type.endpoint(settings, context), type.abilities());
    }

    /**
     * Creates the base of a provider.
     *
     * @param settings the provider's settings, for the fingerprint
     * @param endpoint the endpoint of the interface
     * @param abilities what the provider can do, which must include {@code read} and a batch
     */
    protected WholeZoneProvider(Settings settings, ProviderEndpoint endpoint, Abilities abilities) {
        super(settings, endpoint, abilities);
    }

    /**
     * Replaces the zone by its records with these sets changed. All other records are sent as they are.
     *
     * @param listing what stands in the zone, with its contents as the handle
     * @throws DdnsException if the zone was not replaced
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract void replace(Zone zone, List<SetWrite> sets, Listing listing, ProviderHttp http)
            throws InterruptedException;

    /**
     * Makes sure that an object of the list has nothing that this library does not know, because a replacement would not
     * repeat it. A member without a value is nothing.
     *
     * @param known the members that are repeated, or that need not be
     * @throws ProtocolException if there is more; it names the member
     */
    protected static void checkRepeatable(Zone zone, JsonReader object, Set<String> known) {
        List<JsonReader> unknown = new ArrayList<>();
        object.members().forEach((name, value) -> {
            if (!known.contains(name) && !isEmpty(value)) {
                unknown.add(value);
            }
        });
        if (object.isScalar() && !object.scalar().isEmpty()) { // an XML element with a text
            unknown.add(object);
        }
        if (!unknown.isEmpty()) {
            throw new ProtocolException(
                    unknown.get(0) + " is not known to this library, and a replacement would lose it;" + " the zone "
                            + zone.name() + " is left as it is");
        }
    }

    private static boolean isEmpty(JsonReader value) {
        if (!value.isPresent()) {
            return true;
        }
        if (value.isList()) {
            return value.asList().isEmpty();
        }
        return (!value.isScalar() || value.scalar().isEmpty())
                && value.members().values().stream().allMatch(WholeZoneProvider::isEmpty);
    }

    /**
     * All that stands in a zone. Its {@code equals} tells whether the zone has changed. Immutable and thread-safe.
     *
     * @param records all records, of whatever types, in the vendor's own form
     * @param rest what else a replacement repeats, such as a setting of the zone; empty if there is nothing
     */
    public record Contents(List<JsonReader> records, String rest) {
        /** Copies the records. */
        public Contents {
            records = List.copyOf(records);
        }

        /**
         * Returns the records with these sets changed, for {@link WholeZoneProvider#replace}: a changed record stands
         * where it stood, a new one at the end, and all others stay as they are. {@link WholeZoneProvider#list} must
         * have given each value its record as its {@link ZoneRecord#withRaw raw} form, as {@link RecordFields} does.
         *
         * @param <R> what a replacement says of a record
         * @param kept returns what it says of a record that stays
         * @param made returns what it says of a value that is written. {@link ValueWrite#rawBefore} is the record that it
         *     changes
         * @throws IllegalStateException if the record of a value that goes or changes is not among them
         */
        public <R> List<R> after(List<SetWrite> sets, Function<JsonReader, R> kept, Function<ValueWrite, R> made) {
            return changed(sets).stream()
                    .map(one -> one instanceof ValueWrite value ? made.apply(value) : kept.apply((JsonReader) one))
                    .toList();
        }

        /** Tells whether no record is left after these sets are changed. */
        boolean isEmptyAfter(List<SetWrite> sets) {
            return changed(sets).isEmpty();
        }

        /** Returns a {@link JsonReader} for each record that stays, and a {@link ValueWrite} for each other one. */
        private List<Object> changed(List<SetWrite> sets) {
            List<Object> after = new ArrayList<>(records);
            for (SetWrite set : sets) {
                set.deletes().forEach(value -> after.remove(indexOf(value, after)));
                set.updates().forEach(update -> after.set(indexOf(update.record(), after), ValueWrite.of(set, update)));
                after.addAll(set.valueCreates());
            }
            return after;
        }

        private static int indexOf(ZoneRecord value, List<?> records) {
            int index = value.raw().map(records::indexOf).orElse(-1);
            if (index < 0) {
                throw new IllegalStateException(
                        "the value " + value + " was listed without its record in the zone as its raw form");
            }
            return index;
        }
    }

    /** The key of a zone's lock in the account's cache. */
    private record Replacing(DnsName zone) {}

    @Override
    final void publishZone(Zone known, List<RecordChange> changes, ZoneFinder finder, Publication publication)
            throws InterruptedException {
        ReentrantLock lock = publication.cached(new Replacing(known.name()), ReentrantLock.class, ReentrantLock::new);
        Duration wait = Duration.between(publication.now(), publication.deadline());
        if (!lock.tryLock(Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS)) {
            throw TransientException.notSent(
                    "another call is still busy with the zone " + known.name()
                            + ", and a zone is replaced by one at a time",
                    null);
        }
        try {
            super.publishZone(known, changes, finder, publication);
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected final Map<RecordKey, ChangeResult> write(
            Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http) throws InterruptedException {
        Set<RecordKey> keys =
                writes.stream().map(write -> write.change().key()).collect(Collectors.toCollection(LinkedHashSet::new));
        Contents contents = listing.handle(Contents.class);
        if (contents.records().isEmpty()) {
            throw new ProtocolException("the list of the zone " + zone.name()
                    + " is empty; it is not replaced, because that would remove whatever is there");
        }
        if (contents.isEmptyAfter(writes)) {
            throw RejectedException.invalid(
                    "the last record of " + zone.name() + " is not removed, because a zone without"
                            + " records could not be changed again; add another record first, or remove it at the"
                            + " provider");
        }
        if (!list(zone, keys, http.reading()).handle(Contents.class).equals(contents)) {
            throw TransientException.conflict("the zone " + zone.name() + " was changed by somebody else just now");
        }
        replace(zone, writes, listing, http);
        Listing after;
        try {
            after = list(zone, keys, http.reading());
        } catch (DdnsException e) {
            return halfDone(writes, e, http); // it was replaced, whatever this says
        }
        Map<RecordKey, ChangeResult> results = new HashMap<>();
        for (SetWrite write : writes) {
            List<ZoneRecord> values = after.at(write.name(), write.type());
            results.put(
                    write.change().key(),
                    SetWrite.addresses(values).equals(write.values())
                            ? write.applied(write.effective(values))
                            : new ChangeResult.Unknown(new ProtocolException("the provider reports success, but "
                                            + write.name() + " " + write.type() + " has " + SetWrite.addresses(values))
                                    .problem()));
        }
        return results;
    }
}
