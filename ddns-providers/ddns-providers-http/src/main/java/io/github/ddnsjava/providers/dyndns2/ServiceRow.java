package io.github.ddnsjava.providers.dyndns2;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the rows of the catalog. A row is a JSON object with these members; what is missing has the default of the
 * protocol. A row with anything wrong in it, or with a member that is not known, is refused with its line.
 *
 * <ul>
 *   <li>{@code id}, {@code name}, {@code page}; {@code endpoint}, the update URL without a query; {@code ipv6Endpoint},
 *       that for IPv6
 *   <li>{@code settings}, {@code secrets}: the names of the credentials' settings, with their help
 *   <li>{@code auth}: how they go. {@code {"basic": [USER, PASSWORD]}}, where USER is a setting, {@code @host} for the
 *       name that is updated, or a literal after {@code =}; {@code {"query": {PARAMETER: SETTING}}}; {@code {"header":
 *       [NAME, PREFIX, SETTING]}}. Default: Basic with {@code username} and {@code password}
 *   <li>{@code host} ({@code hostname}; empty if the credentials determine the name), {@code domain} (the parameter of the
 *       domain; the name is then relative to it), {@code hosts} (names a call)
 *   <li>{@code ipv4} ({@code myip}), {@code ipv6} (none): the parameters of the addresses; {@code together}: both in one
 *       call; {@code omitted}: {@code keeps} or {@code changes}; {@code absent}: by family, what a call carries instead of
 *       an address that is left out
 *   <li>{@code fixed}: further parameters
 *   <li>{@code answers}, {@code body}: rules for lines and for the whole body, as pairs of a regular expression and a
 *       return code, with a wait after it where the code asks for one; {@code json}: the body must be a JSON object; {@code
 *       statuses}: return codes by HTTP status
 *   <li>{@code refreshEvery}; {@code rate}, as in {@code 48 in 1d, 3 in 10s}; {@code limits}; {@code agent}; {@code notes};
 *       {@code evidence}; {@code unverified} if it rests on memory alone
 * </ul>
 */
