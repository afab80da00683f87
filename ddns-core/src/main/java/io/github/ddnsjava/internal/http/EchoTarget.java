package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.internal.Product;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom to connect to, by which family and from which address: what must be equal for a connection to be used again.
 *
 * @param secure whether by TLS
 * @param host the name, or the literal in brackets if it is IPv6, as the Host header has it
 * @param port the port
 * @param family the family; empty for any
 * @param localAddress the address to connect from; empty for any
 */
record EchoTarget(boolean secure, String host, int port, Optional<IpFamily> family, Optional<IpAddress> localAddress) {
    static EchoTarget of(EchoTransport.Request request) throws IOException {
        return of(request.uri(), request.family(), request.localAddress());
    }

    /** Returns the target of a URL; a local address says the family. */
    static EchoTarget of(URI uri, Optional<IpFamily> family, Optional<IpAddress> localAddress) throws IOException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !scheme.equals("http") || uri.getHost() == null) {
            throw new IOException("the URL is not an http or https URL with a host");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        EchoTarget target = new EchoTarget(
                secure, uri.getHost(), port, localAddress.map(IpAddress::family).or(() -> family), localAddress);
        if (target.host.startsWith("[") && target.literal().isEmpty()) {
            throw new IOException("the URL's host is an address that cannot be used, for example one with a zone");
        }
        return target;
    }

    /** Returns the address, where the host is a literal. */
    Optional<IpAddress> literal() {
        return IpAddress.tryParse(bare());
    }

    /** Returns the host as certificates name it. */
    String tlsName() {
        String bare = bare();
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }

    private String bare() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns the host, with the port if it is not the scheme's own, as the Host header has it. */
    String authority() {
        return port == (secure ? 443 : 80) ? host : host + ":" + port;
    }

    /** Writes the request. No header says an address: some services believe those more than the connection. */
    byte[] requestFor(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        return String.join(
                        "\r\n",
                        "GET " + path + query + " HTTP/1.1",
                        "Host: " + authority(),
                        "User-Agent: " + Product.USER_AGENT,
                        "Accept: text/plain, application/json;q=0.9, */*;q=0.1",
                        "Accept-Encoding: identity",
                        "Cache-Control: no-cache",
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
