package io.github.ddnsjava.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.http.Authorizer;
import io.github.ddnsjava.publish.support.RecordsApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A type is a description and a constructor, and a factory is made of types. */
class ProviderTypeTest {
    private final Api api = new Api(request -> {
        throw new AssertionError("nothing is sent when a provider is made");
    });
    private final DnsProvider provider =
            new RecordsApi("example.com").recordSets(RecordsApi.can().build());

    private final ProviderType one = ProviderType.of("one", "One", "https://one.example")
            .settings(SettingSpec.secret("token", "a token"))
            .http()
            .limits("1 a minute")
            .evidence("memory")
            .notes("First.", "Second.")
            .madeBy((settings, context) -> {
                settings.secret("token");
                return provider;
            });
    private final ProviderType two =
            ProviderType.of("two", "Two", "https://two.example").madeBy((settings, context) -> provider);

    private static final class Factory extends TypedProviderFactory {
        Factory(ProviderType... types) {
            super(List.of(types));
        }
    }

    @Test
    void aTimeToLiveWithoutALargestOneEndsWhereDnsEnds() {
        AttributeSpec ttl = AttributeSpec.ttl(Duration.ofMinutes(1));

        assertThat(ttl.accepts(Duration.ofSeconds(59))).isFalse();
        assertThat(ttl.accepts(Duration.ofSeconds(2_147_483_647L))).isTrue();
        assertThat(ttl.accepts(Duration.ofSeconds(2_147_483_648L))).isFalse();
    }

    private static ProviderType.Builder three() {
        return ProviderType.of("three", "Three", "https://three.example");
    }

    /** Neither the order of a description nor a part that it lacks makes an answer in XML one in JSON. */
    @Test
    void anInterfaceIsInXmlWhereverTheDescriptionSaysIt() throws InterruptedException {
        Api xml = new Api(request -> Api.ok("<r><id>7</id></r>"));
        List<ProviderType.Builder> orders = List.of(
                three().http("https://api.three.example", settings -> Authorizer.bearer(Secret.of("t")))
                        .inXml(),
                three().inXml().http("https://api.three.example", settings -> Authorizer.bearer(Secret.of("t"))));
        for (ProviderType.Builder order : orders) {
            assertThat(order.madeBy((settings, context) -> provider)
                            .endpoint(Settings.none(), xml.context())
                            .on(xml.gate)
                            .get("/r")
                            .send()
                            .get("id")
                            .asLong())
                    .isEqualTo(7);
        }
        ProviderType.Builder nowhere = three().inXml();
        assertThatThrownBy(() -> nowhere.madeBy((settings, context) -> provider))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("three has no http");
    }

    @Test
    void theDescriptionSaysAllThatWasSaid() {
        TypeDescriptor descriptor = one.descriptor();

        assertThat(descriptor.id()).isEqualTo("one");
        assertThat(descriptor.name()).isEqualTo("One");
        assertThat(descriptor.url()).isEqualTo("https://one.example");
        assertThat(descriptor.settings())
                .extracting(SettingSpec::name)
                .containsExactly("token", "endpoint", "allowInsecure");
        assertThat(descriptor.limits()).isEqualTo("1 a minute");
        assertThat(descriptor.evidence()).isEqualTo("memory");
        assertThat(descriptor.notes()).containsExactly("First.", "Second.");
        assertThat(two.descriptor().settings()).isEmpty();
    }

    @Test
    void aFactoryDescribesItsTypesInTheirOrderAndMakesEach() {
        Factory factory = new Factory(two, one);

        assertThat(factory.describe()).extracting(TypeDescriptor::id).containsExactly("two", "one");
        assertThat(factory.create("two", Settings.none(), api.context())).isSameAs(provider);
        assertThat(factory.create("one", Settings.of("token", "t"), api.context()))
                .isSameAs(provider);
    }

    /** Its types are made when they are asked for. */
    private static final class Many extends TypedProviderFactory {
        Many(List<String> ids, Function<String, ProviderType> types) {
            super(ids, types);
        }
    }

