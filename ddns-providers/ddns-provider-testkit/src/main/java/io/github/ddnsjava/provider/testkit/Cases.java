package io.github.ddnsjava.provider.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** All cases of the provider contract, each with what it needs. Not thread-safe while it is filled. */
final class Cases {
    /** What a case does on a fresh bench. */
    interface Body {
        void run(Bench bench) throws Exception;
    }

    /** One case, whoever it runs for. */
    record Case(String name, Set<Trait> needs, Body body) {
        /** Returns it as the pinned list of the kit has it. */
        @Override
        public String toString() {
            return name + (needs.isEmpty() ? "" : " " + needs);
        }
    }

    private final List<Case> list;
    private final Set<Trait> needs;

    Cases() {
        this(new ArrayList<>(), EnumSet.noneOf(Trait.class));
    }

    private Cases(List<Case> list, Set<Trait> needs) {
        this.list = list;
        this.needs = needs;
    }

    /** Returns every case, in the order in which they run. */
    static List<Case> all() {
        Cases cases = new Cases();
        CommonCases.addTo(cases);
        NameCases.addTo(cases);
        TruthCases.addTo(cases);
        JointCases.addTo(cases);
        ModeCases.addTo(cases.needing(Trait.READ));
        ScopeCases.addTo(cases);
        TicketCases.addTo(cases);
        ValueCases.addTo(cases.needing(Trait.ZONES));
        AttributeCases.addTo(cases.needing(Trait.ZONES));
        ZoneCases.addTo(cases.needing(Trait.ZONES));
        HttpCases.addTo(cases.needing(Trait.HTTP));
        FaultCases.addTo(cases.needing(Trait.HTTP));
        SessionCases.addTo(cases.needing(Trait.HTTP).needing(Trait.SESSION));
        return Collections.unmodifiableList(cases.list);
    }

    /** Returns a view that adds cases which need this too. */
    Cases needing(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(needs);
        return new Cases(list, more);
    }

    /** Adds a case that runs for harnesses with all of these traits. */
    void add(String name, Body body, Trait... traits) {
        if (list.stream().anyMatch(other -> other.name().equals(name))) {
            throw new IllegalStateException("two cases are called \"" + name + "\"");
        }
        Set<Trait> all = EnumSet.noneOf(Trait.class);
        all.addAll(needs);
        Collections.addAll(all, traits);
        list.add(new Case(name, Collections.unmodifiableSet(all), body));
    }

    /** Returns the cases that apply to a harness, ready to run. */
    static List<ContractCase> of(DnsProviderContract harness, Set<Trait> traits) {
        return all().stream()
                .filter(one -> traits.containsAll(one.needs()))
                .map(one -> new ContractCase(one.name(), () -> run(harness, one.body())))
                .toList();
    }

    private static void run(DnsProviderContract harness, Body body) throws Exception {
        Bench bench = Bench.fresh(harness);
        body.run(bench);
        bench.assertShowsNoSecret();
    }
}
