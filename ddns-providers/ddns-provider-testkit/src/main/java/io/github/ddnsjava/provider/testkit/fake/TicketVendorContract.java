package io.github.ddnsjava.provider.testkit.fake;

import io.github.ddnsjava.provider.testkit.TicketProviderContract;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The suite of {@link VendorContract} with the cases of tickets, around a {@link TicketFake}. One test runs at a time.
 *
 * @param <F> the fake, which the class starts and stops
 */
public abstract class TicketVendorContract<F extends TicketFake> extends VendorContract<F>
        implements TicketProviderContract {
    /**
     * Starts the fake.
     *
     * @param id the type of the provider, as it is registered
     * @param settings all settings that it needs but for {@code endpoint}
     */
    protected TicketVendorContract(String id, F fake, Map<String, String> settings) {
        super(id, fake, settings);
    }

    @Override
    public final void holdBack() {
        fake.holdBack();
    }

    @Override
    public final void carryOut() {
        fake.carryOut();
    }

    @Override
    public final Optional<Consumer<String>> giveUp() {
        return fake.giveUp();
    }

    @Override
    public final void forgetTickets() {
        fake.forgetTickets();
    }
}
