package io.github.ddnsjava.examples.customprovider;

final class PlaceholderProvider {
    private PlaceholderProvider() {}
}
