package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.exception.AuthenticationException;
import java.util.HashSet;
import java.util.Set;

/**
 * What the names of a publication have heard, where a refusal may mean the name or the credentials. For one publication. Not
 * thread-safe.
 */
final class Doubts {
    private final Set<DnsName> refused = new HashSet<>();
    private boolean accepted;

    /** A name was accepted, so the credentials are right. */
    void accepted() {
        accepted = true;
    }

    /** Returns what a refusal of one name means. */
    AuthenticationException meaning(DnsName name, AuthenticationException e) {
        refused.add(name);
        return accepted || refused.size() == 1
                ? e
                : AuthenticationException.ofAccount(
                        e.getMessage() + "; two names heard the same, so the credentials are probably wrong");
    }
}
