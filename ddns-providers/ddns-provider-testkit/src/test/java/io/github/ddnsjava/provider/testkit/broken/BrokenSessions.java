package io.github.ddnsjava.provider.testkit.broken;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Secret;
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

    /** Keeps a token, and makes another one when it is refused. */
    private static class OwnSession extends SampleProvider {
        private static final String KEY = "token";

        private final Settings settings;

        OwnSession(Settings settings, ProviderContext context) {
            super(settings, context, Authorizer.none(SampleFake.USER));
            this.settings = settings;
        }

        /** Logs in and returns the token. */
        String token(ProviderHttp http) throws InterruptedException {
            return login(settings, http).reading().send().get("token").asText();
        }

        /** Tells whether it logs in again after that many times of logging in for one request. */
        boolean renews(int logins) {
            return logins == 0;
        }

        void forget(ProviderHttp http) {
            http.publication().forget(KEY);
        }

        @Override
        protected JsonReader send(ProviderRequest request, ProviderHttp http) throws InterruptedException {
            int[] logins = new int[1];
            while (true) {
                String token = http.publication().cached(KEY, String.class, () -> {
                    logins[0]++;
                    return token(http);
                });
                try {
                    return request.header("Authorization", Secret.of("Bearer " + token))
                            .send();
                } catch (AuthenticationException e) {
                    if (e.scope() != ProblemScope.ACCOUNT || !renews(logins[0])) {
                        throw e;
                    }
                    forget(http);
                }
            }
        }
    }

    /** Uses a token until the end of time. */
    static final class NeverRenews extends OwnSession {
        NeverRenews(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        boolean renews(int logins) {
            return false;
        }
    }

    /** Logs in before each request. */
    static final class RemembersNothing extends OwnSession {
        RemembersNothing(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request, ProviderHttp http) throws InterruptedException {
            forget(http);
            return super.send(request, http);
        }
    }

    /** Tries to log in once more where that is refused. */
    static final class RepeatsLogin extends OwnSession {
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
    static final class RenewsAgainAndAgain extends OwnSession {
        RenewsAgainAndAgain(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        boolean renews(int logins) {
            return logins < 3;
        }
    }
}
