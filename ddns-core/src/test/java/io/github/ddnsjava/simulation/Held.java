package io.github.ddnsjava.simulation;

import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.TicketStatus;
import java.util.List;

/** A provider that holds something until it is closed: nobody calls it afterwards, and nobody forgets to close it. */
final class Held implements DnsProvider, AutoCloseable {
    private final DnsProvider provider;
    private final Home home;
    private final Chronicle chronicle;
    private boolean closed;

    Held(DnsProvider provider, Home home, Chronicle chronicle) {
        this.provider = provider;
        this.home = home;
        this.chronicle = chronicle;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void used() {
        if (closed) {
            throw chronicle.broken("what is removed is closed after its last use", provider + " is called");
        }
    }

    @Override
    public Abilities abilities() {
        return provider.abilities();
    }

    @Override
    public String account() {
        return provider.account();
    }

    @Override
    public String fingerprint() {
        return provider.fingerprint();
    }

    @Override
    public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
        used();
        changes.stream().filter(change -> change.intent() != Intent.KEEP).forEach(change -> home.checkOn(change.key()));
        provider.publish(changes, publication);
        used();
    }

    @Override
    public List<RecordView> read(List<RecordChange> questions, Publication publication) throws InterruptedException {
        used();
        List<RecordView> views = provider.read(questions, publication);
        used();
        return views;
    }

    @Override
    public TicketStatus accepted(String ticket, List<RecordChange> changes, Publication publication)
            throws InterruptedException {
        used();
        TicketStatus status = provider.accepted(ticket, changes, publication);
        used();
        return status;
    }
}
