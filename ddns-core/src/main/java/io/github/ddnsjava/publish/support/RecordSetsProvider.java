package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.util.List;
import java.util.Map;

/**
 * A base class for interfaces with record sets: one call sets all values of a name and type. An author implements {@link
 * #zones}, {@link #list}, {@link #put} and {@link #remove}. An interface whose one call always takes many sets extends
 * {@link HttpZoneProvider}. {@link SetWrite#values} has all values of the set, those of others included,
 * and {@link SetWrite#attributes} its attributes. Thread-safe if the subclass has no mutable state.
 */
public abstract class RecordSetsProvider extends HttpZoneProvider {
    /**
     * Creates the base of a provider whose description says all of it: where the interface is, who asks, and what can be done.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if settings are wrong
     */
    protected RecordSetsProvider(ProviderType type, Settings settings, ProviderContext context) {
        this(settings, type.endpoint(settings, context), type.abilities());
    }

    /**
     * Creates the base of a provider.
     *
     * @param settings the provider's settings, for the fingerprint
     * @param endpoint the endpoint of the interface
     * @param abilities what the provider can do, which must include {@code read}
     * @throws IllegalStateException if the subclass overrides neither {@code write} nor both {@code put} and {@code remove}
     */
    protected RecordSetsProvider(Settings settings, ProviderEndpoint endpoint, Abilities abilities) {
        super(settings, endpoint, abilities);
        Overrides overrides = new Overrides(RecordSetsProvider.class, getClass());
        for (String method : List.of("put", "remove")) {
            overrides.demand(
                    overrides.has(method, Zone.class, SetWrite.class, Listing.class, ProviderHttp.class)
                            || overrides.has("write", Zone.class, List.class, Listing.class, ProviderHttp.class),
                    "neither " + method + " nor write",
                    "override put and remove if one call writes one set; otherwise override write");
        }
    }

    /**
     * Sets all values of a record set. It is not called if {@link #write(Zone, List, Listing, ProviderHttp)} is overridden.
     *
     * @param listing what stood in the zone, with its handle
     * @return the attributes that the set has now, as far as the server says; empty if it does not
     * @throws DdnsException if the set was not written
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http)
            throws InterruptedException {
        throw new IllegalStateException(getClass().getName() + " overrides write, and calls what it does not override");
    }

    /**
     * Removes a record set. One that is gone already may be refused as not found. It is not called if {@link #write(Zone,
     * List, Listing, ProviderHttp)} is overridden.
     *
     * @param listing what stood in the zone, with its handle
     * @throws DdnsException if it was not removed
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) throws InterruptedException {
        throw new IllegalStateException(getClass().getName() + " overrides write, and calls what it does not override");
    }

    /** Writes one set after the other. An interface that takes several sets in one call, too, overrides this. */
    @Override
    protected Map<RecordKey, ChangeResult> write(Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http)
            throws InterruptedException {
        return oneByOne(writes, http, write -> {
            Map<String, Object> effective = Map.of();
            if (write.removesAll()) {
                removeIfThere(zone, write, listing, http);
            } else {
                effective = put(zone, write, listing, http);
            }
            return write.applied(effective);
        });
    }

    /** Returns the results of a call for several sets by what stands there after it, as its answer shows. */
    protected static Map<RecordKey, ChangeResult> results(List<SetWrite> writes, Listing after) {
        return results(writes, set -> set.result(after.at(set.name(), set.type())));
    }

    private void removeIfThere(Zone zone, SetWrite write, Listing listing, ProviderHttp http)
            throws InterruptedException {
        try {
            remove(zone, write, listing, http);
        } catch (RejectedException e) {
            if (!isGone(e)) {
                throw e;
            }
        }
    }
}
