package io.plumbline.event;

import io.plumbline.event.DecisionEvent.Action;
import java.time.Instant;
import java.util.Optional;

/** Made for tests: decisions, whose further fields are what they mostly are. */
public final class DecisionEvents {

    private DecisionEvents() {}

    /** A decision that one person takes, for good unless said otherwise. */
    public static DecidedBuilder decided(
            Header header, String exceptionId, Action action, String decidedBy, String reason) {
        return new DecidedBuilder(header, exceptionId, action, decidedBy, reason);
    }

    /** {@link DecisionEvent.Decided} in the making. */
    public static final class DecidedBuilder {
        private final Header header;
        private final String exceptionId;
        private final Action action;
        private final String decidedBy;
        private final String reason;
        private Optional<String> secondPerson = Optional.empty();
        private Optional<Instant> until = Optional.empty();
        private Optional<String> mitigationRef = Optional.empty();

        private DecidedBuilder(Header header, String exceptionId, Action action, String decidedBy, String reason) {
            this.header = header;
            this.exceptionId = exceptionId;
            this.action = action;
            this.decidedBy = decidedBy;
            this.reason = reason;
        }

        public DecidedBuilder second(String value) {
            return second(Optional.of(value));
        }

        public DecidedBuilder second(Optional<String> value) {
            this.secondPerson = value;
            return this;
        }

        public DecidedBuilder until(Instant value) {
            return until(Optional.of(value));
        }

        public DecidedBuilder until(Optional<Instant> value) {
            this.until = value;
            return this;
        }

        public DecidedBuilder mitigation(String value) {
            this.mitigationRef = Optional.of(value);
            return this;
        }

        public DecisionEvent.Decided build() {
            return new DecisionEvent.Decided(
                    header, exceptionId, action, decidedBy, secondPerson, reason, until, mitigationRef);
        }
    }
}
