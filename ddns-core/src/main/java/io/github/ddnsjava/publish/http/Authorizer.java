package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Proves who asks: puts credentials or a signature into each request of an endpoint, at the moment of sending, so that no
 * call can forget it and secrets are read only then. {@link Session} is one that logs in first. Thread-safe.
 */
public interface Authorizer {
    /**
     * Returns what tells this account from others: a user name, a key id or a token. Only its hash is kept.
     *
     * @throws ConfigurationException if it is a secret that cannot be read
     */
    String principal();

    /**
     * Adds what proves who asks. All else of the request is there already.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if a secret cannot be read or used
     */
    void authorize(OutgoingRequest request);

    /** Returns one by its two parts. */
    static Authorizer of(Supplier<String> principal, java.util.function.Consumer<OutgoingRequest> how) {
        return new Authorizer() {
            @Override
            public String principal() {
                return principal.get();
            }

            @Override
            public void authorize(OutgoingRequest request) {
                how.accept(request);
            }
        };
    }

    /** Adds nothing. For services that know their users by something else. */
    static Authorizer none(String principal) {
        return of(() -> principal, request -> {});
    }

    /** Sends {@code Authorization: Bearer TOKEN} (RFC 6750). */
    static Authorizer bearer(Secret token) {
        return header("Authorization", "Bearer ", token);
    }

    /**
     * Sends {@code Authorization: Basic …} with user name and password in UTF-8 (RFC 7617), with the first request,
     * without waiting for a challenge. A control character in one of them, and a colon in the user name, are refused, as
     * RFC 7617 demands.
     */
    static Authorizer basic(String user, Secret password) {
        return of(() -> user, request -> {
            if (user.indexOf(':') >= 0) {
                throw new ConfigurationException(
                        "", "the user name has a colon, which HTTP does not allow there; remove it", "");
            }
            String text = user + ":" + request.reveal(password);
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new ConfigurationException(
                        "",
                        "the user name or the password has a control character, as a line end or a tab; remove it",
                        "");
            }
            byte[] pair = text.getBytes(StandardCharsets.UTF_8);
            request.header(
                    "Authorization",
                    "Basic " + request.secret(Base64.getEncoder().encodeToString(pair)));
        });
    }

    /** Sends a secret in a header. */
    static Authorizer header(String name, Secret secret) {
        return header(name, "", secret);
    }

    /** Sends a secret in a header, after a prefix such as {@code "Apikey "}. */
    static Authorizer header(String name, String prefix, Secret secret) {
        return of(secret::reveal, request -> request.header(name, prefix + request.reveal(secret)));
    }

    /** Sends a secret as a parameter of the query. */
    static Authorizer query(String name, Secret secret) {
        return by(OutgoingRequest::query, name, secret);
    }

    /** Sends a secret as a field of the form. */
    static Authorizer form(String name, Secret secret) {
        return by(OutgoingRequest::form, name, secret);
    }

    /** Sends a secret as a member of the JSON object that is the body. */
    static Authorizer json(String name, Secret secret) {
        return by(OutgoingRequest::json, name, secret);
    }

    private static Authorizer by(Place place, String name, Secret secret) {
        return of(secret::reveal, request -> place.put(request, name, secret));
    }

    /** Where in a request a value stands: in its query, form or JSON object. */
    interface Place {
        /** Puts it there. */
        void put(OutgoingRequest request, String name, Object value);
    }

    /**
     * Returns one that adds the same, for credentials that reach several accounts: its principal is that account alone.
     *
     * @param account what tells it from the others, such as the id of a team; empty if the credentials tell it
     */
    default Authorizer within(Optional<String> account) {
        return account.map(name -> of(() -> principal() + " " + name, this::authorize))
                .orElse(this);
    }

    /** Returns one that adds this one's part first, and then that one's. The principal is this one's. */
    default Authorizer and(Authorizer other) {
        return of(this::principal, request -> {
            authorize(request);
            other.authorize(request);
        });
    }
}
