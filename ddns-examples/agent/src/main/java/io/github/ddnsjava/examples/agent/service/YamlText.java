package io.github.ddnsjava.examples.agent.service;

import java.util.List;
import java.util.stream.Collectors;

/** Values in YAML files. Stateless. */
final class YamlText {
    private YamlText() {}

    /** Returns a text between double quotes. */
    static String text(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * Returns a list on one line. Compose and Kubernetes both begin a variable with a dollar sign, and read two of them as
     * one.
     */
    static String list(List<String> texts) {
        return texts.stream().map(YamlText::textWithoutVariables).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Returns a text in which nothing is a variable of Compose or Kubernetes. */
    static String textWithoutVariables(String text) {
        return text(text.replace("$", "$$"));
    }
}
