/** Placeholder. */
module io.github.ddnsjava {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires dev.failsafe.core;
    requires java.net.http;
    requires org.slf4j;

    exports io.github.ddnsjava;
}
