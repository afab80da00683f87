package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.NameLookupFactory;
import io.github.ddnsjava.config.Settings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code lookup}: who is asked what live DNS says. */
final class Lookups {
    private static final String ALLOWED = "\"system\", \"authoritative\" or {\"servers\": [\"192.0.2.53\"]}";
    private static final String SERVER = "an address, with a port or without, as in 192.0.2.53 or [2001:db8::53]:5353";
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^]]+)]|([^:\\[\\]]+)):([0-9]{1,5})");
    private static final int DNS_PORT = 53;
    private static final int MAX_PORT = 65_535;

    private final Problems problems;

    Lookups(Problems problems) {
        this.problems = problems;
    }

    /** Returns the look-up; nothing for the system's resolver. */
    Optional<NameLookup> read(Settings root) {
        Object value = root.value("lookup").orElse("system");
        if (value instanceof Settings own) {
            problems.addUnknown(own, List.of("servers"));
            List<InetSocketAddress> servers = servers(own);
            return servers.isEmpty() ? Optional.empty() : make(factory -> factory.ofServers(servers));
        }
        if (value.equals("authoritative")) {
            return make(NameLookupFactory::authoritative);
        }
        if (!value.equals("system")) {
            problems.add(root.wrong("lookup", value, ALLOWED));
        }
        return Optional.empty();
    }

    private List<InetSocketAddress> servers(Settings own) {
        List<Object> texts = own.list("servers");
        if (texts.isEmpty()) {
            problems.add(own.path("servers"), "names no server", SERVER);
        }
        List<InetSocketAddress> servers = new ArrayList<>();
        for (Object text : texts) {
            Optional<InetSocketAddress> server = server(text.toString());
            if (server.isEmpty()) {
                problems.add(own.wrong("servers", text, SERVER));
            }
            server.ifPresent(servers::add);
        }
        return servers.size() == texts.size() ? servers : List.of();
    }

    private static Optional<InetSocketAddress> server(String text) {
        Matcher matcher = WITH_PORT.matcher(text);
        boolean withPort = IpAddress.tryParse(text).isEmpty() && matcher.matches();
        String address = !withPort ? text : matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        int port = withPort ? Integer.parseInt(matcher.group(3)) : DNS_PORT;
        return IpAddress.tryParse(address)
                .filter(a -> port > 0 && port <= MAX_PORT)
                .map(a -> new InetSocketAddress(a.toInetAddress(), port));
    }

    private Optional<NameLookup> make(Function<NameLookupFactory, @Nullable NameLookup> kind) {
        try {
            Optional<NameLookupFactory> factory = Stream.of(
                            ServiceLoader.load(NameLookupFactory.class),
                            ServiceLoader.load(NameLookupFactory.class, Lookups.class.getClassLoader()))
                    .flatMap(loader -> loader.findFirst().stream())
                    .findFirst();
            Optional<NameLookup> made = factory.map(kind);
            if (factory.isEmpty()) {
                problems.add(
                        "lookup",
                        "no implementation of this lookup is on the class path or module path",
                        "\"system\"; or add ddns-provider-dns");
            } else if (made.isEmpty()) {
                problems.add(
                        "lookup",
                        "the factory " + factory.get().getClass().getName()
                                + " made nothing for it; this is a defect of that factory",
                        "\"system\"");
            }
            return made;
        } catch (ServiceConfigurationError | LinkageError e) {
            problems.add("lookup", "the implementation of this lookup cannot be loaded: " + e, "\"system\"");
            return Optional.empty();
        }
    }
}
