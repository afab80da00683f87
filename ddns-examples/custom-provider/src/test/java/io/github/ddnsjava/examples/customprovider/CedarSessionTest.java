package io.github.ddnsjava.examples.customprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link CedarProvider} with user name and password: it logs in. */
class CedarSessionTest {
    private static final String LOGIN = "POST localhost/";
    private static final String ZONE = "GET localhost/zones/{zone}";
    private static final String READ = "GET localhost/zones/{zone}/sets/{name}/{type}";
    private static final String WRITE = "PUT localhost/zones/{zone}/sets/{name}/{type}";

    private final FakeCedar cedar = new FakeCedar();
    private final RecordingPublication first = RecordingPublication.standard();

    @BeforeEach
    void reset() {
        cedar.reset("example.com");
    }

    @AfterEach
    void stop() {
        cedar.server().stop();
    }

    private DnsProvider provider(String password) {
        Settings settings = Settings.of("user", FakeCedar.USER, "password", password, "endpoint", cedar.endpoint());
        return new CedarProvider(settings, ProviderContext.standard());
    }

    private static ChangeResult publish(DnsProvider provider, String address, RecordingPublication publication)
            throws InterruptedException {
        RecordChange change = Changes.ensure("example.com", address).ownsSet().build();
        return publication.run(provider, List.of(change)).get(change.key());
    }

    @Test
    void itLogsInOnceForManyPublications() throws InterruptedException {
        DnsProvider provider = provider(FakeCedar.PASSWORD);
        assertThat(publish(provider, "192.0.2.1", first)).isInstanceOf(ChangeResult.Applied.class);
        assertThat(first.exchanges()).containsExactly(LOGIN, ZONE, READ, WRITE);
        RecordingPublication second = first.next();
        assertThat(publish(provider, "192.0.2.2", second)).isInstanceOf(ChangeResult.Applied.class);
        assertThat(second.exchanges()).containsExactly(READ, WRITE);
    }

    @Test
    void aSessionThatTheServerHasForgottenIsMadeAnewAtOnce() throws InterruptedException {
        DnsProvider provider = provider(FakeCedar.PASSWORD);
        publish(provider, "192.0.2.1", first);
        cedar.endSessions();
        RecordingPublication second = first.next();
        assertThat(publish(provider, "192.0.2.2", second)).isInstanceOf(ChangeResult.Applied.class);
        assertThat(second.exchanges()).containsExactly(READ, LOGIN, READ, WRITE);
        assertThat(cedar.get("example.com", "@", "A").values()).containsExactly("192.0.2.2");
    }

    @Test
    void aLoginThatIsRefusedIsNotRepeatedAndShowsNoPassword() throws InterruptedException {
        assertThat(publish(provider("wr0ng"), "192.0.2.1", first))
                .isInstanceOfSatisfying(ChangeResult.Failed.class, failed -> {
                    Problem problem = failed.problem();
                    assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
                    assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
                    assertThat(problem.message())
                            .contains("wrong user or password")
                            .doesNotContain("wr0ng");
                });
        assertThat(first.exchanges()).containsExactly(LOGIN);
    }
}
