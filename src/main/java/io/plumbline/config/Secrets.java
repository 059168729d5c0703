package io.plumbline.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What must never be printed or logged: passwords, tokens and keys, and users with their passwords in addresses. */
public final class Secrets {

    /** What is printed in place of a secret. */
    public static final String HIDDEN = "[hidden]";

    private static final Set<String> TELLING =
            Set.of("password", "passwd", "secret", "token", "credential", "credentials", "jaas", "userinfo", "key");

    private Secrets() {}

    /** The value as it may be printed. */
    public static String shown(String name, String value) {
        return isSecret(name) ? HIDDEN : withoutUser(value);
    }

    /** An address, or several separated by commas, without the users and passwords they may hold. */
    public static String withoutUser(String addresses) {
        return addresses.replaceAll("//[^\\s,]*@", "//");
    }

    /** By its type where Kafka or the registry client knows the setting; by its name where neither does. */
    static boolean isSecret(String name) {
        if (name.contains("request.header.") || name.endsWith("user.info")) {
            return true;
        }
        return Keys.find(name).isEmpty()
                && Passed.definition(name).map(Secrets::isPassword).orElseGet(() -> soundsSecret(name));
    }

    private static boolean isPassword(ConfigKey key) {
        return key.type == Type.PASSWORD;
    }

    private static boolean soundsSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.contains("secret")
                || Arrays.stream(lower.split("[._-]")).anyMatch(TELLING::contains);
    }
}
