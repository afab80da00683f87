package io.github.ddnsjava.providers.dnspod;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.ZoneFake;
import io.github.ddnsjava.provider.testkit.fake.ZoneFakeContract;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;

/** The testkit's demands on every provider with HTTP and zones. */
class DnspodContractTest implements ZoneFakeContract {
    private static final FakeDnspod FAKE = FakeDnspod.running();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public ZoneFake fake() {
        return FAKE;
    }

    @Override
    public void reset() {
        ZoneFakeContract.super.reset();
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net.", 600);
    }

    @Override
    public DnsProvider provider() {
        return new DnspodProvider(
                Settings.of("id", FakeDnspod.ID, "token", FakeDnspod.TOKEN, "endpoint", FAKE.endpoint()),
                ProviderContext.standard());
    }

    @Override
    public boolean isWrite(Request request) {
        return request.getUrl().matches("/Record\\.(Create|Modify|Remove)");
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of("/Domain.Info");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of("/Record.List");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(500);
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** A token is for the whole account. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    /** No answer shows what became of a TTL. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeDnspod.TOKEN);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeDnspod.refusal("-1", "Login fail, please check login info").answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeDnspod.refusal("-7", "No permission to use this interface").answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeDnspod.refusal("8", "Record id invalid").answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(
                FakeDnspod.refusal("-2", "API usage is limited").answer(),
                FakeDnspod.refusal("-8", "Login fail for too many times").answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeDnspod.refusal("22", reason).answer());
    }
}
