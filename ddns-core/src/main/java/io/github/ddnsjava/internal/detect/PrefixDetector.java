package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DetectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Joins an IPv6 prefix, delegated or observed, with the host part of another machine of the network, so that one
 * machine can keep the names of many. The prefix is that of the address that another detector finds. The host part is a
 * literal, made of a hardware address (modified EUI-64, RFC 4291 appendix A), or kept from what a further detector
 * finds. Immutable and thread-safe.
 */
public final class PrefixDetector implements IpDetector {
    private static final int EUI_64_BITS = 64;
    private static final int MAX_BITS = 127;
    /** The setting {@code length}. */
    static final SettingSpec LENGTH = SettingSpec.optional(
                    "length",
                    "The length of the prefix in bits, 1 to 127. Default: the length that the detector reports, otherwise"
                            + " 64.")
            .as(SettingType.number(1, MAX_BITS));

    private final IpDetector prefix;
    private final OptionalInt length;
    private final List<IpAddress> hosts;
    private final Optional<IpDetector> hostOf;

    private PrefixDetector(IpDetector prefix, OptionalInt length, List<IpAddress> hosts, Optional<IpDetector> hostOf) {
        this.prefix = prefix;
        this.length = length;
        this.hosts = List.copyOf(hosts);
        this.hostOf = hostOf;
    }

    /**
     * Makes one from a configuration.
     *
     * @param byKey returns another configured detector, or throws
     */
    public static IpDetector of(Settings settings, Function<String, IpDetector> byKey) {
        OptionalInt length = settings.number(LENGTH).map(OptionalInt::of).orElse(OptionalInt.empty());
        long ways = List.of("host", "mac", "hostOf").stream()
                .filter(settings.names()::contains)
                .count();
        if (ways != 1) {
            throw new ConfigurationException(
                    settings.path("host"),
                    ways == 0 ? "is missing" : "is given together with another way to say the host part",
                    "one of \"host\", \"mac\" and \"hostOf\"");
        }
        List<IpAddress> hosts = new ArrayList<>();
        settings.texts("host").forEach(text -> hosts.add(literal(settings, text, length)));
        settings.texts("mac").forEach(text -> hosts.add(eui64(settings, text, length)));
        Optional<IpDetector> hostOf =
                settings.value("hostOf").map(value -> DetectorSettings.detector(settings, "hostOf", value, byKey));
        if (hosts.isEmpty() && hostOf.isEmpty()) {
            throw settings.wrong("host", "[]", "a host part, as in ::1:2:3:4");
        }
        Object detector = settings.value("detector")
                .orElseThrow(() -> new ConfigurationException(
                        settings.path("detector"), "is missing", "a detector's key, or its settings"));
        return new PrefixDetector(
                DetectorSettings.detector(settings, "detector", detector, byKey), length, hosts, hostOf);
    }

    private static IpAddress literal(Settings settings, String text, OptionalInt length) {
        IpAddress host = IpAddress.tryParse(text)
                .filter(address -> address.family() == IpFamily.IPV6)
                .orElseThrow(() -> settings.wrong("host", text, "the bits behind the prefix, as in ::1:2:3:4"));
        if (length.isPresent() && hasBitsWithin(host, length.getAsInt())) {
            throw settings.wrong(
                    "host",
                    text,
                    "an address whose first " + length.getAsInt() + " bits are zero, as the prefix goes there");
        }
        return host;
    }

    private static IpAddress eui64(Settings settings, String text, OptionalInt length) {
        if (!text.matches("[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}")) {
            throw settings.wrong("mac", text, "a hardware address, as in 00:53:00:12:34:56");
        }
        if (length.isPresent() && length.getAsInt() > EUI_64_BITS) {
            throw settings.wrong(
                    "length", length.getAsInt(), "at most 64, as a host part of a hardware address has 64 bits");
        }
        byte[] host = new byte[IpFamily.IPV6.bytes()];
        for (int i = 0; i < 6; i++) {
            host[i < 3 ? 8 + i : 10 + i] = (byte) Integer.parseInt(text.substring(3 * i, 3 * i + 2), 16);
        }
        host[8] ^= 2;
        host[11] = (byte) 0xff;
        host[12] = (byte) 0xfe;
        return IpAddress.of(host);
    }

    private static boolean hasBitsWithin(IpAddress host, int length) {
        return !join(host, IpAddress.parse("::"), length).equals(IpAddress.parse("::"));
    }

    /** Returns the first bits of one address and the others of another. */
    static IpAddress join(IpAddress network, IpAddress host, int length) {
        byte[] first = network.toBytes();
        byte[] joined = host.toBytes();
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> bit % 8;
            joined[bit / 8] = (byte) (joined[bit / 8] & ~mask | first[bit / 8] & mask);
        }
        return IpAddress.of(joined);
    }

    @Override
    public Detection detect(IpFamily family, DetectionContext context) throws InterruptedException {
        if (family == IpFamily.IPV4) {
            String reason = "prefixes are joined for ipv6 only";
            return Detection.absent(
                    family, reason, SourceAnswer.failed("prefix", "configuration", reason, Duration.ZERO));
        }
        Detection base = context.ask(prefix, family);
        if (!(base instanceof Detection.Found found)) {
            return base;
        }
        if (found.addresses().size() > 1) {
            throw new DetectionException(
                    "several addresses were found, " + found.addresses() + ": it is unknown which prefix is meant",
                    found.evidence());
        }
        List<SourceAnswer> evidence = new ArrayList<>(found.evidence());
        int bits = bits(found);
        Set<IpAddress> joined = new TreeSet<>();
        for (IpAddress host : hosts(context, evidence)) {
            if (hostOf.isEmpty() && hasBitsWithin(host, bits)) {
                throw new DetectionException(
                        "the host part " + host + " has bits within the prefix, whose length is " + bits, evidence);
            }
            joined.add(join(found.addresses().iterator().next(), host, bits));
        }
        return new Detection.Found(family, joined, OptionalInt.of(bits), evidence, found.certain());
    }

    /** The configured length; else that of the found address's network, unless that is all of it. */
    private int bits(Detection.Found found) {
        int known = length.orElse(found.prefixLength().orElse(EUI_64_BITS));
        return known > 0 && known <= MAX_BITS ? known : EUI_64_BITS;
    }

    private Iterable<IpAddress> hosts(DetectionContext context, List<SourceAnswer> evidence)
            throws InterruptedException {
        if (hostOf.isEmpty()) {
            return hosts;
        }
        Detection kept = context.ask(hostOf.get(), IpFamily.IPV6);
        evidence.addAll(kept.evidence());
        if (kept instanceof Detection.Found found) {
            return found.addresses();
        }
        throw new DetectionException(
                "there is no address whose host part could be kept: " + ((Detection.Absent) kept).reason(), evidence);
    }

    @Override
    public Set<Cidr> allow() {
        return prefix.allow();
    }

    @Override
    public Set<String> operators(IpFamily family) {
        return prefix.operators(family);
    }

    @Override
    public Subscription watch(Runnable changed) {
        return CombinedDetector.watchAll(
                Stream.concat(Stream.of(prefix), hostOf.stream()).toList(), changed);
    }
}
