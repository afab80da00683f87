package io.github.ddnsjava.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Cidr;
import io.github.ddnsjava.IpAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;

@Tag("promise-1")
class AddressGuardPropertiesTest {
    @Property
    void nothingOutsideGlobalUnicastPasses(@ForAll @Size(16) byte[] bytes) {
        if ((bytes[0] & 0xe0) != 0x20) {
            assertThat(AddressGuard.refusal(IpAddress.of(bytes), Set.of())).isPresent();
        }
    }

    @Property
    void theJdkRefusesNothingThatPasses(@ForAll @Size(4) byte[] v4, @ForAll @Size(16) byte[] v6) {
        for (byte[] bytes : List.of(v4, v6)) {
            IpAddress address = IpAddress.of(bytes);
            if (AddressGuard.refusal(address, Set.of()).isEmpty()) {
                InetAddress jdk = address.toInetAddress();
                assertThat(jdk.isAnyLocalAddress()
                                || jdk.isLinkLocalAddress()
                                || jdk.isLoopbackAddress()
                                || jdk.isMulticastAddress()
                                || jdk.isSiteLocalAddress())
                        .isFalse();
            }
        }
    }

    @Property
    void anAllowedBlockPassesWhole(@ForAll @Size(4) byte[] bytes) {
        IpAddress address = IpAddress.of(bytes);

        assertThat(AddressGuard.refusal(address, Set.of(Cidr.parse("0.0.0.0/0"))))
                .isEmpty();
    }
}
