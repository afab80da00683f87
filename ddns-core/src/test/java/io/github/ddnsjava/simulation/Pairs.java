package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Accounts;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A provider whose one call sets both addresses of a host: one that is left out is gone. Nothing can be read.
 */
final class Pairs implements DnsProvider {
    private final JudgedDns cloud;
    private final Account account;
    private final Home home;
    private final Life life;

    Pairs(JudgedDns cloud, Account account, Home home, Life life) {
        this.cloud = cloud;
        this.account = account;
        this.home = home;
        this.life = life;
    }

    @Override
    public Abilities abilities() {
        return Abilities.builder()
                .joint(Abilities.Joint.OMISSION_CHANGES)
                .rateLimit(Account.PERMITS, Account.PERIOD)
                .build();
    }

    @Override
    public String account() {
        return Accounts.key("pairs", account.name);
    }

    @Override
    public String fingerprint() {
        return account.token().reveal();
    }

    @Override
    public void publish(List<RecordChange> changes, Publication publication) throws InterruptedException {
        Map<DnsName, List<RecordChange>> hosts = new LinkedHashMap<>();
        changes.forEach(change ->
                hosts.computeIfAbsent(change.name(), name -> new ArrayList<>()).add(change));
        for (List<RecordChange> host : hosts.values()) {
            List<RecordChange> meant = host.stream()
                    .filter(change -> change.intent() != Intent.KEEP)
                    .toList();
            if (meant.isEmpty()) {
                continue;
            }
            try {
                publication.attempting(meant);
                boolean changed = set(host, meant, publication);
                for (RecordChange change : meant) {
                    home.confirmations().heard(change.key(), change.addresses());
                    publication.report(
                            change,
                            changed
                                    ? new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of())
                                    : new ChangeResult.AlreadyRight(Map.of()));
                }
            } catch (DdnsException e) {
                publication.failed(meant, e);
            } catch (Publication.NotNowException e) {
                return; // and so it is with the others
            }
        }
    }

    private boolean set(List<RecordChange> host, List<RecordChange> meant, Publication publication)
            throws InterruptedException {
        Map<JudgedDns.Key, Optional<IpAddress>> both = new HashMap<>();
        for (RecordChange change : host) {
            both.put(
                    new JudgedDns.Key(change.name(), change.type()),
                    change.addresses().stream().findFirst());
        }
        Set<JudgedDns.Key> keys = meant.stream()
                .map(change -> new JudgedDns.Key(change.name(), change.type()))
                .collect(Collectors.toSet());
        String what = "PUT /hosts/" + host.get(0).name() + " " + both.values();
        return publication.exchange(
                what,
                () -> account.call(what, keys, account.token().reveal(), life, () -> {
                    account.accept(keys);
                    return cloud.setBoth(host.get(0).name(), both, home);
                }));
    }
}
