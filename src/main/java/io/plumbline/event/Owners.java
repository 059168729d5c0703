package io.plumbline.event;

import java.util.Optional;

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
        Optional<String> securityRiskOwner) {}
