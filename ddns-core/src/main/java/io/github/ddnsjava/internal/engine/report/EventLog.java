package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.DetectionReport.Verdict;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.remember.StateStore;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes events as log lines. A message stands alone: it names its record or detector, because a host's log pattern
 * often shows nothing but the message. The same facts are added as key-value pairs. The key {@code step} is one of the
 * four words. A change is logged at INFO, and a trouble at WARN, once when it begins. All else is logged at DEBUG.
 * Thread-safe.
 */
final class EventLog {
    private final Logger log;
    private final StateStore state;
    /** The detectors and families whose last answer was "absent". */
    private final Set<String> absent = ConcurrentHashMap.newKeySet();

    EventLog(Logger log, StateStore state) {
        this.log = log;
        this.state = state;
    }

    void log(UpdateEvent event) {
        if (event instanceof UpdateEvent.Detected e) {
            detected(e.detection());
        } else if (event instanceof UpdateEvent.Decided e) {
            record(log, Level.DEBUG, "decide", e).log(e.key() + ": " + e.decision());
        } else if (event instanceof UpdateEvent.Exchanged e) {
            line(log, Level.DEBUG, "publish")
                    .addKeyValue("account", e.account())
                    .addKeyValue("millis", e.elapsed().toMillis())
                    .log(e.what() + e.problem().map(p -> " failed: " + p).orElse(""));
        } else if (event instanceof UpdateEvent.Changed e) {
            record(log, Level.INFO, "remember", e)
                    .addKeyValue("outcome", e.outcome())
                    .addKeyValue("addresses", e.addresses())
                    .addKeyValue("previous", e.previous())
                    .addKeyValue("reason", e.reason())
                    .log(sentence(e));
        } else if (event instanceof UpdateEvent.Troubled e) {
            record(log, Level.WARN, "publish", e)
                    .addKeyValue("kind", e.problem().kind())
                    .addKeyValue(
                            "notBefore", e.notBefore().map(Object::toString).orElse("-"))
                    .log(e.subject() + " is in trouble: " + e.problem().message()
                            + e.notBefore()
                                    .map(at -> "; the next attempt is made after " + at.truncatedTo(ChronoUnit.SECONDS))
                                    .orElse(""));
        } else if (event instanceof UpdateEvent.Recovered e) {
            record(log, Level.INFO, "remember", e).log(e.subject() + " is in sync again; its trouble is over");
        } else if (event instanceof UpdateEvent.DetectorTroubled e) {
            detector(log, Level.WARN, e.detector(), e.family())
                    .log(e.subject() + " cannot determine the address; its records are not updated until it can: "
                            + e.problem().message());
        } else if (event instanceof UpdateEvent.DetectorRecovered e) {
            detector(log, Level.INFO, e.detector(), e.family())
                    .log(e.subject() + " answers again; its records are updated again");
        } else if (event instanceof UpdateEvent.Offline e) {
            line(log, Level.WARN, "detect").log(e.problem().message());
        } else if (event instanceof UpdateEvent.Online e) {
            line(log, Level.INFO, "detect")
                    .addKeyValue("after", e.after())
                    .log("the network of this host is back after "
                            + Durations.format(e.after().truncatedTo(ChronoUnit.SECONDS)) + "; updates resume");
        } else if (event instanceof UpdateEvent.StateTroubled e) {
            line(log, Level.ERROR, "remember").log(e.problem().message());
        } else if (event instanceof UpdateEvent.Reconfigured e) {
            log.atInfo().log("the updater was reconfigured: " + e.report());
        } else if (event instanceof UpdateEvent.ConfigurationTroubled e) {
            log.atWarn().addKeyValue("kind", e.problem().kind()).log(e.problem().message());
        } else if (event instanceof UpdateEvent.ConfigurationRecovered) {
            log.atInfo().log("the configuration can be used again, and is used");
        } else if (event instanceof UpdateEvent.StateRecovered) {
            line(log, Level.INFO, "remember").log("the state is saved again, in " + state);
        }
    }

    /** What happened to which record, from which addresses to which, and why. */
    private static String sentence(UpdateEvent.Changed change) {
        String previous = change.previous().isEmpty() ? "" : ", previously " + listed(change.previous());
        String addresses = change.addresses().isEmpty() ? "" : ": " + listed(change.addresses());
        return change.key() + " was " + change.outcome() + addresses + previous + " (" + change.reason() + ")";
    }

    private static String listed(Set<IpAddress> addresses) {
        return addresses.stream().sorted().map(IpAddress::toString).collect(Collectors.joining(", "));
    }

    /** That this host has no address of a family is logged once, and again only after it had one. */
    private void detected(DetectionReport said) {
        String who = "detector " + said.detector() + " " + said.family();
        boolean begins = false;
        if (said.verdict() == Verdict.ABSENT) {
            begins = absent.add(who);
        } else if (said.verdict() == Verdict.FOUND) {
            absent.remove(who);
        }
        String text = switch (said.verdict()) {
            case FOUND -> " found " + said.addresses();
            case ABSENT ->
                " reports that this host has no " + said.family() + " address; " + RecordType.of(said.family())
                        + " records wait until it has one: " + said.message();
            case FAILED -> " failed: " + said.message();
        };
        detector(log, begins ? Level.INFO : Level.DEBUG, said.detector(), said.family())
                .addKeyValue("verdict", said.verdict())
                .addKeyValue("addresses", said.addresses())
                .log(who + text);
    }

    private static LoggingEventBuilder detector(Logger log, Level level, String detector, IpFamily family) {
        return line(log, level, "detect").addKeyValue("detector", detector).addKeyValue("family", family);
    }

    private static LoggingEventBuilder line(Logger log, Level level, String step) {
        return log.atLevel(level).addKeyValue("step", step);
    }

    private static LoggingEventBuilder record(Logger log, Level level, String step, UpdateEvent.OfRecord event) {
        return line(log, level, step)
                .addKeyValue("name", event.name())
                .addKeyValue("type", event.type())
                .addKeyValue("provider", event.key().provider());
    }
}
