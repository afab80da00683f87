package io.github.ddnsjava.provider.testkit;

final class HttpCases {
    private HttpCases() {}

    static void addTo(Cases cases) {}
}
