package io.github.ddnsjava.examples.agent.service;

import java.util.List;
import java.util.stream.Collectors;

/** Values in XML, also in property lists. Stateless. */
final class XmlText {
    private XmlText() {}

    /** Returns the text between two tags. */
    static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Returns the elements of an array of texts in a property list, one a line. */
    static String plist(List<String> texts) {
        return texts.stream().map(t -> "    <string>" + text(t) + "</string>").collect(Collectors.joining("\n"));
    }
}
