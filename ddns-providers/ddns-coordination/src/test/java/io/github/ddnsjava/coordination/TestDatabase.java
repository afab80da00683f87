package io.github.ddnsjava.coordination;

import io.github.ddnsjava.config.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** A database whose connections can be refused, as a pool does whose database is gone. Thread-safe. */
final class TestDatabase {
    private final AtomicBoolean away = new AtomicBoolean();
    private final DataSource source;

    TestDatabase(String url, String user, String password) {
        DataSource real = new DriverSource(url, Optional.of(user), Optional.of(Secret.of(password)));
        this.source = (DataSource) Proxy.newProxyInstance(
                TestDatabase.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        throw new SQLTransientConnectionException("no connection is left", "08001");
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Returns a database in memory that lives as long as this JVM. */
    static TestDatabase h2(String name) {
        return new TestDatabase("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    DataSource source() {
        return source;
    }

    void away(boolean now) {
        away.set(now);
    }
}
