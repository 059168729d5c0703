package io.plumbline.avro;

import java.net.URI;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/**
 * The address of one registry, with the user and password it may hold taken out, so that neither is ever logged.
 *
 * @param base scheme, host, port and path, without a trailing slash
 * @param userInfo {@code user:password} from the address
 */
record RegistryUrl(String base, Optional<String> userInfo) {

    static RegistryUrl parse(String url) {
        try {
            URI uri = URI.create(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null) {
                String path = uri.getRawPath() == null ? "" : uri.getRawPath();
                String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
                return new RegistryUrl(
                        uri.getScheme() + "://" + uri.getHost() + port + path, Optional.ofNullable(uri.getUserInfo()));
            }
        } catch (IllegalArgumentException malformed) {
            throw wrong();
        }
        throw wrong();
    }

    private static ConfigException wrong() {
        return new ConfigException(RegistryConfig.URL
                + " must list addresses such as http://127.0.0.1:8081, or one mock://scope; one entry is neither");
    }
}
