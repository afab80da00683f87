package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.LeadershipContract;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.LockException;
import net.javacrumbs.shedlock.support.StorageAccessor;
import net.javacrumbs.shedlock.support.StorageBasedLockProvider;
import org.junit.jupiter.api.Test;

/**
 * The contract over ShedLock, whose own storage-based provider works on a table in memory, as an application should set it
 * up: each process has an owner of its own, and the time is the table's.
 */
class ShedLockContractTest implements LeadershipContract {
    private static final Duration TIME = Duration.ofSeconds(30);

    /** The table of an engine, whose clock stands. Thread-safe. */
    private static final class Table {
        private record Row(String owner, Duration until) {}

        private final Map<String, Row> rows = new HashMap<>();
        private final Duration now = Duration.ofDays(1);
        private boolean away;

        private void ask() {
            if (away) {
                throw new LockException("the table is away");
            }
        }

        synchronized boolean insert(LockConfiguration lock, String owner) {
            ask();
            return rows.putIfAbsent(lock.getName(), row(lock, owner)) == null;
        }

        private Row row(LockConfiguration lock, String owner) {
            return new Row(owner, now.plus(lock.getLockAtMostFor()));
        }

        synchronized boolean update(LockConfiguration lock, String owner) {
            ask();
            boolean free = rows.get(lock.getName()).until().compareTo(now) <= 0;
            if (free) {
                rows.put(lock.getName(), row(lock, owner));
            }
            return free;
        }

        synchronized boolean extend(LockConfiguration lock, String owner) {
            ask();
            Row there = rows.get(lock.getName());
            boolean ours = there.owner().equals(owner) && there.until().compareTo(now) > 0;
            if (ours) {
                rows.put(lock.getName(), row(lock, owner));
            }
            return ours;
        }

        synchronized void unlock(LockConfiguration lock, String owner) {
            ask();
            if (rows.get(lock.getName()).owner().equals(owner)) {
                rows.put(lock.getName(), new Row(owner, now));
            }
        }

        synchronized void pass(String name, Duration time) {
            rows.computeIfPresent(
                    name, (any, row) -> new Row(row.owner(), row.until().minus(time)));
        }
    }

    private static final class Provider extends StorageBasedLockProvider {
        Provider(Table table, String owner) {
            super(new StorageAccessor() {
                @Override
                public boolean insertRecord(LockConfiguration lock) {
                    return table.insert(lock, owner);
                }

                @Override
                public boolean updateRecord(LockConfiguration lock) {
                    return table.update(lock, owner);
                }

                @Override
                public boolean extend(LockConfiguration lock) {
                    return table.extend(lock, owner);
                }

                @Override
                public void unlock(LockConfiguration lock) {
                    table.unlock(lock, owner);
                }
            });
        }
    }

    private final Table table = new Table();

    @Override
    public Leadership leadership(String node) {
        return new ShedLockLeadership(new Provider(table, node + UUID.randomUUID()));
    }

    @Override
    public void passes(String lease, Duration time) {
        table.pass(lease, time);
    }

    @Override
    public void goesAway() {
        table.away = true;
    }

    @Override
    public void comesBack() {
        table.away = false;
    }

    @Override
    public boolean tells() {
        return false;
    }

    @Override
    public boolean hasTokens() {
        return false;
    }

    @Test
    void hasNoTokenAndSaysSoByZero() {
        Lease first = leadership("a").tryAcquire("g0", "", TIME).orElseThrow();
        first.release();
        assertThat(first.token()).isZero();
        assertThat(leadership("b").tryAcquire("g0", "", TIME).orElseThrow().token())
                .isZero();
    }

    @Test
    void aSharedStateSeesANewLeaderWithoutTokensOnlyIfItBeginsAnew() {
        TestDatabase database = TestDatabase.h2("shedlock");
        JdbcStateStore one = new JdbcStateStore(database.source());
        JdbcStateStore two = new JdbcStateStore(database.source());
        one.open();
        two.open();
        assertThat(one.lead("g0", 0, any -> true, false)).isTrue();
        assertThat(two.lead("g0", 0, any -> true, false)).isFalse();
        assertThat(two.lead("g0", 0, any -> true, true)).isTrue();
        assertThat(one.lead("g0", 0, any -> true, false)).isFalse();
    }

    @Test
    void aProviderThatCannotExtendIsNamed() {
        SimpleLock fixed = () -> {};
        Lease lease = new ShedLockLeadership(lock -> Optional.of(fixed))
                .tryAcquire("g0", "", TIME)
                .orElseThrow();
        assertThatThrownBy(lease::renew)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot extend");
    }
}
