package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.ProviderType;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A base class for services that set a name by one call: an update URL. An author implements {@link #update(UpdateCall,
 * ProviderHttp)}; {@link #withdraw} if values can be removed; and {@link #read(RecordChange, ProviderHttp)} if records can
 * be read. {@link Abilities#joint} and {@link Abilities#hostsPerCall} say what one call carries: this class puts changes
 * into the fewest calls, and sends no call that would change a family of which nothing is known. No name comes to the
 * subclass that {@link Abilities#names} does not allow. Thread-safe if the subclass has no mutable state.
 */
public abstract class UpdateUrlProvider implements DnsProvider {
    private final Settings settings;
    private final ProviderEndpoint endpoint;
    private final String account;
    private final Abilities abilities;

    /** Creates the base of a provider whose description says where the interface is, who asks, and what can be done. */
    protected UpdateUrlProvider(ProviderType type, Settings settings, ProviderContext context) {
        this(settings, type.endpoint(settings, context), type.abilities());
    }

    /** Creates the base of a provider. Abilities that declare what the subclass does not override are refused. */
    protected UpdateUrlProvider(Settings settings, ProviderEndpoint endpoint, Abilities abilities) {
        this.settings = settings;
        this.endpoint = endpoint;
        this.account = endpoint.account();
        this.abilities = abilities;
        Overrides overrides = new Overrides(UpdateUrlProvider.class, getClass());
        overrides.demandOf(abilities.read(), "read", "read", RecordChange.class, ProviderHttp.class);
        overrides.demandOf(abilities.delete(), "delete", "withdraw", UpdateCall.class, ProviderHttp.class);
    }

    /**
     * Gives names their addresses by one request.
     *
     * @param call the names and addresses; one name and one address unless the abilities say more
     * @param http makes the request
     * @return the result of each change that was not reported to the publication, as {@link UpdateCall#all} returns it
     * @throws DdnsException if the answer is not a success; for statuses {@code http} throws it
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected abstract Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http)
            throws InterruptedException;

    /**
     * Removes the addresses of names by one request. It is called only if the abilities say that values can be withdrawn.
     *
     * @param call the names. If both families go together, its addresses are those of the other one, which stay; if the
     *     service can only remove both, this class sets them again afterwards
     * @return as {@link #update}
     * @throws DdnsException if the answer is not a success
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    protected Map<RecordKey, ChangeResult> withdraw(UpdateCall call, ProviderHttp http) throws InterruptedException {
        throw new IllegalStateException(getClass().getName() + " declares no ability to withdraw");
    }

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
    public final void credentialsRefused() {
        settings.forgetSecrets();
    }

    /** Returns the endpoint, for a request that names something else than the base says. */
    protected final ProviderEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public final void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
        Doubts doubts = new Doubts();
        List<RecordChange> allowed = UpdateCall.allowed(changes, abilities.names(), publication);
        boolean alone = abilities.joint() == Abilities.Joint.SEPARATE && abilities.hostsPerCall() == 1;
        // Alone, each is written right after it was read.
        for (List<RecordChange> part : alone ? allowed.stream().map(List::of).toList() : List.of(allowed)) {
            publishTogether(part, doubts, publication);
        }
    }

    private void publishTogether(List<RecordChange> changes, Doubts doubts, Publication publication)
            throws InterruptedException {
        ProviderHttp http = endpoint.on(publication, ProblemScope.RECORD);
        Map<RecordKey, Look> looks = looks(changes, http, publication);
        List<RecordChange> toSend = new ArrayList<>();
        List<RecordChange> toWithdraw = new ArrayList<>();
        for (RecordChange change : changes) {
            Look look = looks.get(change.key());
            if (change.intent() == Intent.KEEP) {
                toSend.add(change);
            } else if (look == null || !look.toWrite()) {
                staying(change, look).ifPresent(toSend::add);
            } else if (changesBoth(change)
                    && isUnprotectable(looks.get(change.key().companion()))) {
                publication.report(
                        change, unprotected(change, "which could not be read, or which one call cannot keep"));
            } else {
                (change.intent() == Intent.WITHDRAW ? toWithdraw : toSend).add(change);
            }
        }
        boolean joint = abilities.joint() != Abilities.Joint.SEPARATE;
        if (abilities.joint() == Abilities.Joint.OMISSION_CHANGES) {
            UpdateCall.withdrawByOmission(toSend, toWithdraw);
        }
        for (UpdateCall call : UpdateCall.of(toSend, joint, abilities.hostsPerCall(), abilities.names())) {
            send(call, http, doubts, publication, false);
        }
        if (joint) {
            toSend.forEach(change -> toWithdraw.add(kept(change, change.addresses())));
        }
        for (UpdateCall call : UpdateCall.of(toWithdraw, joint, abilities.hostsPerCall(), abilities.names())) {
            send(call, http, doubts, publication, true);
        }
    }

    /**
     * What is known of a record before the calls.
     *
     * @param toWrite whether it is to be written
     * @param stays otherwise the addresses that it has and keeps; null if they are not known
     */
    private record Look(boolean toWrite, @Nullable Set<IpAddress> stays) {
        static final Look TO_WRITE = new Look(true, null);
        static final Look UNREAD = new Look(false, null);
    }

    /** Looks at all records before the first call, for a call may change the companion of what it is for. */
    private Map<RecordKey, Look> looks(List<RecordChange> changes, ProviderHttp http, Publication publication)
            throws InterruptedException {
        Map<RecordKey, RecordChange> known =
                changes.stream().collect(Collectors.toMap(RecordChange::key, change -> change));
        Map<RecordKey, Look> looks = new HashMap<>();
        for (RecordChange change : changes) {
            if (change.intent() != Intent.KEEP) {
                if (changesBoth(change) && isUnknown(known.get(change.key().companion()))) {
                    publication.report(
                            change,
                            unprotected(
                                    change,
                                    "of which nothing is known here; keep both with one updater, or say in the"
                                            + " provider's settings that it keeps a family that is left out"));
                } else {
                    looks.put(change.key(), look(change, http, publication));
                }
            }
        }
        return looks;
    }

    /** Tells whether a call for this change alone would change the companion, too. */
    private boolean changesBoth(RecordChange change) {
        return abilities.joint() == Abilities.Joint.OMISSION_CHANGES
                || change.intent() == Intent.WITHDRAW && abilities.joint() == Abilities.Joint.REMOVED_TOGETHER;
    }

    /** Tells whether a record stays as it is, and a call cannot say how: it has one address of a family at most. */
    private static boolean isUnprotectable(@Nullable Look look) {
        return look != null
                && !look.toWrite()
                && (look.stays() == null || look.stays().size() > 1);
    }

    /** Returns what is sent along for a record that is not written, so that it stays as it was read. */
    private static Optional<RecordChange> staying(RecordChange change, @Nullable Look look) {
        return look == null || look.stays() == null || isUnprotectable(look)
                ? Optional.empty()
                : Optional.of(kept(change, look.stays()));
    }

    /** Tells whether nothing is known of a companion: it is not ours, or it is in doubt which of its values stands there. */
    private static boolean isUnknown(@Nullable RecordChange companion) {
        return companion == null
                || companion.intent() == Intent.KEEP
                        && companion.addresses().isEmpty()
                        && !companion.confirmed().orElse(Set.of()).isEmpty();
    }

    private static RecordChange kept(RecordChange change, Set<IpAddress> addresses) {
        return new RecordChange(
                change.key(),
                Intent.KEEP,
                addresses,
                change.confirmed(),
                change.attributes(),
                change.effective(),
                change.zone(),
                change.owns(),
                change.mode());
    }

    private static ChangeResult unprotected(RecordChange change, String why) {
        return new ChangeResult.NotAttempted(
                Optional.empty(),
                "a call for one family would change the "
                        + change.key().companion().type() + " of " + change.name() + ", " + why);
    }

    /** Reads a record where it can be read, and reports it where there is nothing to do, or nothing can be done. */
    private Look look(RecordChange change, ProviderHttp http, Publication publication) throws InterruptedException {
        if (change.intent() == Intent.WITHDRAW && !abilities.delete()) {
            publication.failed(
                    List.of(change), RejectedException.invalid("this provider cannot remove " + change.name()));
            return new Look(false, change.confirmed().orElse(Set.of()));
        }
        if (!abilities.read() || change.intent() == Intent.TOUCH && change.mode() == UpdateMode.UPSERT) {
            return Look.TO_WRITE;
        }
        RecordView present;
        try {
            present = read(change, http);
        } catch (DdnsException e) {
            publication.failed(List.of(change), e);
            return Look.UNREAD;
        }
        publication.found(change, present.addresses());
        try {
            if (isRight(change, present)) {
                publication.report(change, new ChangeResult.AlreadyRight(present.attributes()));
                return new Look(false, present.addresses());
            }
            return Look.TO_WRITE;
        } catch (RejectedException e) {
            publication.failed(List.of(change), e);
            return new Look(false, present.addresses());
        }
    }

    /** Tells whether there is nothing to do. What others created is left alone. */
    private static boolean isRight(RecordChange change, RecordView present) {
        boolean foreign = OwnershipRules.isForeign(change, present.addresses());
        OwnershipRules.checkMode(change, foreign ? Set.of() : present.addresses(), present.addresses());
        Map<String, Object> corrections = OwnershipRules.corrections(change, present.attributes());
        corrections.keySet().retainAll(present.attributes().keySet()); // of others, reading tells nothing
        if (foreign) {
            return present.addresses().containsAll(change.addresses());
        }
        return present.addresses().equals(change.addresses())
                && corrections.isEmpty()
                && change.intent() != Intent.TOUCH;
    }

    private void send(UpdateCall call, ProviderHttp http, Doubts doubts, Publication publication, boolean withdraws)
            throws InterruptedException {
        try {
            publication.attempting(call.changes());
            Map<RecordKey, ChangeResult> results = withdraws ? withdraw(call, http) : update(call, http);
            if (withdraws
                    && abilities.joint() == Abilities.Joint.REMOVED_TOGETHER
                    && !call.addresses().isEmpty()) {
                setAgain(call, http, publication);
            }
            doubts.accepted();
            for (RecordChange change : call.changes()) {
                ChangeResult result = results.get(change.key());
                if (result != null) {
                    publication.report(change, ofIntent(change, result));
                }
            }
        } catch (TransientException e) {
            if (e.isConflict() && !withdraws) {
                call.changes().forEach(change -> publication.report(change, alreadyRight()));
            } else {
                publication.failed(call.changes(), e);
            }
        } catch (RejectedException | AuthenticationException e) {
            refused(call, e, http, doubts, publication, withdraws);
        } catch (DdnsException e) {
            publication.failed(call.changes(), e);
        } catch (Publication.NotNowException e) {
            // In a dry run the next call is to be recorded too; otherwise the gate says the same of it.
        }
    }

    /** What is removed because an update leaves it out is withdrawn, and not updated. */
    private static ChangeResult ofIntent(RecordChange change, ChangeResult result) {
        return change.intent() == Intent.WITHDRAW && result instanceof ChangeResult.Applied applied
                ? new ChangeResult.Applied(Outcome.WITHDRAWN, applied.previous(), applied.effective())
                : result;
    }

    /** Sets what stays. If that fails, both families are gone: the records are in doubt, and so they are looked up. */
    private void setAgain(UpdateCall call, ProviderHttp http, Publication publication) throws InterruptedException {
        try {
            update(call, http);
        } catch (DdnsException e) {
            if (e instanceof TransientException answer && answer.isConflict()) {
                return; // it is set
            }
            TransientException open =
                    TransientException.unknownOutcome("what stays was not set again: " + e.getMessage(), e);
            call.changes().forEach(change -> publication.report(change, new ChangeResult.Unknown(open.problem())));
            throw e;
        }
    }

    /** If a call for several names is refused because of one of them, each name is sent by itself. */
    private void refused(
            UpdateCall call,
            DdnsException e,
            ProviderHttp http,
            Doubts doubts,
            Publication publication,
            boolean withdraws)
            throws InterruptedException {
        if (e.scope() == ProblemScope.RECORD && call.hosts().size() > 1) {
            for (UpdateCall single : call.split()) {
                send(single, http, doubts, publication, withdraws);
            }
        } else if (e instanceof AuthenticationException refusal && refusal.isAmbiguous()) {
            publication.failed(
                    call.changes(), doubts.meaning(call.hosts().get(0).name(), refusal));
        } else {
            publication.failed(call.changes(), e);
        }
    }

    @Override
    public final List<RecordView> read(List<RecordChange> questions, Publication publication)
            throws InterruptedException {
        ProviderHttp http = endpoint.on(publication, ProblemScope.RECORD);
        List<RecordView> views = new ArrayList<>();
        for (RecordChange question : questions) {
            UpdateCall.check(question.name(), abilities.names());
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
