package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.TicketStatus;
import java.util.List;
import java.util.Objects;

/**
 * A provider whose abilities and account were asked once. The engine needs them everywhere, where it must neither wait
 * for a provider nor fail because of one. Two of the same provider are equal. Thread-safe.
 */
public final class SteadyProvider implements DnsProvider {
    private final DnsProvider provider;
    private final Abilities abilities;
    private final String account;

    /**
     * Asks the provider.
     *
     * @throws RuntimeException what the provider throws
     */
    public SteadyProvider(DnsProvider provider) {
        this.provider = provider;
        this.abilities = Objects.requireNonNull(provider.abilities(), "abilities");
        this.account = Objects.requireNonNull(provider.account(), "account");
    }

    /** Names a provider, for messages. */
    public static String name(DnsProvider provider) {
        DnsProvider named = provider instanceof SteadyProvider steady ? steady.provider : provider;
        return "the provider " + named.getClass().getName();
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
        return other instanceof SteadyProvider steady && steady.provider == provider;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(provider);
    }

    @Override
    public String toString() {
        return name(this);
    }
}
