/**
 * Akamai's Linode DNS, by its <a href="https://techdocs.akamai.com/linode-api/reference/get-domains">API version 4</a>: {@link
 * io.github.ddnsjava.providers.linode.LinodeProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.linode;

import org.jspecify.annotations.NullMarked;
