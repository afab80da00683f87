package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.SourceAnswer;
import io.github.ddnsjava.detect.AddressGuard;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Addresses that the application knows: checked as a whole, then taken as a whole. */
final class Pushes {
    private static final String APPLICATION = "application";

    private Pushes() {}

    /**
     * Takes addresses, and returns the records that are to be looked at. If the records are replaced meanwhile, those that
     * come in their place know the addresses, too.
     *
     * @throws ConfigurationException with every problem; nothing is taken then
     */
    static Collection<Entry> take(Supplier<Roster> roster, Map<RecordKey, Set<IpAddress>> addresses, long sequence) {
        while (true) {
            Roster now = roster.get();
            Map<Entry, Sighting> pushed = checked(now, addresses, sequence);
            pushed.forEach((entry, sighting) -> {
                entry.push(sighting);
                if (now.keeps(entry)) {
                    entry.feed.agenda.putNextCycle(entry);
                }
            });
            if (now == roster.get()) {
                return pushed.keySet().stream().filter(now::keeps).toList();
            }
        }
    }

    private static Map<Entry, Sighting> checked(
            Roster roster, Map<RecordKey, Set<IpAddress>> addresses, long sequence) {
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        Map<Entry, Sighting> sightings = new LinkedHashMap<>();
        addresses.forEach((key, pushed) -> {
            Entry entry = roster.entries().get(key);
            if (entry == null) {
                problems.add(new ConfigurationException.Entry("", key + " is not managed", "a managed record"));
                return;
            }
            IpFamily family = key.type().family();
            for (IpAddress address : pushed) {
                if (address.family() != family) {
                    problems.add(new ConfigurationException.Entry(
                            "", address + " was pushed for " + key, "an " + family + " address"));
                }
                AddressGuard.refusal(address, allowed(entry.feed.detector))
                        .ifPresent(refusal -> problems.add(new ConfigurationException.Entry(
                                "", "pushed for " + key + ": " + refusal.message(), "a globally routable address")));
            }
            if (problems.isEmpty()) {
                sightings.put(entry, sighting(family, pushed, sequence));
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return sightings;
    }

    private static Set<Cidr> allowed(@Nullable IpDetector detector) {
        return detector == null ? Set.of() : detector.allow();
    }

    private static Sighting sighting(IpFamily family, Set<IpAddress> addresses, long sequence) {
        SourceAnswer answer = new SourceAnswer("push", APPLICATION, addresses, "", Duration.ZERO);
        Detection detection = addresses.isEmpty()
                ? Detection.absent(family, "the application says that there is no address", answer)
                : Detection.known(family, addresses, answer);
        return Sighting.of("push", detection, sequence);
    }
}
