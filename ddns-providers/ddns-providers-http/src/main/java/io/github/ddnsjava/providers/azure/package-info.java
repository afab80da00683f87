/**
 * Azure DNS, by the <a href="https://learn.microsoft.com/rest/api/dns/">version 2018-05-01 of its part of Azure Resource
 * Manager</a>: {@link io.github.ddnsjava.providers.azure.AzureProvider} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.azure;

import org.jspecify.annotations.NullMarked;
