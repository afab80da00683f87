package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.publish.Abilities;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * In what the services of this family differ: the names of parameters, how the two families travel, and the answers.
 *
 * @param host the parameter of the names; empty if the credentials alone determine the name
 * @param domain the parameter of the domain, for services that want the name relative to it; empty for the others
 * @param addresses the parameter of each family; a family without one is not published
 * @param together whether one call carries both families: if both have the same parameter, with a comma between them
 * @param absent what a call carries instead of the address of a family that is left out, so that it stays
 * @param omissionChanges whether the service changes a family that a call leaves out
 * @param maxHosts how many names one call carries
 * @param fixed further parameters of each call
 * @param answers what answers mean
 */
record Dialect(
        String host,
        Optional<String> domain,
        Map<IpFamily, String> addresses,
        boolean together,
        Map<IpFamily, Map<String, String>> absent,
        boolean omissionChanges,
        int maxHosts,
        Map<String, String> fixed,
        Answers answers) {

    /** Returns the dialect of a service that follows the protocol. */
    static Dialect standard(boolean together, boolean myipv6, boolean omissionChanges, int maxHosts) {
        return new Dialect(
                "hostname",
                Optional.empty(),
                addresses("myip", Optional.of(myipv6 ? "myipv6" : "myip")),
                together,
                Map.of(),
                omissionChanges,
                maxHosts,
                Map.of(),
                Answers.STANDARD);
    }

    /** Returns the parameters of the families, IPv4 first. */
    static Map<IpFamily, String> addresses(String ipv4, Optional<String> ipv6) {
        Map<IpFamily, String> addresses = new LinkedHashMap<>();
        addresses.put(IpFamily.IPV4, ipv4);
        ipv6.ifPresent(name -> addresses.put(IpFamily.IPV6, name));
        return addresses;
    }

    /** Returns this dialect for a service that treats families which are left out in that way. */
    Dialect omissionChanges(boolean changes) {
        return new Dialect(host, domain, addresses, together, absent, changes, maxHosts, fixed, answers);
    }

    Abilities.Joint joint() {
        if (!together) {
            return Abilities.Joint.SEPARATE;
        }
        return omissionChanges ? Abilities.Joint.OMISSION_CHANGES : Abilities.Joint.TOGETHER;
    }
}
