package io.github.ddnsjava.providers.dyndns2;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one service takes and answers: a line of {@code flavours.txt}, which says what the columns are.
 *
 * @param columns the columns
 */
record Flavour(List<String> columns) {
    static final String USER = FakeDyndns2.USER;
    static final String PASSWORD = FakeDyndns2.PASSWORD;
    static final String TOKEN = "t0ken-0f-many_characters";
    /** The only name of services whose requests have no name. */
    static final String ONLY = "home.example.com";

    private static final List<String> STANDARD = List.of("good {ip}", "nochg {ip}", "nohost", "401 badauth", "abuse");
    private static final List<String> WORDS = List.of("good", "nochg", "nohost", "badauth", "abuse");
    private static final int ANSWERS = 10;

    /**
     * A request, as the service reads it.
     *
     * @param names the names
     * @param addresses the addresses that it gives them
     * @param keeps whether a family without an address stays
     * @param refusal the word by which it is refused as a whole; empty if it is not
     */
    record Call(List<String> names, Map<IpFamily, IpAddress> addresses, boolean keeps, String refusal) {
        private static Call refused(String word) {
            return new Call(List.of(), Map.of(), true, word);
        }
    }

    /** What the service answers. */
    record Said(int status, String body) {}

    /** Reads all. */
    static Map<String, Flavour> all() throws IOException {
        Map<String, Flavour> all = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(Flavour.class.getResourceAsStream("/dyndns2/flavours.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> new Flavour(List.of(line.split(" ¦ ", -1))))
                    .forEach(flavour -> all.put(flavour.id(), flavour));
        }
        return all;
    }

    private String column(int n) {
        return n < columns.size() ? columns.get(n) : "std";
    }

    String id() {
        return column(0);
    }

    /** The URLs: for IPv4, and for IPv6 if that is another one. */
    List<String> urls() {
        return List.of(column(1).split(" "));
    }

    /** The path of the URL; the fake of a service of one's own has an ordinary one. */
    String path() {
        return column(1).equals("-") ? "/nic/update" : URI.create(urls().get(0)).getRawPath();
    }

    private String auth() {
        return column(2);
    }

    boolean hasName() {
        return !column(3).equals("-");
    }

    boolean hasDomain() {
        return column(3).contains(" ");
    }

    boolean hasIpv6() {
        return !column(5).equals("-");
    }

    private String parameter(IpFamily family) {
        return column(family == IpFamily.IPV4 ? 4 : 5);
    }

    boolean joint() {
        return !column(6).equals("two");
    }

    boolean guesses() {
        return column(7).equals("guess");
    }

    int maxHosts() {
        return Integer.parseInt(column(9));
    }

    /** Returns the secret of the account: header and query take another one than Basic. */
    String secret() {
        return auth().startsWith("H") ? TOKEN : PASSWORD;
    }

    /** Whether an unknown name is told from wrong credentials. */
    boolean tellsUnknownName() {
        return !column(12).equals("-") && !column(12).startsWith("?");
    }

    /** Whether it refuses a single name at all. */
    boolean refusesNames() {
        return !column(12).equals("-");
    }

    /** Says a word of the protocol in the service's own words. */
    Said say(String word, List<String> names, Map<IpFamily, IpAddress> addresses) {
        String column = column(ANSWERS + Math.max(0, WORDS.indexOf(word)));
        String text = column.equals("std") ? STANDARD.get(WORDS.indexOf(word)) : column;
        if (!WORDS.contains(word)) {
            text = word;
        }
        text = text.startsWith("?") ? text.substring(1) : text;
        int status = text.matches("(?s)[0-9]{3}( .*)?") ? Integer.parseInt(text.substring(0, 3)) : 200;
        String body = text.matches("(?s)[0-9]{3}( .*)?") ? text.substring(Math.min(4, text.length())) : text;
        String ips = addresses.values().stream().map(IpAddress::toString).collect(Collectors.joining(","));
        String lines = addresses.values().stream().map(ip -> word + " " + ip).collect(Collectors.joining("\n"));
        return new Said(
                status,
                body.equals("lines")
                        ? lines
                        : body.replace("{ip}", ips)
                                .replace("{h}", String.join(",", names))
                                .replace("\\n", "\n"));
    }

    /** Returns whether the request proves who asks. */
    private boolean isAuthorized(Request request, Map<String, String> parameters, List<String> names) {
        String header = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        String[] how = auth().split(" ");
        return switch (how[0]) {
            case "B" -> header.equals(basic(how.length == 2 ? names.get(0) : USER));
            case "H" -> header.equals(how[1] + " " + TOKEN);
            default ->
                header.isEmpty()
                        && PASSWORD.equals(parameters.remove(how[how.length - 1]))
                        && (how.length == 2 || USER.equals(parameters.remove(how[1])));
        };
    }

    private static String basic(String user) {
        byte[] pair = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /**
     * Reads a request.
     *
     * @param damage gets what a real service punishes silently
     */
    Call read(Request request, Map<String, String> given, List<String> damage) {
        Map<String, String> parameters = new LinkedHashMap<>(given);
        String[] host = column(3).split(" ");
        List<String> names = new ArrayList<>();
        if (hasName()) {
            String text = Objects.requireNonNullElse(parameters.remove(host[0]), "");
            String domain = host.length == 2 ? parameters.remove(host[1]) : null;
            for (String name : text.split(",", -1)) {
                names.add(domain == null ? name : name.equals("@") ? domain : name + "." + domain);
            }
        } else {
            names.add(ONLY);
        }
        if (!isAuthorized(request, parameters, names)) {
            return Call.refused("badauth");
        }
        if (names.size() > maxHosts()) {
            return Call.refused("numhost");
        }
        for (String further : column(8).equals("-") ? new String[0] : column(8).split(" ")) {
            String[] pair = further.split("=");
            if (!pair[1].equals(parameters.remove(pair[0]))) {
                damage.add("did not send " + further);
                return Call.refused("badsys");
            }
        }
        Map<IpFamily, IpAddress> addresses = addresses(parameters, damage);
        boolean keeps = keeps(parameters, addresses.keySet(), damage);
        parameters.keySet().forEach(name -> damage.add("sent " + name));
        return addresses.isEmpty() ? Call.refused("badrequest") : new Call(names, addresses, keeps, "");
    }

    private Map<IpFamily, IpAddress> addresses(Map<String, String> parameters, List<String> damage) {
        Map<IpFamily, IpAddress> addresses = new EnumMap<>(IpFamily.class);
        Set<String> names = new LinkedHashSet<>();
        for (IpFamily family : hasIpv6() ? IpFamily.values() : new IpFamily[] {IpFamily.IPV4}) {
            names.add(parameter(family));
        }
        for (String name : names) {
            String text = parameters.getOrDefault(name, "");
            for (String one : column(6).equals("comma") ? text.split(",", -1) : new String[] {text}) {
                Optional<IpAddress> address = IpAddress.tryParse(one)
                        .filter(ip -> parameter(ip.family()).equals(name));
                if (address.isPresent()) {
                    addresses.put(address.get().family(), address.get());
                    parameters.remove(name);
                } else if (parameters.containsKey(name) && !column(7).contains(name + "=" + text)) {
                    damage.add("made me guess an address, for \"" + text + "\"");
                    parameters.remove(name);
                }
            }
        }
        if (!joint() && addresses.size() > 1) {
            damage.add("sent two families in one call");
        }
        return addresses;
    }

    /** Whether a family without an address stays: because the service keeps it, or because the request says so. */
    private boolean keeps(Map<String, String> parameters, Set<IpFamily> present, List<String> damage) {
        if (!column(7).contains("=")) {
            return !column(7).equals("drop");
        }
        String[] literals = column(7).split(" ");
        boolean keeps = true;
        for (IpFamily family : IpFamily.values()) {
            String[] pair = literals[family == IpFamily.IPV4 ? 0 : 1].split("=");
            if (!present.contains(family) && !pair[1].equals(parameters.remove(pair[0]))) {
                damage.add("did not say that " + family + " stays");
                keeps = false;
            }
        }
        return keeps;
    }

    /** Splits before decoding, as most services do. A plus sign is not a blank to all of them. */
    static Map<String, String> parameters(String rawQuery) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            String[] nameAndValue = pair.split("=", 2);
            String value = nameAndValue.length == 2 ? nameAndValue[1] : "";
            parameters.put(
                    nameAndValue[0],
                    URLDecoder.decode(
                            value.replaceAll("(?i)%2C", "%252C").replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        return parameters;
    }
}
