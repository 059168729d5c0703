package io.plumbline.sources.github;

import static io.plumbline.sources.github.PayloadMapping.mapped;
import static io.plumbline.sources.github.PayloadMapping.passedOver;

import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Header;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.RecordReader.Understood;
import java.util.List;
import java.util.Optional;

/** Secrets that GitHub found in a repository, as credentials {@code secret-scanning/<number of the alert>} of it. */
final class SecretAlerts {

    private SecretAlerts() {}

    static Understood<List<Statement>> exposed(Payload payload) throws BadRecordException {
        String place = payload.repository() + " alert " + payload.body().number("alert", "number");
        return mapped(
                payload,
                List.of(new Statement.Whole(new CredentialEvent.Exposed(
                        header(payload),
                        payload.repository(),
                        credential(payload),
                        Optional.empty(),
                        "GitHub secret scanning: " + payload.body().text("alert", "secret_type") + " in " + place,
                        Optional.empty()))));
    }

    static Understood<List<Statement>> resolved(Payload payload) throws BadRecordException {
        String resolution = payload.body().optionalText("alert", "resolution").orElse("not stated");
        if (!resolution.equals("revoked")) {
            return passedOver(payload, resolution, "closes the alert and leaves the secret as it is");
        }
        return mapped(
                payload,
                List.of(new Statement.Whole(new CredentialEvent.Revoked(
                        header(payload), payload.repository(), credential(payload), Optional.empty()))));
    }

    /** An alert is created once and may be opened again and closed any number of times. */
    private static Header header(Payload payload) throws BadRecordException {
        return switch (payload.action()) {
            case "created", "resolved" ->
                payload.header(payload.repository() + "/" + credential(payload) + "/" + payload.action() + "/"
                        + payload.at().toInstant());
            default -> payload.headerByDelivery("exposed");
        };
    }

    private static String credential(Payload payload) throws BadRecordException {
        return "secret-scanning/" + payload.body().number("alert", "number");
    }
}
