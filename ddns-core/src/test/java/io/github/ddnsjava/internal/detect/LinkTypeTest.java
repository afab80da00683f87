package io.github.ddnsjava.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTypeTest {
    @TempDir
    Path interfaces;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // name     | type  | hardware | point to point | tunnel
                "eth0       | 1     | true     | false          | false",
                "br-lan     | 1     | false    | false          | false",
                "tun0       | 1     | false    | false          | false",
                "wg0        | 1     | false    | false          | false",
                "tapestry   | 1     | false    | false          | false",
                "lan0       | 65534 | false    | true           | true",
                "eth7       | 65534 | false    | false          | true",
                "wwan0      | 65534 | true     | true           | false",
                "rmnet0     | 519   | false    | true           | false",
                "ppp0       | 512   | false    | true           | false",
                "dsl        | 512   | false    | true           | false",
                "ipip       | 768   | false    | true           | true",
                "wan6       | 769   | false    | false          | true",
                "he-ipv6    | 776   | false    | true           | true",
                "gre1       | 778   | false    | true           | true",
                "gre6       | 823   | false    | true           | true",
                // where the system tells no type
                "utun4      |       | false    | true           | true",
                "en0        |       | false    | false          | false",
                "ppp1       |       | false    | true           | false"
            })
    void tellsATunnelByWhatTheSystemSays(
            String name, String type, boolean hardware, boolean pointToPoint, boolean tunnel) throws Exception {
        if (type != null) {
            Files.createDirectories(interfaces.resolve(name));
            Files.writeString(interfaces.resolve(name).resolve("type"), type + "\n");
        }
        if (hardware) {
            Files.createDirectories(interfaces.resolve(name).resolve("device"));
        }

        assertThat(LinkType.isTunnel(interfaces, name, pointToPoint)).isEqualTo(tunnel);
    }
}
