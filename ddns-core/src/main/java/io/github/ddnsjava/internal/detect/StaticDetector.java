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
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.text.OutsideText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Knows the addresses that it was given. Immutable and thread-safe. */
public final class StaticDetector implements IpDetector {
    private static final String OPERATOR = "configuration";

    private final Set<IpAddress> addresses;
    private final Set<Cidr> allow;

    /** Makes one that knows those addresses, of either family or both. */
    public StaticDetector(Set<IpAddress> addresses, Set<Cidr> allow) {
        this.addresses = Set.copyOf(addresses);
        this.allow = Set.copyOf(allow);
    }

    /**
     * Makes one from a configuration.
     *
     * @throws ConfigurationException if an address is not one of its family, or not to be published
     */
    public static IpDetector of(Settings settings) {
        Set<Cidr> allow = DetectorSettings.allow(settings);
        Set<IpAddress> addresses = new TreeSet<>();
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            for (String text : settings.texts(family.toString())) {
                try {
                    addresses.add(read(settings, family, text, allow));
                } catch (ConfigurationException e) {
                    problems.addAll(e.problems());
                }
            }
        }
        DetectorSettings.throwIfAny(problems);
        if (addresses.isEmpty()) {
            throw new ConfigurationException(
                    settings.path(IpFamily.IPV4.toString()), "no address is given", "\"ipv4\", \"ipv6\" or both");
        }
        return new StaticDetector(addresses, allow);
    }

    private static IpAddress read(Settings settings, IpFamily family, String given, Set<Cidr> allow) {
        String name = family.toString();
        String text = OutsideText.value(given);
        OutsideText.flaw(text).ifPresent(flaw -> {
            throw new ConfigurationException(settings.path(name), flaw + "; remove that character", "");
        });
        IpAddress address = IpAddress.tryParse(text)
                .filter(parsed -> parsed.family() == family)
                .orElseThrow(() -> settings.wrong(name, text, "an " + family + " address"));
        Optional<AddressGuard.Refusal> refusal = AddressGuard.refusal(address, allow);
        if (refusal.isPresent()) {
            throw new ConfigurationException(
                    settings.path(name),
                    refusal.get().message(),
                    "a public address, or this one if \"allow\" names its block");
        }
        return address;
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) {
        Set<IpAddress> known =
                addresses.stream().filter(address -> address.family() == family).collect(Collectors.toSet());
        if (known.isEmpty()) {
            String reason = "no " + family + " address is configured";
            return Detection.absent(family, reason, SourceAnswer.failed("static", OPERATOR, reason, Duration.ZERO));
        }
        return Detection.known(family, known, new SourceAnswer("static", OPERATOR, known, "", Duration.ZERO));
    }

    @Override
    public Set<Cidr> allow() {
        return allow;
    }

    @Override
    public Set<String> operators(IpFamily family) {
        return Set.of(OPERATOR);
    }
}
