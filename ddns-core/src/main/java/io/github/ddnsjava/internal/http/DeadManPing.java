package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.Product;
import io.github.ddnsjava.internal.text.OneLine;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a URL after each good cycle, and its {@code /fail} after a bad one, so that an external monitor notices when
 * the calls stop. A cycle is good if every record is in sync, including records that were not processed in this cycle.
 * While a change is only pending, nothing is called. The calls are made on the one thread that serves listeners, and
 * never at the same time.
 *
 * <p>The URL is a secret: it is in no log and no exception. A failure is logged when it begins, not at every call.
 */
public final class DeadManPing implements UpdateListener {
    private static final Logger LOG = LoggerFactory.getLogger(DeadManPing.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 64 * 1024;

    /** Cycles that follow each other more closely cause one call, for example if addresses are pushed one by one. */
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(10);

    private final HttpTransport http;
    private final Secret url;
    private final Supplier<List<RecordReport>> standing;
    private Optional<Instant> toldAt = Optional.empty();
    private boolean toldGood;
    private boolean failing;

    /**
     * Makes one.
     *
     * @param standing returns where every record stands
     */
    public DeadManPing(HttpTransport http, Secret url, Supplier<List<RecordReport>> standing) {
        this.http = http;
        this.url = url;
        this.standing = standing;
    }

    @Override
    public void on(UpdateEvent event) {
        if (event instanceof UpdateEvent.CycleEnded ended) {
            isGood(ended.report()).ifPresent(good -> {
                boolean toldLately = toldAt.filter(at -> at.plus(AT_MOST_EVERY).isAfter(ended.at()))
                        .isPresent();
                if (!toldLately || good != toldGood) {
                    toldAt = Optional.of(ended.at());
                    toldGood = good;
                    call(good);
                }
            });
        }
    }

    /** Tells whether all is well; empty where that cannot be told yet. */
    private Optional<Boolean> isGood(UpdateReport report) {
        if (report.detections().stream().anyMatch(d -> d.verdict() == DetectionReport.Verdict.FAILED)) {
            return Optional.of(false);
        }
        List<RecordReport> records = new ArrayList<>(report.records());
        records.addAll(standing.get());
        records.removeIf(RecordReport::isRight);
        boolean onlyPending = records.stream().allMatch(record -> record.outcome() == Outcome.PENDING);
        return records.isEmpty() || !onlyPending ? Optional.of(records.isEmpty()) : Optional.empty();
    }

    private void call(boolean good) {
        try {
            URI target = target(good);
            HttpTransport.Answer answer = http.exchange(new HttpTransport.Request(
                    "GET", target, Map.of("User-Agent", Product.USER_AGENT), Optional.empty(), TIMEOUT, MAX_BYTES));
            if (answer.status() / 100 == 2) {
                failing = false;
            } else {
                failed("HTTP " + answer.status());
            }
        } catch (DdnsException e) {
            failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(String why) {
        if (!failing) {
            LOG.warn(
                    "the dead-man URL cannot be called; updates go on, and this line is not repeated until a call succeeds: {}",
                    OneLine.whole(why));
        }
        failing = true;
    }

    private URI target(boolean good) {
        String text = check(Settings.none(), "deadMan.url", url.reveal()).toString();
        if (good) {
            return URI.create(text);
        }
        int query = text.indexOf('?');
        String path = query < 0 ? text : text.substring(0, query);
        return URI.create(path + (path.endsWith("/") ? "fail" : "/fail") + text.substring(path.length()));
    }

    /**
     * Checks such a URL. The message of the exception does not show it.
     *
     * @throws ConfigurationException if it is not https, or plain HTTP to loopback
     */
    public static URI check(Settings settings, String name, String text) {
        try {
            return InsecureUrls.check(settings, name, text);
        } catch (ConfigurationException e) {
            throw new ConfigurationException(
                    settings.path(name),
                    "is not a URL that can be called",
                    "an absolute https URL, or plain HTTP to loopback, without user or fragment");
        }
    }
}
