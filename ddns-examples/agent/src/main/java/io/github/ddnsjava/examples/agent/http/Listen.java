package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.config.Settings;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address and port that the agent listens on. Immutable.
 *
 * @param host the literal address, or {@code localhost}; IPv6 without brackets
 * @param port the port; 0 lets the system choose
 */
record Listen(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(localhost|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]{2,45}]):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    /** Reads it. No name is looked up. */
    static Listen of(Settings http, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(2)) > HIGHEST_PORT) {
            throw http.wrong(HttpSection.LISTEN.name(), text, allowed());
        }
        String host = form.group(1).replaceAll("[\\[\\]]", "");
        if (!host.equals("localhost") && IpAddress.tryParse(host).isEmpty()) {
            throw http.wrong(HttpSection.LISTEN.name(), text, allowed());
        }
        return new Listen(lowerCase(host), Integer.parseInt(form.group(2)));
    }

    private static String allowed() {
        return "an address and a port, as in 127.0.0.1:8053, [::1]:8053 or 0.0.0.0:8053";
    }

    static String lowerCase(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    boolean isLoopback() {
        return address().getAddress().isLoopbackAddress();
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
