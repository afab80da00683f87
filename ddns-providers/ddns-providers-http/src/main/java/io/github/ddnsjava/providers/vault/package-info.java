/**
 * HashiCorp Vault and OpenBao as a source of secrets, by the <a
 * href="https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2">documentation of the KV secrets engine, version 2</a>:
 * {@link io.github.ddnsjava.providers.vault.VaultSource} says what it takes.
 */
@NullMarked
package io.github.ddnsjava.providers.vault;

import org.jspecify.annotations.NullMarked;
