package io.github.ddnsjava.internal.journal;

import static io.github.ddnsjava.internal.journal.Codecs.field;
import static io.github.ddnsjava.internal.journal.Codecs.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the rows of one generation, as {@link RowWriter} wrote them. Fields that are not in {@link RowFields} are
 * ignored, and their names collected: a later version may have added some. Anything else that is not as written makes
 * the row unreadable: half a row could lead to a wrong write. Not thread-safe.
 */
final class RowReader {
    /** The field that only rows of accounts have: whose row it is. */
    static final String ACCOUNT = "account";

    /** The field that only rows of records have: whose row it is. */
    static final String RECORD = "record";

    /** The rows of one record tell nearly the same history, again and again. */
    private final Map<String, RecordState.AddressChange> changes = new HashMap<>();

    private final Map<String, Instant> instants = new HashMap<>();
    private final Set<String> unknownFields = new TreeSet<>();

    /** Of the row that is being read. */
    private IpFamily family = IpFamily.IPV4;

    /**
     * Reads the row of a record.
     *
     * @throws RuntimeException if it is not one
     */
    RecordState readRecord(JsonNode row) {
        JsonNode id = field(row, RECORD).orElseThrow();
        RecordKey key = new RecordKey(
                text(field(id, "provider").orElseThrow()),
                DnsName.of(text(field(id, "name").orElseThrow())),
                RecordType.valueOf(text(field(id, "type").orElseThrow())));
        family = key.type().family();
        return RecordState.unknown(key).with(state -> RowFields.OF_RECORDS.read(row, RECORD, this, state));
    }

    /**
     * Reads the row of an account.
     *
     * @throws RuntimeException if it is not one
     */
    AccountState readAccount(JsonNode row) {
        return AccountState.fresh(text(field(row, ACCOUNT).orElseThrow()))
                .with(state -> RowFields.OF_ACCOUNTS.read(row, ACCOUNT, this, state));
    }

    /** Returns the names of the fields that were ignored. */
    Set<String> unknownFields() {
        return unknownFields;
    }

    Instant instant(String text) {
        return instants.computeIfAbsent(text, Instant::parse);
    }

    /** Returns the address, which must be of the row's family. */
    IpAddress ofFamily(IpAddress address) {
        if (address.family() != family) {
            throw new IllegalArgumentException(address + " is of the other family");
        }
        return address;
    }

    RecordState.AddressChange change(String text) {
        RecordState.AddressChange change = changes.computeIfAbsent(text, RowReader::parsed);
        for (IpAddress address : change.addresses()) {
            ofFamily(address);
        }
        return change;
    }

    private static RecordState.AddressChange parsed(String text) {
        String[] words = text.split(" ", -1);
        Set<IpAddress> addresses = new HashSet<>();
        for (int i = 1; i < words.length; i++) {
            addresses.add(IpAddress.parse(words[i]));
        }
        return new RecordState.AddressChange(Instant.parse(words[0]), addresses);
    }
}
