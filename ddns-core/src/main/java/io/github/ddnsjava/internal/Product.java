package io.github.ddnsjava.internal;

/** What this library calls itself on the wire. */
public final class Product {
    /** The User-Agent: name, version, and where to ask. */
    public static final String USER_AGENT = "ddnsjava/0.1 (+https://github.com/ddnsjava/ddnsjava)";

    private Product() {}
}
