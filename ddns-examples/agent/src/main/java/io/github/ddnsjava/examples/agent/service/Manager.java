package io.github.ddnsjava.examples.agent.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commands of a service manager. Immutable.
 *
 * @param start what makes the service known and starts it, after its files were written; what undoes these steps, the last one
 *     first, stops the service and makes it unknown, before its files are deleted
 * @param removed what follows when they were deleted
 * @param status what asks whether it runs
 * @param running what the answer has if it runs; exit status 0 is not always enough
 * @param notRunning the other exit statuses that say that it does not run; any more say that the manager cannot be asked
 */
record Manager(
        List<Step> start, List<List<String>> removed, List<String> status, Pattern running, Set<Integer> notRunning) {
    /**
     * One command, and the one that undoes it.
     *
     * @param undo empty if there is nothing to undo
     * @param isUndoneIfItFails whether the command may have done a part of its work when it fails. Others fail because a
     *     service of this name is there, which is not ours to remove
     */
    record Step(List<String> command, List<String> undo, boolean isUndoneIfItFails) {
        private static Step of(String... command) {
            return new Step(List.of(command), List.of(), false);
        }
    }

    private static final Pattern ANY = Pattern.compile("");

    /**
     * Returns the commands for a kind; empty if a person installs it.
     *
     * @param files where the files of its definition are, in their order
     */
    static Optional<Manager> of(ServiceKind kind, List<Path> files) {
        String first = files.get(0).toString();
        return switch (kind) {
            case SYSTEMD -> Optional.of(systemd("ddns.service", List.of(Step.of("systemd-sysusers")), "systemctl"));
            case SYSTEMD_TIMER ->
                Optional.of(systemd("ddns-once.timer", List.of(Step.of("systemd-sysusers")), "systemctl"));
            case SYSTEMD_USER -> Optional.of(systemd("ddns.service", List.of(), "systemctl", "--user"));
            case LAUNCHD ->
                Optional.of(new Manager(
                        List.of(new Step(
                                List.of("launchctl", "bootstrap", "system", first),
                                List.of("launchctl", "bootout", "system/io.github.ddnsjava.agent"),
                                false)),
                        List.of(),
                        List.of("launchctl", "print", "system/io.github.ddnsjava.agent"),
                        Pattern.compile("state = running"),
                        Set.of(113))); // "Could not find service"
            case SCHTASKS ->
                Optional.of(new Manager(
                        List.of(new Step(
                                List.of("schtasks", "/Create", "/TN", "\\ddns\\once", "/XML", first, "/F"),
                                List.of("schtasks", "/Delete", "/TN", "\\ddns\\once", "/F"),
                                false)),
                        List.of(),
                        List.of("schtasks", "/Query", "/TN", "\\ddns\\once"),
                        ANY,
                        Set.of(1))); // its only status of a failure; the words are translated
            case WINSW -> {
                String wrapper = first.replaceFirst("xml$", "exe");
                yield Optional.of(new Manager(
                        List.of(
                                new Step(List.of(wrapper, "install"), List.of(wrapper, "uninstall"), false),
                                new Step(List.of(wrapper, "start"), List.of(wrapper, "stop"), true)),
                        List.of(),
                        // The names of the states are translated, the numbers are not.
                        List.of("sc.exe", "query", "ddns"),
                        Pattern.compile(":\\s*4\\s"),
                        Set.of(1060))); // ERROR_SERVICE_DOES_NOT_EXIST
            }
            case NSSM, SC, PROCRUN, RUN_KEY, OPENRC, PROCD, SUPERVISORD, CRON, DOCKER, COMPOSE, KUBERNETES ->
                Optional.empty();
        };
    }

    private static Manager systemd(String unit, List<Step> before, String... systemctl) {
        List<Step> start = new ArrayList<>(before);
        start.add(Step.of(with(systemctl, "daemon-reload").toArray(String[]::new)));
        // Of the two things that the last one does, the second may fail.
        start.add(new Step(with(systemctl, "enable", "--now", unit), with(systemctl, "disable", "--now", unit), true));
        return new Manager(
                start,
                List.of(with(systemctl, "daemon-reload")),
                with(systemctl, "is-active", unit),
                ANY,
                Set.of(3, 4)); // it does not run; it is not known
    }

    private static List<String> with(String[] program, String... arguments) {
        return Stream.of(program, arguments).flatMap(Arrays::stream).toList();
    }

    /** Returns what undoes these steps, the last one first. */
    static List<List<String>> undo(List<Step> steps) {
        List<List<String>> all = new ArrayList<>();
        for (Step step : steps) {
            if (!step.undo().isEmpty()) {
                all.add(0, step.undo());
            }
        }
        return all;
    }
}
