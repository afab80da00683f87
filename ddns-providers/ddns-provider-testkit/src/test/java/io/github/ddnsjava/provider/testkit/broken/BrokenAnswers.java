package io.github.ddnsjava.provider.testkit.broken;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.provider.testkit.sample.SampleFake;
import io.github.ddnsjava.provider.testkit.sample.SampleProvider;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.Asked;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.http.Statuses;
import io.github.ddnsjava.publish.support.UpdateCall;
import java.util.Map;

/** Providers that speak HTTP and understand one kind of answer wrongly. */
final class BrokenAnswers {
    private BrokenAnswers() {}

    /** Shows the vendor's reason as it comes. */
    static final class QuotesRaw extends SampleProvider {
        QuotesRaw(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request, ProviderHttp http) throws InterruptedException {
            HttpTransport.Answer answer = request.exchangeUnjudged();
            if (answer.status() == 400 && answer.body().startsWith("{\"fault\"")) {
                throw new RejectedException(
                        RejectedException.Reason.INVALID,
                        "refused: "
                                + JsonReader.parse("the answer", answer.body())
                                        .at("fault/text")
                                        .asText());
            }
            Statuses.check(
                    Asked.of("names", ProblemScope.RECORD),
                    answer,
                    http.publication().now());
            return JsonReader.parse("the answer", answer.body());
        }
    }

    /** Puts the token into a message that no case about secrets asks for. */
    static final class ShowsTokenAfter421 extends SampleProvider {
        ShowsTokenAfter421(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request) throws InterruptedException {
            try {
                return super.send(request);
            } catch (TransientException e) {
                if (e.getMessage().contains("HTTP 421")) {
                    throw TransientException.unknownOutcome("misdirected with " + SampleFake.TOKEN, e);
                }
                throw e;
            }
        }
    }

    /** Comes back soon after too many requests, unless it is told to stay away. */
    static final class NeedsRetryAfter extends SampleProvider {
        NeedsRetryAfter(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request) throws InterruptedException {
            try {
                return super.send(request);
            } catch (RateLimitedException e) {
                if (e.retryAfter().isEmpty()) {
                    throw TransientException.notSent("busy", e);
                }
                throw e;
            }
        }
    }

    /** Takes any JSON with a status of success for success. */
    static final class BelievesStatus extends SampleProvider {
        BelievesStatus(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
            send(
                    http.put(
                                    "/names/{name}/{type}",
                                    call.change().name(),
                                    call.change().type())
                            .json(body -> body.put("address", call.change().address())),
                    http);
            return call.all(updated());
        }
    }

    /** Takes a name that is gone for the account. */
    static final class HoldsAccountAfter404 extends SampleProvider {
        HoldsAccountAfter404(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
            try {
                return super.update(call, http);
            } catch (RejectedException e) {
                throw e.reason() == RejectedException.Reason.NOT_FOUND
                        ? new RejectedException(ProblemScope.ACCOUNT, e.reason(), "gone")
                        : e;
            }
        }
    }

    /** Takes a name of somebody else for refused credentials. */
    static final class HoldsAccountForForeignName extends SampleProvider {
        HoldsAccountForForeignName(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request) throws InterruptedException {
            try {
                return super.send(request);
            } catch (AuthenticationException e) {
                throw e.getMessage().contains("not_yours") ? AuthenticationException.ofAccount("not yours") : e;
            }
        }
    }
}
