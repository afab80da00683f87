package io.github.ddnsjava.examples.agent.service;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** XML in a few words. Stateless. */
final class Xml {
    private Xml() {}

    /** Returns the root element of a document, whose DTD is not fetched. */
    static Element root(byte[] document) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setEntityResolver((publicId, systemId) -> new InputSource(new ByteArrayInputStream(new byte[0])));
        return builder.parse(new ByteArrayInputStream(document)).getDocumentElement();
    }

    static String text(Element within, String tag) {
        return within.getElementsByTagName(tag).item(0).getTextContent();
    }

    static List<String> texts(Element within, String tag) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < within.getElementsByTagName(tag).getLength(); i++) {
            all.add(within.getElementsByTagName(tag).item(i).getTextContent());
        }
        return all;
    }

    /** Returns the names of the elements that are directly in this one. */
    static List<String> children(Element element) {
        List<String> all = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                all.add(child.getTagName());
            }
        }
        return all;
    }
}
