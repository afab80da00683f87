package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Accounts;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A base class for providers that set one record by one call. An author implements {@link #publish(RecordChange,
 * ProviderHttp)}, and also {@link #read(RecordChange, ProviderHttp)} if the provider can be read. Thread-safe if the
 * subclass has no mutable state.
 */
public abstract class SimpleDnsProvider implements DnsProvider {
    private final ProviderEndpoint endpoint;
    private final Settings settings;
    private final String account;
    private final Abilities abilities;

    /**
     * Creates the base of a provider.
     *
     * @param endpoint the endpoint of the interface
     * @param settings the provider's settings, for the fingerprint
     * @param principal who is logged in: a user name, a key id or a token; only its hash is kept
     * @param abilities what the provider can do
     */
    protected SimpleDnsProvider(ProviderEndpoint endpoint, Settings settings, String principal, Abilities abilities) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.account = Accounts.key(endpoint.base().toString(), principal);
        this.abilities = abilities;
    }

    /**
     * Brings one record to its wanted addresses by one request, and returns what the provider answered.
     *
     * @param change what the record should become
     * @param http makes the request
     * @throws DdnsException if the answer is not a success; for statuses {@code http} throws it
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract ChangeResult publish(RecordChange change, ProviderHttp http) throws InterruptedException;

    /**
     * Reads one record. It is called only if the abilities say that this provider can be read.
     *
     * @throws DdnsException if it cannot be read
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected RecordView read(RecordChange question, ProviderHttp http) throws InterruptedException {
        throw new IllegalStateException(getClass().getName() + " declares no ability to read");
    }

    @Override
    public final Abilities abilities() {
        return abilities;
    }

    @Override
    public final String account() {
        return account;
    }

    @Override
    public final String fingerprint() {
        return settings.fingerprint();
    }

    @Override
    public final void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
        ProviderHttp http = endpoint.on(publication, ProblemScope.RECORD);
        for (RecordChange change : changes) {
            if (change.intent() == Intent.KEEP) {
                continue;
            }
            try {
                publication.report(change, publishOne(change, http, publication));
            } catch (DdnsException e) {
                publication.failed(List.of(change), e);
            } catch (Publication.NotNowException e) {
                // In a dry run the next record is to be recorded too; otherwise the gate says the same of it.
            }
        }
    }

    private ChangeResult publishOne(RecordChange change, ProviderHttp http, Publication publication)
            throws InterruptedException {
        boolean touch = change.intent() == Intent.TOUCH;
        if (abilities.read() && (!touch || change.mode() != UpdateMode.UPSERT)) {
            RecordView present = read(change, http);
            publication.found(change, present.addresses());
            boolean foreign = OwnershipRules.isForeign(change, present.addresses());
            OwnershipRules.checkMode(change, foreign ? Set.of() : present.addresses(), present.addresses());
            Map<String, Object> corrections = OwnershipRules.corrections(change, present.attributes());
            corrections.keySet().retainAll(present.attributes().keySet()); // of others, reading tells nothing
            boolean right = present.addresses().equals(change.addresses());
            if (right && (foreign || corrections.isEmpty() && !touch)) {
                return new ChangeResult.AlreadyRight(present.attributes());
            }
        }
        publication.attempting(List.of(change));
        return publish(change, http);
    }

    @Override
    public final List<RecordView> read(List<RecordChange> questions, Publication publication)
            throws InterruptedException {
        ProviderHttp http = endpoint.on(publication, ProblemScope.RECORD);
        List<RecordView> views = new ArrayList<>();
        for (RecordChange question : questions) {
            views.add(read(question, http));
        }
        return views;
    }

    /** Returns the result that the provider created the record. */
    protected static ChangeResult created() {
        return new ChangeResult.Applied(Outcome.CREATED, Set.of(), Map.of());
    }

    /** Returns the result that the provider changed the record. */
    protected static ChangeResult updated() {
        return new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of());
    }

    /** Returns the result that the provider removed the record. */
    protected static ChangeResult withdrawn() {
        return new ChangeResult.Applied(Outcome.WITHDRAWN, Set.of(), Map.of());
    }

    /** Returns the result that the record was in sync already. */
    protected static ChangeResult alreadyRight() {
        return new ChangeResult.AlreadyRight(Map.of());
    }
}
