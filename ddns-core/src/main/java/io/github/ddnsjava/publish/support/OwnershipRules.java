package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Determines which values of a record set are ours, and what must be written so that they are as wanted.
 *
 * <ul>
 *   <li>{@code owns: set} → all values are ours.
 *   <li>A marker is configured → the values that bear it are ours.
 *   <li>A confirmed or a wanted value is present → that value is ours.
 *   <li>We withdrew our values → no value is ours, and ours is added.
 *   <li>None of our values is present, and there is exactly one value → it is adopted and replaced. It is never adopted
 *       to be withdrawn.
 *   <li>There are several values, and none is ours → ambiguous: a person must decide.
 *   <li>A value of ours stands there twice, as a replacement that was interrupted leaves it → one of them is surplus.
 * </ul>
 *
 * <p>With {@link UpdateMode#CREATE_ONLY} no value is adopted. A record set is ours only if it has a marked or confirmed
 * value.
 */
final class OwnershipRules {
    private OwnershipRules() {}

    /** Returns what must be written. The write is empty if nothing must be written. */
    static SetWrite write(RecordChange change, List<ZoneRecord> present) {
        List<ZoneRecord> ours = ours(change, present);
        checkMode(change, addresses(ours), addresses(present));
        List<ZoneRecord> surplus = new ArrayList<>();
        Map<IpAddress, ZoneRecord> kept = new TreeMap<>();
        for (ZoneRecord record : ours) {
            if (!change.addresses().contains(record.address())) {
                surplus.add(record);
            } else if (!kept.containsKey(record.address())) {
                kept.put(record.address(), record);
            } else if (isRight(change, record) && !isRight(change, kept.get(record.address()))) {
                surplus.add(kept.put(record.address(), record));
            } else {
                surplus.add(record);
            }
        }
        Set<IpAddress> missing = new TreeSet<>(change.addresses());
        present.forEach(record -> missing.remove(record.address()));

        List<SetWrite.Create> creates = new ArrayList<>();
        List<SetWrite.Update> updates = new ArrayList<>();
        for (IpAddress address : missing) {
            if (surplus.isEmpty()) {
                creates.add(new SetWrite.Create(address, onCreate(change)));
            } else {
                ZoneRecord record = surplus.remove(0);
                updates.add(new SetWrite.Update(record, address, corrections(change, record.attributes())));
            }
        }
        for (ZoneRecord record : kept.values()) {
            Map<String, Object> corrections = corrections(change, record.attributes());
            if (!corrections.isEmpty() || change.intent() == Intent.TOUCH) {
                updates.add(new SetWrite.Update(record, record.address(), corrections));
            }
        }
        return new SetWrite(change, present, creates, updates, surplus);
    }

    private static boolean isRight(RecordChange change, ZoneRecord record) {
        return corrections(change, record.attributes()).isEmpty();
    }

    /**
     * Checks whether the mode allows the change.
     *
     * @param ours our values of the record set
     * @param present all values of the record set
     * @throws RejectedException if the mode does not allow it
     */
    static void checkMode(RecordChange change, Set<IpAddress> ours, Set<IpAddress> present) {
        if (!ours.isEmpty() || present.containsAll(change.addresses())) {
            return;
        }
        if (change.mode() == UpdateMode.UPDATE_ONLY) {
            throw new RejectedException(
                    RejectedException.Reason.NOT_FOUND,
                    change.name() + " " + change.type() + " is not there, and mode " + change.mode()
                            + " creates nothing; create it at the provider, or change the mode");
        }
        if (change.mode() == UpdateMode.CREATE_ONLY && !present.isEmpty()) {
            throw new RejectedException(
                    RejectedException.Reason.AMBIGUOUS,
                    change.name() + " " + change.type() + " has " + text(present) + ", which is not ours, and mode "
                            + change.mode() + " leaves that alone; remove it at the provider, or change the mode");
        }
    }

    /**
     * Tells whether the values must be left alone, whatever they are, because the mode only updates what we created.
     */
    static boolean isForeign(RecordChange change, Set<IpAddress> present) {
        return change.mode() == UpdateMode.CREATE_ONLY
                && Collections.disjoint(change.confirmed().orElse(Set.of()), present);
    }

    /**
     * Returns the attributes of our value: of a wanted one if there is one, else of another. Empty if no value is ours,
     * because the attributes of other values say nothing about ours.
     */
    static Map<String, Object> effective(RecordChange change, List<ZoneRecord> present) {
        List<ZoneRecord> ours;
        try {
            ours = ours(change, present);
        } catch (RejectedException ambiguous) {
            return Map.of();
        }
        return ours.stream()
                .filter(record -> change.addresses().contains(record.address()))
                .findFirst()
                .or(() -> ours.stream().findFirst())
                .map(ZoneRecord::attributes)
                .orElse(Map.of());
    }

    private static List<ZoneRecord> ours(RecordChange change, List<ZoneRecord> present) {
        if (change.marker().isEmpty() && isForeign(change, addresses(present))) {
            return List.of();
        }
        if (change.owns().isWholeSet() || present.isEmpty()) {
            return present;
        }
        if (change.marker().isPresent()) {
            return present.stream()
                    .filter(record -> record.marker().equals(change.marker()))
                    .collect(Collectors.toList());
        }
        Set<IpAddress> known = new TreeSet<>(change.confirmed().orElse(Set.of()));
        known.addAll(change.addresses());
        List<ZoneRecord> ours = present.stream()
                .filter(record -> known.contains(record.address()))
                .collect(Collectors.toList());
        boolean withdrawn = change.confirmed().filter(Set::isEmpty).isPresent();
        if (!ours.isEmpty() || withdrawn || change.intent() == Intent.WITHDRAW) {
            return ours;
        }
        if (present.size() == 1) {
            return present;
        }
        throw new RejectedException(
                RejectedException.Reason.AMBIGUOUS,
                change.name() + " " + change.type() + " has " + text(addresses(present))
                        + ", and none is known to be ours; remove the stale ones, set a marker, or set owns to \"set\"");
    }

    private static Set<IpAddress> addresses(List<ZoneRecord> values) {
        return values.stream().map(ZoneRecord::address).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Set<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", "));
    }

    static Map<String, Object> onCreate(RecordChange change) {
        Map<String, Object> attributes = new TreeMap<>();
        change.attributes().asMap().forEach((name, wanted) -> attributes.put(name, wanted.value()));
        return attributes;
    }

    /**
     * Returns the attributes that must change so that the present ones become the wanted ones. What the provider made of a
     * wanted one is right, too: what it showed before; or what it shows now, after a write that did not show it.
     */
    static Map<String, Object> corrections(RecordChange change, Map<String, Object> present) {
        Map<String, Object> corrections = new TreeMap<>();
        change.attributes().asMap().forEach((name, wanted) -> {
            Object there = present.get(name);
            Object known = change.effective().get(name);
            boolean right = same(wanted.value(), there)
                    || same(known, there == null ? RecordChange.NONE : there)
                    || RecordChange.NOT_SHOWN.equals(known);
            if (!wanted.initialOnly() && !right) {
                corrections.put(name, wanted.value());
            }
        });
        return corrections;
    }

    /** Returns the same as {@link #effective}, and which of the attributes that are wanted always our value does not have. */
    static Map<String, Object> shown(RecordChange change, List<ZoneRecord> present) {
        Map<String, Object> shown = new TreeMap<>(effective(change, present));
        if (change.intent() != Intent.WITHDRAW && !present.isEmpty()) {
            change.attributes().asMap().forEach((name, wanted) -> {
                if (!wanted.initialOnly()) {
                    shown.putIfAbsent(name, RecordChange.NONE);
                }
            });
        }
        return shown;
    }

    /**
     * Returns the effective attributes after a write. One that was confirmed before, and stood there otherwise, was sent for
     * the second time. An answer that only repeats it proves nothing then: if the provider does not take it, it stands there
     * as before. If it does, the next list shows that it is right.
     *
     * @param present the values before the write
     * @param reported the attributes of our value, as far as the answer to the write shows them
     */
    static Map<String, Object> afterWrite(RecordChange change, List<ZoneRecord> present, Map<String, Object> reported) {
        Map<String, Object> before = effective(change, present);
        Map<String, Object> after = new TreeMap<>(reported);
        if (!present.isEmpty()) {
            corrections(change, before).forEach((name, wanted) -> {
                if (change.effective().containsKey(name) && same(wanted, reported.get(name))) {
                    after.put(name, before.getOrDefault(name, RecordChange.NONE));
                }
            });
        }
        return after;
    }

    private static boolean same(
            @org.jspecify.annotations.Nullable Object wanted, @org.jspecify.annotations.Nullable Object there) {
        if (wanted instanceof List && there instanceof List) {
            return Set.copyOf((List<?>) wanted).equals(Set.copyOf((List<?>) there));
        }
        return wanted != null && wanted.equals(there);
    }
}
