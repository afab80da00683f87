/**
 * The door to a vendor's HTTP interface. {@link io.github.ddnsjava.publish.http.ProviderEndpoint} knows where it is, who is
 * logged in and what errors mean. {@link io.github.ddnsjava.publish.http.ProviderHttp} makes requests within one
 * publication.
 */
@NullMarked
package io.github.ddnsjava.publish.http;

import org.jspecify.annotations.NullMarked;
