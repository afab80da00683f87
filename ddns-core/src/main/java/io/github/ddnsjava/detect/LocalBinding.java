package io.github.ddnsjava.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.EchoTransport.FamilyUnavailableException;
import io.github.ddnsjava.internal.detect.LocalInterface;
import java.io.IOException;
import java.util.Optional;

/**
 * The local address that a source is asked from: the system's choice, an address of this host, or the current address
 * of an interface. It selects the uplink if the system routes by source address, as multi-homed hosts are configured.
 * Immutable and thread-safe.
 *
 * @param text the setting; empty for the system's choice
 */
public record LocalBinding(String text) {
    /** The description of the setting {@code bind}. */
    public static final SettingSpec SETTING = SettingSpec.optional(
            "bind",
            "The address or the interface of this host from which the sources are asked. Default: the system"
                    + " chooses.");

    /**
     * Reads the setting {@code bind}.
     *
     * @throws io.github.ddnsjava.exception.ConfigurationException if it is given and blank
     */
    public static LocalBinding of(Settings settings) {
        String text = settings.optionalText(SETTING.name()).orElse("");
        if (settings.names().contains(SETTING.name()) && text.isBlank()) {
            throw settings.wrong(SETTING.name(), text, "an address of this host, or the name of an interface");
        }
        return new LocalBinding(text);
    }

    /** Tells whether a source can be asked for that family from this local address. */
    public boolean serves(IpFamily family) {
        return IpAddress.tryParse(text)
                .map(address -> address.family() == family)
                .orElse(true);
    }

    /**
     * Returns the local address to use; empty for the system's choice.
     *
     * @throws FamilyUnavailableException if the interface has no address of the family apart from link-local ones
     * @throws IOException if there is no such interface
     */
    public Optional<IpAddress> address(IpFamily family) throws IOException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<IpAddress> literal = IpAddress.tryParse(text);
        if (literal.isPresent()) {
            return literal;
        }
        Optional<IpAddress> best = LocalInterface.addressOf(text, family);
        if (best.isEmpty()) {
            throw new FamilyUnavailableException("the interface " + text + " has no " + family + " address");
        }
        return best;
    }
}
