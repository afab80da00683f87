package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Ownership;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A vendor with single records, record sets and whole zones, in memory, and the providers for it. It raises a TTL below a
 * minute, and has its default where none is sent. Every call is noted, and faults come on demand.
 */
public final class RecordsApi {
    /** One record. */
    record Row(String id, String name, String type, String content, long ttl) {
        String json() {
            return "{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"type\":\"" + type + "\",\"content\":\"" + content
                    + "\",\"ttl\":" + ttl + "}";
        }

        @Override
        public String toString() {
            return name + " " + type + " " + content;
        }
    }

    public static final long DEFAULT_TTL = 3600;

    private static final ErrorTable ERRORS = ErrorTable.of(Errors.json("code", "message"))
            .row(Meaning.ALREADY_THERE, "Taken")
            .row(Meaning.NOT_DONE, "Same")
            .row(Meaning.NOT_FOUND, "No*")
            .row(Meaning.TRANSIENT, "Busy");

    public final Map<String, List<Row>> zones = new TreeMap<>();
    /** What came: {@code create NAME TYPE CONTENT} and the like. */
    public final List<String> calls = new ArrayList<>();
    /** What a call is answered instead of being carried out. */
    public Function<String, Optional<HttpTransport.Answer>> before = call -> Optional.empty();
    /** What a call is answered after it was carried out. */
    public Function<String, Optional<HttpTransport.Answer>> after = call -> Optional.empty();

    /** Whether the provider for single records changes values in place. */
    public boolean changesValues = true;

    /** What is served where writes go live by a commit, by zone. */
    private final Map<String, List<Row>> live = new TreeMap<>();

    public final Api api = new Api(this::answer);
    private int ids;

    public RecordsApi(String... zones) {
        for (String zone : zones) {
            this.zones.put(zone, new ArrayList<>());
        }
    }

    /** Puts a record there as a person would. */
    public RecordsApi put(String name, String type, String content, long ttl) {
        String zone = zones.keySet().stream().filter(name::endsWith).findFirst().orElseThrow();
        zones.get(zone).add(new Row("r" + ++ids, name, type, content, ttl));
        return this;
    }

    public RecordsApi put(String name, String... addresses) {
        for (String address : addresses) {
            put(name, address.indexOf(':') < 0 ? "A" : "AAAA", address, 300);
        }
        return this;
    }

