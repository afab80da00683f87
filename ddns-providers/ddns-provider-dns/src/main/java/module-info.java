/** Placeholder. */
module io.github.ddnsjava.provider.dns {
    requires static org.jspecify;
    requires io.github.ddnsjava;
    requires org.dnsjava;

    exports io.github.ddnsjava.provider.dns;
}
