package io.github.ddnsjava.internal.lookup;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.RecordType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks the system's resolver through the JDK. It cannot tell "no such record" from "no answer", so nothing found means
 * that it cannot tell. Answers may be as old as the TTL, and the JDK keeps them for 30 seconds more.
 */
public final class JdkNameLookup implements NameLookup {
    @Override
    public Optional<Set<IpAddress>> lookup(DnsName name, RecordType type) {
        if (name.isWildcard()) {
            return Optional.empty();
        }
        try {
            Set<IpAddress> found = Arrays.stream(InetAddress.getAllByName(name.withDot()))
                    .map(IpAddress::of)
                    .filter(address -> address.family() == type.family())
                    .collect(Collectors.toSet());
            return found.isEmpty() ? Optional.empty() : Optional.of(found);
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
