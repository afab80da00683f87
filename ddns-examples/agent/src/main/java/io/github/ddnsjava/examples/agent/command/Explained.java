package io.github.ddnsjava.examples.agent.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.config.RecordExplanation;
import io.github.ddnsjava.config.RecordExplanation.Rights;
import io.github.ddnsjava.config.RecordExplanation.Weakness;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code check} says of one record, for people and as JSON. Immutable.
 *
 * @param record what the configuration means for it
 * @param next what would be done next; empty if nobody was asked
 */
record Explained(RecordExplanation record, Optional<RecordReport> next) {
    /** Returns it on several lines, the first of which names the record. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(record.key().toString());
        line(text, "from", source());
        line(text, "to", target());
        line(text, "rights", rights());
        for (Weakness weakness : record.weaknesses()) {
            line(
                    text,
                    "weakened",
                    "promise " + weakness.promise() + " by " + weakness.path() + ": " + weakness.message());
        }
        record.disabled().or(() -> next.map(Explained::next)).ifPresent(told -> line(text, "next", told));
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append(System.lineSeparator())
                .append("  ")
                .append(label)
                .append(": ")
                .append(value);
    }

    private String source() {
        List<String> operators = record.source().operators();
        return "detector " + record.source().detector() + " (" + record.source().type() + ")"
                + (operators.isEmpty() ? "" : ", with addresses from " + String.join(", ", operators));
    }

    private String target() {
        return "provider " + record.target().provider() + " (" + record.target().type() + "), "
                + record.target().service() + ", "
                + record.target().zone().map(zone -> "zone " + zone).orElse("in the zone that the provider finds");
    }

    private String rights() {
        Rights rights = record.rights();
        return "it replaces " + rights.owns() + ", in mode " + rights.mode()
                + (rights.abilities().isEmpty() ? "" : "; the provider " + String.join("; ", rights.abilities()));
    }

    private static String next(RecordReport report) {
        String addresses = joined(report);
        return report.outcome()
                + (addresses.isEmpty() ? "" : " " + addresses)
                + report.problem().map(problem -> ", because " + problem).orElse("");
    }

    private static String joined(RecordReport report) {
        return report.addresses().stream().map(IpAddress::toString).collect(Collectors.joining(" "));
    }

    /** Returns it as JSON. */
    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", record.key().name().toString());
        node.put("type", record.key().type().toString());
        node.put("provider", record.key().provider());
        record.disabled().ifPresent(why -> node.put("disabled", why));
        ObjectNode from = node.putObject("from");
        from.put("detector", record.source().detector())
                .put("type", record.source().type());
        texts(from.putArray("operators"), record.source().operators());
        ObjectNode to = node.putObject("to");
        to.put("provider", record.target().provider())
                .put("type", record.target().type())
                .put("service", record.target().service());
        record.target().zone().map(DnsName::toString).ifPresent(zone -> to.put("zone", zone));
        ObjectNode rights = node.putObject("rights");
        rights.put("owns", record.rights().owns().isWholeSet() ? "set" : "values");
        record.rights().owns().marker().ifPresent(marker -> rights.put("marker", marker));
        rights.put("mode", record.rights().mode().toString());
        texts(rights.putArray("abilities"), record.rights().abilities());
        ArrayNode weakened = node.putArray("weakened");
        record.weaknesses()
                .forEach(weakness -> weakened.addObject()
                        .put("promise", weakness.promise())
                        .put("path", weakness.path())
                        .put("message", weakness.message()));
        next.ifPresent(report -> {
            ObjectNode then =
                    node.putObject("next").put("outcome", report.outcome().toString());
            texts(
                    then.putArray("addresses"),
                    report.addresses().stream().map(IpAddress::toString).toList());
            report.problem().ifPresent(problem -> then.put("problem", problem.toString()));
        });
        return node;
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
