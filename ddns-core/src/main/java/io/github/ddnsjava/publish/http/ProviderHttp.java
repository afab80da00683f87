package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.publish.Publication;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes requests to a provider's endpoint within one publication. Each request passes the gate of the publication. Each
 * status that is not a success becomes an exception. A provider must not keep this object beyond the call. Thread-safe
 * if the publication is.
 *
 * <p>Paths are templates, such as {@code "/zones/{zone}/records"}. The arguments replace the braces in order and are
 * encoded. Messages and events show only the template, so an argument may be a secret. An argument that is empty,
 * {@code .} or {@code ..} is refused with a {@link io.github.ddnsjava.exception.ProtocolException}, because it would
 * lead to another resource.
 */
public final class ProviderHttp {
    private final ProviderEndpoint endpoint;
    private final ProblemScope scope;
    private final Publication publication;
    private final boolean reading;
    private final Set<String> revealed;

    ProviderHttp(ProviderEndpoint endpoint, ProblemScope scope, Publication publication) {
        this(endpoint, scope, publication, false, ConcurrentHashMap.newKeySet());
    }

    private ProviderHttp(
            ProviderEndpoint endpoint,
            ProblemScope scope,
            Publication publication,
            boolean reading,
            Set<String> revealed) {
        this.endpoint = endpoint;
        this.scope = scope;
        this.publication = publication;
        this.reading = reading;
        this.revealed = revealed;
    }

    /** Returns one whose requests are all reads, even while a write is announced: they put nothing in doubt. */
    public ProviderHttp reading() {
        return new ProviderHttp(endpoint, scope, publication, true, revealed);
    }

    /** Starts building a GET request. */
    public ProviderRequest get(String path, Object... arguments) {
        return request("GET", path, arguments);
    }

    /** Starts building a POST request. */
    public ProviderRequest post(String path, Object... arguments) {
        return request("POST", path, arguments);
    }

    /** Starts building a PUT request. */
    public ProviderRequest put(String path, Object... arguments) {
        return request("PUT", path, arguments);
    }

    /** Starts building a PATCH request. */
    public ProviderRequest patch(String path, Object... arguments) {
        return request("PATCH", path, arguments);
    }

    /** Starts building a DELETE request. */
    public ProviderRequest delete(String path, Object... arguments) {
        return request("DELETE", path, arguments);
    }

    /** Starts building a POST request to the endpoint itself, for interfaces where one URL serves all calls. */
    public ProviderRequest call(String action) {
        return request("POST", "").named(action);
    }

    /**
     * Starts building the request that a template describes. Messages and events name its method, the host and the action,
     * and nothing of the template, for users write credentials into it.
     *
     * @param action what the request does, for people: {@code update}
     * @param values what its placeholders stand for, as {@link RequestTemplate#fill} says
     */
    public ProviderRequest request(RequestTemplate template, String action, Map<String, ?> values) {
        return request(template.method(), "").named(action).part(request -> template.fill(request, values));
    }

    private ProviderRequest request(String method, String path, Object... arguments) {
        ProviderRequest request = new ProviderRequest(this, method, path, arguments);
        return reading ? request.reading() : request;
    }

    /**
     * Returns a message without what its requests have revealed of secrets, for one that has words of an answer that was a
     * success, and so was judged by nobody.
     */
    public String withoutSecrets(String message) {
        return new Quoter(revealed).withoutSecrets(message);
    }

    void revealed(Collection<String> secrets) {
        revealed.addAll(secrets);
    }

    ProviderEndpoint endpoint() {
        return endpoint;
    }

    ProblemScope scope() {
        return scope;
    }

    /** Returns the publication, for what concerns no request: the cache, the time. */
    public Publication publication() {
        return publication;
    }
}
