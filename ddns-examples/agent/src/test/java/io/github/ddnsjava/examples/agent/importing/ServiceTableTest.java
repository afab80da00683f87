package io.github.ddnsjava.examples.agent.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.DnsProviders;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of services name providers and settings that there are. */
class ServiceTableTest {
    private static final Map<String, TypeDescriptor> PROVIDERS = DnsProviders.load().descriptors().stream()
            .collect(Collectors.toMap(TypeDescriptor::id, Function.identity()));

    @ParameterizedTest
    @ValueSource(strings = {"ddclient", "inadyn", "ddns-go", "ddns-updater", "cloudflare-ddns"})
    void everyRowHasAProviderAndItsRequiredSettingsOrAReason(String program) {
        List<ServiceTable.Row> rows = ServiceTable.load(program).rows();
        assertThat(rows).isNotEmpty();
        Set<Object> seen = new HashSet<>();
        for (ServiceTable.Row row : rows) {
            assertThat(seen.add(List.of(row.service(), row.settings())))
                    .as("%s stands there twice", row)
                    .isTrue();
            if (row.provider().isEmpty()) {
                assertThat(row.why()).as(row.service()).hasSizeGreaterThan(10);
                continue;
            }
            assertThat(PROVIDERS).as(row.service()).containsKey(row.provider());
            List<SettingSpec> known = PROVIDERS.get(row.provider()).settings();
            List<String> given =
                    row.settings().stream().map(ServiceTable.Setting::ours).toList();
            assertThat(known.stream().map(SettingSpec::name)).as(row.service()).containsAll(given);
            assertThat(given)
                    .as(row.service())
                    .containsAll(known.stream()
                            .filter(SettingSpec::required)
                            .map(SettingSpec::name)
                            .toList());
        }
    }

    @Test
    void aServiceIsFoundByAPartOfItsNameIfThereIsNoOther() {
        ServiceTable table = ServiceTable.load("inadyn");

        assertThat(table.of("freedns", false))
                .extracting(ServiceTable.Row::provider)
                .containsExactly("freedns");
        assertThat(table.of("freedns", true)).isEmpty();
        assertThat(table.of("dyn", false)).isEmpty();
        assertThat(table.of("", false)).isEmpty();
    }
}
