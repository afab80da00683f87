package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.http.HttpRoute;
import io.github.ddnsjava.internal.http.JdkHttpTransport;
import io.github.ddnsjava.internal.http.SocketHttpTransport;
import io.github.ddnsjava.internal.http.TlsMaterial;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes a transport that reaches servers in another way than the system would: through a proxy, from one local address, by
 * one address family, or with own certificates. What is not set is the system's choice. Not thread-safe; the transport is.
 *
 * <pre>{@code
 * HttpTransport http = HttpTransport.builder()
 *         .proxy("proxy.example", 3128)
 *         .proxyLogin("ddns", Secret.env("PROXY_PASSWORD"))
 *         .build();
 * ProviderContext context = ProviderContext.standard().withHttp(http);
 * }</pre>
 *
 * <p>Trust and client certificates work with the JDK's HTTP client (HTTP/2 and HTTP/1.1, connections are kept). A proxy, a
 * local address and a family go over sockets of this library, because that client can force no family, has a local address
 * only since JDK 19, and sends no password to a proxy for an https URL unless a system property of the whole JVM allows it.
 * These sockets use HTTP/1.1 and a connection for each exchange, and ignore the system properties for proxies ({@code
 * https.proxyHost} and others), which the JDK's client obeys.
 *
 * <p>Not supported: proxies that are reached by TLS, SOCKS, proxies that want Digest, NTLM or Kerberos, lists of hosts that
 * are reached without the proxy (hosts on loopback always are), scripts that choose a proxy.
 */
public final class HttpTransportBuilder {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");

    private Optional<HttpRoute.Proxy> proxy = Optional.empty();
    private Optional<HttpRoute.Login> login = Optional.empty();
    private Optional<IpAddress> localAddress = Optional.empty();
    private Optional<IpFamily> family = Optional.empty();
    private Optional<SSLContext> context = Optional.empty();
    private Optional<Supplier<TrustManager[]>> trust = Optional.empty();
    private Optional<Supplier<KeyManager[]>> client = Optional.empty();

    HttpTransportBuilder() {}

    /**
     * Reaches all hosts but those on loopback through this HTTP proxy. For an https URL, the proxy is asked for a tunnel
     * ({@code CONNECT}) and sees only the name of the host. For an http URL, it sees the whole request. The proxy looks up
     * the names of hosts.
     *
     * @param host the name or the address of the proxy, without scheme and port
     * @param port its port
     */
    public HttpTransportBuilder proxy(String host, int port) {
        proxy = Optional.of(new HttpRoute.Proxy(host, port, Optional.empty()));
        return this;
    }

    /**
     * Sends this user name and password to the proxy, by the scheme Basic, with the first request. They go to the proxy
     * without encryption, and never to the host behind it: the proxy removes them from a request that it forwards.
     *
     * @param user the user name
     * @param password the password; it is read at each exchange
     */
    public HttpTransportBuilder proxyLogin(String user, Secret password) {
        login = Optional.of(new HttpRoute.Login(user, password));
        return this;
    }

    /**
     * Trusts these certificates, besides those that the JVM trusts.
     *
     * @param pem certificates of authorities, or of servers that signed their own, in PEM; one or several
     */
    public HttpTransportBuilder trust(String pem) {
        trust = Optional.of(() -> TlsMaterial.trusting(TlsMaterial.certificates(pem)));
        return this;
    }

    /**
     * Shows this certificate to servers that ask for one. It is read once, by {@link #build}.
     *
     * @param chainPem the client's own certificate in PEM, with those of its issuers after it if the server needs them
     * @param keyPem the private key that belongs to it: PKCS#8 or PKCS#1 in PEM, without a passphrase
     */
    public HttpTransportBuilder clientCertificate(String chainPem, Secret keyPem) {
        client = Optional.of(() -> TlsMaterial.client(TlsMaterial.certificates(chainPem), keyPem.reveal()));
        return this;
    }

    /**
     * Shows the certificates of a key store to servers that ask for one. They are read once, by {@link #build}.
     *
     * @param store the loaded key store
     * @param password the password of its private keys
     */
    public HttpTransportBuilder clientCertificate(KeyStore store, Secret password) {
        client = Optional.of(() -> TlsMaterial.client(store, password.reveal()));
        return this;
    }

