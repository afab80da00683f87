package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.AddressGuard;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.DetectionException;
import java.io.IOException;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the addresses of this host's network interfaces: those that may be published, of interfaces that are up and
 * lead outside. Of several the one is chosen that will stay longest, and always the same; {@link UsableAddress} says how.
 * While watched, the interfaces are looked at every second, or less often where that is slow. Immutable and
 * thread-safe.
 */
public final class InterfaceDetector implements IpDetector {
    /** Where the facts come from. */
    @FunctionalInterface
    interface Facts {
        /** Reads the interfaces; cheap. */
        List<LocalInterface> read() throws IOException;

        /** Asks for what {@link #read} does not tell of IPv6 addresses, at the cost of running a program. */
        default Map<IpAddress, AddressTraits> traits() throws IOException {
            return Map.of();
        }

        /** Returns the name of the interface that the default route leaves by; empty if not known. */
        default Optional<String> defaultRoute(IpFamily family) {
            return Optional.empty();
        }
    }

    private static final Facts THIS_HOST = new Facts() {
        @Override
        public List<LocalInterface> read() throws IOException {
            return LocalInterface.ofThisHost();
        }

        @Override
        public Map<IpAddress, AddressTraits> traits() throws IOException {
            return AddressTraits.ofThisHost();
        }

        @Override
        public Optional<String> defaultRoute(IpFamily family) {
            return DefaultRoute.way(family).map(NetworkInterface::getName);
        }
    };

    private static final String OPERATOR = "this host";
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Optional<String> name;
    private final Set<Cidr> cidrs;
    private final Set<Cidr> allow;
    private final boolean eui64;
    private final boolean watched;
    private final Facts facts;

    InterfaceDetector(Settings settings, Facts facts) {
        this.name = settings.optionalText("name");
        this.cidrs = DetectorSettings.cidrs(settings, "cidr");
        this.allow = DetectorSettings.allow(settings);
        this.eui64 = settings.flag("eui64").orElse(false);
        this.watched = settings.flag("watch").orElse(true);
        this.facts = facts;
    }

    /**
     * Makes one from settings.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if a block is not one
     */
    public static IpDetector of(Settings settings) {
        return new InterfaceDetector(settings, THIS_HOST);
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) {
        List<LocalInterface> all = interfaces();
        List<LocalInterface> used = used(all);
        List<UsableAddress> best = best(family, used, context);
        if (family == IpFamily.IPV6 && rivals(used, best) > 1) {
            Map<IpAddress, AddressTraits> traits = traits();
            used = used.stream().map(each -> each.with(traits)).toList();
            best = best(family, used, context);
        }
        if (best.isEmpty()) {
            return absent(family, all, used);
        }
        Optional<String> way = best.size() > 1 ? facts.defaultRoute(family) : Optional.empty();
        return found(
                family,
                best.stream().min(UsableAddress.among(way, context.previous())).orElseThrow());
    }

    private List<UsableAddress> best(IpFamily family, List<LocalInterface> used, DetectionContext context) {
        Set<IpAddress> dying = DyingPrefixes.among(
                used.stream().flatMap(each -> each.addresses().stream()).toList());
        return UsableAddress.best(usable(family, used), dying, context.previous());
    }

    /** Without them another address might be chosen than a moment ago, and again a moment later. */
    private Map<IpAddress, AddressTraits> traits() {
        try {
            return facts.traits();
        } catch (IOException e) {
            throw failed(
                    "the system's program that tells how long each of several IPv6 addresses will stay gave no answer: "
                            + e.getMessage() + "; if this lasts, set \"cidr\" to the block of the one that is wanted");
        }
    }

    /** Counts those among which the lifetimes decide, which the system tells only if it is asked. */
    private long rivals(List<LocalInterface> used, List<UsableAddress> best) {
        if (best.isEmpty()) {
            return 0;
        }
        LocalAddress first = best.get(0).its();
        return usable(IpFamily.IPV6, used).stream()
                .map(UsableAddress::its)
                .filter(its -> its.isTemporary() == first.isTemporary() && its.reach() == first.reach())
                .count();
    }

    private List<UsableAddress> usable(IpFamily family, List<LocalInterface> used) {
        List<UsableAddress> usable = new ArrayList<>();
        for (LocalInterface each : used) {
            each.addresses().stream()
                    .filter(its ->
                            its.address().family() == family && refusal(its).isEmpty())
                    .forEach(its -> usable.add(new UsableAddress(each, its)));
        }
        return usable;
    }

