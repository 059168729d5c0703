package io.plumbline.event;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who answers for a system: four different duties, even where one person holds several.
 *
 * @param icfrRiskOwner owner of the financial-reporting risk (SOX)
 * @param securityRiskOwner owner of the security risk (SOC)
 */
public record Owners(
        Optional<String> businessOwner,
        Optional<String> systemOwner,
        Optional<String> icfrRiskOwner,
        Optional<String> securityRiskOwner) {

    /** Everyone who has a duty, once, in the order of the duties. */
    public List<String> persons() {
        return Stream.of(businessOwner, systemOwner, icfrRiskOwner, securityRiskOwner)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }
}
