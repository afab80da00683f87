package io.github.ddnsjava.providers.custom;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** A form for both families, which clears one that is left out, and can be read. */
class CustomReadableFormContractTest implements CustomContract {
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
        return Services.readableForm(endpoint);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeServices.object(200, "{\"result\":\"denied\"}");
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeServices.object(200, "{\"result\":\"bad\",\"why\":\"name\"}");
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeServices.object(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("result", "bad")
                        .put("why", reason)
                        .toString()));
    }
}
