package io.github.ddnsjava.providers.dyndns2;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.fake.UpdateUrlFake;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A dyndns2 service as strict as the real ones: it blocks unknown agents and needless repeats, does not decode commas,
 * and where an address is missing or malformed it guesses one instead of complaining. What a client must never provoke
 * is in {@link #damage()}.
 */
final class FakeDyndns2 extends UpdateUrlFake {
    static final String USER = "alice@example.net";
    static final String PASSWORD = "pa:ss wörd";

    private static final String UPDATE = "update";
    private static final String PATH = "/nic/update";
    private static final IpAddress GUESS = IpAddress.parse("203.0.113.99");
    private static final IpAddress GUESS_6 = IpAddress.parse("2001:db8::9999");
    private static final int REPEATS_ALLOWED = 2;
    private static final Set<String> HARMLESS = Set.of("hostname", "myip", "myipv6");

    /** How addresses are read. */
    enum Reads {
        ONE,
        COMMA_LIST,
        MYIPV6
    }

    /** How answers look. */
    enum Answers {
        LINE_PER_HOST,
        ONE_LINE,
        BARE,
        LINE_PER_FAMILY
    }

    private final Map<String, Integer> repeats = new TreeMap<>();
    private final Set<String> foreign = new HashSet<>();
    private final List<String> damage = new CopyOnWriteArrayList<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();

    private Reads reads = Reads.ONE;
    private Answers answers = Answers.LINE_PER_HOST;
    private int maxHosts = 20;
    private boolean clearsAbsent;
    private @Nullable Flavour flavour;

    FakeDyndns2() {
        begin();
    }

    FakeDyndns2 reads(Reads how) {
        reads = how;
        return this;
    }

    FakeDyndns2 answers(Answers how) {
        answers = how;
        return this;
    }

    FakeDyndns2 maxHosts(int max) {
        maxHosts = max;
        return this;
    }

    /** Becomes a service of the catalog, with its path, parameters, credentials and words. */
    synchronized FakeDyndns2 becomes(Flavour service) {
        flavour = service;
        return this;
    }

    /** A family that a call leaves out is removed. */
    FakeDyndns2 clearsAbsentFamily() {
        clearsAbsent = true;
        return this;
    }

    /** Forgets names and whatever was done; keeps how it reads and answers. */
    @Override
    public synchronized void reset() {
        super.reset();
        repeats.clear();
        foreign.clear();
        damage.clear();
        queries.clear();
    }

    /** Adds a name of the account. */
    FakeDyndns2 host(String name, String... addresses) {
        put(name, addresses);
        return this;
    }

    /** Gives a name to another account. */
    synchronized void foreign(String name) {
        foreign.add(name);
    }

    /** Answers the next request so, whatever it is. */
    synchronized FakeDyndns2 answerNext(int status, String body, String... header) {
        ResponseDefinitionBuilder answer = text(status, body);
        if (header.length == 2) {
            answer.withHeader(header[0], header[1]);
        }
        plan(UPDATE, answer);
        return this;
    }

    @Override
    public String url() {
        return endpoint() + path();
    }

    private String path() {
        return flavour == null ? PATH : flavour.path();
    }

    /** Returns the settings that fit. */
    Settings settings() {
        return Settings.of("endpoint", url(), "username", USER, "password", Secret.of(PASSWORD));
    }

    /** What a client did that a real service punishes silently. */
    List<String> damage() {
        return damage;
    }

    /** The raw queries, in order. */
    List<String> queries() {
        return queries;
    }

    @Override
    protected Refusal noSuchRoute() {
        return new Refusal(404, "<html><body>good morning, there is nothing here</body></html>");
    }

    @Override
    protected String kind(Request request, String route) {
        return UPDATE;
    }

    @Override
    public synchronized ResponseDefinition transform(ServeEvent event) {
        queries.add(raw(event.getRequest()));
        return super.transform(event);
    }

    private static String raw(Request request) {
        return Objects.requireNonNullElse(URI.create(request.getUrl()).getRawQuery(), "");
    }

    @Override
    protected ResponseDefinitionBuilder answer(String kind, String route, Map<String, String> query, Request request) {
        if (!route.equals(path())) {
            throw noSuchRoute();
        }
        if (!request.getMethod().equals(RequestMethod.GET) || !isAgent(request.getHeader("User-Agent"))) {
            return text(200, "badagent");
        }
        if (flavour != null) {
            return serve(flavour, request, Flavour.parameters(raw(request)));
        }
        String pair = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        if (!("Basic " + pair).equals(request.getHeader("Authorization"))) {
            return text(401, "badauth");
        }
        return text(200, update(parameters(raw(request))));
    }

    private ResponseDefinitionBuilder serve(Flavour service, Request request, Map<String, String> parameters) {
        Flavour.Call call = service.read(request, parameters, damage);
        if (!call.refusal().isEmpty()) {
            Flavour.Said said = service.say(call.refusal(), List.of(), Map.of());
            return text(said.status(), said.body());
        }
        List<Flavour.Said> each = call.names().stream()
                .map(name -> service.say(word(service, name, call), call.names(), call.addresses()))
                .toList();
        return text(each.get(0).status(), each.stream().map(Flavour.Said::body).collect(Collectors.joining("\n")));
    }

    private String word(Flavour service, String name, Flavour.Call call) {
        if (!has(name) || foreign.contains(name)) {
            return "nohost";
        }
        Map<IpFamily, IpAddress> set = new EnumMap<>(call.addresses());
        for (IpFamily absent : EnumSet.complementOf(EnumSet.copyOf(set.keySet()))) {
            if (service.guesses()) {
                address(name, absent).ifPresent(old -> damage.add("made me guess an address for " + absent));
                set.put(absent, absent == IpFamily.IPV4 ? GUESS : GUESS_6);
            } else if (call.keeps()) {
                address(name, absent).ifPresent(old -> set.put(absent, old));
            }
        }
        return written(name, set);
    }

    private static boolean isAgent(@Nullable String agent) {
        return agent != null && !agent.isBlank() && !agent.startsWith("Java") && !agent.startsWith("Mozilla");
    }

    private String update(Map<String, String> parameters) {
        parameters.keySet().stream()
                .filter(name -> !HARMLESS.contains(name))
                .forEach(name -> damage.add("sent " + name));
        String names = parameters.getOrDefault("hostname", "");
        List<String> wanted = List.of(names.split(",", -1));
        if (names.isEmpty() || wanted.stream().anyMatch(name -> name.indexOf('.') < 0 || name.indexOf('%') >= 0)) {
            return "notfqdn";
        }
        if (wanted.size() > maxHosts) {
            return "numhost";
        }
        Map<IpFamily, IpAddress> addresses = addresses(parameters);
        List<String> lines = wanted.stream().map(name -> line(name, addresses)).collect(Collectors.toList());
        return answers == Answers.ONE_LINE ? lines.get(0) : String.join("\n", lines) + "\n";
    }

    private String line(String name, Map<IpFamily, IpAddress> addresses) {
        if (!has(name)) {
            return "nohost";
        }
        if (foreign.contains(name)) {
            boolean perFamily = answers == Answers.LINE_PER_FAMILY && addresses.size() > 1;
            return perFamily ? "!yours\n!yours" : "!yours";
        }
        Map<IpFamily, IpAddress> set = new EnumMap<>(addresses);
        if (!clearsAbsent) {
            addresses(name).forEach(set::putIfAbsent);
        }
        String word = written(name, set);
        if (word.equals("abuse")) {
            return word;
        }
        return switch (answers) {
            case BARE -> word;
            case LINE_PER_FAMILY -> word + " " + join(addresses, "\n" + word + " ");
            default -> word + " " + join(addresses, ",");
        };
    }

    /** Sets the addresses of a name, and blocks it after needless updates. */
    private String written(String name, Map<IpFamily, IpAddress> addresses) {
        if (!set(name, addresses)) {
            if (repeats.merge(name, 1, Integer::sum) > REPEATS_ALLOWED) {
                damage.add("blocked " + name);
                return "abuse";
            }
            return "nochg";
        }
        repeats.remove(name);
        return "good";
    }

    private static String join(Map<IpFamily, IpAddress> addresses, String separator) {
        return addresses.values().stream().map(IpAddress::toString).collect(Collectors.joining(separator));
    }

    private Map<IpFamily, IpAddress> addresses(Map<String, String> parameters) {
        Map<IpFamily, IpAddress> addresses = new EnumMap<>(IpFamily.class);
        Set<IpFamily> byMyip = reads == Reads.MYIPV6 ? EnumSet.of(IpFamily.IPV4) : EnumSet.allOf(IpFamily.class);
        String myip = parameters.getOrDefault("myip", "");
        List<String> texts = reads == Reads.COMMA_LIST ? List.of(myip.split(",", -1)) : List.of(myip);
        boolean onlyMyipv6 = reads == Reads.MYIPV6 && !parameters.containsKey("myip");
        if (!onlyMyipv6) {
            texts.forEach(text -> read(text, byMyip, addresses));
        }
        if (reads == Reads.MYIPV6 && parameters.containsKey("myipv6")) {
            read(parameters.getOrDefault("myipv6", ""), EnumSet.of(IpFamily.IPV6), addresses);
        }
        return addresses;
    }

    private void read(String text, Set<IpFamily> families, Map<IpFamily, IpAddress> addresses) {
        IpAddress address = IpAddress.tryParse(text)
                .filter(a -> families.contains(a.family()))
                .orElseGet(() -> {
                    damage.add("made me guess an address, for \"" + text + "\"");
                    return GUESS;
                });
        addresses.put(address.family(), address);
    }

    /** Splits before decoding, and leaves encoded commas encoded, as the services do that were written by hand. */
    private static Map<String, String> parameters(String rawQuery) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            String[] nameAndValue = pair.split("=", 2);
            String value = nameAndValue.length == 2 ? nameAndValue[1] : "";
            parameters.put(
                    nameAndValue[0].toLowerCase(Locale.ROOT),
                    URLDecoder.decode(value.replaceAll("(?i)%2C", "%252C"), StandardCharsets.UTF_8));
        }
        return parameters;
    }
}
