/**
 * DNSPod by its <a href="https://docs.dnspod.cn/api/">own interface</a>, with a token: {@link
 * io.github.ddnsjava.providers.dnspod.DnspodProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.dnspod;

import org.jspecify.annotations.NullMarked;
