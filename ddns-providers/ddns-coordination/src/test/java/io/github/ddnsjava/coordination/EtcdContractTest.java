package io.github.ddnsjava.coordination;

import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.ProviderContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract over a real etcd. A lease ends there as if it had timed out: etcd is told to revoke it. */
@Tag("servers")
class EtcdContractTest implements EtcdContract {
    private static EtcdServer server;
    private final Wire wire = new Wire(ProviderContext.standard().http());

    @BeforeAll
    static void start() throws Exception {
        server = EtcdServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void passes(String lease, Duration time) throws InterruptedException {
        String key = Base64.getEncoder().encodeToString(("ddns/" + lease).getBytes(StandardCharsets.UTF_8));
        JsonReader found = JsonReader.parse(
                "etcd", server.call("kv/range", "{\"key\":\"" + key + "\"}").body());
        String id = found.get("kvs").asList().get(0).get("lease").scalar();
        if (server.call("lease/revoke", "{\"ID\":\"" + id + "\"}").status() != 200) {
            throw new AssertionError(lease + " could not be ended");
        }
    }
}
