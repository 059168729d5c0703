package io.plumbline.event;

import io.plumbline.event.CredentialEvent.ClientClass;
import io.plumbline.event.PrivilegedAccessEvent.AttributionMethod;
import io.plumbline.event.PrivilegedAccessEvent.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Made for tests: sessions, elevations and uses of shared accounts, whose further fields are what they mostly are. */
public final class PrivilegedAccessEvents {

    private PrivilegedAccessEvents() {}

    /** A session without a role, opened by nobody knows what. */
    public static SessionStartedBuilder sessionStarted(
            Header header, String sessionId, Principal holder, String systemId) {
        return new SessionStartedBuilder(header, sessionId, holder, systemId);
    }

    /** Privilege from one instant to another, for any role and anything done in operations. */
    public static ElevationApprovedBuilder elevationApproved(
            Header header,
            String elevationId,
            Principal holder,
            String systemId,
            Instant windowFrom,
            Instant windowTo,
            String approverId) {
        return new ElevationApprovedBuilder(header, elevationId, holder, systemId, windowFrom, windowTo, approverId);
    }

    /** An exclusive checkout that has not ended. */
    public static AttributionRecordedBuilder attributed(
            Header header, String attributionId, String systemId, AccountRef account, String personId, Instant from) {
        return new AttributionRecordedBuilder(header, attributionId, systemId, account, personId, from);
    }

    /** {@link PrivilegedAccessEvent.SessionStarted} in the making. */
    public static final class SessionStartedBuilder {
        private final Header header;
        private final String sessionId;
        private final Principal holder;
        private final String systemId;
        private Optional<String> role = Optional.empty();
        private Optional<String> parentSessionId = Optional.empty();
        private boolean automation = false;
        private ClientClass client = ClientClass.UNKNOWN;
        private Optional<String> startedFrom = Optional.empty();

        private SessionStartedBuilder(Header header, String sessionId, Principal holder, String systemId) {
            this.header = header;
            this.sessionId = sessionId;
            this.holder = holder;
            this.systemId = systemId;
        }

        public SessionStartedBuilder role(String value) {
            this.role = Optional.of(value);
            return this;
        }

        public SessionStartedBuilder parent(Optional<String> value) {
            this.parentSessionId = value;
            return this;
        }

        public SessionStartedBuilder automation(boolean value) {
            this.automation = value;
            return this;
        }

        public SessionStartedBuilder client(ClientClass value) {
            this.client = value;
            return this;
        }

        public SessionStartedBuilder startedFrom(String value) {
            this.startedFrom = Optional.of(value);
            return this;
        }

        public PrivilegedAccessEvent.SessionStarted build() {
            return new PrivilegedAccessEvent.SessionStarted(
                    header, sessionId, holder, systemId, role, parentSessionId, automation, client, startedFrom);
        }
    }

    /** {@link PrivilegedAccessEvent.ElevationApproved} in the making. */
    public static final class ElevationApprovedBuilder {
        private final Header header;
        private final String elevationId;
        private final Principal holder;
        private final String systemId;
        private final Instant windowFrom;
        private final Instant windowTo;
        private final String approverId;
        private Optional<String> role = Optional.empty();
        private List<String> actionClasses = List.of();
        private Purpose purpose = Purpose.OPERATIONS;

        private ElevationApprovedBuilder(
                Header header,
                String elevationId,
                Principal holder,
                String systemId,
                Instant windowFrom,
                Instant windowTo,
                String approverId) {
            this.header = header;
            this.elevationId = elevationId;
            this.holder = holder;
            this.systemId = systemId;
            this.windowFrom = windowFrom;
            this.windowTo = windowTo;
            this.approverId = approverId;
        }

        public ElevationApprovedBuilder role(Optional<String> value) {
            this.role = value;
            return this;
        }

        public ElevationApprovedBuilder actions(List<String> value) {
            this.actionClasses = value;
            return this;
        }

        public ElevationApprovedBuilder purpose(Purpose value) {
            this.purpose = value;
            return this;
        }

        public PrivilegedAccessEvent.ElevationApproved build() {
            return new PrivilegedAccessEvent.ElevationApproved(
                    header,
                    elevationId,
                    holder,
                    systemId,
                    role,
                    windowFrom,
                    windowTo,
                    approverId,
                    actionClasses,
                    purpose);
        }
    }

    /** {@link PrivilegedAccessEvent.AttributionRecorded} in the making. */
    public static final class AttributionRecordedBuilder {
        private final Header header;
        private final String attributionId;
        private final String systemId;
        private final AccountRef account;
        private final String personId;
        private final Instant from;
        private AttributionMethod method = AttributionMethod.CHECKOUT;
        private boolean exclusive = true;
        private Optional<Instant> to = Optional.empty();
        private Optional<String> sessionId = Optional.empty();

        private AttributionRecordedBuilder(
                Header header,
                String attributionId,
                String systemId,
                AccountRef account,
                String personId,
                Instant from) {
            this.header = header;
            this.attributionId = attributionId;
            this.systemId = systemId;
            this.account = account;
            this.personId = personId;
            this.from = from;
        }

        public AttributionRecordedBuilder method(AttributionMethod value) {
            this.method = value;
            return this;
        }

        public AttributionRecordedBuilder exclusive(boolean value) {
            this.exclusive = value;
            return this;
        }

        public AttributionRecordedBuilder until(Instant value) {
            this.to = Optional.of(value);
            return this;
        }

        public AttributionRecordedBuilder until(Optional<Instant> value) {
            this.to = value;
            return this;
        }

        public AttributionRecordedBuilder session(Optional<String> value) {
            this.sessionId = value;
            return this;
        }

        public PrivilegedAccessEvent.AttributionRecorded build() {
            return new PrivilegedAccessEvent.AttributionRecorded(
                    header, attributionId, systemId, account, personId, method, exclusive, from, to, sessionId);
        }
    }
}
