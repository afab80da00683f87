/** Placeholder. */
module io.github.ddnsjava.providers {
    requires static org.jspecify;
    requires io.github.ddnsjava;
}
