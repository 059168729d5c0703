package io.plumbline.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Made for tests: rules and exemptions, whose further fields are what they mostly are. */
public final class RuleEvents {

    private RuleEvents() {}

    /** A rule in force. */
    public static SodRulePublishedBuilder rule(
            Header header,
            String ruleId,
            String version,
            Instant effectiveFrom,
            String title,
            List<Slot> slots,
            Severity severity) {
        return new SodRulePublishedBuilder(header, ruleId, version, effectiveFrom, title, slots, severity);
    }

    /** An exemption, of which it must be said until when, by whom and why. */
    public static ExemptionGrantedBuilder exemption(
            Header header, String exemptionId, Instant effectiveFrom, ExemptionKind exemptionKind, String controlId) {
        return new ExemptionGrantedBuilder(header, exemptionId, effectiveFrom, exemptionKind, controlId);
    }

    /** {@link ReferenceEvent.SodRulePublished} in the making. */
    public static final class SodRulePublishedBuilder {
        private final Header header;
        private final String ruleId;
        private final String version;
        private final Instant effectiveFrom;
        private final String title;
        private final List<Slot> slots;
        private final Severity severity;
        private Optional<String> process = Optional.empty();
        private SodRuleType type = SodRuleType.UNKNOWN;
        private Optional<Integer> minimumFilled = Optional.empty();
        private List<RuleStep> steps = List.of();
        private List<String> objectTypes = List.of();
        private Optional<Duration> window = Optional.empty();
        private boolean nhiOnly = false;

        private SodRulePublishedBuilder(
                Header header,
                String ruleId,
                String version,
                Instant effectiveFrom,
                String title,
                List<Slot> slots,
                Severity severity) {
            this.header = header;
            this.ruleId = ruleId;
            this.version = version;
            this.effectiveFrom = effectiveFrom;
            this.title = title;
            this.slots = slots;
            this.severity = severity;
        }

        public SodRulePublishedBuilder process(String value) {
            this.process = Optional.of(value);
            return this;
        }

        public SodRulePublishedBuilder type(SodRuleType value) {
            this.type = value;
            return this;
        }

        public SodRulePublishedBuilder minimumFilled(Optional<Integer> value) {
            this.minimumFilled = value;
            return this;
        }

        public SodRulePublishedBuilder steps(List<RuleStep> value) {
            this.steps = value;
            return this;
        }

        public SodRulePublishedBuilder objectTypes(List<String> value) {
            this.objectTypes = value;
            return this;
        }

        public SodRulePublishedBuilder window(Duration value) {
            this.window = Optional.of(value);
            return this;
        }

        public SodRulePublishedBuilder nhiOnly(boolean value) {
            this.nhiOnly = value;
            return this;
        }

        public ReferenceEvent.SodRulePublished build() {
            return new ReferenceEvent.SodRulePublished(
                    header,
                    ruleId,
                    version,
                    effectiveFrom,
                    title,
                    slots,
                    severity,
                    process,
                    Optional.empty(),
                    type,
                    minimumFilled,
                    steps,
                    objectTypes,
                    window,
                    nhiOnly,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** {@link ReferenceEvent.ExemptionGranted} in the making. */
    public static final class ExemptionGrantedBuilder {
        private final Header header;
        private final String exemptionId;
        private final Instant effectiveFrom;
        private final ExemptionKind exemptionKind;
        private final String controlId;
        private Optional<String> ruleId = Optional.empty();
        private Optional<String> subjectKey = Optional.empty();
        private Optional<String> systemId = Optional.empty();
        private Instant validTo;
        private String riskOwner;
        private String rationale;
        private Optional<String> mitigationRef = Optional.empty();
        private Optional<String> ruleVersion = Optional.empty();
        private List<String> entitlements = List.of();
        private Optional<Duration> frequency = Optional.empty();

        private ExemptionGrantedBuilder(
                Header header,
                String exemptionId,
                Instant effectiveFrom,
                ExemptionKind exemptionKind,
                String controlId) {
            this.header = header;
            this.exemptionId = exemptionId;
            this.effectiveFrom = effectiveFrom;
            this.exemptionKind = exemptionKind;
            this.controlId = controlId;
        }

        public ExemptionGrantedBuilder rule(Optional<String> value) {
            this.ruleId = value;
            return this;
        }

        public ExemptionGrantedBuilder subject(String value) {
            this.subjectKey = Optional.of(value);
            return this;
        }

        public ExemptionGrantedBuilder subject(Optional<String> value) {
            this.subjectKey = value;
            return this;
        }

        public ExemptionGrantedBuilder system(Optional<String> value) {
            this.systemId = value;
            return this;
        }

        public ExemptionGrantedBuilder until(Instant value) {
            this.validTo = value;
            return this;
        }

        public ExemptionGrantedBuilder riskOwner(String value) {
            this.riskOwner = value;
            return this;
        }

        public ExemptionGrantedBuilder because(String value) {
            this.rationale = value;
            return this;
        }

        public ExemptionGrantedBuilder mitigation(String value) {
            this.mitigationRef = Optional.of(value);
            return this;
        }

        public ExemptionGrantedBuilder ruleVersion(Optional<String> value) {
            this.ruleVersion = value;
            return this;
        }

        public ExemptionGrantedBuilder entitlements(List<String> value) {
            this.entitlements = value;
            return this;
        }

        public ExemptionGrantedBuilder frequency(Duration value) {
            this.frequency = Optional.of(value);
            return this;
        }

        public ExemptionGrantedBuilder frequency(Optional<Duration> value) {
            this.frequency = value;
            return this;
        }

        public ReferenceEvent.ExemptionGranted build() {
            return new ReferenceEvent.ExemptionGranted(
                    header,
                    exemptionId,
                    effectiveFrom,
                    exemptionKind,
                    controlId,
                    ruleId,
                    subjectKey,
                    systemId,
                    validTo,
                    riskOwner,
                    rationale,
                    mitigationRef,
                    ruleVersion,
                    entitlements,
                    Optional.empty(),
                    frequency);
        }
    }
}
