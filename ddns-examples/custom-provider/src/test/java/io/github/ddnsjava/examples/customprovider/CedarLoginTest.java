package io.github.ddnsjava.examples.customprovider;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.config.Settings;
import java.util.Optional;
import java.util.Set;

/** Holds {@link CedarProvider} with user and password, which logs in, to the same contract. */
class CedarLoginTest extends CedarProviderTest {
    @Override
    Settings settings() {
        return Settings.of("user", FakeCedar.USER, "password", FakeCedar.PASSWORD, "endpoint", cedar.endpoint());
    }

    @Override
    public boolean isLogin(Request request) {
        return request.getUrl().equals("/session");
    }

    @Override
    public Optional<Runnable> sessionEnd() {
        return Optional.of(cedar::endSessions);
    }

    @Override
    public Set<String> sessionTokens() {
        return cedar.sessions();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeCedar.PASSWORD);
    }
}