    /** Uses this context for TLS. It brings its own trust and client certificates. */
    public HttpTransportBuilder sslContext(SSLContext newContext) {
        context = Optional.of(newContext);
        return this;
    }

    /**
     * Connects from this address of this host. It says the family too. If this host does not have the address at the time
     * of an exchange, the exchange fails, and nothing is sent.
     */
    public HttpTransportBuilder localAddress(IpAddress address) {
        localAddress = Optional.of(address);
        return this;
    }

    /** Connects by this family, for services that take the address from the connection. */
    public HttpTransportBuilder family(IpFamily newFamily) {
        family = Optional.of(newFamily);
        return this;
    }

    /**
     * Makes the transport.
     *
     * @throws ConfigurationException if values cannot be used, or contradict each other. It names all of them, each by the
     *     method of this class that set it
     */
    public HttpTransport build() {
        List<ConfigurationException.Entry> problems = new ArrayList<>();
        checkProxy(problems);
        checkAddress(problems);
        Optional<SSLContext> tls = tls(problems);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        boolean direct = proxy.isEmpty() && localAddress.isEmpty() && family.isEmpty();
        return direct
                ? new JdkHttpTransport(tls)
                : new SocketHttpTransport(
                        new HttpRoute(
                                proxy.map(to -> new HttpRoute.Proxy(to.host(), to.port(), login)),
                                localAddress,
                                family),
                        tls);
    }

    private void checkProxy(List<ConfigurationException.Entry> problems) {
        proxy.ifPresent(to -> {
            if (!HOST.matcher(to.host()).matches() || isHostAndPort(to.host())) {
                problems.add(problem(
                        "proxy",
                        "the host is no host name and no address; write it without http://, without user and without"
                                + " port, as in proxy.example"));
            }
            if (to.port() < 1 || to.port() > 65535) {
                problems.add(problem("proxy", "the port " + to.port() + " is not between 1 and 65535"));
            }
        });
        login.ifPresent(user -> {
            if (proxy.isEmpty()) {
                problems.add(problem("proxyLogin", "there is no proxy; set proxy, or leave out user and password"));
            }
            if (user.user().indexOf(':') >= 0 || user.user().chars().anyMatch(Character::isISOControl)) {
                problems.add(
                        problem(
                                "proxyLogin",
                                "the user name has a colon or a control character, which HTTP does not allow there; remove it"));
            }
        });
    }

    private static boolean isHostAndPort(String host) {
        return host.indexOf(':') >= 0 && IpAddress.tryParse(host).isEmpty();
    }

    private void checkAddress(List<ConfigurationException.Entry> problems) {
        localAddress.ifPresent(address -> {
            if (address.toInetAddress().isAnyLocalAddress()
                    || address.toInetAddress().isMulticastAddress()) {
                problems.add(
                        problem("localAddress", address + " is not the address of one host; set one of this host"));
            }
            if (family.filter(wanted -> wanted != address.family()).isPresent()) {
                problems.add(problem(
                        "localAddress",
                        address + " is an " + address.family() + " address, and family says " + family.get()
                                + "; leave out one of them"));
            }
        });
        if (family.isPresent() && proxy.isPresent()) {
            problems.add(problem(
                    "family",
                    "a proxy connects to the host by a family of its own choice; leave out the family or the proxy"));
        }
    }

    private Optional<SSLContext> tls(List<ConfigurationException.Entry> problems) {
        if (context.isPresent() && (trust.isPresent() || client.isPresent())) {
            problems.add(problem(
                    "sslContext",
                    "it brings its own trust and client certificates; leave out trust and clientCertificate"));
        }
        TrustManager[] trusting = made("trust", trust, problems);
        KeyManager[] showing = made("clientCertificate", client, problems);
        return trusting == null && showing == null ? context : Optional.of(TlsMaterial.context(showing, trusting));
    }

    private static <T> @Nullable T made(
            String path, Optional<Supplier<T>> how, List<ConfigurationException.Entry> problems) {
        try {
            return how.map(Supplier::get).orElse(null);
        } catch (ConfigurationException e) {
            e.problems().forEach(entry -> problems.add(problem(path, entry.message())));
            return null;
        }
    }

    private static ConfigurationException.Entry problem(String path, String message) {
        return new ConfigurationException.Entry(path, message, "");
    }
}