    private List<LocalInterface> interfaces() {
        List<LocalInterface> all;
        try {
            all = facts.read();
        } catch (IOException e) {
            throw failed("the network interfaces cannot be read: " + e.getMessage());
        }
        if (name.isEmpty()) {
            return all.stream().filter(LocalInterface::usable).toList();
        }
        List<LocalInterface> named =
                all.stream().filter(each -> each.isCalled(name.get())).toList();
        if (named.isEmpty()) {
            throw failed("there is no network interface " + name.get() + "; there are "
                    + all.stream().map(LocalInterface::name).toList());
        }
        if (named.stream().noneMatch(LocalInterface::usable)) {
            throw failed("the network interface " + name.get() + " is down, or loopback");
        }
        return named;
    }

    /**
     * Leaves out tunnels, and what by its name belongs to containers or virtual machines. Names say little: bridges of
     * routers are called like those of containers. So the interface of a default route is left out only if it is a
     * tunnel.
     */
    private List<LocalInterface> used(List<LocalInterface> all) {
        if (name.isPresent() || all.stream().noneMatch(LocalInterface::isVirtual)) {
            return all;
        }
        Set<String> ways = new HashSet<>();
        for (IpFamily each : IpFamily.values()) {
            facts.defaultRoute(each).ifPresent(ways::add);
        }
        return all.stream()
                .filter(each -> !each.isVirtual() || !each.tunnel() && ways.contains(each.name()))
                .toList();
    }

    private String refusal(LocalAddress its) {
        if (!its.unusable().isEmpty()) {
            return its.address() + " is " + its.unusable();
        }
        if (eui64 && its.address().family() == IpFamily.IPV6 && !its.isFromHardware()) {
            return its.address() + " is not made of the hardware address (EUI-64)";
        }
        List<Cidr> wanted = cidrs.stream()
                .filter(cidr -> cidr.address().family() == its.address().family())
                .toList();
        if (!wanted.isEmpty() && wanted.stream().noneMatch(cidr -> cidr.contains(its.address()))) {
            return its.address() + " is outside the wanted block";
        }
        return AddressGuard.refusal(its.address(), allow)
                .map(AddressGuard.Refusal::message)
                .orElse("");
    }

    private static Detection found(IpFamily family, UsableAddress best) {
        int length = best.its().prefixLength();
        SourceAnswer answer = SourceAnswer.of(
                "interface " + best.on().name(), OPERATOR, best.its().address(), Duration.ZERO);
        return new Detection.Found(
                family,
                Set.of(best.its().address()),
                length > 0 && length <= family.bits() ? OptionalInt.of(length) : OptionalInt.empty(),
                List.of(answer),
                true);
    }

    private Detection absent(IpFamily family, List<LocalInterface> all, List<LocalInterface> used) {
        List<String> passedOver = new ArrayList<>();
        for (LocalInterface each : all) {
            List<LocalAddress> its = each.addresses().stream()
                    .filter(address -> address.address().family() == family)
                    .toList();
            if (used.stream().anyMatch(other -> other.name().equals(each.name()))) {
                its.forEach(address -> passedOver.add(each.name() + ": " + refusal(address)));
            } else if (its.stream().anyMatch(address -> address.reach() < 3)) {
                passedOver.add(each.name()
                        + (each.tunnel()
                                ? " was passed over: it is a tunnel; set \"name\" to it if its address is wanted"
                                : " was passed over: by its name it leads to containers or virtual machines, and no"
                                        + " default route leaves by it; set \"name\" to it if its address is wanted"));
            }
        }
        String reason = "no network interface has a public " + family + " address"
                + (passedOver.isEmpty() ? "" : " (" + String.join("; ", passedOver) + ")");
        return Detection.absent(family, reason, SourceAnswer.failed(source(), OPERATOR, reason, Duration.ZERO));
    }

    private DetectionException failed(String message) {
        return new DetectionException(
                message, List.of(SourceAnswer.failed(source(), OPERATOR, message, Duration.ZERO)));
    }

    private String source() {
        return name.map(each -> "interface " + each).orElse("interfaces");
    }

    @Override
    public Set<Cidr> allow() {
        return allow;
    }

    @Override
    public Set<String> operators(IpFamily family) {
        return Set.of(OPERATOR);
    }

    @Override
    public Subscription watch(Runnable changed) {
        return watched ? Poll.every(PERIOD, "ddnsjava-interface-watch", this::stamp, changed) : () -> {};
    }

    private Object stamp() {
        try {
            List<LocalInterface> all = facts.read();
            return name.isPresent()
                    ? all.stream().filter(each -> each.isCalled(name.get())).toList()
                    : used(all.stream().filter(LocalInterface::usable).toList());
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
