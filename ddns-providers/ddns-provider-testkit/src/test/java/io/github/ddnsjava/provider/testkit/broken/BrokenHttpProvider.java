package io.github.ddnsjava.provider.testkit.broken;

import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.provider.testkit.sample.SampleFake;
import io.github.ddnsjava.provider.testkit.sample.SampleProvider;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.ProviderHttp;
import io.github.ddnsjava.publish.http.ProviderRequest;
import io.github.ddnsjava.publish.support.UpdateCall;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Providers that speak HTTP and do one thing wrong. */
final class BrokenHttpProvider {
    private BrokenHttpProvider() {}

    /** Tries refused credentials again. */
    static final class RepeatsAfter401 extends SampleProvider {
        RepeatsAfter401(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request) throws InterruptedException {
            try {
                return super.send(request);
            } catch (AuthenticationException e) {
                return super.send(request);
            }
        }
    }

    /** Takes refused credentials for a matter of one name. */
    static final class HoldsNamesAfter401 extends SampleProvider {
        HoldsNamesAfter401(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request) throws InterruptedException {
            try {
                return super.send(request);
            } catch (AuthenticationException e) {
                throw AuthenticationException.ofRecord("not allowed");
            }
        }
    }

    /** Takes a name that is forbidden for refused credentials. */
    static final class HoldsAccountAfter403 extends SampleProvider {
        HoldsAccountAfter403(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request) throws InterruptedException {
            try {
                return super.send(request);
            } catch (AuthenticationException e) {
                throw AuthenticationException.ofAccount("not allowed");
            }
        }
    }

    /** Retries by itself what the server failed at. */
    static final class RetriesAfter5xx extends SampleProvider {
        RetriesAfter5xx(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request) throws InterruptedException {
            try {
                return super.send(request);
            } catch (TransientException e) {
                return super.send(request);
            }
        }
    }

    /** Does not tell when to come back. */
    static final class IgnoresRetryAfter extends SampleProvider {
        IgnoresRetryAfter(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request) throws InterruptedException {
            try {
                return super.send(request);
            } catch (RateLimitedException e) {
                throw new RateLimitedException("too many requests", Optional.empty());
            }
        }
    }

    /** Takes a page for the answer that it hoped for. */
    static final class BelievesHtml extends SampleProvider {
        BelievesHtml(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request) throws InterruptedException {
            String answer = request.sendForText();
            return answer.startsWith("<!DOCTYPE")
                    ? JsonReader.parse("page", "{\"changed\":true,\"addresses\":[]}")
                    : JsonReader.parse("answer", answer);
        }
    }

    /** Quotes the token in its complaint. */
    static final class ShowsToken extends SampleProvider {
        ShowsToken(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected JsonReader send(ProviderRequest request) throws InterruptedException {
            try {
                return super.send(request);
            } catch (AuthenticationException e) {
                throw new AuthenticationException(e.scope(), "the token " + SampleFake.TOKEN + " is refused");
            }
        }
    }

    /** Says that it succeeded although the answer does not. */
    static final class NeedsNoConfirmation extends SampleProvider {
        NeedsNoConfirmation(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
            try {
                return super.update(call, http);
            } catch (RejectedException | ProtocolException e) {
                return call.all(updated());
            }
        }
    }

    /** Goes where it is sent, credentials in hand. */
    static HttpTransport followsRedirects(HttpTransport transport) {
        return request -> {
            HttpTransport.Answer answer = transport.exchange(request);
            Optional<String> location = answer.header("location").filter(to -> answer.status() / 100 == 3);
            if (location.isEmpty()) {
                return answer;
            }
            transport.exchange(new HttpTransport.Request(
                    request.method(),
                    URI.create(location.get()),
                    request.headers(),
                    request.body(),
                    request.timeout(),
                    request.maxBytes()));
            return answer;
        };
    }

    /** Keeps the change that it works at in a field, from the read to the write. */
    static final class NotThreadSafe extends SampleProvider {
        private volatile @Nullable RecordChange current;

        NotThreadSafe(Settings settings, ProviderContext context) {
            super(settings, context);
        }

        @Override
        protected RecordView read(RecordChange question, ProviderHttp http) throws InterruptedException {
            current = question;
            return super.read(question, http);
        }

        @Override
        protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) throws InterruptedException {
            RecordChange known = current;
            current = null;
            UpdateCall wrong = known == null || known.addresses().isEmpty()
                    ? call
                    : new UpdateCall(
                            Map.of(known.type().family(), known.address()),
                            List.of(new UpdateCall.Host(known.name(), List.of(known))),
                            call.rule());
            return super.update(wrong, http);
        }
    }
}
