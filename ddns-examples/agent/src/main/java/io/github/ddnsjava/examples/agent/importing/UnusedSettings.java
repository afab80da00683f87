package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.IpFamily;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the other program has for a service, and our provider has no setting for. A credential that is not used is noted. If the
 * other file names a server or a path that is not the service's own, the records are disabled: the secret would be sent to
 * somebody else. Stateless.
 */
final class UnusedSettings {
    private static final Set<String> PLACES = Set.of("server", "script", "ddns-server", "ddns-path", "api_endpoint");

    private UnusedSettings() {}

    /** Notes them, and returns the account as it may be carried over. */
    static Account told(Account account, ServiceTable.Row row, Draft draft) {
        Map<String, Given> unused = new LinkedHashMap<>(account.values());
        unused.keySet().removeIf(row::uses);
        unused.entrySet()
                .removeIf(value -> PLACES.contains(value.getKey())
                        && row.own().contains(value.getValue().text()));
        unused.keySet().forEach(name -> {
            if (PLACES.contains(name)) {
                draft.disabled(
                        account.place(),
                        name,
                        "it is not known to be that of " + account.service()
                                + ", and the secret must not be sent to another. If it is right, set \"endpoint\" at the"
                                + " provider " + row.provider());
            } else {
                draft.left(account.place(), Texts.shown(name), row.provider() + " has no setting for it");
            }
        });
        return unused.keySet().stream().anyMatch(PLACES::contains) ? disabled(account) : account;
    }

    private static Account disabled(Account account) {
        Map<IpFamily, Detection> ways = new EnumMap<>(IpFamily.class);
        account.detectors().forEach((family, way) -> ways.put(family, way.unchosen()));
        return new Account(
                account.place(),
                account.service(),
                account.values(),
                account.names(),
                account.zone(),
                ways,
                account.extras());
    }
}
