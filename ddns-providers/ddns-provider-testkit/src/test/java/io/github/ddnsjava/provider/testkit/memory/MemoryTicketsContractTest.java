package io.github.ddnsjava.provider.testkit.memory;

import io.github.ddnsjava.provider.testkit.TicketProviderContract;
import io.github.ddnsjava.publish.Abilities;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;

/** Writes are accepted with a ticket, several record sets in one. */
@Tag("promise-6")
@Tag("promise-15")
class MemoryTicketsContractTest extends MemoryContract implements TicketProviderContract {
    MemoryTicketsContractTest() {
        super(MemoryProvider.everyAbility()
                .batch(new Abilities.Batch(100, true))
                .tickets());
    }

    @Override
    public void holdBack() {
        dns().holdBack();
    }

    @Override
    public void carryOut() {
        dns().carryOut();
    }

    @Override
    public Optional<Consumer<String>> giveUp() {
        return Optional.of(dns()::giveUp);
    }

    @Override
    public void forgetTickets() {
        dns().forgetTickets();
    }
}
