package io.plumbline.event;

import io.plumbline.event.AccessEvent.Authority;
import io.plumbline.event.AccessEvent.GrantPath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Made for tests: grants and approvals, whose further fields are what they mostly are. */
public final class AccessEvents {

    private AccessEvents() {}

    /** A grant, direct and for good unless said otherwise. */
    public static GrantedBuilder granted(Header header, Principal holder, String systemId, String entitlement) {
        return new GrantedBuilder(header, Optional.empty(), holder, systemId, entitlement);
    }

    /** A grant that its source may know by an id. */
    public static GrantedBuilder granted(
            Header header, Optional<String> grantId, Principal holder, String systemId, String entitlement) {
        return new GrantedBuilder(header, grantId, holder, systemId, entitlement);
    }

    /** A grant that its source knows by an id. */
    public static GrantedBuilder granted(
            Header header, String grantId, Principal holder, String systemId, String entitlement) {
        return new GrantedBuilder(header, Optional.of(grantId), holder, systemId, entitlement);
    }

    /** An approval of access, for good unless said otherwise. */
    public static ApprovedBuilder approved(
            Header header,
            String requestId,
            Principal holder,
            String systemId,
            List<String> entitlements,
            String approverId) {
        return new ApprovedBuilder(header, requestId, holder, systemId, entitlements, approverId);
    }

    /** A grant said otherwise: with another header and for another entitlement. */
    public static AccessEvent.Granted again(AccessEvent.Granted given, Header header, String entitlement) {
        return new AccessEvent.Granted(
                header,
                given.grantId(),
                given.holder(),
                given.systemId(),
                entitlement,
                given.path(),
                given.validFrom(),
                given.validTo(),
                given.requestId(),
                given.scope());
    }

    /** {@link AccessEvent.Granted} in the making. */
    public static final class GrantedBuilder {
        private final Header header;
        private final Optional<String> grantId;
        private final Principal holder;
        private final String systemId;
        private final String entitlement;
        private GrantPath path = GrantPath.DIRECT;
        private Optional<Instant> validFrom = Optional.empty();
        private Optional<Instant> validTo = Optional.empty();
        private Optional<String> requestId = Optional.empty();
        private List<String> scope = List.of();

        private GrantedBuilder(
                Header header, Optional<String> grantId, Principal holder, String systemId, String entitlement) {
            this.header = header;
            this.grantId = grantId;
            this.holder = holder;
            this.systemId = systemId;
            this.entitlement = entitlement;
        }

        public GrantedBuilder path(GrantPath value) {
            this.path = value;
            return this;
        }

        public GrantedBuilder from(Optional<Instant> value) {
            this.validFrom = value;
            return this;
        }

        public GrantedBuilder until(Instant value) {
            this.validTo = Optional.of(value);
            return this;
        }

        public GrantedBuilder until(Optional<Instant> value) {
            this.validTo = value;
            return this;
        }

        public GrantedBuilder request(String value) {
            this.requestId = Optional.of(value);
            return this;
        }

        public GrantedBuilder request(Optional<String> value) {
            this.requestId = value;
            return this;
        }

        public GrantedBuilder scope(List<String> value) {
            this.scope = value;
            return this;
        }

        public AccessEvent.Granted build() {
            return new AccessEvent.Granted(
                    header, grantId, holder, systemId, entitlement, path, validFrom, validTo, requestId, scope);
        }
    }

    /** {@link AccessEvent.Approved} in the making. */
    public static final class ApprovedBuilder {
        private final Header header;
        private final String requestId;
        private final Principal holder;
        private final String systemId;
        private final List<String> entitlements;
        private final String approverId;
        private Optional<Instant> validTo = Optional.empty();
        private Optional<String> justification = Optional.empty();
        private Authority authority = Authority.UNKNOWN;

        private ApprovedBuilder(
                Header header,
                String requestId,
                Principal holder,
                String systemId,
                List<String> entitlements,
                String approverId) {
            this.header = header;
            this.requestId = requestId;
            this.holder = holder;
            this.systemId = systemId;
            this.entitlements = entitlements;
            this.approverId = approverId;
        }

        public ApprovedBuilder until(Optional<Instant> value) {
            this.validTo = value;
            return this;
        }

        public ApprovedBuilder justification(String value) {
            this.justification = Optional.of(value);
            return this;
        }

        public ApprovedBuilder authority(Authority value) {
            this.authority = value;
            return this;
        }

        public AccessEvent.Approved build() {
            return new AccessEvent.Approved(
                    header,
                    requestId,
                    holder,
                    systemId,
                    entitlements,
                    approverId,
                    validTo,
                    justification,
                    Optional.empty(),
                    authority);
        }
    }
}
