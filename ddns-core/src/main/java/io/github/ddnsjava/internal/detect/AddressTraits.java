package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.internal.text.LocalProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JDK does not tell of an IPv6 address, as a program of the system tells it: {@code ip} on Linux, {@code
 * ifconfig} on macOS and the BSDs, PowerShell on Windows. Immutable and thread-safe.
 *
 * @param flags as {@link LocalAddress} has them
 * @param preferred how long it will be preferred; empty where that is not told
 */
record AddressTraits(int flags, Optional<Duration> preferred) {
    /** Longer than any that is told, and safe to calculate with. */
    static final Duration FOREVER = Duration.ofSeconds(1L << 40);

    /** The address, then words: of {@code ip -o}, of {@code ifconfig}, or ours. */
    private static final Pattern LINE =
            Pattern.compile("(?:.*\\s)?inet6\\s+(?<address>[0-9A-Fa-f:.]{2,45})(?:%\\S+)?(?:/[0-9]+)?\\s(?<words>.*)");

    private static final Pattern PREFERRED =
            Pattern.compile("(?:preferred_lft|pltime)\\s+(?:(?<seconds>[0-9]{1,12})(?:sec)?|forever|infty)\\b");

    private static final Map<String, Integer> WORDS = Map.ofEntries(
            Map.entry("temporary", LocalAddress.TEMPORARY),
            Map.entry("deprecated", LocalAddress.DEPRECATED),
            Map.entry("tentative", LocalAddress.TENTATIVE),
            Map.entry("detached", LocalAddress.TENTATIVE),
            Map.entry("dadfailed", LocalAddress.DAD_FAILED),
            Map.entry("duplicated", LocalAddress.DAD_FAILED),
            // Windows' numbers, since its words are in the user's language: the origin of the host part (manual, DHCP,
            // random), and the state (invalid, tentative, duplicate, deprecated).
            Map.entry("suffix1", LocalAddress.PERMANENT),
            Map.entry("suffix3", LocalAddress.PERMANENT),
            Map.entry("suffix5", LocalAddress.TEMPORARY),
            Map.entry("state0", LocalAddress.DAD_FAILED),
            Map.entry("state1", LocalAddress.TENTATIVE),
            Map.entry("state2", LocalAddress.DAD_FAILED),
            Map.entry("state3", LocalAddress.DEPRECATED));

    private static final List<Path> IP = List.of(Path.of("/sbin/ip"), Path.of("/usr/sbin/ip"), Path.of("/bin/ip"));
    private static final String POWERSHELL = "Get-NetIPAddress -AddressFamily IPv6 | ForEach-Object {"
            + " 'inet6 {0} suffix{1} state{2} pltime {3:0}' -f"
            + " $_.IPAddress, [int]$_.SuffixOrigin, [int]$_.AddressState, $_.PreferredLifetime.TotalSeconds }";

    /**
     * Asks the system, which takes from some milliseconds to a second.
     *
     * @return what it tells, by address; empty if it tells nothing, or has no such program
     * @throws IOException if it has one that does not answer in time; another time it may
     */
    static Map<IpAddress, AddressTraits> ofThisHost() throws IOException {
        try {
            if (SystemProgram.onWindows()) {
                return read(SystemProgram.output(
                        SystemProgram.ofWindows("WindowsPowerShell\\v1.0\\powershell.exe"),
                        "-NoProfile",
                        "-NonInteractive",
                        "-Command",
                        POWERSHELL));
            }
            Optional<Path> ip = IP.stream().filter(Files::isExecutable).findFirst();
            return read(
                    ip.isPresent()
                            ? SystemProgram.output(ip.get().toString(), "-6", "-o", "addr", "show")
                            : SystemProgram.output("/sbin/ifconfig", "-L"));
        } catch (LocalProgram.NotStarted noSuchProgram) {
            return Map.of();
        }
    }

    /** Reads what any of the programs writes. Lines that are of something else are passed over. */
    static Map<IpAddress, AddressTraits> read(String output) {
        Map<IpAddress, AddressTraits> traits = new HashMap<>();
        output.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            int flags = 0;
            List<String> words = List.of(line.group("words").split("\\s+", -1));
            for (String word : words) {
                flags |= WORDS.getOrDefault(word, 0);
            }
            if (words.contains("prefixlen") && words.contains("dynamic")) {
                flags |= LocalAddress.PERMANENT; // ifconfig on macOS calls so what DHCPv6 gave; ip on Linux means more
            }
            Matcher preferred = PREFERRED.matcher(line.group("words"));
            AddressTraits its =
                    new AddressTraits(flags, preferred.find() ? Optional.of(time(preferred)) : Optional.empty());
            IpAddress.tryParse(line.group("address")).ifPresent(address -> traits.put(address, its));
        });
        return traits;
    }

    private static Duration time(Matcher preferred) {
        String seconds = preferred.group("seconds");
        Duration told = seconds == null ? FOREVER : Duration.ofSeconds(Long.parseLong(seconds));
        return told.compareTo(FOREVER) < 0 ? told : FOREVER;
    }
}
