package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.DnsProviderContract;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import java.util.Set;

/** The contract's harness around a {@link MemorySimpleProvider}. */
abstract class SimpleContract implements DnsProviderContract {
    private final Abilities.Joint joint;
    private final int hostsPerCall;
    private MemorySimpleProvider provider;

    SimpleContract(Abilities.Joint joint, int hostsPerCall) {
        this.joint = joint;
        this.hostsPerCall = hostsPerCall;
        this.provider = new MemorySimpleProvider(joint, hostsPerCall);
    }

    @Override
    public void reset() {
        provider = new MemorySimpleProvider(joint, hostsPerCall);
    }

    @Override
    public DnsProvider provider() {
        return provider;
    }

    @Override
    public void put(DnsName name, RecordType type, Set<IpAddress> addresses) {
        provider.put(name, type, addresses);
    }

    @Override
    public Set<IpAddress> get(DnsName name, RecordType type) {
        return provider.get(name, type);
    }
}
