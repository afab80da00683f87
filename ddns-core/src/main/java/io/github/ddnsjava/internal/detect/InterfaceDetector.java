package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.AddressGuard;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.SourceAnswer;
import io.github.ddnsjava.exception.DetectionException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the addresses of this host's network interfaces: those that may be published, of interfaces that are up and
 * lead outside. Of several the one is chosen that will stay longest, and always the same: temporary ones last, assigned
 * ones first, then the lowest interface, then the lowest address. Whether an IPv6 address is temporary or deprecated is
 * known on Linux only; the JDK does not tell. While watched, the interfaces are looked at every 5 seconds. Immutable and thread-safe.
 */
public final class InterfaceDetector implements IpDetector {
    /** Where the facts come from. */
    @FunctionalInterface
    interface Facts {
        List<LocalInterface> read() throws IOException;
    }

    private record Candidate(LocalInterface on, LocalAddress its) {
        static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::its, LocalAddress.BY_STABILITY)
                .thenComparing(candidate -> candidate.on().index())
                .thenComparing(candidate -> candidate.its().address());
    }

    private static final String OPERATOR = "this host";
    private static final Duration PERIOD = Duration.ofSeconds(5);

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
        return new InterfaceDetector(settings, LocalInterface::ofThisHost);
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) {
        List<Candidate> candidates = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        for (LocalInterface each : interfaces()) {
            for (LocalAddress address : each.addresses()) {
                if (address.address().family() == family) {
                    String refusal = refusal(address);
                    if (refusal.isEmpty()) {
                        candidates.add(new Candidate(each, address));
                    } else {
                        passedOver.add(each.name() + ": " + refusal);
                    }
                }
            }
        }
        return candidates.stream()
                .min(Candidate.BEST_FIRST)
                .map(best -> found(family, best))
                .orElseGet(() -> absent(family, passedOver));
    }

    private List<LocalInterface> interfaces() {
        List<LocalInterface> all;
        try {
            all = facts.read();
        } catch (IOException e) {
            throw new DetectionException("the network interfaces cannot be read: " + e.getMessage());
        }
        if (name.isEmpty()) {
            return all.stream()
                    .filter(each -> each.usable() && !each.isVirtual())
                    .toList();
        }
        List<LocalInterface> named =
                all.stream().filter(each -> each.isCalled(name.get())).toList();
        if (named.isEmpty()) {
            throw new DetectionException("there is no network interface " + name.get() + "; there are "
                    + all.stream().map(LocalInterface::name).toList());
        }
        if (named.stream().noneMatch(LocalInterface::usable)) {
            throw new DetectionException("the network interface " + name.get() + " is down, or loopback");
        }
        return named;
    }

    private String refusal(LocalAddress candidate) {
        if (!candidate.unusable().isEmpty()) {
            return candidate.address() + " is " + candidate.unusable();
        }
        if (eui64 && candidate.address().family() == IpFamily.IPV6 && !candidate.isFromHardware()) {
            return candidate.address() + " is not made of the hardware address (EUI-64)";
        }
        List<Cidr> wanted = cidrs.stream()
                .filter(cidr -> cidr.address().family() == candidate.address().family())
                .toList();
        if (!wanted.isEmpty() && wanted.stream().noneMatch(cidr -> cidr.contains(candidate.address()))) {
            return candidate.address() + " is outside the wanted block";
        }
        return AddressGuard.refusal(candidate.address(), allow)
                .map(AddressGuard.Refusal::message)
                .orElse("");
    }

    private static Detection found(IpFamily family, Candidate best) {
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

    private Detection absent(IpFamily family, List<String> passedOver) {
        String source = name.map(each -> "interface " + each).orElse("interfaces");
        String reason = "no network interface has a public " + family + " address"
                + (passedOver.isEmpty() ? "" : " (" + String.join("; ", passedOver) + ")");
        return Detection.absent(family, reason, SourceAnswer.failed(source, OPERATOR, reason, Duration.ZERO));
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
            return facts.read().stream()
                    .filter(each -> name.map(each::isCalled).orElse(each.usable() && !each.isVirtual()))
                    .toList();
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
