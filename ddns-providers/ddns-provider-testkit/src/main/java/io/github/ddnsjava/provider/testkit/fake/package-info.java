/**
 * Strict fakes of services over HTTP, for the tests of providers. {@link
 * io.github.ddnsjava.provider.testkit.fake.StrictFake} is the server, and {@link
 * io.github.ddnsjava.provider.testkit.fake.ZoneFake} adds zones with records or record sets in the vendor's own JSON. The
 * fake of a vendor adds what this vendor demands, written from the vendor's page and not from what the provider sends:
 * paths, credentials, members and their types, filters, pages, refusals. {@link
 * io.github.ddnsjava.provider.testkit.fake.ZoneFakeContract} is the contract suite's harness around it.
 */
@NullMarked
package io.github.ddnsjava.provider.testkit.fake;

import org.jspecify.annotations.NullMarked;
