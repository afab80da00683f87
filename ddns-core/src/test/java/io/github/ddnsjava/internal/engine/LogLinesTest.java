package io.github.ddnsjava.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.ddnsjava.internal.journal.JournalTrouble;
import io.github.ddnsjava.internal.router.RouterTrouble;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Every line at INFO, WARN and ERROR stands alone, because a host's log pattern may show nothing but the message: it names
 * the record, the detector or the part that it is about, what happened and why. A new call that logs fails the last case
 * until a situation here makes it happen.
 */
@Tag("thorough")
@Timeout(120)
@Isolated("reads the whole log")
class LogLinesTest {
    /** What a line can be about. */
    private static final Pattern SUBJECT = Pattern.compile(
            "\\S+ (A|AAAA) at \\S+ |detector (of type )?\\S+ "
                    + "|the state file \\S+ |the state is well again, in "
                    + "|ddnsjava \\S+ (started|closed)|(this host|of this host)|the updater|the listener \\S+|the factory \\S+"
                    + "|a factory on the class path|the dead-man URL|the configuration|this node of the cluster|group \\S+ of the cluster|the notification \\S+");

    /** What is logged in most situations. */
    private static final List<Pattern> USUAL = Stream.of(
                    "ddnsjava * started: *, detectors [*], providers [default], address checked every 5m (±10 %), state in"
                            + " memory of a test, first check at 2026-03-01T12:00:*Z",
                    "ddnsjava * closed after *: * of 1 record in sync",
                    "home.example.com A at default was created: 93.184.216.1 (no value was confirmed before)")
            .map(LogLinesTest::pattern)
            .toList();

    @TempDir
    Path directory;

    private final Set<String> seen = new TreeSet<>();

    private interface Situation {
        void happens(LogSituations situations) throws Exception;
    }

    /**
     * Makes something happen. Each line that it logs must be one of these, and each of these must be among them; {@code *}
     * stands for any text.
     */
    private DynamicTest logs(String name, Situation situation, String... expected) {
        return dynamicTest(name, () -> {
            List<String> texts;
            try (LogLines log = LogLines.record()) {
                situation.happens(new LogSituations(directory));
                log.lines().forEach(line -> seen.add(line.site()));
                texts = log.texts();
            }
            assertThat(texts).allSatisfy(text -> assertThat(text).containsPattern(SUBJECT));
            List<Pattern> patterns =
                    Stream.of(expected).map(LogLinesTest::pattern).toList();
            assertThat(texts)
                    .allSatisfy(text -> assertThat(Stream.concat(USUAL.stream(), patterns.stream()))
                            .anySatisfy(pattern -> assertThat(text).matches(pattern)));
            assertThat(patterns).allSatisfy(pattern -> assertThat(texts).anyMatch(pattern.asMatchPredicate()));
        });
    }

    private static Pattern pattern(String line) {
        return Pattern.compile("\\Q" + line.replace("*", "\\E.*\\Q") + "\\E");
    }

