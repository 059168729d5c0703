package io.plumbline.event;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Made for tests: steps, whose further fields are what they mostly are. */
public final class BusinessActivityEvents {

    private BusinessActivityEvents() {}

    /** A step on no object. */
    public static StepPerformedBuilder step(Header header, Principal performer, String systemId, String entitlement) {
        return new StepPerformedBuilder(header, performer, systemId, entitlement);
    }

    /** {@link BusinessActivityEvent.StepPerformed} in the making. */
    public static final class StepPerformedBuilder {
        private final Header header;
        private final Principal performer;
        private final String systemId;
        private final String entitlement;
        private Optional<String> objectType = Optional.empty();
        private Optional<String> objectId = Optional.empty();
        private List<String> parents = List.of();
        private Optional<Principal> initiatedBy = Optional.empty();
        private boolean automatic = false;
        private Optional<BigDecimal> amount = Optional.empty();
        private Optional<String> reversalOf = Optional.empty();
        private Optional<String> valueBefore = Optional.empty();
        private Optional<String> valueAfter = Optional.empty();
        private Optional<String> employeeId = Optional.empty();
        private boolean selfService = false;

        private StepPerformedBuilder(Header header, Principal performer, String systemId, String entitlement) {
            this.header = header;
            this.performer = performer;
            this.systemId = systemId;
            this.entitlement = entitlement;
        }

        public StepPerformedBuilder on(String type, Optional<String> id) {
            this.objectType = Optional.of(type);
            this.objectId = id;
            return this;
        }

        public StepPerformedBuilder on(String type, String id) {
            this.objectType = Optional.of(type);
            this.objectId = Optional.of(id);
            return this;
        }

        public StepPerformedBuilder parents(List<String> value) {
            this.parents = value;
            return this;
        }

        public StepPerformedBuilder initiatedBy(Optional<Principal> value) {
            this.initiatedBy = value;
            return this;
        }

        public StepPerformedBuilder automatic(boolean value) {
            this.automatic = value;
            return this;
        }

        public StepPerformedBuilder amount(BigDecimal value) {
            this.amount = Optional.of(value);
            return this;
        }

        public StepPerformedBuilder reversalOf(Optional<String> value) {
            this.reversalOf = value;
            return this;
        }

        public StepPerformedBuilder valueBefore(Optional<String> value) {
            this.valueBefore = value;
            return this;
        }

        public StepPerformedBuilder valueAfter(Optional<String> value) {
            this.valueAfter = value;
            return this;
        }

        public StepPerformedBuilder employee(Optional<String> value) {
            this.employeeId = value;
            return this;
        }

        public StepPerformedBuilder selfService(boolean value) {
            this.selfService = value;
            return this;
        }

        public BusinessActivityEvent.StepPerformed build() {
            return new BusinessActivityEvent.StepPerformed(
                    header,
                    performer,
                    systemId,
                    entitlement,
                    objectType,
                    objectId,
                    Optional.empty(),
                    parents,
                    initiatedBy,
                    automatic,
                    amount,
                    Optional.empty(),
                    Optional.empty(),
                    reversalOf,
                    valueBefore,
                    valueAfter,
                    employeeId,
                    selfService,
                    List.of());
        }
    }
}
