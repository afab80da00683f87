package io.github.ddnsjava.providers.aliyun;

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
class AliyunContractTest implements ZoneFakeContract {
    private static final FakeAliyun FAKE = FakeAliyun.running();

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
        FAKE.put(zone().toString(), "CNAME", "cname", "example.net", 600);
    }

    @Override
    public DnsProvider provider() {
        return new AliyunProvider(
                Settings.of(
                        "accessKeyId",
                        FakeAliyun.ID,
                        "accessKeySecret",
                        FakeAliyun.SECRET,
                        "endpoint",
                        FAKE.endpoint()),
                ProviderContext.standard());
    }

    @Override
    public boolean isWrite(Request request) {
        return !request.getHeader("x-acs-action").startsWith("Describe");
    }

    @Override
    public Optional<String> zoneLookup() {
        return Optional.of(" DescribeDomains");
    }

    @Override
    public Optional<String> recordList() {
        return Optional.of(" DescribeDomainRecords");
    }

    @Override
    public OptionalInt recordsPerPage() {
        return OptionalInt.of(500);
    }

    @Override
    public OptionalInt zonesPerPage() {
        return OptionalInt.of(100);
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname.example.com"));
    }

    /** A policy names domains, and no records. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return Optional.empty();
    }

    /** A TTL that the edition does not allow is refused. */
    @Override
    public Optional<Consumer<Duration>> ttlFloor() {
        return Optional.empty();
    }

    @Override
    public Set<String> secrets() {
        return Set.of(FakeAliyun.SECRET);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeAliyun.refusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return FakeAliyun.refusal(403, "Forbidden.RAM", "User not authorized to operate on the specified resource.")
                .answer();
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeAliyun.refusal(400, "DomainRecordNotBelongToUser", "The DNS record does not belong to this user.")
                .answer();
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        String message = "Request was denied due to user flow control.";
        return List.of(
                FakeAliyun.refusal(400, "Throttling.User", message).answer(),
                FakeAliyun.refusal(429, "Throttling", message).answer(),
                FakeAliyun.refusal(503, "Throttling.Api", message).answer());
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(
                FakeAliyun.refusal(400, "SubDomainInvalid.Value", reason).answer());
    }
}
