/** Three providers for invented services, and a notification. */
module io.github.ddnsjava.examples.customprovider {
    requires io.github.ddnsjava;

    provides io.github.ddnsjava.publish.DnsProviderFactory with
            io.github.ddnsjava.examples.customprovider.CustomProviderFactory;
    provides io.github.ddnsjava.event.UpdateListenerFactory with
            io.github.ddnsjava.examples.customprovider.CustomListenerFactory;
}
