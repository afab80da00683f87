package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.IpFamily;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names that the other program keeps up to date with one login. Immutable.
 *
 * @param place where it stands in the other file
 * @param service the other program's word for the service
 * @param values its settings for that service, by their names there
 * @param names the full names
 * @param zone the zone of the names, if the other file has it
 * @param detectors how the address of each family is found; a family that is not published is left out
 * @param extras what its records have besides
 */
record Account(
        String place,
        String service,
        Map<String, Given> values,
        List<String> names,
        Optional<String> zone,
        Map<IpFamily, Detection> detectors,
        Extras extras) {

    /**
     * What records have besides their names. Immutable.
     *
     * @param ttl the time to live, if one is set
     * @param proxied whether the service stands between, if that is set
     * @param comment a comment, if one is set
     * @param initially whether these three are only for records that are new
     * @param policy settings of the policy of the records
     */
    record Extras(
            Optional<Duration> ttl,
            Optional<Boolean> proxied,
            Optional<String> comment,
            boolean initially,
            Map<String, Object> policy) {
        static final Extras NONE = of(Optional.empty(), Optional.empty());

        static Extras of(Optional<Duration> ttl, Optional<Boolean> proxied) {
            return new Extras(ttl, proxied, Optional.empty(), false, Map.of());
        }
    }
}
