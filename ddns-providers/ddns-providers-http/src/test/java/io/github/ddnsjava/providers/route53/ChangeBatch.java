package io.github.ddnsjava.providers.route53;

import static io.github.ddnsjava.providers.route53.FakeRoute53.NAMESPACE;
import static io.github.ddnsjava.providers.route53.Xml.refusal;

import java.util.List;
import org.w3c.dom.Element;

/** The body of a call that changes record sets, read as the schema has it. Stateless and thread-safe. */
final class ChangeBatch {
    private static final int MAX_VALUES = 1000;
    private static final int MAX_CHARACTERS = 32_000;

    private ChangeBatch() {}

    static List<Element> changes(String body) {
        Element root = Xml.parse(body);
        if (!root.getTagName().equals("ChangeResourceRecordSetsRequest")
                || !NAMESPACE.equals(root.getAttribute("xmlns"))) {
            throw refusal(400, "InvalidInput", "Invalid XML ; unknown root element");
        }
        List<Element> batch = Xml.children(Xml.children(root, "ChangeBatch").get(0));
        Element last = batch.get(batch.size() - 1);
        if (batch.size() > 2
                || !last.getTagName().equals("Changes")
                || Xml.children(last).isEmpty()) {
            throw refusal(400, "InvalidInput", "Invalid XML ; Comment and Changes are expected");
        }
        return Xml.children(last);
    }

    /** Returns the texts of a record set that is sent. */
    static List<String> values(Element change) {
        return Xml.children(Xml.children(set(change), "Name", "Type", "TTL", "ResourceRecords")
                        .get(3))
                .stream()
                .map(record -> Xml.children(record, "Value").get(0).getTextContent())
                .toList();
    }

    static Element set(Element change) {
        return Xml.children(change, "Action", "ResourceRecordSet").get(1);
    }

    static String action(Element change) {
        return Xml.children(change, "Action", "ResourceRecordSet").get(0).getTextContent();
    }

    /** Returns how many values and how many characters the changes of a body count for. */
    static List<Integer> load(String body) {
        return load(changes(body));
    }

    private static List<Integer> load(List<Element> changes) {
        int values = 0;
        int characters = 0;
        for (Element change : changes) {
            int times = action(change).equals("UPSERT") ? 2 : 1;
            values += times * values(change).size();
            characters +=
                    times * values(change).stream().mapToInt(String::length).sum();
        }
        return List.of(values, characters);
    }

    static void checkLimits(List<Element> changes) {
        List<Integer> load = load(changes);
        if (load.get(0) > MAX_VALUES || load.get(1) > MAX_CHARACTERS) {
            throw refusal(400, "InvalidChangeBatch", "[Number of records or of characters exceeded: " + load + "]");
        }
    }
}
