package io.github.ddnsjava.provider.testkit;

import com.github.tomakehurst.wiremock.WireMockServer;

class PlaceholderContractTest extends PlaceholderContract {
    @Override
    protected WireMockServer server() {
        return new WireMockServer(0);
    }
}
