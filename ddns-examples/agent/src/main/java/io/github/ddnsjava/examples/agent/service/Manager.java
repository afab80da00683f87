package io.github.ddnsjava.examples.agent.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commands of a service manager. Immutable.
 *
 * @param start what makes the service known and starts it, after its files were written
 * @param stop what stops it and makes it unknown, before its files are deleted
 * @param removed what follows when they were deleted
 * @param status what asks whether it runs
 * @param running what the answer has if it runs; exit status 0 is not always enough
 */
record Manager(
        List<List<String>> start,
        List<List<String>> stop,
        List<List<String>> removed,
        List<String> status,
        Pattern running) {
    private static final Pattern ANY = Pattern.compile("");

    /**
     * Returns the commands for a kind; empty if a person installs it.
     *
     * @param files where the files of its definition are, in their order
     */
    static Optional<Manager> of(ServiceKind kind, List<Path> files) {
        String first = files.get(0).toString();
        return switch (kind) {
            case SYSTEMD -> Optional.of(systemd("ddns.service", List.of(List.of("systemd-sysusers")), "systemctl"));
            case SYSTEMD_TIMER ->
                Optional.of(systemd("ddns-once.timer", List.of(List.of("systemd-sysusers")), "systemctl"));
            case SYSTEMD_USER -> Optional.of(systemd("ddns.service", List.of(), "systemctl", "--user"));
            case LAUNCHD ->
                Optional.of(new Manager(
                        List.of(List.of("launchctl", "bootstrap", "system", first)),
                        List.of(List.of("launchctl", "bootout", "system/io.github.ddnsjava.agent")),
                        List.of(),
                        List.of("launchctl", "print", "system/io.github.ddnsjava.agent"),
                        Pattern.compile("state = running")));
            case SCHTASKS ->
                Optional.of(new Manager(
                        List.of(List.of("schtasks", "/Create", "/TN", "\\ddns\\once", "/XML", first, "/F")),
                        List.of(List.of("schtasks", "/Delete", "/TN", "\\ddns\\once", "/F")),
                        List.of(),
                        List.of("schtasks", "/Query", "/TN", "\\ddns\\once"),
                        ANY));
            case WINSW -> {
                String wrapper = first.replaceFirst("xml$", "exe");
                yield Optional.of(new Manager(
                        List.of(List.of(wrapper, "install"), List.of(wrapper, "start")),
                        List.of(List.of(wrapper, "stop"), List.of(wrapper, "uninstall")),
                        List.of(),
                        // The names of the states are translated, the numbers are not.
                        List.of("sc.exe", "query", "ddns"),
                        Pattern.compile(":\\s*4\\s")));
            }
            case NSSM, SC, PROCRUN, RUN_KEY, OPENRC, PROCD, SUPERVISORD, CRON, DOCKER, COMPOSE, KUBERNETES ->
                Optional.empty();
        };
    }

    private static Manager systemd(String unit, List<List<String>> before, String... systemctl) {
        List<List<String>> start = new ArrayList<>(before);
        start.add(with(systemctl, "daemon-reload"));
        start.add(with(systemctl, "enable", "--now", unit));
        return new Manager(
                start,
                List.of(with(systemctl, "disable", "--now", unit)),
                List.of(with(systemctl, "daemon-reload")),
                with(systemctl, "is-active", unit),
                ANY);
    }

    private static List<String> with(String[] program, String... arguments) {
        return Stream.of(program, arguments).flatMap(Arrays::stream).toList();
    }
}