    @TestFactory
    Stream<DynamicTest> everyLineNamesWhatItIsAbout() {
        return Stream.of(
                logs(
                        "a record is created, updated and withdrawn",
                        LogSituations::aRecordFromItsCreationToItsEnd,
                        "detector default ipv6 reports that this host has no ipv6 address; AAAA records wait until"
                                + " it has one: no route",
                        "home.example.com A at default was updated: 93.184.216.2, previously 93.184.216.1 (address"
                                + " changed)",
                        "home.example.com A at default was withdrawn, previously 93.184.216.2 (closing)",
                        "ddnsjava * closed after 7m: 2 of 2 records in sync"),
                logs(
                        "a record is in trouble, and out of it",
                        LogSituations::aRecordInTroubleAndOutOfIt,
                        "home.example.com A at default is in trouble: https://api.example.net: no connection; the"
                                + " next attempt is made after 2026-03-01T12:0*Z",
                        "home.example.com A at default was updated: 93.184.216.2, previously 93.184.216.1 (address"
                                + " changed)",
                        "home.example.com A at default is in sync again; its trouble is over",
                        "home.example.com A at default is in trouble: the token was refused; the next attempt is"
                                + " made after 2026-03-01T15:*Z"),
                logs(
                        "a trouble lasts",
                        LogSituations::aTroubleThatLasts,
                        "a.example.com A at default was created: 93.184.216.1 (no value was confirmed before)",
                        "b.example.com A at default was created: 93.184.216.3 (no value was confirmed before)",
                        "a.example.com A at default is in trouble: no ?[31mconnection; the next attempt is made after"
                                + " 2026-03-01T12:0*Z",
                        "the updater has had trouble for 62m, with a.example.com A at default: no ?[31mconnection",
                        "the updater has had trouble for 187m, with a.example.com A at default: no ?[31mconnection",
                        "the updater has had trouble for 427m, with a.example.com A at default: no ?[31mconnection",
                        "ddnsjava * closed after 541m: 1 of 2 records in sync"),
                logs(
                        "a trouble outlasts a restart",
                        LogSituations::aTroubleOutlastsARestart,
                        "home.example.com A at default is in trouble: *",
                        "ddnsjava * closed after *: 0 of 1 record in sync",
                        "ddnsjava * started: 1 record, *",
                        "the updater has had trouble for 4*m, with home.example.com A at default: *"),
                logs(
                        "a detector is in trouble, and out of it",
                        LogSituations::aDetectorInTroubleAndOutOfIt,
                        "detector default ipv4 cannot determine the address; its records are not updated until it"
                                + " can: no answer",
                        "detector default ipv4 answers again; its records are updated again"),
                logs(
                        "the network goes and comes",
                        LogSituations::theNetworkGoesAndComes,
                        "this host has no network; updates resume when the network is back",
                        "the network of this host is back after *s; updates resume"),
                logs(
                        "a node of a cluster loses the lock server, and finds it again",
                        LogSituations::aNodeLosesTheLockServerAndFindsItAgain,
                        "group g0 of the cluster: node a leads it from now on, which is this node; its lease was free",
                        "this node of the cluster writes nothing when its lease ends: the lock server does not answer",
                        "group g0 of the cluster: no known node leads it from now on; its lease has run out and could not be"
                                + " renewed",
                        "this node of the cluster does its part again"),
                logs(
                        "the disk fills and is emptied",
                        LogSituations::theDiskFillsAndIsEmptied,
                        "the state file /var/lib/ddns cannot be written",
                        "home.example.com A at default was updated: 93.184.216.2, previously 93.184.216.1 (address"
                                + " changed)",
                        "the state is well again, in memory of a test: no row waits to be saved"),
                logs(
                        "the clock is set",
                        LogSituations::theClockIsSet,
                        "the clock of this host jumped ahead by 2h: it was set, or this host slept; addresses are"
                                + " checked now",
                        "the clock of this host jumped back by 2h: it was set, or this host slept; addresses are"
                                + " checked now"),
                logs(
                        "a detector cannot be watched",
                        s -> s.watched(() -> {
                            throw new IllegalStateException("no socket");
                        }),
                        "the detector wan cannot announce changes, and is polled on schedule only:"
                                + " java.lang.IllegalStateException: no socket"),
                logs(
                        "a detector's watch does not end well",
                        s -> s.watched(() -> () -> {
                            throw new IllegalStateException("the socket is gone");
                        }),
                        "the detector wan failed when it was told to stop announcing changes; its thread may go on:"
                                + " java.lang.IllegalStateException: the socket is gone"),
                logs(
                        "a set-up is replaced, and a part of it cannot be closed",
                        LogSituations::aSetUpIsReplacedAndAPartOfItCannotBeClosed,
                        "the updater was reconfigured: records: 1 changed (home.example.com A at default), 0 untouched;"
                                + " detectors: 1 changed (wan), 0 untouched; providers: 1 changed (default), 0 untouched",
                        "the detector *Closed is no longer used, and failed when it was closed; what it holds may stay occupied:"
                                + " java.lang.IllegalStateException: the socket is gone"),
                logs(
                        "a listener throws",
                        LogSituations::aListenerThrows,
                        "the listener *.LogSituations* failed on the event Changed of home.example.com A at default;"
                                + " the other listeners still get it: java.lang.IllegalStateException: the host has a defect"),
                logs(
                        "listeners fall behind",
                        LogSituations::listenersFallBehind,
                        "the listeners of the updater are too slow: 10000 events wait for them, and the oldest are"
                                + " dropped; let the listeners return sooner"),
                logs(
                        "the scheduler ends before the updater",
                        LogSituations::theSchedulerEndsBeforeTheUpdater,
                        "the scheduler that was given to the updater takes no timer: nothing is polled on schedule or"
                                + " repeated; close the updater before its scheduler:"
                                + " java.util.concurrent.RejectedExecutionException: shut down",
                        "the updater withdraws no record on close, because the scheduler that it was given has"
                                + " ended; close the updater before its scheduler"),
                logs(
                        "closing is not waited for",
                        LogSituations::closingIsNotWaitedFor,
                        "the updater closes, but a detector did not stop announcing changes within 3s; its thread"
                                + " may go on",
                        "the updater closes, but its detectors and providers were not closed within 3s; what they hold"
                                + " may stay occupied",
                        "the updater closes, but its state was not saved within 3s, in memory of a test; the next"
                                + " start may have to look up what was published last; check the disk of the state"),
                logs(
                        "tasks of the updater fail",
                        LogSituations::tasksOfTheUpdaterFail,
                        "a task of the updater failed; this is a defect of ddnsjava, please report it:"
                                + " java.lang.IllegalStateException: a defect",
                        "a timer of the updater failed; this is a defect of ddnsjava, please report it:"
                                + " java.lang.IllegalStateException: a defect",
                        "a step of closing the updater failed; this is a defect of ddnsjava, please report it:"
                                + " java.lang.IllegalStateException: a defect"),
                logs(
                        "the executor is full",
                        LogSituations::theExecutorIsFull,
                        "the executor of the updater's tasks refuses a task, which is submitted again in 1s; give the"
                                + " updater an executor with more threads or a longer queue, or allow the process more"
                                + " threads: java.util.concurrent.RejectedExecutionException: the queue is full"),
                logs(
                        "a cycle does not end",
                        LogSituations::aCycleDoesNotEnd,
                        "cycle 7 of the updater has not ended after 30m, and its records may not be updated: no thread of"
                                + " the updater works on it; if the cycle does not end by itself, restart the process",
                        "no cycle of the updater is stuck any more"),
                logs(
                        "a detector heeds no interrupt",
                        LogSituations::aDetectorHeedsNoInterrupt,
                        "detector wan ipv4 has not returned within 5s after it was interrupted; the updater"
                                + " continues without it, and its thread stays occupied until it returns"),
                logs(
                        "the state has a broken line",
                        s -> JournalTrouble.brokenLine(s.state()),
                        "the state file */ddns-state has broken lines (1), which are skipped; the records that they"
                                + " may concern are looked up before their state is believed"),
                logs(
                        "the state has a field of a later version",
                        s -> JournalTrouble.fieldOfALaterVersion(s.state()),
                        "the state file */ddns-state has fields that only a later version of this library knows"
                                + " (colour); they are ignored, and may be lost at any save"),
                logs(
                        "the state cannot be read",
                        s -> JournalTrouble.nothingReadable(s.state()),
                        "the state file */ddns-state contains nothing that this version can read; it is kept as"
                                + " */ddns-state.broken and written anew",
                        "the state is read from */ddns-state.previous, because the state file */ddns-state cannot"
                                + " be used; every record is looked up before its state is believed"),
                logs(
                        "the end of the state cannot be read",
                        s -> JournalTrouble.unreadableEnd(s.state()),
                        "the state file */ddns-state cannot be read to its end; the rows before are used, and"
                                + " looked up before they are believed; check its disk: java.io.IOException: Input/output"
                                + " error",
                        "the state file */ddns-state has broken lines (1), which are skipped; the records that they"
                                + " may concern are looked up before their state is believed"),
                logs(
                        "the state is removed",
                        s -> JournalTrouble.removed(s.state()),
                        "the state file */ddns-state was removed or replaced, probably by another program; it is"
                                + " written anew"),
                logs(
                        "the state cannot be compacted",
                        s -> JournalTrouble.noCompaction(s.state()),
                        "the state file */ddns-state cannot be compacted; it grows until that succeeds, and nothing"
                                + " is lost; check its disk, and the rights on its directory: java.io.IOException: No space"
                                + " left on device"),
                logs(
                        "the state is not saved on close",
                        s -> JournalTrouble.lastRowsLost(s.state()),
                        "the state file */ddns-state could not be written on close; the last results are lost, and"
                                + " are looked up at the next start; check its disk, and the rights on its directory:"
                                + " java.io.IOException: No space left on device"),
                logs(
                        "the file system has no locks",
                        s -> JournalTrouble.noLocks(s.state()),
                        "the file system of the state file */ddns-state has no locks; make sure that only one"
                                + " process uses this file"),
                logs(
                        "factories cannot be used",
                        LogSituations::factoriesThatCannotBeUsed,
                        "a factory on the class path or module path cannot be loaded, and is skipped; check that"
                                + " its jar is complete and fits this version: *Provider com.example.Missing not found",
                        "the factory *DiscoveryTest$Mute cannot describe itself, and is skipped; this is a defect"
                                + " of that factory: java.lang.NoClassDefFoundError: com/example/Missing",
                        "the factory *DiscoveryTest$Torn cannot describe the provider other, which cannot be used; this is"
                                + " a defect of that factory: java.lang.IllegalStateException: the description is that"
                                + " of \"calm\"",
                        "the factory *DiscoveryTest$Torn cannot describe the provider torn, which cannot be used; this is"
                                + " a defect of that factory: java.lang.NoClassDefFoundError: com/example/Missing"),
                logs(
                        "others may read a secret",
                        LogSituations::othersMayReadASecret,
                        "the configuration has a weakness: providers.acme.token: /etc/passwd may be read by others"
                                + " (rw-r--r--); chgrp GROUP /etc/passwd && chmod o-r /etc/passwd, where GROUP is that of the"
                                + " user who runs this program as a service"),
                logs(
                        "a configuration that is followed is broken and mended",
                        LogSituations::aConfigurationIsBrokenAndMended,
                        "the configuration */ddns.json cannot be used. The updater keeps the previous configuration. The"
                                + " file is read again when it changes: *polcy*",
                        "the updater was reconfigured: nothing changed",
                        "the configuration can be used again, and is used"),
                logs(
                        "no copy of a configuration can be kept",
                        LogSituations::noCopyOfAConfigurationCanBeKept,
                        "the configuration */ddns.json is used, but no copy of it was kept for a start while it is broken;"
                                + " check the directory of the state: *"),
                logs(
                        "the monitor cannot be reached",
                        LogSituations::theMonitorCannotBeReached,
                        "the dead-man URL cannot be called; updates go on, and this line is not repeated until a call"
                                + " succeeds: HTTP 503"),
                logs(
                        "notifications fail",
                        LogSituations::notificationsFail,
                        "the notification down could not send a message, and tries again in *: transient: no network",
                        "the notification down works again: the message was sent at attempt 2",
                        "home.example.com A at default was updated: 93.184.216.2, previously 93.184.216.1 (address changed)",
                        "the notification wrong lost a message: rejected: no such channel",
                        "the notification broken failed, and what it was doing is lost; this is a defect of it:"
                                + " java.lang.IllegalStateException: no clapper",
                        "the notification down lost a message, because the updater closes: transient: no network"),
                logs(
                        "a notification cannot be closed",
                        LogSituations::aNotificationCannotBeClosed,
                        "the updater was reconfigured: *; notify changed",
                        "the notification bell is no longer used, and failed when it was closed; what it holds may stay"
                                + " occupied: java.lang.IllegalStateException: the socket is gone",
                        "the updater closes, but its notifications were not sent within 5s; what they had to tell may be"
                                + " lost"),
                logs(
                        "the router is lost",
                        s -> RouterTrouble.lostRouter(),
                        "the detector of type upnp listens to the router 127.0.0.1 for changes",
                        "the detector of type upnp cannot listen to the router for changes now, and polls it on"
                                + " schedule: the connection was reset"),
                dynamicTest(
                        "every call that logs was seen",
                        () -> assertThat(LogLines.sites())
                                .as("make the situation happen in this test, and read what is logged")
                                .hasSizeGreaterThan(30)
                                .isSubsetOf(seen)));
    }
}
