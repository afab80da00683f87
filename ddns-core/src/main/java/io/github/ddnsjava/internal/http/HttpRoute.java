package io.github.ddnsjava.internal.http;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The way to a server, where it is not the system's choice. Immutable and thread-safe.
 *
 * @param proxy the proxy; empty for none
 * @param localAddress the address to connect from; empty for any
 * @param family the family to connect by; empty for any
 */
public record HttpRoute(Optional<Proxy> proxy, Optional<IpAddress> localAddress, Optional<IpFamily> family) {
    /**
     * An HTTP proxy.
     *
     * @param host its name or address
     * @param port its port
     * @param login who asks; empty if the proxy does not want to know
     */
    public record Proxy(String host, int port, Optional<Login> login) {
        /** Returns whom to connect to, from an address of this host if one is asked for. */
        EchoTarget target(Optional<IpAddress> localAddress) {
            return new EchoTarget(false, bracketed(), port, localAddress.map(IpAddress::family), localAddress);
        }

        @Override
        public String toString() {
            return "the proxy " + bracketed() + ":" + port;
        }

        private String bracketed() {
            return host.contains(":") ? "[" + host + "]" : host;
        }
    }

    /**
     * A user of the proxy.
     *
     * @param user the user name, without colon and control characters
     * @param password the password, which is read at each exchange
     */
    public record Login(String user, Secret password) {
        /**
         * Returns the credentials of the scheme Basic (RFC 7617).
         *
         * @throws ConfigurationException if the password cannot be read or sent
         */
        String basic() {
            String secret = password.reveal();
            if (secret.chars().anyMatch(Character::isISOControl)) {
                throw new ConfigurationException(
                        "", "the password of the proxy has a control character, as a line end or a tab; remove it", "");
            }
            byte[] pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }
    }
}
