package io.plumbline.control.nonhuman;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.control.Parameters;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.Arrays;

/** Which environments are production: by the names a company gives them, and by what systems are registered as. */
final class Environments {

    private Environments() {}

    /** Whether a label names production; case does not matter. */
    static boolean isProduction(String environment, Parameters parameters) {
        return Arrays.stream(parameters.text("production_environments").split(","))
                .anyMatch(name -> name.trim().equalsIgnoreCase(environment.trim()));
    }

    /** When a system was registered as production. */
    static Timeline production(Catalogue catalogue, String systemId) {
        return Timeline.of(catalogue.registrations(systemId).stream()
                .filter(version -> version.value().production())
                .map(Dated::inForce)
                .toList());
    }

    static boolean isProduction(Catalogue catalogue, String systemId, Instant at) {
        return catalogue
                .system(systemId, at)
                .filter(SystemRegistered::production)
                .isPresent();
    }
}
