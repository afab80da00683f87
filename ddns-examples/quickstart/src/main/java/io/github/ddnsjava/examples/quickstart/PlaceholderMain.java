package io.github.ddnsjava.examples.quickstart;

import io.github.ddnsjava.Placeholder;

final class PlaceholderMain {
    private PlaceholderMain() {}

    static void run() {
        System.out.println("length " + Placeholder.length("abc"));
        System.out.println("RESULT: ok");
    }
}
