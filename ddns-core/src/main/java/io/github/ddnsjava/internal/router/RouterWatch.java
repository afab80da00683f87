package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.internal.log.KeyValues;
import io.github.ddnsjava.internal.text.OneLine;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to a router until closed, on a daemon thread of its own, through whatever happens to the network: what fails
 * is begun anew, after a second at first and five minutes at last, and since announcements may have been missed then,
 * that counts as one. Thread-safe.
 */
final class RouterWatch implements IpDetector.Subscription {
    /** What is listened to. */
    @FunctionalInterface
    interface Session {
        /**
         * Listens until the thread is interrupted, or what is listened to must be begun anew.
         *
         * @throws IOException at the end; the message says why
         */
        void run(Ear ear) throws IOException;
    }

    /** Whom a session tells. */
    interface Ear {
        /** Nothing that comes from now on is missed. */
        void listening();

        /** There is a sign of a change. */
        void changed();

        /**
         * Looks whether the router is still the same; to be called every {@link RouterWatch#LOOK_AROUND} or so.
         *
         * @throws IOException if it is another, or is reached another way
         */
        void lookAround() throws IOException;
    }

    static final Duration LOOK_AROUND = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(RouterWatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_PAUSE = Duration.ofMinutes(5);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final String type;
    private final GatewayFinder gateway;
    private final Function<RouterPath, Session> sessions;
    private final Runnable changed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private Duration pause = FIRST_PAUSE;
    private String told = "";

    private RouterWatch(String type, GatewayFinder gateway, Function<RouterPath, Session> sessions, Runnable changed) {
        this.type = type;
        this.gateway = gateway;
        this.sessions = sessions;
        this.changed = changed;
        this.thread = new Thread(this::run, "ddnsjava-" + type + "-events");
        thread.setDaemon(true);
    }

    static RouterWatch start(
            String type, GatewayFinder gateway, Function<RouterPath, Session> sessions, Runnable changed) {
        RouterWatch watch = new RouterWatch(type, gateway, sessions, changed);
        watch.thread.start();
        return watch;
    }

    private void run() {
        boolean anew = false;
        while (closed.getCount() > 0) {
            String end = listen(anew);
            anew = true;
            if (closed.getCount() > 0) {
                tell("cannot listen to the router for changes now, and polls it on schedule: " + end);
            }
            try {
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                return; // only close() interrupts
            }
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LAST_PAUSE) < 0 ? longer : LAST_PAUSE;
        }
    }

    private void tell(String news) {
        if (!news.equals(told)) {
            KeyValues.step("detect")
                    .with("detector", type)
                    .on(LOG.atInfo())
                    .log("the detector of type {} {}", type, OneLine.whole(news));
            told = news;
        }
    }

    /** Returns why it ended. */
    private String listen(boolean anew) {
        try {
            RouterPath path = RouterPath.to(gateway.find());
            sessions.apply(path).run(earOf(path, anew));
            return "the session ended";
        } catch (IOException | RuntimeException e) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private Ear earOf(RouterPath path, boolean anew) {
        return new Ear() {
            @Override
            public void listening() {
                tell("listens to the router " + path.gateway() + " for changes");
                pause = FIRST_PAUSE;
                if (anew) {
                    changed();
                }
            }

            @Override
            public void changed() {
                changed.run();
            }

            @Override
            public void lookAround() throws IOException {
                if (!RouterPath.to(gateway.find()).isSameAs(path)) {
                    throw new IOException("the route to the router has changed");
                }
            }
        };
    }

    /** Ends the session and waits for its goodbye, for two seconds at most. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(CLOSING.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
