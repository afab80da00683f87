package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.DetectionReport.Verdict;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.event.UpdateEvent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes events as log lines with key-value pairs; the step is one of the four words. What changes or goes wrong is
 * told at INFO and WARN, once when it begins; the rest at DEBUG. Thread-safe.
 */
final class EventLog {
    private final Logger log;
    /** The detectors and families that were absent when last told. */
    private final Set<String> absent = ConcurrentHashMap.newKeySet();

    EventLog(Logger log) {
        this.log = log;
    }

    void log(UpdateEvent event) {
        if (event instanceof UpdateEvent.Detected e) {
            detected(e.detection());
        } else if (event instanceof UpdateEvent.Decided e) {
            record(log, Level.DEBUG, "decide", e).log(e.decision());
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
                    .log("confirmed");
        } else if (event instanceof UpdateEvent.Troubled e) {
            record(log, Level.WARN, "publish", e)
                    .addKeyValue("kind", e.problem().kind())
                    .addKeyValue(
                            "notBefore", e.notBefore().map(Object::toString).orElse("-"))
                    .log(e.problem().message());
        } else if (event instanceof UpdateEvent.Recovered e) {
            record(log, Level.INFO, "remember", e).log("recovered");
        } else if (event instanceof UpdateEvent.DetectorTroubled e) {
            detector(log, Level.WARN, e.detector(), e.family())
                    .log(e.subject() + " cannot tell the address; its records are not updated until it can: "
                            + e.problem().message());
        } else if (event instanceof UpdateEvent.DetectorRecovered e) {
            detector(log, Level.INFO, e.detector(), e.family()).log(e.subject() + " answers again");
        } else if (event instanceof UpdateEvent.Offline e) {
            line(log, Level.WARN, "detect").log(e.problem().message());
        } else if (event instanceof UpdateEvent.Online e) {
            line(log, Level.INFO, "detect").addKeyValue("after", e.after()).log("the network is back");
        } else if (event instanceof UpdateEvent.StateTroubled e) {
            line(log, Level.ERROR, "remember").log(e.problem().message());
        } else if (event instanceof UpdateEvent.StateRecovered) {
            line(log, Level.INFO, "remember").log("the state is saved again");
        }
    }

    /** That a line has no address of a family is said once, and again only after it had one. */
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
                " says that this line has no " + said.family() + " address; " + RecordType.of(said.family())
                        + " records wait for one: " + said.message();
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
