package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.TicketStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A provider whose abilities and account were asked once. The engine needs them everywhere, where it must neither wait
 * for a provider nor fail because of one. Two are equal if they have the same {@link Identity}, or else are of equal
 * providers. Thread-safe.
 */
public final class SteadyProvider implements DnsProvider {
    private final DnsProvider provider;
    private final Object identity;
    private final Abilities abilities;
    private final String account;

    private SteadyProvider(DnsProvider provider, Object identity) {
        this.provider = provider;
        this.identity = identity;
        this.abilities = Objects.requireNonNull(provider.abilities(), "abilities");
        this.account = Objects.requireNonNull(provider.account(), "account");
    }

    /**
     * Asks a provider that code has made, unless it was asked before.
     *
     * @throws ConfigurationException if the provider cannot tell
     */
    public static DnsProvider of(DnsProvider provider) {
        return provider instanceof SteadyProvider ? provider : of(provider, provider);
    }

    /** Asks a provider that was made from these settings. */
    static DnsProvider of(DnsProvider provider, Object identity) {
        try {
            return new SteadyProvider(provider, identity);
        } catch (ConfigurationException | TransientException e) {
            throw e; // of its secrets, say
        } catch (RuntimeException | Error e) {
            throw new ConfigurationException(
                    "",
                    name(provider) + " cannot tell its abilities and account, and failed with "
                            + e.getClass().getName() + "; this is a defect of the provider",
                    "");
        }
    }

    /** Returns the provider itself. */
    public static DnsProvider inner(DnsProvider provider) {
        return provider instanceof SteadyProvider steady ? steady.provider : provider;
    }

    /** Names a provider, for messages. */
    public static String name(DnsProvider provider) {
        return "the provider " + inner(provider).getClass().getName();
    }

    /** Returns what is to be closed when a provider is no longer used; empty if nothing is. */
    public static Optional<AutoCloseable> closeable(DnsProvider provider) {
        return inner(provider) instanceof AutoCloseable closeable ? Optional.of(closeable) : Optional.empty();
    }

    @Override
    public Abilities abilities() {
        return abilities;
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public String fingerprint() {
        return provider.fingerprint();
    }

    @Override
    public void credentialsRefused() {
        provider.credentialsRefused();
    }

    @Override
    public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
        provider.publish(changes, publication);
    }

    @Override
    public List<RecordView> read(List<RecordChange> questions, Publication publication) throws InterruptedException {
        return provider.read(questions, publication);
    }

    @Override
    public TicketStatus accepted(String ticket, List<RecordChange> changes, Publication publication)
            throws InterruptedException {
        return provider.accepted(ticket, changes, publication);
    }

    @Override
    public List<RecordView> check(List<RecordChange> records, Publication publication) throws InterruptedException {
        return provider.check(records, publication);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SteadyProvider steady && identity.equals(steady.identity);
    }

    @Override
    public int hashCode() {
        return identity.hashCode();
    }

    @Override
    public String toString() {
        return name(this);
    }
}
