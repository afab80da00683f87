package io.github.ddnsjava.publish.support;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** An author who has forgotten a method of a base class hears of it when the provider is created. */
class OverridesTest {
    private static final Api API = new Api(request -> Api.ok("{}"));
    private static final Abilities READS = Abilities.forZones().build();

    private abstract static class Values extends SingleRecordsProvider {
        Values() {
            super(Settings.none(), API.endpoint(), READS);
        }

        @Override
        protected Zones zones() {
            throw new AssertionError();
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) {
            throw new AssertionError();
        }

        @Override
        protected ZoneRecord create(Zone zone, ValueWrite value, ProviderHttp http) {
            throw new AssertionError();
        }

        @Override
        protected void delete(Zone zone, ZoneRecord value, ProviderHttp http) {}
    }

    private static class ValuesUpdated extends Values {
        @Override
        protected ZoneRecord update(Zone zone, ValueWrite value, ProviderHttp http) {
            return value.asSent();
        }
    }

    private abstract static class Sets extends RecordSetsProvider {
        Sets() {
            super(Settings.none(), API.endpoint(), READS);
        }

        @Override
        protected Zones zones() {
            throw new AssertionError();
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, ProviderHttp http) {
            throw new AssertionError();
        }
    }

    private static class SetsPut extends Sets {
        @Override
        protected Map<String, Object> put(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {
            return Map.of();
        }
    }

    private static class Plain extends ZoneDnsProvider {
        Plain() {
            super("account", Settings.none(), READS);
        }

        @Override
        protected List<Zone> zones(Collection<List<DnsName>> names, Publication publication) {
            return List.of();
        }

        @Override
        protected Listing list(Zone zone, Set<RecordKey> keys, Publication publication) {
            return new Listing();
        }

        @Override
        protected Map<RecordKey, ChangeResult> write(
                Zone zone, List<SetWrite> writes, Listing listing, Publication publication) {
            return Map.of();
        }
    }

    private static class Url extends UpdateUrlProvider {
        Url(Abilities abilities) {
            super(Settings.none(), API.endpoint(), abilities);
        }

        @Override
        protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) {
            return Map.of();
        }
    }

    private static void isRefused(Supplier<DnsProvider> provider, String problem, String remedy) {
        assertThatThrownBy(provider::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(OverridesTest.class.getName() + "$")
                .hasMessageContainingAll(problem, remedy);
    }

    private static void isCreated(Supplier<DnsProvider> provider) {
        assertThatCode(provider::get).doesNotThrowAnyException();
    }

    @Test
    void aProviderOfValuesChangesThemOrSaysThatItCannot() {
        isCreated(ValuesUpdated::new);
        isCreated(() -> new ValuesUpdated() {}); // the override is in a class between
        isCreated(() -> new Values() {
            @Override
            protected boolean changesValues() {
                return false;
            }
        });
        isCreated(() -> new Values() {
            @Override
            protected Map<RecordKey, ChangeResult> write(
                    Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http) {
                return Map.of();
            }
        });
        isRefused(() -> new Values() {}, "overrides neither update nor changesValues", "override update if");
        isRefused(
                () -> new ValuesUpdated() {
                    @Override
                    protected boolean changesValues() {
                        return false;
                    }
                },
                "overrides both update and changesValues",
                "override update if");
    }

    @Test
    void aProviderOfSetsPutsAndRemovesThemOrWritesThem() {
        isCreated(() -> new SetsPut() {
            @Override
            protected void remove(Zone zone, SetWrite set, Listing listing, ProviderHttp http) {}
        });
        isCreated(() -> new Sets() {
            @Override
            protected Map<RecordKey, ChangeResult> write(
                    Zone zone, List<SetWrite> writes, Listing listing, ProviderHttp http) {
                return Map.of();
            }
        });
        isRefused(() -> new Sets() {}, "overrides neither put nor write", "override put and remove if");
        isRefused(SetsPut::new, "overrides neither remove nor write", "override put and remove if");
    }

    @Test
    void aProviderWhoseWritesAreCommittedHasTheCommitAndSaysSo() {
        isCreated(Plain::new);
        isCreated(() -> new ValuesUpdated() {
            @Override
            protected boolean commits() {
                return true;
            }

            @Override
            protected void commit(Zone zone, ProviderHttp http) {}
        });
        isCreated(() -> new Plain() {
            @Override
            protected boolean commits() {
                return true;
            }

            @Override
            protected void commit(Zone zone, Publication publication) {}
        });
        isRefused(
                () -> new ValuesUpdated() {
                    @Override
                    protected boolean commits() {
                        return true;
                    }
                },
                "overrides commits, and not commit",
                "override both");
        isRefused(
                () -> new ValuesUpdated() {
                    @Override
                    protected void commit(Zone zone, ProviderHttp http) {}
                },
                "overrides commit, and not commits",
                "override both");
        isRefused(
                () -> new Plain() {
                    @Override
                    protected void commit(Zone zone, Publication publication) {}
                },
                "overrides commit, and not commits",
                "override both");
    }

    @Test
    void aProviderWithAnUpdateUrlHasWhatItsAbilitiesDeclare() {
        Abilities none = Abilities.builder().build();
        Abilities reads = Abilities.builder().read().build();
        Abilities deletes = Abilities.builder().delete().build();

        isCreated(() -> new Url(none));
        isCreated(() -> new Url(reads) {
            @Override
            protected RecordView read(RecordChange question, ProviderHttp http) {
                throw new AssertionError();
            }
        });
        isRefused(() -> new Url(reads), "overrides no read, and its abilities declare read", "override it");
        isRefused(() -> new Url(deletes), "overrides no withdraw, and its abilities declare delete", "override it");
    }
}
