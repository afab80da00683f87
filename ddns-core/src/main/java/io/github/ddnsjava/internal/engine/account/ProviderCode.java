package io.github.ddnsjava.internal.engine.account;

import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.internal.config.SteadyProvider;
import io.github.ddnsjava.internal.engine.work.Errand;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Calls the code of providers, which may never return. Such a call is left. If it does not return although it was
 * interrupted, that provider is not called again until it returns. What it says concerns the account: no record of it
 * is tried by itself. Thread-safe.
 */
final class ProviderCode {
    /** After this time, no exchange of a call may begin. */
    static final Duration EXCHANGES_BEGIN_WITHIN = Duration.ofMinutes(2);
    /** After this time, a call is left. The exchange that began last has had more time than any of ours needs. */
    private static final Duration LIMIT = EXCHANGES_BEGIN_WITHIN.plusMinutes(1);

    private record Who(DnsProvider provider) {
        @Override
        public String toString() {
            return SteadyProvider.name(provider);
        }
    }

    private final Workers workers;

    ProviderCode(Workers workers) {
        this.workers = workers;
    }

    /**
     * Makes a call that only reads, in the same way. If credentials are refused that are others by now, makes it once more,
     * with those.
     *
     * @param question makes a publication of its own: what a login came to is remembered in one
     */
    <T> T ask(DnsProvider provider, Callable<T> question) throws InterruptedException {
        Optional<String> sent = Run.settings(provider);
        try {
            return call(provider, question);
        } catch (AuthenticationException e) {
            if (!Run.isRotated(provider, sent)) {
                throw e;
            }
            return call(provider, question);
        }
    }

    /**
     * Makes the call on a separate thread.
     *
     * @throws ProtocolException if it had not returned after three minutes, or an earlier one has still not returned
     */
    <T> T call(DnsProvider provider, Callable<T> call) throws InterruptedException {
        Who who = new Who(provider);
        if (workers.isStuck(who)) {
            throw ProtocolException.ofAccount(who + " has not returned from an earlier call, and ignores that it was"
                    + " interrupted; nothing is sent through it until it returns, which may need a restart of the"
                    + " process; this is a defect of the provider");
        }
        try {
            return workers.askApart(new Errand<>(workers, who, call), LIMIT);
        } catch (TimeoutException e) {
            throw ProtocolException.ofAccount(who + " had not returned after " + Durations.format(LIMIT)
                    + ": its code does not end, which is a defect of the provider, or the disk of the state hangs");
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (cause instanceof InterruptedException) {
                throw new InterruptedException();
            }
            if (!(cause instanceof DdnsException || cause instanceof Publication.NotNowException)) {
                workers.defect(DefectPart.PROVIDER, cause);
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            // Other languages than Java throw checked exceptions without declaring them.
            throw ProtocolException.ofAccount(
                    who + " failed: " + cause.getClass().getName() + "; this is a defect of the provider");
        }
    }
}
