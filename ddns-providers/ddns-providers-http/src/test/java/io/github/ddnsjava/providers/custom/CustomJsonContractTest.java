package io.github.ddnsjava.providers.custom;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** A JSON interface that can be read, with the key in a header. */
class CustomJsonContractTest implements CustomContract {
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
        return Services.v1(endpoint);
    }
}
