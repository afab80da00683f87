package io.github.ddnsjava.coordination;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to the database of a URL. It uses the drivers that {@link DriverManager} finds, and those that the context
 * class loader of the creating thread finds, such as plug-ins. It looks for the driver once.
 *
 * <p>It is no pool: an application with many groups brings one. {@link #take} and {@link #giveBack} keep one connection, because
 * a login takes longer than most calls; {@link #getConnection} always opens one. The password is read at each login.
 * Thread-safe. Not final, because tests refuse connections by a subclass.
 */
class DriverSource implements DataSource {
    private static final Pattern SECRET = Pattern.compile("(?i)(password|passwd|pwd)\\s*=|//[^/?;]*:[^/?;]*@");

    /** How long a kept connection may take to answer, so that there is still time for a new one. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);

    private final String url;
    private final Optional<String> user;
    private final Optional<Secret> password;
    private final @Nullable ClassLoader plugins = Thread.currentThread().getContextClassLoader();
    /** The driver of the first connection. It is kept because a search reads the services of all jars. */
    private volatile @Nullable Driver found;
    /** The connection that is kept for the next use; null if there is none. */
    private final AtomicReference<@Nullable Connection> spare = new AtomicReference<>();

    DriverSource(String url, Optional<String> user, Optional<Secret> password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** Returns what is wrong with a URL; nothing is opened. The URL is not shown, because it may have a password. */
    static Optional<String> flaw(String url) {
        if (!url.startsWith("jdbc:")) {
            return Optional.of("does not begin with jdbc:");
        }
        return SECRET.matcher(url).find() ? Optional.of("has a password; set it as password") : Optional.empty();
    }

    /** Returns the part of the URL that names the place, for people. */
    String place() {
        return url.replaceFirst("[?;].*", "");
    }

    @Override
    public Connection getConnection() throws SQLException {
        Driver driver = driver();
        Properties properties = new Properties();
        user.ifPresent(name -> properties.setProperty("user", name));
        password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
        limits(properties);
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException("the driver for " + place() + " has opened nothing");
        }
        return connection;
    }

    /** Returns the connection that is kept, if it still answers, or opens one. */
    Connection take() throws SQLException {
        Connection kept = spare.getAndSet(null);
        if (kept != null) {
            if (answers(kept)) {
                return kept;
            }
            close(kept);
        }
        return getConnection();
    }

    /** Since its last use, the server may have been restarted or the network may have been cut. */
    private static boolean answers(Connection kept) {
        try {
            kept.setNetworkTimeout(Runnable::run, (int) ANSWERS_WITHIN.toMillis()); // MariaDB's driver heeds no other
            return kept.isValid((int) ANSWERS_WITHIN.toSeconds());
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    /** Keeps a connection for the next use, or closes it. Only one that was used without an error may be kept. */
    void giveBack(Connection connection) {
        if (!spare.compareAndSet(null, connection)) {
            close(connection);
        }
    }

    /** Closes the connection that is kept, if there is one. The next use opens another. */
    void closeSpare() {
        Connection kept = spare.getAndSet(null);
        if (kept != null) {
            close(kept);
        }
    }

    /** Closes a connection. An error is ignored, because nobody uses the connection any more. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            // as above
        }
    }

    /** Without these, a server that is gone without a word would keep the thread until TCP gives up. */
    private void limits(Properties properties) {
        if (url.startsWith("jdbc:postgresql:")) {
            properties.setProperty("connectTimeout", "5");
            properties.setProperty("loginTimeout", "5");
            properties.setProperty("socketTimeout", "9");
        } else if (url.startsWith("jdbc:mariadb:")) {
            properties.setProperty("connectTimeout", "5000");
            properties.setProperty("socketTimeout", "9000");
        }
    }

    /** DriverManager shows only drivers of this class's own loader, and its message would quote the whole URL. */
    private Driver driver() throws SQLException {
        Driver known = found;
        if (known != null) {
            return known;
        }
        for (Driver driver : drivers()) {
            if (driver.acceptsURL(url)) {
                found = driver;
                return driver;
            }
        }
        throw new ConfigurationException(
                "",
                "no JDBC driver is there for " + place()
                        + "; put the jar of the driver into the agent's directory of plug-ins, or onto the class path"
                        + " of the application",
                "");
    }

    /** Returns the drivers that can be used: those of the path, then those of plug-ins. */
    List<Driver> drivers() {
        List<Driver> all = new ArrayList<>();
        DriverManager.drivers().forEach(all::add);
        ServiceLoader.load(Driver.class, plugins).forEach(all::add);
        return all;
    }

    @Override
    public Connection getConnection(String otherUser, String otherPassword) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is configured");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // Nothing is written.
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the limits are fixed");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("nothing is logged");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException("there is nothing within");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public String toString() {
        return place();
    }
}
