package io.github.ddnsjava.coordination;

import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.LeadershipFactory;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the leaderships of this module from a configuration: {@code jdbc}, {@code etcd} and {@code
 * kubernetes}. Stateless and thread-safe. */
public final class CoordinationFactory implements LeadershipFactory {
    private static final String NAME_OF_NAMESPACE = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private static final SettingSpec TABLES = SettingSpec.optional(
                    "prefix", "How the names of the tables begin; by default ddns_.")
            .inForm("[A-Za-z][A-Za-z0-9_]{0,29}", "up to 30 letters, digits and underscores, a letter first")
            .example("ddns_");

    private static final SettingSpec KEYS = SettingSpec.optional("prefix", "How the keys begin; by default ddns/.")
            .inForm("[\\x21-\\x7e]{1,100}", "up to 100 printable ASCII characters without spaces")
            .example("ddns/");

    private static final SettingSpec NAMESPACE = SettingSpec.optional(
                    "namespace", "The namespace of the leases; by default that of the pod.")
            .inForm(NAME_OF_NAMESPACE, "lower-case letters, digits and hyphens");

    private static final TypeDescriptor JDBC = new TypeDescriptor(
            "jdbc",
            "Database (JDBC)",
            "",
            List.of(
                    SettingSpec.required("url", "The JDBC URL of the database, without a password.")
                            .example("jdbc:postgresql://db.example/ddns"),
                    SettingSpec.optional("username", "The user."),
                    SettingSpec.optionalSecret("password", "The user's password."),
                    TABLES),
            "",
            "tested with PostgreSQL 15, MariaDB 10.11 and H2 2.4",
            List.of(
                    "The driver of the database is not included: for the agent, put its jar into the directory of plug-ins; in an"
                            + " application, put it onto the class path.",
                    "The tables are made when they are missing."));

    private static final SettingSpec ENDPOINTS = SettingSpec.required(
                    "endpoints", "The URLs of the members, the preferred one first.")
            .as(SettingType.list(SettingType.text()))
            .example(List.of("https://etcd1.example:2379", "https://etcd2.example:2379"));

    private static final TypeDescriptor ETCD = new TypeDescriptor(
            "etcd",
            "etcd",
            "https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/",
            List.of(
                    ENDPOINTS,
                    SettingSpec.optional("username", "The user, if etcd has users."),
                    SettingSpec.optionalSecret("password", "The user's password."),
                    KEYS),
            "",
            "vendor documentation; tested with etcd 3.4",
            List.of("Needs etcd 3.4 or later, with its JSON gateway, which is on by default."));

    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private static final TypeDescriptor KUBERNETES = new TypeDescriptor(
            "kubernetes",
            "Kubernetes",
            "https://kubernetes.io/docs/concepts/architecture/leases/",
            List.of(
                    SettingSpec.optional(
                                    "endpoint", "The URL of the API server; by default that of the pod's environment.")
                            .example("https://kubernetes.default.svc"),
                    NAMESPACE,
                    SettingSpec.optional(
                                    "tokenFile",
                                    "The file with the token; by default that of the pod's service account.")
                            .as(SettingType.file()),
                    SettingSpec.optional(
                                    "caFile",
                                    "The file with the certificate of the API server's authority; by default that of the pod.")
                            .as(SettingType.file())),
            "",
            "vendor documentation; tested with a fake",
            List.of(
                    "The service account needs the verbs get, list, create and update for leases.",
                    "The names of the cluster and of its nodes must be in lower case."));

    /** Used by {@link java.util.ServiceLoader}. */
    public CoordinationFactory() {}

    @Override
    public List<TypeDescriptor> describe() {
        return List.of(JDBC, ETCD, KUBERNETES);
    }

    @Override
    public Leadership create(String type, Settings settings, String node, ProviderContext context) {
        return switch (type) {
            case "jdbc" -> jdbc(settings, node);
            case "etcd" -> etcd(settings, node, context);
            case "kubernetes" -> kubernetes(settings, node, context);
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static Leadership jdbc(Settings settings, String node) {
        DriverSource source = source(settings);
        return new JdbcLeadership(
                source, node, settings.optionalText(TABLES).orElse(JdbcLeadership.PREFIX), source.place());
    }

    private static DriverSource source(Settings settings) {
        String url = settings.text("url");
        DriverSource.flaw(url).ifPresent(flaw -> {
            throw new ConfigurationException(settings.path("url"), flaw, "as in jdbc:postgresql://host/database");
        });
        return new DriverSource(url, settings.optionalText("username"), settings.optionalSecret("password"));
    }

    private static Leadership etcd(Settings settings, String node, ProviderContext context) {
        List<URI> endpoints = settings.texts("endpoints").stream()
                .map(text -> url(settings, "endpoints", text))
                .toList();
        if (endpoints.isEmpty()) {
            throw new ConfigurationException(settings.path("endpoints"), "is empty", "at least one URL");
        }
        Optional<String> user = settings.optionalText("username");
        Optional<Secret> password = settings.optionalSecret("password");
        if (user.isPresent() != password.isPresent()) {
            String missing = user.isPresent() ? "password" : "username";
            throw new ConfigurationException(settings.path(missing), "is missing", "a user and a password, or neither");
        }
        EtcdClient client = new EtcdClient(
                endpoints,
                user.map(name -> new EtcdClient.Login(name, password.orElseThrow())),
                context.http(),
                context.clock());
        return new EtcdLeadership(client, node, settings.optionalText(KEYS).orElse(EtcdLeadership.PREFIX));
    }

    private static Leadership kubernetes(Settings settings, String node, ProviderContext context) {
        URI endpoint = settings.optionalText("endpoint")
                .map(text -> url(settings, "endpoint", text))
                .orElseGet(() -> apiServer(settings));
        Path ca = settings.file("caFile").orElse(SERVICE_ACCOUNT.resolve("ca.crt"));
        boolean trusts = settings.file("caFile").isPresent() || Files.exists(ca);
        HttpTransport http =
                trusts ? HttpTransport.builder().trust(Secret.file(ca).reveal()).build() : context.http();
        String namespace = settings.optionalText(NAMESPACE)
                .orElseGet(
                        () -> Secret.file(SERVICE_ACCOUNT.resolve("namespace")).reveal());
        Secret token = Secret.file(settings.file("tokenFile").orElse(SERVICE_ACCOUNT.resolve("token")));
        return new KubernetesLeadership(
                new KubernetesApi(endpoint, namespace, Optional.of(token), http, context.clock()),
                node,
                System::nanoTime);
    }

    private static URI apiServer(Settings settings) {
        String host = System.getenv("KUBERNETES_SERVICE_HOST");
        String port = System.getenv("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new ConfigurationException(
                    settings.path("endpoint"),
                    "is missing, and the environment has no KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT",
                    "the URL of the API server");
        }
        return url(settings, "endpoint", "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /** The URL is not shown: it may have a password in it. */
    private static URI url(Settings settings, String name, String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean plain = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
            if (http && plain && url.getHost() != null && List.of("", "/").contains(url.getRawPath())) {
                return url;
            }
        } catch (URISyntaxException e) {
            // as below
        }
        throw new ConfigurationException(
                settings.path(name),
                "has a URL of another form",
                "as in https://host.example:2379, without user and path");
    }
}
