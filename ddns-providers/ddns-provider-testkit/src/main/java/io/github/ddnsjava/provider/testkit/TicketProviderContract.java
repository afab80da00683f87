package io.github.ddnsjava.provider.testkit;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The requirements for a provider whose writes are accepted with a ticket ({@link
 * io.github.ddnsjava.publish.Abilities#tickets()}), in addition to {@link DnsProviderContract}. Where a case does not hold
 * changes back, the server carries them out at once, and says so when it is asked for the ticket.
 */
public interface TicketProviderContract extends DnsProviderContract {
    /** From now on, until {@link #reset}, the server accepts changes, and does not carry them out. */
    void holdBack() throws Exception;

    /** Lets the server carry out what it has accepted. */
    void carryOut() throws Exception;

    /**
     * Returns how the server gives up what it has accepted, with a reason in its own shape. Empty if this vendor carries out
     * whatever it has accepted.
     */
    Optional<Consumer<String>> giveUp();

    /** Lets the server forget all tickets. */
    void forgetTickets() throws Exception;
}