    public Set<String> at(String name) {
        return rows().filter(row -> row.name().equals(name))
                .map(Row::content)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns what is served at a name after the last commit of its zone. */
    public Set<String> liveAt(String name) {
        return live.values().stream()
                .flatMap(List::stream)
                .filter(row -> row.name().equals(name))
                .map(Row::content)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the TTLs at a name by content. */
    public Map<String, Long> ttls(String name) {
        return rows().filter(row -> row.name().equals(name)).collect(Collectors.toMap(Row::content, Row::ttl));
    }

    private Stream<Row> rows() {
        return zones.values().stream().flatMap(List::stream);
    }

    /** Returns the calls that are no lists. */
    public List<String> writes() {
        return calls.stream().filter(call -> !call.startsWith("list")).toList();
    }

    /** The call that begins so, the first time it comes. */
    public static Function<String, Optional<HttpTransport.Answer>> once(String beginning, int status, String code) {
        boolean[] done = {false};
        return call -> {
            if (done[0] || !call.startsWith(beginning)) {
                return Optional.empty();
            }
            done[0] = true;
            return Optional.of(error(status, code));
        };
    }

    static HttpTransport.Answer error(int status, String code) {
        return Api.answer(status, "{\"code\":\"" + code + "\"}");
    }

    private HttpTransport.Answer answer(HttpTransport.Request request) {
        String[] path = request.uri().getPath().substring(1).split("/");
        JsonReader body = JsonReader.parse("body", request.body().isEmpty() ? "" : Api.body(request));
        List<Row> rows = path.length > 1 ? zones.get(path[1]) : List.of();
        if (rows == null) {
            calls.add("list " + path[1]);
            return error(404, "NoZone");
        }
        String call = request.method() + (path.length > 2 ? " " + path[2] : "");
        return switch (call) {
            case "GET" ->
                done(
                        "list",
                        () -> "{\"zones\":["
                                + zones.keySet().stream()
                                        .map(zone -> "\"" + zone + "\"")
                                        .collect(Collectors.joining(","))
                                + "]}");
            case "GET records" -> done("list " + path[1], () -> list(rows));
            case "POST records" -> {
                Row row = row("r" + (ids + 1), body, DEFAULT_TTL);
                yield rows.stream().anyMatch(there -> there.toString().equals(row.toString()))
                        ? noted("create " + row, error(409, "Taken"))
                        : done("create " + row, () -> {
                            ids++;
                            rows.add(row);
                            return row.json();
                        });
            }
            case "POST commit" ->
                done("commit " + path[1], () -> {
                    live.put(path[1], List.copyOf(rows));
                    return "{}";
                });
            case "PATCH records", "DELETE records" -> change(request.method(), rows, path[3], body);
            case "PUT sets", "DELETE sets" -> set(rows, path[3], path[4], body);
            case "PUT" -> {
                List<Row> all = body.get("records").asList().stream()
                        .map(json -> row("r" + ++ids, json, DEFAULT_TTL))
                        .toList();
                yield done("replace " + path[1] + " " + all, () -> {
                    rows.clear();
                    rows.addAll(all);
                    return "{}";
                });
            }
            default -> throw new AssertionError(call);
        };
    }

    private static String list(List<Row> rows) {
        return "{\"records\":[" + rows.stream().map(Row::json).collect(Collectors.joining(",")) + "]}";
    }

    private HttpTransport.Answer change(String method, List<Row> rows, String id, JsonReader body) {
        Optional<Row> there = rows.stream().filter(row -> row.id().equals(id)).findFirst();
        if (there.isEmpty()) {
            return noted(method + " " + id, error(404, "NoRecord"));
        }
        Row old = there.get();
        if (method.equals("DELETE")) {
            return done("delete " + old, () -> {
                rows.remove(old);
                return "{}";
            });
        }
        Row row = row(id, body, old.ttl());
        return done("update " + row, () -> {
            rows.set(rows.indexOf(old), row);
            return row.json();
        });
    }

    private HttpTransport.Answer set(List<Row> rows, String name, String type, JsonReader body) {
        List<String> values = body.get("values").optional().map(JsonReader::asList).orElse(List.of()).stream()
                .map(JsonReader::asText)
                .toList();
        long ttl = ttl(body, DEFAULT_TTL);
        boolean there = rows.stream()
                .anyMatch(row -> row.name().equals(name) && row.type().equals(type));
        if (values.isEmpty() && !there) {
            return noted("remove " + name + " " + type, error(404, "NoSet"));
        }
        return done(
                values.isEmpty()
                        ? "remove " + name + " " + type
                        : "put " + name + " " + type + " " + values + " " + ttl,
                () -> {
                    rows.removeIf(row -> row.name().equals(name) && row.type().equals(type));
                    values.forEach(value -> rows.add(new Row("r" + ++ids, name, type, value, ttl)));
                    return "{\"ttl\":" + ttl + "}";
                });
    }

    private static long ttl(JsonReader json, long otherwise) {
        return Math.max(60, json.get("ttl").optional().map(JsonReader::asLong).orElse(otherwise));
    }

    private static Row row(String id, JsonReader json, long ttl) {
        return new Row(
                id,
                json.get("name").asText(),
                json.get("type").asText(),
                json.get("content").asText(),
                ttl(json, ttl));
    }

    private interface Effect {
        String carriedOut();
    }

    private HttpTransport.Answer noted(String call, HttpTransport.Answer answer) {
        calls.add(call);
        return answer;
    }

    private HttpTransport.Answer done(String call, Effect effect) {
        calls.add(call);
        Optional<HttpTransport.Answer> fault = before.apply(call);
        if (fault.isPresent()) {
            return fault.get();
        }
        String answer = effect.carriedOut();
        return after.apply(call).orElseGet(() -> Api.ok(answer));
    }

    /** What all three providers can do. */
    public static Abilities.Builder can() {
        return Abilities.builder()
                .read()
                .delete()
                .multiValue()
                .attribute(AttributeSpec.ttl(Duration.ofSeconds(30), Duration.ofDays(1)));
    }

    private ProviderEndpoint endpoint() {
        return ProviderEndpoint.of(Settings.none(), "https://records.example", api.context())
                .authorizedBy(Authorizer.none("account"))
                .judgedBy(ERRORS);
    }

    private static Zones zonesOfAccount() {
        return Zones.listed(http -> http.get("/zones").send().get("zones").asList().stream()
                .map(zone -> new Zone(DnsName.of(zone.asText()), zone.asText()))
                .toList());
    }

    private static Listing listed(Zone zone, ProviderHttp http) throws InterruptedException {
        List<JsonReader> rows = http.get("/zones/{zone}/records", zone.id())
                .send()
                .get("records")
                .asList();
        Listing listing = new Listing().withHandle(new WholeZoneProvider.Contents(rows, ""));
        for (JsonReader row : rows) {
            DnsName name = DnsName.of(row.get("name").asText());
            String type = row.get("type").asText();
            switch (type) {
                case "A", "AAAA" -> listing.addSet(name, type, known -> List.of(value(row)));
                case "ALIAS" -> listing.handsOff(name, "it is an alias");
                case "WEIGHTED" -> listing.handsOff(name, RecordType.A, "it is weighted");
                default -> {}
            }
        }
        return listing;
    }

    private static ZoneRecord value(JsonReader row) {
        return ZoneRecord.read(
                        DnsName.of(row.get("name").asText()),
                        RecordType.valueOf(row.get("type").asText()),
                        row.get("content").asText())
                .withId(row.get("id").asText())
                .withTtl(Duration.ofSeconds(row.get("ttl").asLong()))
                .withRaw(row);
    }

    public SingleRecordsProvider singleRecords(Abilities abilities) {
        return changesValues
                ? new ChangingRecords(abilities)
                : new SingleRecords(abilities) {
                    @Override
                    protected boolean changesValues() {
                        return false;
                    }
                };
    }

    /** Returns a provider whose writes go live by a commit. */
    public SingleRecordsProvider committing(Abilities abilities) {
        return new ChangingRecords(abilities) {
            @Override
            protected boolean commits() {
                return true;
            }

            @Override
            protected void commit(Zone zone, ProviderHttp http) throws InterruptedException {
                http.post("/zones/{zone}/commit", zone.id()).exchange();
            }
        };
    }

    private abstract class SingleRecords extends SingleRecordsProvider {
        SingleRecords(Abilities abilities) {
            super(Settings.none(), RecordsApi.this.endpoint(), abilities);
        }

        @Override
        protected Zones zones() {
            return zonesOfAccount();
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
            return listed(zone, http);
        }

        @Override
        protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
            return value(http.post("/zones/{zone}/records", zone.id())
                    .json(body -> {
                        body.put("name", value.name()).put("type", value.type()).put("content", value.address());
                        value.attributes().forEach(body::put);
                    })
                    .send());
        }

        @Override
        protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) throws InterruptedException {
            http.delete("/zones/{zone}/records/{id}", zone.id(), value.id()).exchange();
        }
    }

