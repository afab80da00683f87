/**
 * Amazon Route 53, by its <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/Welcome.html">API of version
 * 2013-04-01</a>: {@link io.github.ddnsjava.providers.route53.Route53Provider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.route53;

import org.jspecify.annotations.NullMarked;
