/**
 * Leases and shared state in engines that people run anyway: databases, etcd, Kubernetes, and whatever ShedLock supports. Drivers
 * and clients are brought by the application.
 *
 * @uses java.sql.Driver to find drivers among plug-ins
 * @provides io.github.ddnsjava.cluster.LeadershipFactory the types {@code jdbc}, {@code etcd} and {@code kubernetes}
 */
module io.github.ddnsjava.coordination {
    requires transitive io.github.ddnsjava;
    requires transitive java.sql;
    requires static net.javacrumbs.shedlock.core;
    requires static org.jspecify;

    exports io.github.ddnsjava.coordination;

    uses java.sql.Driver;

    provides io.github.ddnsjava.cluster.LeadershipFactory with
            io.github.ddnsjava.coordination.CoordinationFactory;
}
