package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.publish.Publication;
import java.net.URI;

/**
 * Makes requests to a provider's endpoint within one publication: each passes the gate, and each status that is not a
 * success becomes the right exception. Not to be kept beyond the call.
 *
 * <p>Paths are templates: {@code "/zones/{zone}/records"}; the arguments replace the braces in turn and are encoded.
 * Messages and events show the template only, so an argument may be a secret.
 */
public final class ProviderHttp {
    private final URI base;
    private final HttpTransport transport;
    private final ProviderEndpoint.AnswerCheck check;
    private final Publication publication;

    ProviderHttp(URI base, HttpTransport transport, ProviderEndpoint.AnswerCheck check, Publication publication) {
        this.base = base;
        this.transport = transport;
        this.check = check;
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

    URI base() {
        return base;
    }

    HttpTransport transport() {
        return transport;
    }

    ProviderEndpoint.AnswerCheck check() {
        return check;
    }

    Publication publication() {
        return publication;
    }
}
