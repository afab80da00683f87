package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.examples.agent.action.Role;

/** The section {@code http} of the agent's configuration, as it is declared. */
public final class HttpSection {
    static final String DEFAULT_LISTEN = "127.0.0.1:8053";

    static final SettingSpec LISTEN = SettingSpec.optional(
                    "listen",
                    "Address and port, as in `127.0.0.1:8053` or `[::1]:8053`. A change needs a restart. Default: `"
                            + DEFAULT_LISTEN + "`.")
            .example(DEFAULT_LISTEN)
            .takenAtStart();
    static final SettingSpec HOSTS = SettingSpec.optional(
                    "hosts", "Further names by which callers may address the agent in the header `Host`.")
            .as(SettingType.list(SettingType.text()));
    static final SettingSpec ALLOW_INSECURE = SettingSpec.optional(
                    "allowInsecure",
                    "With `true`, another address than loopback is served without TLS. Default: `false`.")
            .as(SettingType.flag());

    static final SettingSpec NAME = SettingSpec.required("name", "Who has this token; the audit trail shows it.")
            .inForm("[A-Za-z0-9._@-]{1,64}", "1 to 64 letters, digits and . _ @ -");
    static final SettingSpec ROLE =
            SettingSpec.required("role", "What its owner may do.").as(SettingType.words(Role.names()));
    static final SettingSpec TOKEN = SettingSpec.optionalSecret("token", "The token.")
            .inForm("[!-~]{16,512}", "16 to 512 ASCII characters without blanks: openssl rand -hex 32");
    static final SettingSpec SHA256 = SettingSpec.optional(
                    "sha256", "Instead of `token`: the SHA-256 of the token in hexadecimal.")
            .inForm("[0-9a-fA-F]{64}", "64 hexadecimal digits: printf %s TOKEN | sha256sum");
    static final SettingSpec TOKENS = SettingSpec.optional(
                    "tokens", "Who may call. A caller sends `Authorization: Bearer TOKEN`.")
            .as(SettingType.list(SettingType.object(NAME, ROLE, TOKEN, SHA256)));

    static final SettingSpec ISSUER = SettingSpec.required("issuer", "The claim `iss` that is needed.");
    static final SettingSpec AUDIENCE = SettingSpec.required("audience", "The claim `aud` that is needed.");
    static final SettingSpec KEYS = SettingSpec.required(
                    "keys",
                    "A file with the public keys: a JWK set, or public keys or certificates in PEM. It is read again when it"
                            + " is replaced.")
            .as(SettingType.file());
    static final SettingSpec ROLE_CLAIM =
            SettingSpec.optional("roleClaim", "The claim with the role, a text or a list of texts. Default: `role`.");
    static final SettingSpec JWT = SettingSpec.optional(
                    "jwt", "Who may call, by signed tokens of an identity provider.")
            .as(SettingType.object(ISSUER, AUDIENCE, KEYS, ROLE_CLAIM));

    static final SettingSpec CERTIFICATE = SettingSpec.optional(
            "certificate", "The file of the certificate and those of its issuers, in PEM; or their text.");
    static final SettingSpec KEY = SettingSpec.optionalSecret(
            "key", "The file of the certificate's private key, in PEM (PKCS#8); or its text.");
    static final SettingSpec KEYSTORE = SettingSpec.optional(
                    "keystore", "Instead of `certificate` and `key`: a PKCS#12 file with both.")
            .as(SettingType.file());
    static final SettingSpec PASSWORD = SettingSpec.optionalSecret("password", "The password of `keystore`.");
    static final SettingSpec TLS = SettingSpec.optional(
                    "tls", "Serves HTTPS. The files are read again when they are replaced.")
            .as(SettingType.object(CERTIFICATE, KEY, KEYSTORE, PASSWORD));

    /** The section. Without it, the agent does not listen. */
    public static final SettingSpec SPEC = SettingSpec.optional(
                    "http",
                    "Metrics, health, status, events and actions over HTTP. Without this section: switched off.")
            .as(SettingType.object(LISTEN, HOSTS, TOKENS, JWT, TLS, ALLOW_INSECURE));

    private HttpSection() {}
}
