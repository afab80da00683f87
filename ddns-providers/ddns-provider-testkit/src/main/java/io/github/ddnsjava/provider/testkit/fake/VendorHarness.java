package io.github.ddnsjava.provider.testkit.fake;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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

    /** The running fake. */
    protected final F fake;

    final String id;
    private final Map<String, String> settings;
    private final Set<String> plain = new HashSet<>();
    final VendorTables tables = new VendorTables();
    private String lookup = "";
    private String list = "";
    private int zonesPerPage;
    private int recordsPerPage;
    private boolean raisesTtls = true;
    Publishing account;

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

    /**
     * Begins anew: empties the fake, adds its zone {@link #ZONE}, and makes another account, which remembers nothing. It runs
     * before each test, and before each row of a table. A test that loops over cases calls it between them.
     */
    @BeforeEach
    public final void beginAnew() {
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
        tables.writes = List.of(create, update, delete);
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
        tables.answers(error, rows);
    }

    /**
     * Says which calls 20 names with both families cost if all are new, if all change, and if none does, as in {@code zones
     * list post*40}, each kind where it comes first. The
     * fake may refuse none of them but for {@link #asksForWhatMayBeMissing}.
     */
    protected final void costs(String first, String change, String none) {
        tables.costs = List.of(first, change, none);
    }

    /**
     * Names the fake's calls that ask for what may be missing: a zone of a longer name, a set that is to be created. Their
     * status 404 is an answer. Each of them must get one in the tests of {@link #costs}, and no other call may be refused.
     */
    protected final void asksForWhatMayBeMissing(String... calls) {
        tables.mayBeMissing = Set.of(calls);
    }

    /**
     * Names the settings of this test that are no secrets, as a user name. The values of all others are looked for in all
     * that the provider shows. The provider's description must agree with that: what is not named here is declared secret.
     */
    protected final void plain(String... names) {
        for (String name : names) {
            if (!settings.containsKey(name)) {
                throw new AssertionError("plain(\"" + name + "\") names none of the settings " + settings.keySet());
            }
            plain.add(name);
        }
    }

    /** Says that a setting is refused when the provider is created, and which words then tell how to make a right one. */
    protected final void wrong(String setting, String remedy, String... values) {
        tables.wrong(setting, remedy, true, values);
    }

    /** The same for a setting that is only read when something is to be sent. */
    protected final void wrongLater(String setting, String remedy, String... values) {
        tables.wrong(setting, remedy, false, values);
    }

    /**
     * Says what the fake refuses, and accepts, one a line: {@code METHOD PATH BODY -> STATUS WORDS}, as in {@code POST
     * /zones {'name':''} -> 400 name}. The body may be left out, and is JSON; {@code (name=&ttl=60)} is a form, whose values
     * the kit encodes; {@code <zone name=''/>} is XML. In JSON and XML single quotes stand for double ones. The words, if
     * any, must be in the answer. Before each row, {@link #prepare} is called.
     *
     * <p>A row that is refused, by a status from 400 or by a {@link StrictFake.Refusal}, must change nothing. A row with a body
     * that is accepted must be refused if the body is said to be plain text.
     */
    protected final void refuses(String rows) {
        tables.refuses(rows);
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

    /**
     * Returns them for one of these calls, where they are made from it: by default {@link #authorization()}.
     *
     * @param body the body as it is sent
     */
    protected Map<String, String> authorization(String method, String path, String body) {
        return authorization();
    }

    /**
     * Returns the path or body of a row of {@link #refuses} with what only the running fake knows, such as ids, or with the
     * credentials that each form has. It gets the body as it is in the row.
     */
    protected String filled(String text) {
        return text;
    }

    // ---- for the tests of the vendor's own

    /** Returns a provider with these settings besides the usual ones. */
    protected final DnsProvider create(Map<String, String> more) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("endpoint", fake.url());
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

    /** They are the values of all settings that are not {@link #plain}. */
    @Override
    public Set<String> secrets() {
        return secretSettings().stream().map(settings::get).collect(Collectors.toSet());
    }

    /** Returns the names of the settings of this test that are not {@link #plain}. */
    final Set<String> secretSettings() {
        return settings.keySet().stream().filter(name -> !plain.contains(name)).collect(Collectors.toSet());
    }

    /** Returns the names of those that the provider's description declares secret. */
    final Set<String> declaredSecret() {
        return DnsProviders.load().descriptors().stream()
                .filter(type -> type.id().equals(id))
                .flatMap(type -> type.settings().stream())
                .filter(SettingSpec::secret)
                .map(SettingSpec::name)
                .filter(settings::containsKey)
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
        return tables.said("authentication", "RECORD").flatMap(row -> ZoneFakeContract.super.forbiddenName());
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return tables.said("authentication", "ACCOUNT").orElseGet(ZoneFakeContract.super::unauthorized);
    }

    @Override
    public ResponseDefinitionBuilder forbidden() {
        return tables.said("authentication", "ZONE|RECORD").orElseGet(ZoneFakeContract.super::forbidden);
    }

    /** It is the first row by which a write failed for now with the status 404. */
    @Override
    public ResponseDefinitionBuilder missing() {
        return tables.missing().orElseGet(ZoneFakeContract.super::missing);
    }

    @Override
    public List<ResponseDefinitionBuilder> rateLimitedWithoutWait() {
        List<ResponseDefinitionBuilder> ways = new ArrayList<>(ZoneFakeContract.super.rateLimitedWithoutWait());
        tables.all("rate-limited", ".*").forEach(ways::add);
        return ways;
    }

    /** It is the first row by which a record is rejected, with another reason. */
    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return tables.refusal(reason);
    }
}
