package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.NetworkCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks whether, and by which way, anything leads out of this host: a default route, or an interface that is up and has an address that
 * counts beyond its own link. A host with nothing but loopback, as in a container, has all that it needs. Stateless.
 */
public final class LocalNetwork implements NetworkCheck {
    /** On Linux the JDK leaves out interfaces without an address; here they are. */
    private static final Path INTERFACES = Path.of("/sys/class/net");

    @Override
    public boolean isThere() {
        try {
            return DefaultRoute.way(IpFamily.IPV4).isPresent()
                    || DefaultRoute.way(IpFamily.IPV6).isPresent()
                    || leadsOut(LocalInterface.ofThisHost())
                    || names().allMatch("lo"::equals);
        } catch (IOException e) {
            return true; // nobody knows
        }
    }

    @Override
    public Optional<String> advice(IpFamily family) {
        return DefaultRoute.advice(family);
    }

    static boolean leadsOut(List<LocalInterface> interfaces) {
        return interfaces.stream()
                .filter(each -> each.usable() && !each.isVirtual())
                .flatMap(each -> each.addresses().stream())
                .anyMatch(its -> !its.address().toInetAddress().isLinkLocalAddress());
    }

    private static Stream<String> names() throws IOException {
        if (!Files.isDirectory(INTERFACES)) {
            return LocalInterface.ofThisHost().stream()
                    .filter(LocalInterface::usable)
                    .map(LocalInterface::name);
        }
        try (Stream<Path> all = Files.list(INTERFACES)) {
            return all.filter(Files::isDirectory).map(path -> path.getFileName().toString()).toList().stream();
        }
    }
}
