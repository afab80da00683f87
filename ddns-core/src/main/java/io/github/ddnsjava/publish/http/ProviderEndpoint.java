package io.github.ddnsjava.publish.http;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.http.InsecureUrls;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Accounts;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.xml.XmlReader;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * The endpoint of a vendor's interface: where it is, who asks, and what its answers mean. Immutable and thread-safe.
 *
 * <p>Every HTTP provider has the settings {@code endpoint} (another base URL) and {@code allowInsecure} (plain HTTP to
 * hosts other than loopback). One that logs in on another host also has {@code loginEndpoint}.
 */
public final class ProviderEndpoint {
    /** The settings that {@link #of} reads, for a {@link io.github.ddnsjava.config.TypeDescriptor}. */
    public static final List<SettingSpec> SETTINGS = List.of(
            SettingSpec.optional("endpoint", "the base URL of the API, if it is not the default"),
            SettingSpec.optional("allowInsecure", "true allows plain HTTP to hosts other than loopback")
                    .as(SettingType.flag()));

    /** The setting that {@link #ofLogin} reads besides. */
    public static final SettingSpec LOGIN_SETTING = SettingSpec.optional(
            "loginEndpoint",
            "the URL of the login, if it is not the default; where only endpoint is set, the login goes to that host");

    private static final Authorizer NOBODY = Authorizer.none("");

    private final URI base;
    private final ProviderContext context;
    private final Authorizer authorizer;
    private final AnswerCheck check;
    private final ProblemScope limited;
    private final boolean xml;

    private ProviderEndpoint(URI base, ProviderContext context) {
        this(base, context, NOBODY, (asked, answer, now) -> {}, ProblemScope.ACCOUNT, false);
    }

    private ProviderEndpoint(
            URI base,
            ProviderContext context,
            Authorizer authorizer,
            AnswerCheck check,
            ProblemScope limited,
            boolean xml) {
        this.base = base;
        this.context = context;
        this.authorizer = authorizer;
        this.check = check;
        this.limited = limited;
        this.xml = xml;
    }

    /** Judges an answer by more than its status. Implementations are thread-safe. */
    @FunctionalInterface
    public interface AnswerCheck {
        /**
         * Throws an exception if the answer is an error that this provider knows. If this method returns, the status
         * decides.
         *
         * @param asked what was asked
         * @param answer the answer, whatever its status
         * @param now the time by the updater's clock, to which dates in the answer are relative
         * @throws io.github.ddnsjava.exception.DdnsException if the answer is an error
         */
        void check(Asked asked, HttpTransport.Answer answer, Instant now);
    }

    /**
     * Returns the endpoint that the settings describe. Nobody is logged in there.
     *
     * @param settings the provider's settings
     * @param defaultBase the vendor's base URL
     * @param context supplies the HTTP transport and the random numbers
     * @throws ConfigurationException if the setting {@code endpoint} is not an absolute URL, or plain HTTP is not
     *     allowed
     */
    public static ProviderEndpoint of(Settings settings, String defaultBase, ProviderContext context) {
        return new ProviderEndpoint(InsecureUrls.checked(settings, "endpoint", defaultBase), context);
    }

    /**
     * Returns the endpoint at a URL that another setting has than {@code endpoint}. Nobody is logged in there.
     *
     * @param setting the setting, for messages
     * @param url the base URL
     * @throws ConfigurationException if it is not an absolute URL, or plain HTTP is not allowed
     */
    public static ProviderEndpoint at(Settings settings, String setting, String url, ProviderContext context) {
        return new ProviderEndpoint(InsecureUrls.check(settings, setting, url), context);
    }

    /**
     * Returns the endpoint of a login. Where only {@code endpoint} is set, it is that origin with the vendor's path, so
     * that no credential leaves for a host that the user has replaced.
     *
     * @param settings the provider's settings
     * @param defaultUrl the vendor's URL
     * @param context supplies the HTTP transport and the random numbers
     * @throws ConfigurationException if the URL is not absolute, or plain HTTP is not allowed
     */
    public static ProviderEndpoint ofLogin(Settings settings, String defaultUrl, ProviderContext context) {
        String url = defaultUrl;
        if (settings.value("endpoint").isPresent()) {
            URI api = InsecureUrls.checked(settings, "endpoint", defaultUrl);
            url = api.getScheme() + "://" + api.getRawAuthority()
                    + URI.create(defaultUrl).getRawPath();
        }
        return new ProviderEndpoint(InsecureUrls.checked(settings, "loginEndpoint", url), context);
    }

    /** Returns this endpoint with that proof of who asks, which each request gets. */
    public ProviderEndpoint authorizedBy(Authorizer newAuthorizer) {
        return new ProviderEndpoint(base, context, newAuthorizer, check, limited, xml);
    }

    /** Returns this endpoint with that judgement of answers, such as an {@link ErrorTable}. */
    public ProviderEndpoint judgedBy(AnswerCheck newCheck) {
        return new ProviderEndpoint(base, context, authorizer, newCheck, limited, xml);
    }

    /**
     * Returns this endpoint with another scope of its request limits. Too many requests (429) then hold the zone or the
     * record that the request named, and not the account.
     */
    public ProviderEndpoint limitedPer(ProblemScope newLimited) {
        return new ProviderEndpoint(base, context, authorizer, check, newLimited, xml);
    }

    /**
     * Returns this endpoint for an interface that answers in XML. Requests ask for that, and what reads their answers as
     * JSON gets the root element as {@link XmlReader#asJson()} returns it.
     */
    public ProviderEndpoint inXml() {
        return new ProviderEndpoint(base, context, authorizer, check, limited, true);
    }

    /** Returns the base URL, without a trailing slash. */
    public URI base() {
        return base;
    }

    /**
     * Returns the account's key: of the base URL and of who asks.
     *
     * @throws IllegalStateException if nobody asks: two accounts would share their budget and their holds
     */
    public String account() {
        if (authorizer == NOBODY) {
            throw new IllegalStateException(
                    "the endpoint " + base + " does not say who asks, so two accounts would be one;"
                            + " call authorizedBy, with Authorizer.none(name) if requests need no credentials");
        }
        return Accounts.key(base.toString(), authorizer.principal());
    }

    /** Returns an object that makes requests within that publication. They name what the publication names. */
    public ProviderHttp on(Publication publication) {
        return on(publication, publication.scope());
    }

    /**
     * Returns an object that makes requests within that publication. They name a record, a zone, or neither; then it is
     * the account.
     */
    public ProviderHttp on(Publication publication, ProblemScope scope) {
        return new ProviderHttp(this, scope, publication);
    }

    ProviderContext context() {
        return context;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    AnswerCheck check() {
        return check;
    }

    ProblemScope limited() {
        return limited;
    }

    boolean isXml() {
        return xml;
    }

    JsonReader read(String what, HttpTransport.Answer answer) {
        return xml ? XmlReader.parse(what, answer.body()).asJson() : JsonReader.parse(what, answer.body());
    }
}
