/**
 * DNSPod of Tencent Cloud, by the <a href="https://cloud.tencent.com/document/product/1427">version 2021-03-23 of its
 * interface</a>: {@link io.github.ddnsjava.providers.tencent.TencentProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.tencent;

import org.jspecify.annotations.NullMarked;
