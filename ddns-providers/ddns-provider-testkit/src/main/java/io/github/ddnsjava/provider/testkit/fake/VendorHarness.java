package io.github.ddnsjava.provider.testkit.fake;

import com.fasterxml.jackson.databind.node.TextNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * What a vendor's test class states in its constructor, as tables, and the harness of the contract suite that follows from
 * it; {@link VendorContract} adds the tests of the tables. One test runs at a time.
 *
 * @param <F> the fake, which the class starts and stops
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class VendorHarness<F extends ZoneFake> implements ZoneFakeContract {
    /** The only zone of the tests that are not the contract's. */
    protected static final String ZONE = "example.com";

    /** What a vendor's refusal gives as its reason where a row of {@link #answers} has only its code. */
    protected static final String SAID = "what the vendor says";

    private static final Pattern ANSWER = Pattern.compile("(\\S+) +([0-9]+) *(.*?) *-> +(\\S+)(?: +(\\S+))?");
    private static final Pattern CALL = Pattern.compile("(\\S+) +(\\S+) *(.*?) *-> +([0-9]+) *(.*)");
    private static final String BODY = "(?s)[{\\[<].*|''";

    /** The running fake. */
    protected final F fake;

    final String id;
    private final Map<String, String> settings;
    final List<Answer> answers = new ArrayList<>();
    final List<Wrong> wrong = new ArrayList<>();
    List<String> costs = List.of();
    List<MatchResult> refused = List.of();
    List<String> writes = List.of("post", "put", "delete");
    private String lookup = "";
    private String list = "";
    private int zonesPerPage;
    private int recordsPerPage;
    private boolean raisesTtls = true;
    Publishing account;

    record Answer(
            MatchResult row,
            String kind,
            String effect,
            BiFunction<Integer, String, StrictFake.Refusal> error,
            ResponseDefinitionBuilder said) {
        String call() {
            return row.group(1);
        }

        int status() {
            return Integer.parseInt(row.group(2));
        }

        boolean isBody() {
            return row.group(3).matches(BODY);
        }

        ResponseDefinitionBuilder fresh() {
            return ResponseDefinitionBuilder.like(said.build());
        }

        boolean means(String problem, String scopes) {
            return kind.equals(problem) && effect.matches(scopes);
        }
    }

    record Wrong(String setting, String remedy, String value, boolean atOnce) {}

    /**
     * Starts the fake.
     *
     * @param id the type of the provider, as it is registered
     * @param settings all settings that it needs but for {@code endpoint}
     */
    protected VendorHarness(String id, F fake, Map<String, String> settings) {
        this.id = id;
        this.fake = fake;
        this.settings = Map.copyOf(settings);
        fake.begin();
        account = new Publishing(create(Map.of()));
    }

    /** Stops the fake. */
    @AfterAll
    public final void stop() {
        fake.close();
    }

    /** Empties the fake, adds its zone, and begins a new account. */
    @BeforeEach
    public final void start() {
        fake.reset();
        fake.addZone(ZONE);
        account(Map.of());
    }

    // ---- what a constructor states

    /** Says how zones are found; see {@link #zoneLookup}. The number is that of a page, or 0 if there are no pages. */
    protected final void lookup(String path, int perPage) {
        lookup = path;
        zonesPerPage = perPage;
    }

    /** Says how records are listed; see {@link #recordList}. The number is that of a page, or 0 if there are no pages. */
    protected final void list(String path, int perPage) {
        list = path;
        recordsPerPage = perPage;
    }

    /** Says that the vendor refuses short TTLs, or does not show what it made of them; see {@link #ttlFloor}. */
    protected final void raisesNoTtls() {
        raisesTtls = false;
    }

    /**
     * Names the fake's calls that create, change and delete. By default they are {@code post}, {@code put} and {@code
     * delete}. One call may do several of them.
     */
    protected final void writes(String create, String update, String delete) {
        writes = List.of(create, update, delete);
    }

    /**
     * Says what answers mean, one a line: {@code CALL STATUS WHAT -> KIND EFFECT}, as in {@code put 403 Forbidden ->
     * authentication ZONE}. The call is one of the fake's kinds, and is made only once. WHAT is the vendor's error, which
     * the message must contain; or a whole body, which begins with a bracket or is {@code ''}. The effect is the scope of a
     * change that certainly failed, {@code doubt} if it may have happened, {@code twice} if it is tried once more, or nothing
     * if any of these will do. The first rows for what the contract needs become its answers, as {@link #unauthorized}.
     *
     * @param error makes a refusal of a status and the vendor's error. One that puts in {@link #SAID} as the reason has
     *     codes in the rows, and the message must contain the reason instead
     */
    protected final void answers(BiFunction<Integer, String, StrictFake.Refusal> error, String rows) {
        for (MatchResult row : rows(ANSWER, rows)) {
            String what = row.group(3);
            int status = Integer.parseInt(row.group(2));
            ResponseDefinitionBuilder said = what.matches(BODY)
                    ? StrictFake.json(status, what.equals("''") ? "" : what)
                    : error.apply(status, what).answer();
            answers.add(new Answer(
                    row, row.group(4), Optional.ofNullable(row.group(5)).orElse(""), error, said));
        }
    }

    /**
     * Says which calls 20 names with both families cost if all are new, if all change, and if none does, as in {@code zones
     * list post*40}, each kind where it comes first.
     */
    protected final void costs(String first, String change, String none) {
        costs = List.of(first, change, none);
    }

    /** Says that a setting is refused when the provider is created, and which words then tell how to make a right one. */
    protected final void wrong(String setting, String remedy, String... values) {
        Stream.of(values).forEach(value -> wrong.add(new Wrong(setting, remedy, value, true)));
    }

    /** The same for a setting that is only read when something is to be sent. */
    protected final void wrongLater(String setting, String remedy, String... values) {
        Stream.of(values).forEach(value -> wrong.add(new Wrong(setting, remedy, value, false)));
    }

    /**
     * Says what the fake refuses, and accepts, one a line: {@code METHOD PATH BODY -> STATUS WORDS}, as in {@code POST
     * /zones {'name':''} -> 400 name}. The body may be left out. In it single quotes stand for double ones. The words, if
     * any, must be in the answer. Before each row, {@link #prepare} is called.
     */
    protected final void refuses(String rows) {
        refused = rows(CALL, rows);
    }

    private static List<MatchResult> rows(Pattern form, String rows) {
        return rows.lines()
                .map(row -> {
                    Matcher whole = form.matcher(row.strip());
                    if (!whole.matches()) {
                        throw new AssertionError("this row has another form than " + form + ": " + row);
                    }
                    return whole.toMatchResult();
                })
                .toList();
    }

    // ---- what a test class may override

    /** Puts into the zone what the rows of {@link #refuses} need: by default the address of {@code old}, and an alias. */
    protected void prepare() {
        fake.put(ZONE, "A", written("old"), "192.0.2.9", 300);
        fake.put(ZONE, "CNAME", written("alias"), "example.net", 300);
    }

    /** Returns the headers that authorize the calls of {@link #refuses}: by default the first secret as a bearer token. */
    protected Map<String, String> authorization() {
        return Map.of("Authorization", "Bearer " + secrets().iterator().next());
    }

    /** Returns them for one of these calls, where they are made from it: by default {@link #authorization()}. */
    protected Map<String, String> authorization(String method, String path, String body) {
        return authorization();
    }

    /** Returns the path or body of a row of {@link #refuses} with what only the running fake knows, such as ids. */
    protected String filled(String text) {
        return text;
    }

    // ---- for the tests of the vendor's own

    /** Returns a provider with these settings besides the usual ones. */
    protected final DnsProvider create(Map<String, String> more) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("endpoint", fake.endpoint());
        all.putAll(more);
        return DnsProviders.load().create(id, Settings.at("providers." + id, all), ProviderContext.standard());
    }

    /** Begins another account with these settings besides the usual ones, and returns it. */
    protected final Publishing account(Map<String, String> more) {
        account = new Publishing(create(more));
        return account;
    }

    /** Returns the account of the test. */
    protected final Publishing account() {
        return account;
    }

    /** Wants 192.0.2.1 for {@code www}. */
    protected final ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www." + ZONE, "192.0.2.1"));
    }

    /** Returns a label as a name of the zone, in the vendor's form. */
    protected final String written(String label) {
        DnsName zone = DnsName.of(ZONE);
        return fake.members().form().write(DnsName.of(label + "." + ZONE), zone);
    }

    // ---- the harness of the contract

    @Override
    public final ZoneFake fake() {
        return fake;
    }

    /** There is an alias, too, beside which the vendor accepts no address. */
    @Override
    public void reset() {
        ZoneFakeContract.super.reset();
        fake.put(ZONE, "CNAME", written("cname"), "example.net", (int) USUAL_TTL.toSeconds());
    }

    @Override
    public Optional<DnsName> refusedName() {
        return Optional.of(DnsName.of("cname." + ZONE));
    }

    @Override
    public final DnsProvider provider() {
        return create(Map.of());
    }

    @Override
    public final Set<String> secrets() {
        return DnsProviders.load().descriptors().stream()
                .filter(type -> type.id().equals(id))
                .flatMap(type -> type.settings().stream())
                .filter(SettingSpec::secret)
                .flatMap(spec -> Optional.ofNullable(settings.get(spec.name())).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public final Optional<String> zoneLookup() {
        return Optional.of(lookup).filter(path -> !path.isEmpty());
    }

    @Override
    public final Optional<String> recordList() {
        return Optional.of(list).filter(path -> !path.isEmpty());
    }

    @Override
    public final OptionalInt zonesPerPage() {
        return zonesPerPage == 0 ? OptionalInt.empty() : OptionalInt.of(zonesPerPage);
    }

    @Override
    public final OptionalInt recordsPerPage() {
        return recordsPerPage == 0 ? OptionalInt.empty() : OptionalInt.of(recordsPerPage);
    }

    @Override
    public final Optional<Consumer<Duration>> ttlFloor() {
        return raisesTtls ? ZoneFakeContract.super.ttlFloor() : Optional.empty();
    }

    /** There is none unless a row of {@link #answers} says that a record alone is forbidden. */
    @Override
    public Optional<Trouble> forbiddenName() {
        return said("authentication", "RECORD").flatMap(row -> ZoneFakeContract.super.forbiddenName());
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return said("authentication", "ACCOUNT").orElseGet(ZoneFakeContract.super::unauthorized);
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return said("authentication", "ZONE|RECORD").orElseGet(ZoneFakeContract.super::forbidden);
    }

    /** It is the first row by which a write failed for now with the status 404. */
    @Override
    public ResponseDefinitionBuilder missing() {
        return answers.stream()
                .filter(row -> row.status() == 404 && row.means("transient", ".*"))
                .map(Answer::fresh)
                .findFirst()
                .orElseGet(ZoneFakeContract.super::missing);
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        List<ResponseDefinitionBuilder> ways = new ArrayList<>(ZoneFakeContract.super.rateLimitedWithoutWait());
        answers.stream()
                .filter(row -> row.means("rate-limited", ".*"))
                .map(Answer::fresh)
                .forEach(ways::add);
        return ways;
    }

    /** It is the first row by which a record is rejected, with another reason. */
    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return answers.stream()
                .filter(row -> row.means("rejected", "RECORD") && !row.isBody())
                .findFirst()
                .map(row -> {
                    String body = String.valueOf(row.said.build().getBody());
                    return body.contains(SAID)
                            ? row.fresh().withBody(body.replace(SAID, escaped(reason)))
                            : row.error().apply(row.status(), reason).answer();
                });
    }

    private static String escaped(String text) {
        String json = TextNode.valueOf(text).toString();
        return json.substring(1, json.length() - 1);
    }

    private Optional<ResponseDefinitionBuilder> said(String kind, String scopes) {
        return answers.stream()
                .filter(row -> row.means(kind, scopes))
                .map(Answer::fresh)
                .findFirst();
    }
}
