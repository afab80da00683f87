/**
 * The door to a vendor's HTTP interface. What an author says once stands in the {@link
 * io.github.ddnsjava.publish.http.ProviderEndpoint}: where the interface is, who asks ({@link
 * io.github.ddnsjava.publish.http.Authorizer}, {@link io.github.ddnsjava.publish.http.Session}) and what errors mean
 * ({@link io.github.ddnsjava.publish.http.ErrorTable}). {@link io.github.ddnsjava.publish.http.ProviderHttp} makes
 * requests within one publication, and {@link io.github.ddnsjava.publish.http.Pages} reads lists. Bodies are JSON, XML (see
 * {@link io.github.ddnsjava.xml}), forms or text. {@link io.github.ddnsjava.publish.http.HttpTransportBuilder} makes a
 * transport with a proxy, own certificates, a local address or an address family.
 *
 * <p>{@link io.github.ddnsjava.publish.http.RequestTemplate} is a request that a user describes in settings, and {@link
 * io.github.ddnsjava.publish.http.AnswerPattern} an answer.
 *
 * <p>A request goes this way:
 *
 * <ol>
 *   <li>The author describes it with a {@link io.github.ddnsjava.publish.http.ProviderRequest}. Secrets are not read yet.
 *   <li>It passes the gate of the publication, or is refused there.
 *   <li>It becomes an {@link io.github.ddnsjava.publish.http.OutgoingRequest}. Secrets are read now. The authorizer sees
 *       the request as it will be sent, and adds what proves who asks.
 *   <li>{@link io.github.ddnsjava.publish.http.HttpTransport} sends it once.
 *   <li>The endpoint judges the answer. If it does not throw an exception, {@link
 *       io.github.ddnsjava.publish.http.Statuses} decides by the status. Whatever a message quotes loses the secrets that
 *       the request revealed.
 * </ol>
 */
@NullMarked
package io.github.ddnsjava.publish.http;

import org.jspecify.annotations.NullMarked;
