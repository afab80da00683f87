package io.github.ddnsjava.examples.customprovider;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.ddnsjava.provider.testkit.PlaceholderContract;

class PlaceholderTest extends PlaceholderContract {
    @Override
    protected WireMockServer server() {
        return new WireMockServer(0);
    }
}
