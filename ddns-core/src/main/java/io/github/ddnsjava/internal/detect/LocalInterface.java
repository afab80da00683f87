package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.internal.text.LocalFile;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network interface of this host. Immutable and thread-safe.
 *
 * @param name the system's name for it
 * @param displayName its name for people, which on Windows is the only stable one
 * @param index its number
 * @param usable whether it is up, and not loopback
 * @param tunnel whether it is a tunnel by what the system says of it
 * @param addresses its addresses
 */
public record LocalInterface(
        String name, String displayName, int index, boolean usable, boolean tunnel, List<LocalAddress> addresses) {
    private static final Path IF_INET6 = Path.of("/proc/net/if_inet6");
    private static final Pattern IF_INET6_LINE = Pattern.compile(
            "(?<address>[0-9a-f]{32}) +[0-9a-f]+ +[0-9a-f]+ +[0-9a-f]+ +(?<flags>[0-9a-f]{2,8}) +(?<name>\\S+)");
    private static final Pattern VIRTUAL = Pattern.compile(
            "(docker|br-|veth|virbr|tailscale|wg|utun|zt|tun|tap|vmnet|vboxnet|vEthernet).*", Pattern.CASE_INSENSITIVE);

    /** Makes one that is no tunnel. */
    LocalInterface(String name, String displayName, int index, boolean usable, List<LocalAddress> addresses) {
        this(name, displayName, index, usable, false, addresses);
    }

    /** Tells whether it leads through a tunnel, or by its name to other software, rather than out of the house. */
    boolean isVirtual() {
        return tunnel
                || VIRTUAL.matcher(name).matches()
                || VIRTUAL.matcher(displayName).matches();
    }

    boolean isCalled(String asked) {
        return name.equals(asked) || displayName.equals(asked);
    }

    /** Returns it with what else is known of its addresses. */
    LocalInterface with(Map<IpAddress, AddressTraits> traits) {
        List<LocalAddress> known = addresses.stream()
                .map(each -> Optional.ofNullable(traits.get(each.address()))
                        .map(its -> each.with(its.flags(), its.preferred()))
                        .orElse(each))
                .toList();
        return new LocalInterface(name, displayName, index, usable, tunnel, known);
    }

    /**
     * Returns the address of an interface that will stay longest; empty if it has none of the family, beyond those of
     * one link.
     *
     * @throws IOException if there is no such interface
     */
    public static Optional<IpAddress> addressOf(String called, IpFamily family) throws IOException {
        List<LocalInterface> named =
                ofThisHost().stream().filter(each -> each.isCalled(called)).toList();
        if (named.isEmpty()) {
            throw new IOException("there is no network interface " + called);
        }
        List<UsableAddress> usable = new ArrayList<>();
        named.forEach(each -> each.addresses().stream()
                .filter(its -> its.address().family() == family
                        && its.unusable().isEmpty()
                        && !its.address().toInetAddress().isLinkLocalAddress())
                .forEach(its -> usable.add(new UsableAddress(each, its))));
        Set<IpAddress> dying = DyingPrefixes.among(
                named.stream().flatMap(each -> each.addresses().stream()).toList());
        return UsableAddress.best(usable, dying, Set.of()).stream()
                .min(UsableAddress.among(Optional.empty(), Set.of()))
                .map(each -> each.its().address());
    }

    /** Reads what this host has now. */
    static List<LocalInterface> ofThisHost() throws IOException {
        Map<String, Integer> flags = Files.isReadable(IF_INET6) ? flags(LocalFile.systemLines(IF_INET6)) : Map.of();
        List<LocalInterface> interfaces = new ArrayList<>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            List<LocalAddress> addresses = each.getInterfaceAddresses().stream()
                    .map(its -> {
                        IpAddress address = IpAddress.of(its.getAddress());
                        int known = flags.getOrDefault(each.getName() + " " + address, 0);
                        return new LocalAddress(address, its.getNetworkPrefixLength(), known);
                    })
                    .toList();
            String displayName = each.getDisplayName() == null ? each.getName() : each.getDisplayName();
            interfaces.add(new LocalInterface(
                    each.getName(),
                    displayName,
                    each.getIndex(),
                    each.isUp() && !each.isLoopback(),
                    LinkType.isTunnel(each),
                    addresses));
        }
        interfaces.sort(Comparator.comparing(LocalInterface::index));
        return interfaces;
    }

    /** Reads lines of {@code /proc/net/if_inet6}: flags, which the JDK leaves out, by interface and address. */
    static Map<String, Integer> flags(List<String> lines) {
        Map<String, Integer> flags = new HashMap<>();
        for (String line : lines) {
            Matcher matcher = IF_INET6_LINE.matcher(line);
            if (matcher.matches()) {
                byte[] bytes = new byte[IpFamily.IPV6.bytes()];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) Integer.parseInt(matcher.group("address").substring(2 * i, 2 * i + 2), 16);
                }
                flags.put(matcher.group("name") + " " + IpAddress.of(bytes), (int)
                        Long.parseLong(matcher.group("flags"), 16));
            }
        }
        return flags;
    }
}
