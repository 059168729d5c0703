package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TlsTest {
    private static final String PASSWORD = "changeit";

    @Test
    void aRegistryBehindTlsIsTrustedThroughTheConfiguredStoreOnly(@TempDir Path directory) throws Exception {
        Path store = selfSigned(directory);
        HttpsServer server = serve(store);
        try {
            Map<String, Object> trusting = new HashMap<>();
            trusting.put(
                    RegistryConfig.URL,
                    "https://127.0.0.1:" + server.getAddress().getPort());
            trusting.put(RegistryConfig.MAX_RETRIES, 0);
            Map<String, Object> doubting = new HashMap<>(trusting);
            trusting.put("schema.registry.ssl.truststore.location", store.toString());
            trusting.put("schema.registry.ssl.truststore.password", PASSWORD);
            trusting.put("schema.registry.ssl.truststore.type", "PKCS12");

            assertEquals(5, client(trusting).register("a-value", LoginSchemas.V1, false));
            assertThrows(RegistryUnreachableException.class, () -> client(doubting)
                    .register("a-value", LoginSchemas.V1, false));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theCheckOfTheCertificatesNameCannotBeTurnedOff() {
        assertThrows(
                ConfigException.class,
                () -> client(Map.of(
                        RegistryConfig.URL,
                        "https://127.0.0.1",
                        "schema.registry.ssl.endpoint.identification.algorithm",
                        "")));
    }

    private static HttpSchemaRegistryClient client(Map<String, Object> properties) {
        return new HttpSchemaRegistryClient(new RegistryConfig(properties));
    }

    private static HttpsServer serve(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(store)) {
            keys.load(content, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = "{\"id\":5}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    private static Path selfSigned(Path directory) throws Exception {
        Path store = directory.resolve("registry.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "registry",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-dname",
                        "CN=registry",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "1")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), output);
        return store;
    }
}
