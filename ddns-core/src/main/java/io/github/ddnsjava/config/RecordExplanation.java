package io.github.ddnsjava.config;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Ownership;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.UpdateMode;
import java.util.List;
import java.util.Optional;

/**
 * What a configuration means for one record: where its address comes from, where it goes, with which rights, and which
 * promises a setting weakens. It has no secret. Immutable and thread-safe.
 *
 * @param key the record
 * @param disabled why the record is not kept in sync; empty if it is
 * @param source where the address comes from
 * @param target where the address goes
 * @param rights what may be done there
 * @param weaknesses the promises that settings weaken; empty if there are none
 */
public record RecordExplanation(
        RecordKey key,
        Optional<String> disabled,
        Source source,
        Target target,
        Rights rights,
        List<Weakness> weaknesses) {
    /** Copies. */
    public RecordExplanation {
        weaknesses = List.copyOf(weaknesses);
    }

    /**
     * Where the address comes from.
     *
     * @param detector the key of the detector
     * @param type its type; empty if it could not be read
     * @param operators the operators of the sources that it asks for the record's family, in the order of the alphabet; empty
     *     if they are not known before it is asked
     */
    public record Source(String detector, String type, List<String> operators) {
        /** Copies. */
        public Source {
            operators = List.copyOf(operators);
        }
    }

    /**
     * Where the address goes.
     *
     * @param provider the key of the provider
     * @param type its type; empty if it could not be read
     * @param service the name of the service; empty if the type is not known
     * @param zone the zone that the record names; empty if the provider finds the zone
     */
    public record Target(String provider, String type, String service, Optional<DnsName> zone) {}

    /**
     * What may be done at the provider.
     *
     * @param owns which values of the record set may be replaced
     * @param mode whether the record set may be created, and whether one that others created may be updated
     * @param abilities what the provider can do, in a few words each
     */
    public record Rights(Ownership owns, UpdateMode mode, List<String> abilities) {
        /** Copies. */
        public Rights {
            abilities = List.copyOf(abilities);
        }
    }

    /**
     * A promise that a setting weakens.
     *
     * @param promise the number of the promise on the manual's page of guarantees
     * @param path the path of the setting, or of what has none
     * @param message what holds instead, in one sentence
     */
    public record Weakness(int promise, String path, String message) {}
}
