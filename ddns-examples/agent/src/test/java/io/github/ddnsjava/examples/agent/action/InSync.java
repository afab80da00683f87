package io.github.ddnsjava.examples.agent.action;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.util.List;
import java.util.Map;

/** A provider that finds every record in sync. */
public final class InSync implements DnsProvider {
    private InSync() {}

    /** Returns it. */
    public static DnsProvider provider() {
        return new InSync();
    }

    /** Returns an updater of {@code home.example.com} with it. */
    public static Updater updater(UpdateListener listener) {
        return Updater.builder()
                .detector(IpDetectors.staticAddresses(IpAddress.parse("9.9.9.9")))
                .provider(new InSync())
                .record("home.example.com", RecordType.A)
                .listener(listener)
                .build();
    }

    @Override
    public Abilities abilities() {
        return Abilities.builder().read().build(); // or it would ask DNS
    }

    @Override
    public String account() {
        return "account";
    }

    @Override
    public String fingerprint() {
        return "same";
    }

    @Override
    public void publish(List<RecordChange> changes, Publication publication) {
        changes.forEach(change -> publication.report(change, new ChangeResult.AlreadyRight(Map.of())));
    }
}
