package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.EchoTransport.FamilyUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * From where a source is asked: the system's choice, an address of this host, or whatever address an interface has at
 * that time. It chooses the uplink where the system routes by source address, as multi-homed hosts are set up to do.
 * Immutable and thread-safe.
 *
 * @param text the setting; empty for the system's choice
 */
record Bind(String text) {
    static final SettingSpec SETTING = SettingSpec.optional(
            "bind",
            "The address of this host, or the name of its interface, to ask from; the system's choice by default.");

    static final Bind ANY = new Bind("");

    static Bind of(Settings settings) {
        String text = settings.optionalText(SETTING.name()).orElse("");
        if (settings.names().contains(SETTING.name()) && text.isBlank()) {
            throw settings.wrong(SETTING.name(), text, "an address of this host, or the name of an interface");
        }
        return new Bind(text);
    }

    /** Tells whether that family can be asked from there. */
    boolean serves(IpFamily family) {
        return IpAddress.tryParse(text)
                .map(address -> address.family() == family)
                .orElse(true);
    }

    /**
     * Returns the address to ask from; empty for the system's choice.
     *
     * @throws FamilyUnavailableException if the interface has no address of the family
     * @throws IOException if there is no such interface
     */
    Optional<IpAddress> address(IpFamily family) throws IOException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<IpAddress> literal = IpAddress.tryParse(text);
        if (literal.isPresent()) {
            return literal;
        }
        List<LocalInterface> named = LocalInterface.ofThisHost().stream()
                .filter(each -> each.isCalled(text))
                .toList();
        if (named.isEmpty()) {
            throw new IOException("there is no network interface " + text);
        }
        Optional<IpAddress> best = named.stream()
                .flatMap(each -> each.addresses().stream())
                .filter(its ->
                        its.address().family() == family && its.unusable().isEmpty())
                .filter(its -> !its.address().toInetAddress().isLinkLocalAddress())
                .min(LocalAddress.BY_STABILITY)
                .map(LocalAddress::address);
        if (best.isEmpty()) {
            throw new FamilyUnavailableException("the interface " + text + " has no " + family + " address");
        }
        return best;
    }
}
