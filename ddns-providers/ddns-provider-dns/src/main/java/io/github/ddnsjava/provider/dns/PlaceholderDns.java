package io.github.ddnsjava.provider.dns;

/** Stands in for the real sources. */
public final class PlaceholderDns {
    private PlaceholderDns() {}

    /**
     * The number of an A record.
     *
     * @return 1
     */
    public static int typeOfA() {
        return org.xbill.DNS.Type.A;
    }
}
