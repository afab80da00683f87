/**
 * Alibaba Cloud DNS, by the <a href="https://www.alibabacloud.com/help/en/dns/api-alidns-2015-01-09-overview">version
 * 2015-01-09 of its interface</a>: {@link io.github.ddnsjava.providers.aliyun.AliyunProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.aliyun;

import org.jspecify.annotations.NullMarked;
