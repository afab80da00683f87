package io.github.ddnsjava.providers.custom;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** An update URL by GET with words. */
class CustomQueryContractTest implements CustomContract {
    private static final FakeServices FAKE = FakeServices.running();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    @Override
    public FakeServices fake() {
        return FAKE;
    }

    @Override
    public Map<String, Object> described(String endpoint) {
        return Services.nic(endpoint);
    }

    @Override
    public boolean isWrite(Request request) {
        return true;
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeServices.text(200, "badauth");
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeServices.text(200, "nohost");
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        return List.of(WireMock.aResponse().withStatus(429), FakeServices.text(200, "slow down"));
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeServices.text(200, "refused: " + reason));
    }
}
