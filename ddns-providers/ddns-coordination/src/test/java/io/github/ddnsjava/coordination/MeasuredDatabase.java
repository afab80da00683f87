package io.github.ddnsjava.coordination;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * A database for benchmarks: with a pool, as an application has one. It counts transactions, and for how long
 * connections were in use. It can be cut off. Thread-safe.
 */
final class MeasuredDatabase {
    private final DataSource real;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean away;

    MeasuredDatabase(DataSource real) {
        this.real = real;
    }

    DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                return call(real, method, arguments);
            }
            if (away) {
                throw new SQLTransientConnectionException("no connection is left", "08001");
            }
            long begun = System.nanoTime();
            Connection known = idle.poll();
            Connection used = known != null ? known : real.getConnection();
            return proxy(Connection.class, (connection, each, given) -> {
                if (!each.getName().equals("close")) {
                    return call(used, each, given);
                }
                give(used);
                transactions.incrementAndGet();
                nanos.addAndGet(System.nanoTime() - begun);
                return null;
            });
        });
    }

    private void give(Connection used) throws SQLException {
        if (!used.isClosed()) {
            idle.add(used);
        } else {
            used.close();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(MeasuredDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object of, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(of, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    void cutOff() {
        away = true;
    }

    /** Returns how many transactions have ended since this was asked last. */
    long transactions() {
        return transactions.getAndSet(0);
    }

    /** Returns for how many milliseconds connections were in use since this was asked last. */
    double millis() {
        return nanos.getAndSet(0) / 1e6;
    }
}
