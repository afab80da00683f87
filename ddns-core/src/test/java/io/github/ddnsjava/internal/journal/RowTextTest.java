package io.github.ddnsjava.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows as texts, for stores of others. */
class RowTextTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final RecordState RECORD = RecordState.unknown(RecordKey.of("häuser.example", RecordType.A))
            .with(row -> {
                row.confirmed = Optional.of(Set.of(IpAddress.parse("192.0.2.1")));
                row.confirmedAt = Optional.of(NOW);
                row.history = List.of(new RecordState.AddressChange(NOW, Set.of(IpAddress.parse("192.0.2.1"))));
            });
    private static final AccountState ACCOUNT = AccountState.fresh("ümlaut").withTokens(List.of(1.5, 2.5), NOW);

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(StateRows.records(List.of(StateRows.text(RECORD)))).containsExactly(RECORD);
        assertThat(StateRows.accounts(List.of(StateRows.text(ACCOUNT)))).containsExactly(ACCOUNT);
    }

    @Test
    void aTextIsOneLineOfPrintableAscii() {
        assertThat(StateRows.text(RECORD)).matches("[ -~]+");
        assertThat(StateRows.text(ACCOUNT)).matches("[ -~]+");
    }

    @Test
    void aDamagedTextIsLeftOutAndItsNeighboursAreRead() {
        String good = StateRows.text(RECORD);
        List<String> texts = List.of(
                "",
                "nonsense",
                good.substring(0, good.length() - 1),
                good.replace("192.0.2.1", "192.0.2.7"),
                good,
                StateRows.text(ACCOUNT));
        assertThat(StateRows.records(texts)).containsExactly(RECORD);
        assertThat(StateRows.accounts(texts)).containsExactly(ACCOUNT);
    }
}
