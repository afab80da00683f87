package io.github.ddnsjava.providers.notify;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.notify.Message;
import io.github.ddnsjava.notify.Notice;
import io.github.ddnsjava.notify.NotificationListener;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import io.github.ddnsjava.publish.http.ProviderEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * A row of the catalog: a service, what is sent to it, and what its answers mean. The methods that return it belong to the
 * catalog, which describes it once; afterwards it never changes, and is thread-safe.
 */
final class Service {
    /** The setting of services whose whole URL is a secret. */
    static final SettingSpec URL = SettingSpec.secret(
                    "url", "the whole URL, as the service shows it; whoever knows it can send")
            .example("${env:NOTIFY_URL}");

    private static final SettingSpec SERVER =
            SettingSpec.required("endpoint", "the base URL of your server").example("https://push.example.com");

    private static final int ANY_SIZE = 100_000;

    private final String id;
    private final String name;
    private final String page;
    private final String evidence;
    private String base = "";
    private List<SettingSpec> settings = List.of();
    private List<String> notes = List.of();
    private Map<String, Object> request = Map.of();
    private Function<Settings, Map<String, Object>> derived = given -> Map.of();
    private Signer signer = (given, message, sent) -> {};
    private ProviderEndpoint.AnswerCheck answers = (asked, answer, now) -> {};
    private UnaryOperator<String> escape = Escapes::none;
    private ToIntFunction<String> size = String::length;
    private int limit = ANY_SIZE;
    private String troublePath = "";
    private List<Notice.Kind> usually = List.of(Notice.Kind.values());

    /** Adds to a request what proves who sends it. */
    interface Signer {
        /** Signs, if the settings have what that needs. */
        void sign(Settings settings, Message message, OutgoingRequest request);
    }

    /**
     * Begins a row.
     *
     * @param id the type
     * @param name the name for people
     * @param page the vendor's page
     * @param evidence what the row is based on
     */
    Service(String id, String name, String page, String evidence) {
        this.id = id;
        this.name = name;
        this.page = page;
        this.evidence = evidence;
    }

    /** Has the service's own settings: those that are texts are placeholders of the request. */
    Service settings(SettingSpec... own) {
        settings = List.of(own);
        return this;
    }

    /** Is at this base URL, unless the user says another. */
    Service at(String newBase) {
        base = newBase;
        return this;
    }

    /** Gets this request, in the form of the provider {@code custom}. */
    Service sends(Map<String, Object> newRequest) {
        request = newRequest;
        return this;
    }

    /** Has further placeholders, which are made of the settings at each message. */
    Service derives(Function<Settings, Map<String, Object>> newDerived) {
        derived = newDerived;
        return this;
    }

    /** Gets requests that this has signed. */
    Service signedBy(Signer newSigner) {
        signer = newSigner;
        return this;
    }

    /** Says so what it made of a request; otherwise the status says it. */
    Service judgedBy(ProviderEndpoint.AnswerCheck newAnswers) {
        answers = newAnswers;
        return this;
    }

    /** Gets texts of at most that many characters. */
    Service text(UnaryOperator<String> newEscape, int characters) {
        escape = newEscape;
        limit = characters;
        return this;
    }

    /** Gets texts of at most that many bytes in UTF-8. */
    Service textInBytes(UnaryOperator<String> newEscape, int bytes) {
        size = text -> text.getBytes(StandardCharsets.UTF_8).length;
        return text(newEscape, bytes);
    }

    /** Is called at this path after its URL as long as something is in trouble. */
    Service inTrouble(String path) {
        troublePath = path;
        return this;
    }

    /** Is told only of these if the user does not say of what. */
    Service usually(Notice.Kind... kinds) {
        usually = List.of(kinds);
        return this;
    }

    Service notes(String... newNotes) {
        notes = List.of(newNotes);
        return this;
    }

    String id() {
        return id;
    }

    String base() {
        return base;
    }

    List<SettingSpec> settings() {
        return settings;
    }

    Map<String, Object> request() {
        return request;
    }

    Function<Settings, Map<String, Object>> derived() {
        return derived;
    }

    Signer signer() {
        return signer;
    }

    ProviderEndpoint.AnswerCheck answers() {
        return answers;
    }

    List<Notice.Kind> usually() {
        return usually;
    }

    /** Tells whether the whole URL is a secret of the user. */
    boolean hasSecretUrl() {
        return settings.stream().anyMatch(setting -> setting.name().equals(URL.name()));
    }

    /** Returns what follows the URL of the user for this message. */
    String path(Message message) {
        return message.inTrouble() > 0 ? troublePath : "";
    }

    /** Returns the text of a message, as this service takes it. */
    String text(Message message) {
        return message.text(escape, size, limit);
    }

    /** Returns the title of a message, as this service takes it. */
    String title(Message message) {
        return escape.apply(message.title());
    }

    TypeDescriptor descriptor() {
        List<SettingSpec> all = new ArrayList<>(settings);
        if (!hasSecretUrl()) {
            all.add(base.isEmpty() ? SERVER : ProviderEndpoint.SETTINGS.get(0));
        }
        all.add(ProviderEndpoint.SETTINGS.get(1));
        all.addAll(NotificationListener.SETTINGS);
        return new TypeDescriptor(id, name, page, all, "", evidence, notes);
    }
}
