package io.github.ddnsjava.provider.testkit.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.publish.support.NameForm;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What no vendor accepts in a record or record set: a name in another form, a member of another JSON type, a TTL out of
 * bounds, an address of another type or not in its short form, a value twice. For one test at a time.
 */
final class RecordRules {
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?";
    private static final Pattern RELATIVE = Pattern.compile("\\*|(\\*\\.)?(" + LABEL + "\\.)*" + LABEL);

    private final ZoneFake.Unit unit;
    private final ZoneFake.Members members;
    /** Makes the refusal of a member, for a reason. */
    private final BiFunction<String, String, StrictFake.Refusal> invalid;

    private int minTtl;
    private int maxTtl = Integer.MAX_VALUE;

    RecordRules(ZoneFake.Unit unit, ZoneFake.Members members, BiFunction<String, String, StrictFake.Refusal> invalid) {
        this.unit = unit;
        this.members = members;
        this.invalid = invalid;
    }

    void ttls(int min, int max) {
        minTtl = min;
        maxTtl = max;
    }

    void check(String zone, ObjectNode record) {
        checkName(zone, record);
        JsonNode ttl = record.path(members.ttl());
        if (!ttl.isIntegralNumber()) {
            throw invalid.apply(members.ttl(), "must be an integer");
        }
        if (ttl.asLong() < minTtl || ttl.asLong() > maxTtl) {
            throw invalid.apply(members.ttl(), "must be from " + minTtl + " to " + maxTtl);
        }
        checkValues(record);
    }

    String text(JsonNode body, String member) {
        boolean mayBeEmpty = member.equals(members.name()) && members.form() == NameForm.RELATIVE_EMPTY;
        if (!body.path(member).isTextual() || body.get(member).textValue().isEmpty() && !mayBeEmpty) {
            throw invalid.apply(member, "can't be blank");
        }
        return body.get(member).textValue();
    }

    private void checkName(String zone, ObjectNode record) {
        String name = text(record, members.name());
        DnsName apex = DnsName.of(zone);
        boolean right = switch (members.form()) {
            case RELATIVE_AT, RELATIVE_EMPTY ->
                name.equals(members.form().write(apex, apex))
                        || RELATIVE.matcher(name).matches() && !name.equals(zone) && !name.endsWith("." + zone);
            case FULL, FULL_DOT ->
                members.form()
                        .read(name, apex)
                        .filter(read -> read.isWithin(apex)
                                && members.form().write(read, apex).equals(name))
                        .isPresent();
        };
        if (!right) {
            throw invalid.apply(members.name(), "must be as the interface has names");
        }
    }

    private void checkValues(ObjectNode record) {
        JsonNode given = record.path(members.value());
        boolean list = unit == ZoneFake.Unit.SET;
        if (given.isArray() != list || list && given.isEmpty()) {
            throw invalid.apply(members.value(), list ? "a list of values is expected" : "a value is expected");
        }
        Predicate<String> right = right(text(record, members.type()));
        Set<String> seen = new TreeSet<>();
        for (JsonNode value : list ? given : List.of(given)) {
            if (!value.isTextual() || !right.test(value.textValue()) || !seen.add(value.textValue())) {
                throw invalid.apply(members.value(), "not a value of the type, or twice");
            }
        }
    }

    private static Predicate<String> right(String type) {
        return switch (type) {
            case "A", "AAAA" ->
                value -> IpAddress.tryParse(value)
                        .filter(address ->
                                RecordType.of(address.family()).name().equals(type)
                                        && address.toString().equals(value))
                        .isPresent();
            default -> value -> !value.isEmpty();
        };
    }
}
