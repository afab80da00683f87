package io.github.ddnsjava.coordination;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.TransientException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;

/**
 * Leases by a lock provider of <a href="https://github.com/lukas-krecan/ShedLock">ShedLock</a> (7.10 and later) that the
 * application brings. ShedLock must be on the path of the application.
 *
 * <p>What the application must see to, because nothing of it can be checked here:
 *
 * <ul>
 *   <li>Each process names itself differently to the engine ({@code lockedBy}), also after a restart: for example by a random
 *       part. Many providers use the name of the host by default; two processes of one host then take each other's leases.
 *   <li>The provider uses the clock of the engine ({@code usingDbTime}), and not that of the node.
 *   <li>The provider can extend a lock. {@code KeepAliveLockProvider} cannot.
 * </ul>
 *
 * <p>ShedLock has no tokens: {@link Lease#token} is always 0, and so does not rise. A state that nodes share, such as {@link
 * JdbcStateStore}, sees a new leader by that only if it begins anew, so that each take-over waits one lease time more. Nor can
 * ShedLock tell who holds which lease, so there can be neither several groups nor a preferred node. Where there is a choice,
 * {@link JdbcLeadership} is better in both respects.
 *
 * <p>Each method makes one call of the provider, and ends within ten seconds. Thread-safe.
 */
public final class ShedLockLeadership implements Leadership {
    private static final Duration LONGEST = Duration.ofSeconds(9);
    private static final int AT_ONCE = 4;

    private final LockProvider provider;
    private final CallBulkhead calls = new CallBulkhead("the lock provider", AT_ONCE, LONGEST);
    /** The last lease of each name: for the engine, an earlier one of the same process would be as good. */
    private final Map<String, Held> current = new ConcurrentHashMap<>();

    /** Uses a lock provider. It is not closed with this object. */
    @SuppressWarnings("exports") // who has a LockProvider reads its module
    public ShedLockLeadership(LockProvider provider) {
        this.provider = provider;
    }

    @Override
    public Optional<Lease> tryAcquire(String name, String note, Duration time) {
        LeaseRules.check(name, note, time);
        Optional<SimpleLock> lock =
                call(() -> provider.lock(new LockConfiguration(ClockProvider.now(), name, time, Duration.ZERO)));
        return lock.map(given -> {
            Held lease = new Held(time, given);
            Held former = current.put(name, lease);
            if (former != null) {
                former.lose();
            }
            return lease;
        });
    }

    private <T> T call(Callable<T> call) {
        return calls.run(() -> {
            try {
                return call.call();
            } catch (DdnsException e) {
                throw e;
            } catch (UnsupportedOperationException e) {
                throw new ConfigurationException(
                        "",
                        "the lock provider cannot extend a lock; use one that can, and not KeepAliveLockProvider",
                        "");
            } catch (Exception e) {
                String said = LeaseRules.shown(Objects.requireNonNullElse(e.getMessage(), ""));
                throw TransientException.unknownOutcome(
                        "the lock provider failed: " + e.getClass().getSimpleName() + " " + said, e);
            }
        });
    }

    /** Always empty: ShedLock cannot tell. */
    @Override
    public Optional<Map<String, Holder>> leases(String prefix) {
        return Optional.empty();
    }

    @Override
    public void close() {
        calls.close();
    }

    @Override
    public String toString() {
        return "ShedLock, " + provider.getClass().getSimpleName();
    }

    /** A lock that was given. */
    private final class Held implements Lease {
        private final Duration time;
        private SimpleLock lock;
        private boolean lost;

        Held(Duration time, SimpleLock lock) {
            this.time = time;
            this.lock = lock;
        }

        @Override
        public long token() {
            return 0;
        }

        private synchronized void lose() {
            lost = true;
        }

        @Override
        public synchronized boolean renew() {
            if (!lost) {
                Optional<SimpleLock> next = call(() -> lock.extend(time, Duration.ZERO));
                next.ifPresent(given -> lock = given);
                lost = next.isEmpty();
            }
            return !lost;
        }

        @Override
        public synchronized void release() {
            if (!lost) {
                call(() -> {
                    lock.unlock();
                    return true;
                });
                lost = true;
            }
        }
    }
}
