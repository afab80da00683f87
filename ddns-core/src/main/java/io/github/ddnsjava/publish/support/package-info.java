/**
 * Base classes for authors of providers. {@code docs/writing-a-provider.md} leads through them.
 *
 * <table>
 * <caption>Which base for which API</caption>
 * <tr><th>base</th><th>the API</th></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.support.UpdateUrlProvider}</td><td>sets names by one call, and lists no
 * zones</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.support.SingleRecordsProvider}</td><td>has records with ids, one call for
 * each value</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.support.RecordSetsProvider}</td><td>sets all values of a name and type by one
 * call</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.support.WholeZoneProvider}</td><td>can only replace a whole zone</td></tr>
 * <tr><td>{@link io.github.ddnsjava.publish.support.ZoneDnsProvider}</td><td>has zones, but is not HTTP</td></tr>
 * </table>
 *
 * <p>{@code ZoneDnsProvider} contains the algorithm, and the three bases before it stand on it: {@link
 * io.github.ddnsjava.publish.support.Zones} says how the zones are found, {@link
 * io.github.ddnsjava.publish.support.Listing} is what stands in one, and {@link
 * io.github.ddnsjava.publish.support.SetWrite} is what must change. {@code OwnershipRules} decides which values are ours,
 * and {@code ZoneFinder} remembers the zones. {@link io.github.ddnsjava.publish.support.NameForm} converts names.
 *
 * <p>All requests go through {@link io.github.ddnsjava.publish.http.ProviderHttp}.
 */
@NullMarked
package io.github.ddnsjava.publish.support;

import org.jspecify.annotations.NullMarked;
