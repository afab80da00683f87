/**
 * Huawei Cloud DNS, by the <a href="https://support.huaweicloud.com/intl/en-us/api-dns/index.html">version 2.1 of its
 * interface</a>: {@link io.github.ddnsjava.providers.huawei.HuaweiProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.huawei;

import org.jspecify.annotations.NullMarked;
