package io.github.ddnsjava.providers.route53;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.provider.testkit.fake.StrictFake.Refusal;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** XML for {@link FakeRoute53}, by the JDK's own means. Stateless and thread-safe. */
final class Xml {
    private Xml() {}

    static Refusal refusal(int status, String code, String message) {
        return new Refusal(
                status,
                "<?xml version=\"1.0\"?>\n<ErrorResponse xmlns=\"" + FakeRoute53.NAMESPACE
                        + "\"><Error><Type>Sender</Type><Code>"
                        + code + "</Code><Message>" + escaped(message) + "</Message></Error>"
                        + "<RequestId>b25f48e8-84fd-11e6-80d9-574e0c4664cb</RequestId></ErrorResponse>");
    }

    /** The older form of a refusal of a batch. */
    static Refusal refusedBatch(String... messages) {
        StringBuilder all = new StringBuilder();
        for (String message : messages) {
            all.append("<Message>").append(escaped(message)).append("</Message>");
        }
        return new Refusal(
                400,
                "<?xml version=\"1.0\"?>\n<InvalidChangeBatch xmlns=\"" + FakeRoute53.NAMESPACE + "\"><Messages>" + all
                        + "</Messages><RequestId>b25f48e8</RequestId></InvalidChangeBatch>");
    }

    static Element parse(String text) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw refusal(400, "InvalidInput", "Invalid XML");
        }
    }

    static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    /** Returns the elements within one, which must be these, in their order. */
    static List<Element> children(Element parent, String... names) {
        List<Element> children = children(parent);
        if (!children.stream().map(Element::getTagName).toList().equals(List.of(names))) {
            throw refusal(400, "InvalidInput", "Invalid XML ; " + parent.getTagName() + " has not " + List.of(names));
        }
        return children;
    }

    /** Control characters cannot be in XML at all. */
    static String escaped(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\r\n\t]]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    static StringBuilder begin(String root) {
        return new StringBuilder("<?xml version=\"1.0\"?>\n<" + root + " xmlns=\"" + FakeRoute53.NAMESPACE + "\">");
    }

    static void put(StringBuilder body, String element, String text) {
        body.append('<').append(element).append('>').append(escaped(text));
        body.append("</").append(element).append('>');
    }

    /** Returns the name as lists have it. */
    static String name(ObjectNode set) {
        return set.get("Name").textValue().replace("*", "\\052");
    }

    /** Writes a record set as lists have it. */
    static void write(StringBuilder body, ObjectNode set) {
        body.append("<ResourceRecordSet>");
        put(body, "Name", name(set));
        for (String member : List.of("Type", "SetIdentifier", "Weight", "TTL")) {
            if (set.has(member)) {
                put(body, member, set.get(member).asText());
            }
        }
        if (set.has("AliasTarget")) {
            body.append("<AliasTarget>");
            put(body, "HostedZoneId", "Z35SXDOTRQ7X7K");
            put(body, "DNSName", set.get("AliasTarget").textValue());
            put(body, "EvaluateTargetHealth", "false");
            body.append("</AliasTarget>");
        } else {
            body.append("<ResourceRecords>");
            for (var value : set.get("Values")) {
                body.append("<ResourceRecord>");
                put(body, "Value", value.textValue());
                body.append("</ResourceRecord>");
            }
            body.append("</ResourceRecords>");
        }
        if (set.has("HealthCheckId")) {
            put(body, "HealthCheckId", set.get("HealthCheckId").textValue());
        }
        body.append("</ResourceRecordSet>");
    }
}
