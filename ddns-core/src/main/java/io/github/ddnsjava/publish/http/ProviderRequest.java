package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.Product;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds and sends one request. Not thread-safe. It is sent as it was built, after the endpoint's {@link Authorizer} has
 * added its part. A {@link io.github.ddnsjava.config.Secret} is read at the moment of sending, and each method that sends
 * throws a {@link io.github.ddnsjava.exception.ConfigurationException} if it cannot be read.
 *
 * <p>Answers are limited to 4 MiB; exchanges, body included, to 30 seconds, or less if the cycle's deadline is nearer.
 */
public final class ProviderRequest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 4 << 20;
    private static final String ACCEPT_JSON = "application/json, text/plain;q=0.5, */*;q=0.1";
    private static final String ACCEPT_XML = "application/xml, text/xml, text/plain;q=0.5, */*;q=0.1";

    private final ProviderHttp http;
    private final String method;
    private final String template;
    private final Object[] arguments;
    private final List<Consumer<OutgoingRequest>> parts = new ArrayList<>();
    private String name = "";
    private boolean reading;

    ProviderRequest(ProviderHttp http, String method, String template, Object... arguments) {
        this.http = http;
        this.method = method;
        this.template = template;
        this.arguments = arguments.clone();
        PathTemplate.check(template, arguments.length);
    }

    ProviderRequest part(Consumer<OutgoingRequest> part) {
        parts.add(part);
        return this;
    }

    /** Gives the call a name, for interfaces where one path serves all calls: {@code DescribeDomainRecords}. */
    public ProviderRequest named(String action) {
        name = " " + action;
        return this;
    }

    /** Says that this is a read even if its method is that of a write, and even while a write is announced. */
    public ProviderRequest reading() {
        reading = true;
        return this;
    }

    /** Calls {@link #reading} if that holds, as in {@code readingIf(action.startsWith("Describe"))}. */
    public ProviderRequest readingIf(boolean isRead) {
        return isRead ? reading() : this;
    }

    /** Adds a query parameter. */
    public ProviderRequest query(String parameter, Object value) {
        return part(request -> request.query(parameter, value));
    }

    /** Adds a query parameter if there is a value for it. */
    public ProviderRequest query(String parameter, Optional<?> value) {
        value.ifPresent(given -> query(parameter, given));
        return this;
    }

    /** Adds a query parameter whose value is sent without encoding. For services that do not decode commas. */
    public ProviderRequest queryEncoded(String parameter, String encodedValue) {
        return part(request -> request.queryVerbatim(parameter, encodedValue));
    }

    /** Adds a field of a form body. */
    public ProviderRequest form(String field, Object value) {
        return part(request -> request.form(field, value));
    }

    /** Sets a header. */
    public ProviderRequest header(String header, Object value) {
        return part(request -> request.header(header, value));
    }

    /** Sets a JSON object as the body. {@code content} fills it, at each sending. */
    public ProviderRequest json(Consumer<JsonBody> content) {
        return part(request -> content.accept(request.jsonBody()));
    }

    /** Sets a JSON array of objects as the body. {@code content} fills each. */
    public <T> ProviderRequest jsonArray(Iterable<T> items, BiConsumer<JsonBody, T> content) {
        return part(request -> request.jsonArray(items, content));
    }

    /**
     * Sets an XML document as the body. {@code content} fills its root element, at each sending.
     *
     * @param root the name of the root element
     */
    public ProviderRequest xml(String root, Consumer<XmlWriter> content) {
        return part(request -> request.xml(root, content));
    }

    /** Sets a text in UTF-8 as the body. */
    public ProviderRequest body(String contentType, String text) {
        return part(request -> request.body(contentType, text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Sends the request and reads the JSON answer; the XML answer, if the endpoint is {@linkplain ProviderEndpoint#inXml in
     * XML}. An empty body is read as a missing value.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if there is no answer, it is an error, or it is of another form
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public JsonReader send() throws InterruptedException {
        return read(successful());
    }

    JsonReader read(HttpTransport.Answer answer) {
        return http.endpoint().read(what(), answer);
    }

    /**
     * Sends the request and reads the answer as {@link #send} does. Empty if what was asked for does not exist (404, or
     * what the endpoint's judgement takes for not found).
     *
     * @throws io.github.ddnsjava.exception.DdnsException as {@link #send}, for anything else
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public Optional<JsonReader> sendIfPresent() throws InterruptedException {
        return sendIfPresent(ProblemScope.ACCOUNT);
    }

    /**
     * Does the same, but is empty only if nothing wider than that does not exist. With {@link ProblemScope#RECORD}, an
     * answer that the endpoint's judgement takes for a missing record is empty, and a missing zone is an error: it must not
     * look like an empty one.
     *
     * @throws io.github.ddnsjava.exception.DdnsException as {@link #send}, for anything else
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public Optional<JsonReader> sendIfPresent(ProblemScope widest) throws InterruptedException {
        try {
            return Optional.of(send());
        } catch (RejectedException e) {
            if (e.reason() == RejectedException.Reason.NOT_FOUND && e.scope().orWider(widest) == widest) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Sends the request and returns the text of a successful answer.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if there is no answer, or it is an error
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public String sendForText() throws InterruptedException {
        return successful().body();
    }

    /**
     * Sends the request, whose successful answer is an object, whatever it says. In XML, that is a root element with
     * attributes or with elements in it.
     *
     * @throws io.github.ddnsjava.exception.DdnsException as {@link #send}, or if the answer is something else
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public void sendForObject() throws InterruptedException {
        if (!send().isObject()) {
            throw new ProtocolException(what() + ": the answer is no object, as that to a success is");
        }
    }

    /**
     * Sends the request, whose successful answer has no content: an empty body, or {@code null}.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if there is no answer, it is an error, or it has content: that is
     *     not what this vendor answers to a success
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public void sendForNoContent() throws InterruptedException {
        String body = successful().body();
        if (!body.isBlank() && !body.matches("\\s*null\\s*")) {
            throw new ProtocolException(what() + ": the answer has content, but a success has none");
        }
    }

    /** The same as {@link #all(Pages, Function)} for items at that path of each page, as in {@code data/records}. */
    public List<JsonReader> all(Pages pages, String list) throws InterruptedException {
        return all(pages, page -> page.at(list).asList());
    }

    /**
     * Reads a list page by page.
     *
     * @param pages how the vendor's pages follow one another
     * @param items returns the items of one page
     * @throws io.github.ddnsjava.exception.DdnsException if a page cannot be read, or comes again
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public List<JsonReader> all(Pages pages, Function<JsonReader, List<JsonReader>> items) throws InterruptedException {
        return pages.read(this, items);
    }

    /**
     * Sends the request and returns a successful answer. Where nobody reads the body, its status counts as the success. So
     * an answer that is a web page is refused: a captive portal or a proxy may have given it, and not the service.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if there is no answer, it is an error, or it is a web page
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public HttpTransport.Answer exchange() throws InterruptedException {
        HttpTransport.Answer answer = successful();
        if (answer.isWebPage()) {
            throw new ProtocolException(
                    what() + ": the answer is a web page, and not the service's; a captive portal or"
                            + " a proxy may have answered in its place");
        }
        return answer;
    }

    HttpTransport.Answer successful() throws InterruptedException {
        return exchange((asked, answer, now) -> {
            http.endpoint().check().check(asked, answer, now);
            Statuses.check(asked, answer, now);
        });
    }

    /**
     * Sends the request and returns the answer, whatever its status. Nothing judges it. For protocols in which the body
     * decides.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if there is no answer
     * @throws InterruptedException if the calling thread is interrupted, or the updater closes
     */
    public HttpTransport.Answer exchangeUnjudged() throws InterruptedException {
        return exchange((asked, answer, now) -> {});
    }

    private HttpTransport.Answer exchange(ProviderEndpoint.AnswerCheck judge) throws InterruptedException {
        if (!(http.endpoint().authorizer() instanceof Session session)) {
            return pass(() -> send(judge, null, null));
        }
        Publication publication = http.publication();
        Session.Current current = session.current(publication, null);
        Optional<HttpTransport.Answer> answer = pass(() -> sendUnlessEnded(judge, session, current));
        if (answer.isPresent()) {
            return answer.get();
        }
        // The session ended at the server, though it was not to. It is made anew, once.
        Session.Current renewed = session.current(publication, current);
        return pass(() -> send(judge, session, renewed.grant()));
    }

    private <T> T pass(Publication.Call<T> call) throws InterruptedException {
        return reading
                ? http.publication().reading(what(), call)
                : http.publication().exchange(what(), call);
    }

    /** Returns nothing where the server does not know a session any more that may be made anew: that is no refusal. */
    private Optional<HttpTransport.Answer> sendUnlessEnded(
            ProviderEndpoint.AnswerCheck judge, Session session, Session.Current current) throws InterruptedException {
        try {
            return Optional.of(send(judge, session, current.grant()));
        } catch (AuthenticationException e) {
            if (!session.renews(current) || e.isPermissionMissing() || e.scope() != ProblemScope.ACCOUNT) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private HttpTransport.Answer send(
            ProviderEndpoint.AnswerCheck judge, @Nullable Session session, Session.@Nullable Grant grant)
            throws InterruptedException {
        Publication publication = http.publication();
        OutgoingRequest request = outgoing(publication.now(), session, grant);
        http.revealed(request.revealed());
        // Only now, for a secret can come from a slow vault. Meanwhile the right to send can have ended.
        Duration left = Duration.between(publication.now(), publication.deadline());
        if (left.isNegative() || left.isZero()) {
            throw TransientException.notSent(what() + ": the deadline has passed", null);
        }
        Duration timeout = left.compareTo(TIMEOUT) < 0 ? left : TIMEOUT;
        HttpTransport.Answer answer = http.endpoint()
                .context()
                .http()
                .exchange(new HttpTransport.Request(
                        method, request.url(), request.headers(), request.content(), timeout, MAX_BYTES))
                .withoutMark();
        ProblemScope limited = http.endpoint().limited().orWider(http.scope());
        new Asked(what(), http.scope(), limited, new Quoter(request.revealed()))
                .judge(judge, answer, publication.now());
        return answer;
    }

    private OutgoingRequest outgoing(Instant now, @Nullable Session session, Session.@Nullable Grant grant) {
        ProviderEndpoint endpoint = http.endpoint();
        OutgoingRequest request = new OutgoingRequest(
                method, endpoint.base(), now, endpoint.context().random());
        request.named(what());
        request.path(PathTemplate.expand(template, request::reveal, arguments));
        request.header("User-Agent", Product.USER_AGENT);
        request.header("Accept", endpoint.isXml() ? ACCEPT_XML : ACCEPT_JSON);
        parts.forEach(part -> part.accept(request));
        if (session != null && grant != null) {
            session.authorize(request, grant);
        } else {
            endpoint.authorizer().authorize(request);
        }
        return request;
    }

    /** Returns the next request of a list: the same with other parameters, or that of a link to the next page. */
    ProviderRequest again(Consumer<OutgoingRequest> more) {
        ProviderRequest next = new ProviderRequest(http, method, template, arguments);
        next.parts.addAll(parts);
        next.parts.add(more);
        next.name = name;
        next.reading = reading;
        return next;
    }

    ProviderHttp http() {
        return http;
    }

    String what() {
        return method + " " + http.endpoint().base().getHost() + (template.isEmpty() ? "/" : template) + name;
    }
}
