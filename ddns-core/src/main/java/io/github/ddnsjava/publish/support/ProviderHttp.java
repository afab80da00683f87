package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.publish.Publication;

/**
 * Makes requests to a provider's endpoint within one publication: each passes the gate, and each status that is not a
 * success becomes the right exception. Not to be kept beyond the call.
 *
 * <p>Paths are templates: {@code "/zones/{zone}/records"}; the arguments replace the braces in turn and are encoded.
 * Messages and events show the template only, so an argument may be a secret.
 */
public final class ProviderHttp {
    private final ProviderEndpoint endpoint;
    private final ProblemScope scope;
    private final Publication publication;

    ProviderHttp(ProviderEndpoint endpoint, ProblemScope scope, Publication publication) {
        this.endpoint = endpoint;
        this.scope = scope;
        this.publication = publication;
    }

    /** Begins a GET. */
    public ProviderRequest get(String path, Object... arguments) {
        return request("GET", path, arguments);
    }

    /** Begins a POST. */
    public ProviderRequest post(String path, Object... arguments) {
        return request("POST", path, arguments);
    }

    /** Begins a PUT. */
    public ProviderRequest put(String path, Object... arguments) {
        return request("PUT", path, arguments);
    }

    /** Begins a PATCH. */
    public ProviderRequest patch(String path, Object... arguments) {
        return request("PATCH", path, arguments);
    }

    /** Begins a DELETE. */
    public ProviderRequest delete(String path, Object... arguments) {
        return request("DELETE", path, arguments);
    }

    private ProviderRequest request(String method, String path, Object... arguments) {
        return new ProviderRequest(this, method, path, arguments);
    }

    ProviderEndpoint endpoint() {
        return endpoint;
    }

    ProblemScope scope() {
        return scope;
    }

    Publication publication() {
        return publication;
    }
}