final class ServiceRow {
    private static final Set<String> MEMBERS = Set.of(
            ("id name page endpoint ipv6Endpoint settings secrets auth host domain hosts ipv4 ipv6 together omitted absent"
                            + " fixed answers body json statuses refreshEvery rate limits agent notes evidence unverified")
                    .split(" "));

    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,3}) in (\\S+)");
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern URL = Pattern.compile("https?://[a-z0-9.-]+(/[A-Za-z0-9._/~-]*)?");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_]+");
    /** A refusal is shown in the words that a rule found: they must be the rule's own, not any text. */
    private static final Pattern OWN_WORDS = Pattern.compile("([^\\\\.*+{]|\\\\s[*?]|\\\\[^sSwWdD])*");

    /** How each row begins. */
    private static final String BEGIN = "{\"id\": \"";

    private final JsonReader json;

    private ServiceRow(JsonReader json) {
        this.json = json;
    }

    /** Holds the catalog that is shipped with this class. It never changes, and factories are made often. */
    private static final class Shipped {
        private static final Map<String, Text> ROWS = read();

        private static Map<String, Text> read() {
            try (InputStream in = ServiceRow.class.getResourceAsStream("services.json")) {
                if (in == null) {
                    throw new IllegalStateException("services.json is not in the jar");
                }
                return rows("services.json", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * A row that is not read as JSON yet.
     *
     * @param where its file and line
     */
    record Text(String where, String json) {
        /**
         * Reads the row.
         *
         * @throws ProtocolException if it is wrong; the message names its line
         */
        Service service() {
            return ServiceRow.service(JsonReader.parse(where, json));
        }
    }

    /**
     * Returns the rows of a catalog by id. A row begins with its id, as in {@code {"id": "he", …}}, and a catalog is an
     * array of rows; a test reads the catalog that is shipped as JSON, and compares. To read all rows as JSON takes a
     * while, and a configuration names few.
     *
     * @throws ProtocolException if an id is there twice, or there is no row; the message names the line
     */
    static Map<String, Text> rows(String where, String catalog) {
        Map<String, Text> rows = new LinkedHashMap<>();
        int line = 1;
        int counted = 0;
        int begin = catalog.indexOf(BEGIN);
        while (begin >= 0) {
            line += (int) catalog.substring(counted, begin)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            counted = begin;
            int next = catalog.indexOf(BEGIN, begin + 1);
            int id = begin + BEGIN.length();
            int end = next < 0 ? catalog.lastIndexOf(']') : catalog.lastIndexOf(',', next);
            Text row = new Text(where + ":" + line, catalog.substring(begin, end));
            if (rows.put(catalog.substring(id, catalog.indexOf('"', id)), row) != null) {
                throw new ProtocolException(row.where() + ": the id is that of another row");
            }
            begin = next;
        }
        if (rows.isEmpty()) {
            throw new ProtocolException(where + " has no row that begins with " + BEGIN);
        }
        return rows;
    }

    /** Returns the ids of the catalog that is shipped with this class. Their rows are not read for that. */
    static Set<String> ids() {
        return Shipped.ROWS.keySet();
    }

    /** Returns the service of one of these ids. */
    static Service service(String id) {
        return Objects.requireNonNull(Shipped.ROWS.get(id), id).service();
    }

    /** Returns the service that a row describes. */
    static Service service(JsonReader row) {
        return new ServiceRow(row).read();
    }

    private Service read() {
        json.members().keySet().stream()
                .filter(name -> !MEMBERS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong(name, "is not known");
                });
        String endpoint = text("endpoint", "");
        Map<String, String> plain = map("settings");
        Map<String, String> secret = map("secrets");
        List<SettingSpec> settings = new ArrayList<>();
        plain.forEach((name, help) -> settings.add(SettingSpec.required(name, help)));
        secret.forEach((name, help) -> settings.add(SettingSpec.secret(name, help)));
        String evidence = json.get("evidence").asText() + "; tested with a strict fake";
        boolean unverified = flag("unverified");
        Service service = new Service(
                json.get("id").asText(),
                json.get("name").asText(),
                url("page", json.get("page").asText()),
                endpoint.isEmpty() ? "" : url("endpoint", endpoint),
                url("ipv6Endpoint", text("ipv6Endpoint", endpoint)),
                settings,
                credentials(plain.keySet(), secret.keySet()),
                dialect(),
                json.get("refreshEvery").optional().map(JsonReader::asText).map(text -> duration("refreshEvery", text)),
                rates(text("rate", "")),
                text("limits", ""),
                text("agent", ""),
                json.get("notes").optional().map(JsonReader::asList).orElse(List.of()).stream()
                        .map(JsonReader::asText)
                        .toList(),
                unverified ? "unverified: " + evidence : evidence);
        if (!ID.matcher(service.id()).matches()) {
            throw wrong("id", "has other characters than lower case letters, digits and hyphens");
        }
        return service;
    }

    private Dialect dialect() {
        String host = text("host", "hostname");
        Optional<String> ipv6 = json.get("ipv6").optional().map(value -> parameter("ipv6", value.asText()));
        boolean together = flag("together");
        String omitted = text("omitted", "keeps");
        int hosts = (int)
                json.get("hosts").optional().map(JsonReader::asLong).orElse(1L).longValue();
        boolean changes = omitted.equals("changes");
        if (!changes && !omitted.equals("keeps")) {
            throw wrong("omitted", "is neither keeps nor changes");
        } else if (together && ipv6.isEmpty()) {
            throw wrong("together", "needs ipv6");
        } else if (changes && !together) {
            throw wrong("omitted", "is changes, and then both families must be sent together");
        } else if (hosts < 1 || hosts > 20 || hosts > 1 && host.isEmpty()) {
            throw wrong("hosts", "is not from 1 to 20, or there is no host");
        }
        Map<IpFamily, Map<String, String>> absent = new EnumMap<>(IpFamily.class);
        JsonReader literals = json.get("absent");
        for (String family : literals.members().keySet()) {
            absent.put(
                    switch (family) {
                        case "ipv4" -> IpFamily.IPV4;
                        case "ipv6" -> IpFamily.IPV6;
                        default -> throw wrong("absent", "has a member that is neither ipv4 nor ipv6");
                    },
                    map(literals, family));
        }
        Map<Integer, String> statuses = new LinkedHashMap<>();
        map("statuses").forEach((status, code) -> statuses.put(Integer.valueOf(status), code("statuses", code)));
        return new Dialect(
                host.isEmpty() ? "" : parameter("host", host),
                json.get("domain").optional().map(value -> parameter("domain", value.asText())),
                Dialect.addresses(parameter("ipv4", text("ipv4", "myip")), ipv6),
                together,
                absent,
                changes,
                hosts,
                map("fixed"),
                new Answers(flag("json"), rules("body"), rules("answers"), statuses));
    }

    private Function<Settings, Credentials> credentials(Set<String> plain, Set<String> secret) {
        JsonReader auth = json.get("auth");
        String host = text("host", "hostname");
        if (auth.get("query").isPresent()) {
            Map<String, String> query = map(auth, "query");
            query.values().forEach(setting -> known(setting, plain, secret));
            return settings -> Credentials.query(settings, query, secret);
        }
        if (auth.get("header").isPresent()) {
            List<JsonReader> header = auth.get("header").asList();
            String name = header.get(0).asText();
            String prefix = header.get(1).asText();
            String setting = known(header.get(2).asText(), Set.of(), secret);
            return settings -> Credentials.header(name, prefix, settings.secret(setting));
        }
        List<JsonReader> basic =
                auth.get("basic").optional().map(JsonReader::asList).orElse(List.of());
        if (auth.isPresent() && basic.size() != 2) {
            throw wrong("auth", "is not one of basic, query and header");
        }
        String user = basic.isEmpty() ? "username" : basic.get(0).asText();
        String password = known(basic.isEmpty() ? "password" : basic.get(1).asText(), Set.of(), secret);
        if (user.equals("@host")) {
            if (host.isEmpty() || json.get("hosts").isPresent()) {
                throw wrong("auth", "is by host, and then a call has one name");
            }
            return settings -> Credentials.basicByHost(host, settings.secret(password));
        }
        if (user.startsWith("=")) {
            return settings -> Credentials.basic(user.substring(1), settings.secret(password));
        }
        known(user, plain, Set.of());
        return settings -> Credentials.basic(Credentials.text(settings, user), settings.secret(password));
    }

    private String known(String setting, Set<String> plain, Set<String> secret) {
        if (!plain.contains(setting) && !secret.contains(setting)) {
            throw wrong("auth", "names " + setting + ", which is not among the settings that may be there");
        }
        return setting;
    }

    private List<AnswerRule> rules(String member) {
        List<AnswerRule> rules = new ArrayList<>();
        for (JsonReader rule :
                json.get(member).optional().map(JsonReader::asList).orElse(List.of())) {
            List<JsonReader> pair = rule.asList();
            String regex = pair.get(0).asText();
            String[] meaning = pair.get(1).asText().split(" ", 2);
            String code = code(member, meaning[0]);
            if (ReturnCodes.isRefusal(code) && !OWN_WORDS.matcher(regex).matches()) {
                throw wrong(member, "has a refusal whose words are not its own: " + regex);
            }
            try {
                rules.add(new AnswerRule(
                        Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL),
                        code,
                        meaning.length == 1 ? Optional.empty() : Optional.of(duration(member, meaning[1]))));
            } catch (PatternSyntaxException e) {
                throw wrong(member, "has no regular expression: " + regex);
            }
        }
        return rules;
    }

    private String code(String member, String code) {
        if (!ReturnCodes.isKnown(code)) {
            throw wrong(member, "has no return code: " + code);
        }
        return code;
    }

    private List<Abilities.RateLimit> rates(String text) {
        List<Abilities.RateLimit> rates = new ArrayList<>();
        for (String rate : text.isEmpty() ? new String[0] : text.split(", ", -1)) {
            Matcher matcher = RATE.matcher(rate);
            if (!matcher.matches()) {
                throw wrong("rate", "is not of the form 48 in 1d, 3 in 10s");
            }
            rates.add(new Abilities.RateLimit(Integer.parseInt(matcher.group(1)), duration("rate", matcher.group(2))));
        }
        return rates;
    }

    private Duration duration(String member, String text) {
        return Durations.tryParse(text).orElseThrow(() -> wrong(member, "has no duration: " + text));
    }

    private String parameter(String member, String name) {
        if (!PARAMETER.matcher(name).matches()) {
            throw wrong(member, "is no name of a parameter");
        }
        return name;
    }

    private String url(String member, String text) {
        if (!URL.matcher(text).matches() && !text.isEmpty()) {
            throw wrong(member, "is no URL, or has a query");
        }
        return URI.create(text).toString();
    }

    private String text(String member, String byDefault) {
        return json.get(member).optional().map(JsonReader::asText).orElse(byDefault);
    }

    private boolean flag(String member) {
        return json.get(member).asBoolean(false);
    }

    private Map<String, String> map(String member) {
        return map(json, member);
    }

    private static Map<String, String> map(JsonReader in, String member) {
        Map<String, String> map = new LinkedHashMap<>();
        in.get(member).members().forEach((name, value) -> map.put(name, value.asText()));
        return map;
    }

    private ProtocolException wrong(String member, String what) {
        return new ProtocolException(json.get(member) + " " + what);
    }
}
