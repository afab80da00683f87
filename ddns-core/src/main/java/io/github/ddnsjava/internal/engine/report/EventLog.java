package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.DetectionReport;
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
    /** The detectors and families that failed when last asked. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    EventLog(Logger log) {
        this.log = log;
    }

    void log(UpdateEvent event) {
        if (event instanceof UpdateEvent.Detected e) {
            DetectionReport d = e.detection();
            boolean failed = d.verdict() == DetectionReport.Verdict.FAILED;
            String who = d.detector() + " " + d.family();
            boolean begins = failed && failing.add(who);
            if (!failed) {
                failing.remove(who);
            }
            line(log, begins ? Level.WARN : Level.DEBUG, "detect")
                    .addKeyValue("detector", d.detector())
                    .addKeyValue("family", d.family())
                    .addKeyValue("verdict", d.verdict())
                    .addKeyValue("addresses", d.addresses())
                    .log(failed ? "the address could not be learnt: " + d.message() : "detected");
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
        } else if (event instanceof UpdateEvent.Offline) {
            line(log, Level.WARN, "detect").log("this host has no network: nothing is sent until it is back");
        } else if (event instanceof UpdateEvent.Online e) {
            line(log, Level.INFO, "detect").addKeyValue("after", e.after()).log("the network is back");
        } else if (event instanceof UpdateEvent.StateTroubled e) {
            line(log, Level.ERROR, "remember").log(e.problem().message());
        } else if (event instanceof UpdateEvent.StateRecovered) {
            line(log, Level.INFO, "remember").log("the state is saved again");
        }
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
