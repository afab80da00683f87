package io.github.ddnsjava.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real etcd that wants to know who asks. */
@Tag("servers")
class EtcdUsersTest {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static EtcdServer server;

    @BeforeAll
    static void start() throws Exception {
        server = EtcdServer.start();
        call("auth/user/add", "{\"name\":\"root\",\"password\":\"root-secret\"}");
        call("auth/role/add", "{\"name\":\"root\"}");
        call("auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}");
        call("auth/user/add", "{\"name\":\"stranger\",\"password\":\"other-secret\"}");
        call("auth/enable", "{}");
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static void call(String path, String body) throws InterruptedException {
        assertThat(server.call(path, body).status()).as(path).isEqualTo(200);
    }

    private static EtcdLeadership as(String user, String password) {
        return new EtcdLeadership(
                List.of(server.endpoint()), user, Secret.of(password), "a", ProviderContext.standard());
    }

    @Test
    void aUserWithRightsTakesRenewsAndGivesBack() {
        Lease lease = as("root", "root-secret").tryAcquire("users", "", TIME).orElseThrow();
        assertThat(lease.renew()).isTrue();
        lease.release();
        assertThat(lease.renew()).isFalse();
    }

    @Test
    void aWrongPasswordIsSaidToBeWrongAndNotShown() {
        assertThatThrownBy(() -> as("root", "wrong-secret").tryAcquire("wrong", "", TIME))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("username and password")
                .hasMessageNotContaining("wrong-secret");
    }

    @Test
    void aUserWithoutRightsIsSaidToLackThem() {
        assertThatThrownBy(() -> as("stranger", "other-secret").tryAcquire("strange", "", TIME))
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        e -> assertThat(e.isPermissionMissing()).isTrue());
    }

    @Test
    void whoNamesNoUserIsToldToNameOne() {
        assertThatThrownBy(() -> new EtcdLeadership(List.of(server.endpoint()), "a", ProviderContext.standard())
                        .tryAcquire("nobody", "", TIME))
                .isInstanceOf(AuthenticationException.class);
    }
}
