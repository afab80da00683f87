package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A base class for interfaces with single records: each value has an id, and is created, changed and deleted by a call of
 * its own. An author implements these calls, {@link #zones} and {@link #list}. This class creates and changes before it
 * deletes, so that the set never has fewer values than it had or is to have; it reports a set as unknown if a later call
 * fails; and it takes a value that is already gone for deleted, and one that is already there as wanted for created.
 * Thread-safe if the subclass has no mutable state.
 */
public abstract class SingleRecordsProvider extends HttpZoneProvider {
    private static final String CHOICE = "override update if the service can change a value;"
            + " otherwise override changesValues, which then returns false";

    /**
     * Creates the base of a provider whose description says all of it: where the interface is, who asks, and what can be done.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     */
    protected SingleRecordsProvider(ProviderType type, Settings settings, ProviderContext context) {
        this(settings, type.endpoint(settings, context), type.abilities());
    }

    /**
     * Creates the base of a provider.
     *
     * @param settings the provider's settings, for the fingerprint
     * @param endpoint the endpoint of the interface
     * @param abilities what the provider can do, which must include {@code read}
     * @throws IllegalStateException if the subclass overrides neither {@code update} nor {@code changesValues}, or both, and
     *     not {@code write}
     */
    protected SingleRecordsProvider(Settings settings, ProviderEndpoint endpoint, Abilities abilities) {
        super(settings, endpoint, abilities);
        Overrides overrides = new Overrides(SingleRecordsProvider.class, getClass());
        boolean updates = overrides.has("update", Zone.class, ValueWrite.class, ProviderHttp.class);
        boolean tells = overrides.has("changesValues");
        if (!overrides.has("write", Zone.class, List.class, Listing.class, ProviderHttp.class)) {
            overrides.demand(updates || tells, "neither update nor changesValues", CHOICE);
            overrides.demand(!updates || !tells, "both update and changesValues", CHOICE);
        }
    }

    /**
     * Creates one value.
     *
     * @return what the server made of it; {@link ValueWrite#asSent} if its answer does not say
     * @throws DdnsException if it was not created
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException;

    /**
     * Tells whether the interface can change a value. If it cannot, this class creates the value anew, with all attributes
     * that it had, and deletes what was there. By default it can.
     */
    protected boolean changesValues() {
        return true;
    }

    /**
     * Changes one value in place. Attributes that are not named stay as they are. It is called only if {@link
     * #changesValues} is true.
     *
     * @return what the server made of it; {@link ValueWrite#asSent} if its answer does not say
     * @throws DdnsException if it was not changed
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
        throw new IllegalStateException(getClass().getName() + " overrides write, and calls what it does not override");
    }

    /**
     * Deletes one value. One that is gone already may be refused as not found.
     *
     * @throws DdnsException if it was not deleted
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException;

    /** Writes each set by calls for its values. An interface that takes several values in one call overrides this. */
    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        return oneByOne(writes, http, write -> write(zone, write, http));
    }

    private ChangeResult write(Zone zone, SetWrite write, ProviderHttp http) throws InterruptedException {
        List<ZoneRecord> made = new ArrayList<>();
        List<ZoneRecord> deletes = new ArrayList<>();
        boolean begun = false;
        try {
            for (ValueWrite value : write.valueCreates()) {
                Made now = begun ? createOrFind(zone, write, value, http) : new Made(create(zone, value, http), true);
                made.add(now.value());
                begun |= now.created();
            }
            for (ValueWrite value : write.valueUpdates()) {
                if (changesValues()) {
                    made.add(update(zone, value, http));
                    begun = true;
                    continue;
                }
                Made now = createOrFind(zone, write, value, http);
                made.add(now.value());
                begun |= now.created();
                // A server that took the new value for the old one has no other to delete.
                boolean same = now.value().id().isEmpty()
                        ? !now.created() && isInPlace(value)
                        : now.value().id().equals(value.id());
                if (!same) {
                    value.before().ifPresent(deletes::add);
                }
            }
            deletes.addAll(write.deletes());
            for (ZoneRecord value : deletes) {
                deleteIfThere(zone, value, http);
                begun = true;
            }
        } catch (DdnsException e) {
            if (!begun) {
                throw e;
            }
            return Objects.requireNonNull(
                    halfDone(List.of(write), e, http).get(write.change().key()));
        }
        return begun ? write.result(made) : new ChangeResult.AlreadyRight(OwnershipRules.shown(write.change(), made));
    }

    /** A value that the set has now, and whether it was created just now. */
    private record Made(ZoneRecord value, boolean created) {}

    /**
     * Creates a value, or finds it if the server says that it is there already. If it has the address of the value that it
     * stands for, the server takes no other attributes for it: they stay as they are. Any other one must be as it is wanted.
     * It is not called for the first value of a new set: after that conflict the zone is listed once more anyway.
     */
    private Made createOrFind(Zone zone, SetWrite write, ValueWrite value, ProviderHttp http)
            throws InterruptedException {
        try {
            ValueWrite toCreate = value.before().isPresent() ? value.anew() : value;
            return new Made(create(zone, toCreate, http), true);
        } catch (TransientException e) {
            if (!e.isConflict()) {
                throw e;
            }
            Listing listing = list(zone, Set.of(write.change().key()), http.reading());
            return listing.at(write.name(), write.type()).stream()
                    .filter(there -> there.address().equals(value.address()))
                    .filter(there -> isInPlace(value)
                            || OwnershipRules.corrections(write.change(), there.attributes())
                                    .isEmpty())
                    .findFirst()
                    .map(there -> new Made(there, false))
                    .orElseThrow(() -> e);
        }
    }

    private static boolean isInPlace(ValueWrite value) {
        return value.before()
                .filter(before -> before.address().equals(value.address()))
                .isPresent();
    }

    private void deleteIfThere(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
        try {
            delete(zone, value, http);
        } catch (RejectedException e) {
            if (!isGone(e)) {
                throw e;
            }
        }
    }
}