    private class ChangingRecords extends SingleRecords {
        ChangingRecords(Abilities abilities) {
            super(abilities);
        }

        @Override
        protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) throws InterruptedException {
            return value(http.patch("/zones/{zone}/records/{id}", zone.id(), value.id())
                    .json(body -> {
                        body.put("name", value.name()).put("type", value.type()).put("content", value.address());
                        value.attributes().forEach(body::put);
                    })
                    .send());
        }
    }

    public RecordSetsProvider recordSets(Abilities abilities) {
        return new RecordSetsProvider(Settings.none(), endpoint(), abilities) {
            @Override
            protected Zones zones() {
                return zonesOfAccount();
            }

            @Override
            protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
                return listed(zone, http);
            }

            @Override
            protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http)
                    throws InterruptedException {
                JsonReader answer = http.put("/zones/{zone}/sets/{name}/{type}", zone.id(), set.name(), set.type())
                        .json(body -> {
                            body.put("values", List.copyOf(set.values()));
                            set.ttl().ifPresent(ttl -> body.put("ttl", ttl));
                        })
                        .send();
                return Map.of(
                        Attributes.TTL, Duration.ofSeconds(answer.get("ttl").asLong()));
            }

            @Override
            protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http)
                    throws InterruptedException {
                http.delete("/zones/{zone}/sets/{name}/{type}", zone.id(), set.name(), set.type())
                        .exchange();
            }
        };
    }

    public WholeZoneProvider wholeZones(Abilities abilities) {
        return new WholeZoneProvider(Settings.none(), endpoint(), abilities) {
            @Override
            protected Zones zones() {
                return zonesOfAccount();
            }

            @Override
            protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) throws InterruptedException {
                return listed(zone, http);
            }

            @Override
            protected void replace(Zone zone, List<SetWrite> sets, Listing listing, ProviderHttp http)
                    throws InterruptedException {
                List<JsonReader> rows = listing.handle(Contents.class)
                        .after(
                                sets,
                                kept -> kept,
                                value -> JsonReader.parse("made", """
                        {"name": "%s", "type": "%s", "content": "%s"%s}""".formatted(
                                                value.name(),
                                                value.type(),
                                                value.address(),
                                                value.ttl()
                                                        .map(ttl -> ", \"ttl\": " + ttl.toSeconds())
                                                        .orElse(""))));
                http.put("/zones/{zone}", zone.id())
                        .json(body -> body.array(
                                "records",
                                rows,
                                (json, row) -> Stream.of("name", "type", "content", "ttl")
                                        .forEach(member ->
                                                row.get(member).optional().ifPresent(it -> json.put(member, it)))))
                        .exchange();
            }
        };
    }

    static RecordType type(String address) {
        return address.indexOf(':') < 0 ? RecordType.A : RecordType.AAAA;
    }

    static Set<IpAddress> addresses(String... texts) {
        return Stream.of(texts).map(IpAddress::parse).collect(Collectors.toSet());
    }

    /** A change that knows nothing of before. */
    public static RecordChange ensure(String name, String... addresses) {
        return change(name, type(addresses[0]), Intent.ENSURE, Optional.empty(), Attributes.none(), addresses);
    }

    public static RecordChange change(
            String name,
            RecordType type,
            Intent intent,
            Optional<Set<IpAddress>> confirmed,
            Attributes attributes,
            String... addresses) {
        return new RecordChange(
                RecordKey.of(name, type),
                intent,
                addresses(addresses),
                confirmed,
                attributes,
                Map.of(),
                Optional.empty(),
                Ownership.values(),
                UpdateMode.UPSERT);
    }

    /** The same with these addresses known to be ours. */
    public static RecordChange knowing(RecordChange change, String... ours) {
        return new RecordChange(
                change.key(),
                change.intent(),
                change.addresses(),
                Optional.of(addresses(ours)),
                change.attributes(),
                change.effective(),
                change.zone(),
                change.owns(),
                change.mode());
    }

    public static RecordChange withdraw(String name, RecordType type, String... ours) {
        return change(name, type, Intent.WITHDRAW, Optional.of(addresses(ours)), Attributes.none());
    }

    /** The same with another intent. */
    public static RecordChange as(Intent intent, RecordChange change) {
        return new RecordChange(
                change.key(),
                intent,
                change.addresses(),
                change.confirmed(),
                change.attributes(),
                change.effective(),
                change.zone(),
                change.owns(),
                change.mode());
    }

    /** The same with wanted attributes. */
    public static RecordChange with(Attributes attributes, RecordChange change) {
        return new RecordChange(
                change.key(),
                change.intent(),
                change.addresses(),
                change.confirmed(),
                attributes,
                change.effective(),
                change.zone(),
                change.owns(),
                change.mode());
    }
}
