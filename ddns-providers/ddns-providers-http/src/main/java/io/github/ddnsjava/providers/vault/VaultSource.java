package io.github.ddnsjava.providers.vault;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SecretSource;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Opens HashiCorp Vault and OpenBao: their KV secrets engine, version 2. Stateless. */
public final class VaultSource implements SecretSource {
    static final SettingSpec ADDRESS =
            SettingSpec.required("address", "the URL of the server, without /v1, as VAULT_ADDR has it");
    static final SettingSpec TOKEN = SettingSpec.optionalSecret("token", "the token");
    static final SettingSpec ROLE_ID = SettingSpec.optionalSecret("roleId", "the id of the AppRole");
    static final SettingSpec SECRET_ID = SettingSpec.optionalSecret("secretId", "the secret id of the AppRole");
    static final SettingSpec AUTH_MOUNT =
            SettingSpec.optional("mount", "where the AppRole method is mounted; default: approle");
    static final SettingSpec AUTH = SettingSpec.required(
                    "auth",
                    "{\"token\": …}, or {\"roleId\": …, \"secretId\": …} of an AppRole, with \"mount\" if it is not"
                            + " approle")
            .as(SettingType.object(TOKEN, ROLE_ID, SECRET_ID, AUTH_MOUNT));
    static final SettingSpec NAMESPACE = SettingSpec.optional("namespace", "the namespace");
    static final SettingSpec MOUNT =
            SettingSpec.optional("mount", "where the secrets engine is mounted; default: the first word of PATH");
    static final SettingSpec CACHE_FOR = SettingSpec.optional(
                    "cacheFor", "how long a secret is used before it is read again; default 5m")
            .as(SettingType.duration(Duration.ofSeconds(1), Duration.ofDays(1)));
    static final SettingSpec INSECURE = SettingSpec.optional(
                    "allowInsecure", "true allows plain HTTP to hosts other than loopback")
            .as(SettingType.flag());

    private static final TypeDescriptor TYPE = new TypeDescriptor(
            "vault",
            "HashiCorp Vault, OpenBao",
            "https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2",
            List.of(ADDRESS, AUTH, NAMESPACE, MOUNT, CACHE_FOR, INSECURE),
            "1 request for each path and cacheFor",
            "the vendor's documentation; tested with a strict fake",
            List.of(
                    "A reference is ${vault:PATH#FIELD}. PATH is as vault kv get has it, without data/.",
                    "A secret that a DNS service refuses is read again at once.",
                    "A token is renewed when two thirds of its time are over and a secret is read. Give a token at least"
                            + " two days, or use an AppRole, which logs in anew.",
                    "Version 1 of the secrets engine is not supported."));

    /** Creates the factory. */
    public VaultSource() {}

    @Override
    public List<TypeDescriptor> describe() {
        return List.of(TYPE);
    }

    @Override
    public Function<String, Secret> open(String type, Settings settings, ProviderContext context) {
        return VaultReader.of(settings, context);
    }
}