    @Test
    void ofManyTypesOnlyThoseAreMadeThatAreAskedFor() {
        List<String> made = new ArrayList<>();
        Many factory = new Many(List.of("two", "one"), id -> {
            made.add(id);
            return id.equals("one") ? one : two;
        });

        assertThat(factory.descriptions()).containsOnlyKeys("two", "one");
        assertThat(made).isEmpty();
        assertThat(factory.create("two", Settings.none(), api.context())).isSameAs(provider);
        assertThat(made).containsExactly("two");
        assertThat(factory.describe()).extracting(TypeDescriptor::id).containsExactly("two", "one");
        assertThatThrownBy(() -> factory.create("three", Settings.none(), api.context()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(" has no type with the id three");
        assertThatThrownBy(() -> new Many(List.of("one", "one"), id -> one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one");
    }

    @Test
    void aTypeThatHasAnotherIdThanItIsMadeForIsADefectThatNamesBoth() {
        Many factory = new Many(List.of("one", "two"), id -> one);

        assertThat(factory.descriptions().get("one").get()).isEqualTo(one.descriptor());
        String message = Many.class.getName() + " has the type one for the id two; make them the same";
        assertThatThrownBy(() -> factory.descriptions().get("two").get()).hasMessage(message);
        assertThatThrownBy(factory::describe).hasMessage(message);
        assertThatThrownBy(() -> factory.create("two", Settings.none(), api.context()))
                .hasMessage(message);
    }

    /** A factory that describes its types at once. */
    private record Plain(List<TypeDescriptor> describe) implements DnsProviderFactory {
        @Override
        public DnsProvider create(String id, Settings settings, ProviderContext context) {
            throw new AssertionError(id);
        }
    }

    @Test
    void byDefaultTheDescriptionsAreThoseThatAreMadeAtOnceAndOneThatIsThereTwiceIsNone() {
        Map<String, Supplier<TypeDescriptor>> all = new Plain(
                        List.of(two.descriptor(), one.descriptor(), two.descriptor(), two.descriptor()))
                .descriptions();

        assertThat(all).containsOnlyKeys("one", "two");
        assertThat(all.get("one").get()).isEqualTo(one.descriptor());
        assertThatThrownBy(() -> all.get("two").get()).hasMessage("it describes two twice");
    }

    @Test
    void wrongSettingsAreRefusedByTheConstructor() {
        assertThatThrownBy(() -> new Factory(one).create("one", Settings.none(), api.context()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("token");
    }

    @Test
    void twoTypesOfOneIdAreRefused() {
        assertThatThrownBy(() -> new Factory(one, two, one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one");
    }

    @Test
    void anIdThatTheFactoryDoesNotDescribeIsADefectOfTheCaller() {
        assertThatThrownBy(() -> new Factory(one).create("three", Settings.none(), api.context()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(" has no type with the id three");
    }

    @Test
    void theDescriptionMakesTheEndpointAndSaysTheAbilities() {
        Abilities abilities = RecordsApi.can().build();
        ProviderType whole = ProviderType.of("whole", "Whole", "https://whole.example")
                .settings(SettingSpec.secret("token", "a token"))
                .http("https://api.whole.example/v1", settings -> Authorizer.bearer(settings.secret("token")))
                .abilities(abilities)
                .madeBy((settings, context) -> provider);

        assertThat(whole.descriptor().settings())
                .extracting(SettingSpec::name)
                .containsExactly("token", "endpoint", "allowInsecure");
        assertThat(whole.abilities()).isSameAs(abilities);
        assertThat(whole.endpoint(Settings.of("token", "t"), api.context()).base())
                .hasToString("https://api.whole.example/v1");
        assertThat(whole.endpoint(Settings.of("token", "t", "endpoint", "https://other.example"), api.context())
                        .base())
                .hasToString("https://other.example");
        assertThatThrownBy(() -> whole.endpoint(Settings.none(), api.context()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("token");
    }

    @Test
    void abilitiesCanBeCollectedWithinTheDescription() {
        ProviderType type = ProviderType.of("brief", "Brief", "https://brief.example")
                .abilities(Abilities.builder().delete().hostsPerCall(7))
                .madeBy((settings, context) -> provider);

        assertThat(type.abilities())
                .isEqualTo(Abilities.builder().delete().hostsPerCall(7).build());
    }

    @Test
    void aDescriptionThatLacksEndpointOrAbilitiesSaysWhatTheAuthorCanDo() {
        assertThatThrownBy(one::abilities)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the type one has no abilities")
                .hasMessageContaining("pass endpoint and abilities to the base class");
        assertThatThrownBy(() -> one.endpoint(Settings.none(), api.context()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the type one has no http");
    }

    @Test
    void aCommonSettingThatWasDescribedBeforeStaysAsItIs() {
        SettingSpec required = SettingSpec.required("endpoint", "the URL of your own server");
        TypeDescriptor own = ProviderType.of("own", "Own", "https://own.example")
                .settings(required)
                .http()
                .madeBy((settings, context) -> provider)
                .descriptor();

        assertThat(own.settings()).hasSize(2).contains(required);
        assertThat(own.settings()).extracting(SettingSpec::name).containsExactly("endpoint", "allowInsecure");
    }
}
