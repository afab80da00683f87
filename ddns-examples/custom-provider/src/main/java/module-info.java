/** Three providers for invented services. */
module io.github.ddnsjava.examples.customprovider {
    requires io.github.ddnsjava;

    provides io.github.ddnsjava.publish.DnsProviderFactory with
            io.github.ddnsjava.examples.customprovider.CustomProviderFactory;
}
