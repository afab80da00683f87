package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request is meant for the agent: a page in a browser can make it send requests here, under a name of its
 * own that leads to this address. Immutable.
 */
final class Authorities {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]@/?#\\s]+)(?::([0-9]{1,5}))?");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@\\s]+)");

    private final Set<String> hosts;
    private final boolean tls;

    /**
     * Makes them.
     *
     * @param tls whether the agent serves HTTPS
     */
    Authorities(HttpSettings settings, boolean tls) {
        this.hosts = settings.hosts();
        this.tls = tls;
    }

    /** Tells whether a request is meant for somebody else, or comes from the page of somebody else. */
    boolean isForeign(Request request) {
        HttpFields headers = request.getHeaders();
        InetSocketAddress here =
                (InetSocketAddress) request.getConnectionMetaData().getLocalSocketAddress();
        String asked = request.getHttpURI().getAuthority(); // of an absolute URI, or from Host
        return !isOurs(headers.get(HttpHeader.HOST), here)
                || asked != null && !isOurs(asked, here)
                || headers.getValuesList(HttpHeader.ORIGIN).stream().anyMatch(origin -> !isOurOrigin(origin, here));
    }

    /**
     * Tells whether the header {@code Host} names the agent: by the address that the connection has here and its port, by {@code
     * localhost} on this host, or by a name in {@code hosts}, whose port something in front may have changed.
     */
    boolean isOurs(@Nullable String authority, InetSocketAddress here) {
        if (authority == null) {
            return false;
        }
        Matcher form = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return false;
        }
        String host = form.group(1).replaceAll("[\\[\\]]", "");
        if (hosts.contains(form.group(1)) || hosts.contains(host) || hosts.contains(form.group())) {
            return true;
        }
        int port = form.group(2) == null ? tls ? 443 : 80 : Integer.parseInt(form.group(2));
        boolean local = host.equals("localhost") && here.getAddress().isLoopbackAddress();
        return port == here.getPort() && (local || isAddress(host, here.getAddress()));
    }

    /** Tells whether the header {@code Origin} names the agent. */
    boolean isOurOrigin(String origin, InetSocketAddress here) {
        Matcher form = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
        return form.matches() && (!tls || form.group(1).equals("https")) && isOurs(form.group(2), here);
    }

    /** Compares as addresses: one IPv6 address has many texts. A name is not looked up. */
    private static boolean isAddress(String host, InetAddress here) {
        return IpAddress.tryParse(host).filter(IpAddress.of(here)::equals).isPresent();
    }
}
