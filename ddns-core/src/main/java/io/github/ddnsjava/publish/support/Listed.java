package io.github.ddnsjava.publish.support;

import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import java.util.List;

/** A zone and what stands there. */
record Listed(Zone zone, Listing listing) {
    List<ZoneRecord> values(RecordChange change) {
        return listing.at(change.name(), change.type());
    }

    void check(RecordChange change) {
        boolean nothing = values(change).isEmpty() && !listing.isUnread(change.name(), change.type());
        if (change.intent() == Intent.WITHDRAW && nothing) {
            return; // nothing has to be touched
        }
        listing.handsOff(change.name(), change.type()).ifPresent(why -> {
            throw RejectedException.invalid(change.name() + " " + change.type() + " is left alone: " + why);
        });
    }
}
