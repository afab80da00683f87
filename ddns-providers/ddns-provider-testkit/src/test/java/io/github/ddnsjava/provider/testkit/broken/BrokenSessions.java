package io.github.ddnsjava.provider.testkit.broken;

import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.provider.testkit.sample.SampleFake;
import io.github.ddnsjava.provider.testkit.sample.SampleProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;

/** Providers that log in by themselves, and do it wrongly. */
final class BrokenSessions {
    private BrokenSessions() {}

    /** Uses a token until the end of time. */
    static class NeverRenews extends SampleProvider {
        static final String KEY = "token";

        private final Settings settings;

        NeverRenews(Settings settings, ProviderContext context) {
            super(settings, context, Authorizer.none(SampleFake.USER));
            this.settings = settings;
        }

        /** Logs in and returns the token. */
        String token(ProviderHttp http) throws InterruptedException {
            return login(settings, http).reading().send().get("token").asText();
        }

        @Override
        protected JsonReader send(ProviderRequest request, ProviderHttp http) throws InterruptedException {
            String token = http.publication().cached(KEY, String.class, () -> token(http));
            return request.header("Authorization", "Bearer " + token).send();
        }
    }

    /** Logs in before each request. */
    static final class RemembersNothing extends NeverRenews {
        RemembersNothing(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request, ProviderHttp http) throws InterruptedException {
            http.publication().forget(KEY);
            return super.send(request, http);
        }
    }

    /** Tries to log in once more where that is refused. */
    static final class RepeatsLogin extends NeverRenews {
        RepeatsLogin(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        String token(ProviderHttp http) throws InterruptedException {
            try {
                return super.token(http);
            } catch (AuthenticationException e) {
                return super.token(http);
            }
        }
    }

    /** Logs in again and again while the new tokens are refused. */
    static final class RenewsAgainAndAgain extends NeverRenews {
        private static final int TIMES = 3;

        RenewsAgainAndAgain(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request, ProviderHttp http) throws InterruptedException {
            for (int i = 1; i < TIMES; i++) {
                try {
                    return super.send(request, http);
                } catch (AuthenticationException e) {
                    if (!e.getMessage().contains("HTTP 401") || e.getMessage().contains("/session")) {
                        throw e;
                    }
                    http.publication().forget(KEY);
                }
            }
            return super.send(request, http);
        }
    }
}
