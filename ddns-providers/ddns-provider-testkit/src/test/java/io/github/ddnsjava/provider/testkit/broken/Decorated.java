package io.github.ddnsjava.provider.testkit.broken;

import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import java.util.List;
import java.util.function.UnaryOperator;

/** A good provider that is given other changes than those that were asked for. */
final class Decorated implements DnsProvider {
    private final DnsProvider good;
    private final UnaryOperator<RecordChange> change;

    Decorated(DnsProvider good, UnaryOperator<RecordChange> change) {
        this.good = good;
        this.change = change;
    }

    @Override
    public Abilities abilities() {
        return good.abilities();
    }

    @Override
    public String account() {
        return good.account();
    }

    @Override
    public String fingerprint() {
        return good.fingerprint();
    }

    @Override
    public void credentialsRefused() {
        good.credentialsRefused();
    }

    @Override
    public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
        good.publish(changes.stream().map(change).toList(), publication);
    }

    @Override
    public List<RecordView> read(List<RecordChange> questions, Publication publication) throws InterruptedException {
        return good.read(questions, publication);
    }
}
